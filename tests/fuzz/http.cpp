// HTTP/1.1 requests: the events do not depend on how the bytes arrive, none follows an error, and heads keep their
// limits.
#include <algorithm>

#include "papo/proto/http_parser.h"
#include "tests/fuzz/target.h"

namespace papo::fuzz {
namespace {

using namespace proto;

std::string told(const HttpRequest& request) {
    std::string text = request.method + " " + request.path + "?" + request.query + " 1." +
                       std::to_string(request.minor) + (request.keep_alive ? " keep" : " close") +
                       (request.chunked ? " chunked" : "") + (request.expect_continue ? " expect" : "") + "\n";
    if (request.content_length) text += "length " + std::to_string(*request.content_length) + "\n";
    for (const auto& header : request.headers) text += header.name + ": " + header.value + "\n";
    return text;
}

void check(const HttpRequest& request) {
    const HttpLimits limits;
    require(request.target.size() <= limits.max_uri, "a target is within its bound");
    std::size_t bytes = 0;
    for (const auto& header : request.headers) {
        bytes += header.name.size() + header.value.size();
        require(header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos,
                "a field value holds no line end and no NUL");
        require(!header.name.empty(), "a field has a name");
    }
    require(bytes <= limits.max_header_block, "a header block is within its bound");
    require(!(request.chunked && request.content_length), "a body has one length");
    require(!request.path.empty(), "a path is never empty");
}

// The parser's events as text, with adjacent body bytes joined.
std::string understand(const std::vector<std::vector<char>>& pieces) {
    HttpParser parser;
    std::string said;
    for (const auto& piece : pieces) {
        parser.feed({piece.data(), piece.size()});
        while (true) {
            const auto event = parser.next();
            if (std::holds_alternative<NeedMore>(event)) break;
            if (std::holds_alternative<RequestHead>(event)) {
                check(parser.request());
                said += "\nHEAD " + told(parser.request());
            }
            if (const auto* body = std::get_if<BodyBytes>(&event)) said += body->bytes;
            if (std::holds_alternative<RequestEnd>(event)) said += "\nEND\n";
            if (std::holds_alternative<ProtocolError>(event)) {
                require(std::holds_alternative<NeedMore>(parser.next()), "nothing comes after an error");
                // If a head has several errors, the pieces may decide which one the parser reports.
                return said + "\nERROR";
            }
        }
    }
    return said;
}

}  // namespace

void http(std::string_view input) {
    require_equal(understand({exact(input)}), understand(pieces_of(input)), "requests are the same however cut");
}

}  // namespace papo::fuzz
