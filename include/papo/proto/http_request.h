// An HTTP request's head, and the error for a request that is refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace papo::proto {

struct HttpHeader {
    std::string name;  // lower case in requests
    std::string value;
};

struct HttpRequest {
    std::string method;
    std::string target;  // as sent
    std::string path;    // of the target, still percent-encoded; "*" for the server, empty for CONNECT
    std::string query;   // of the target, without the ?
    int minor = 1;       // of version 1.x; versions above 1.1 are treated as 1.1 (RFC 9110 section 2.5)
    // Sorted by name; lines of the same name are combined, separated by commas (RFC 9110 section 5.3). An absolute
    // target's authority replaces Host (RFC 9112 section 3.2.2).
    std::vector<HttpHeader> headers;
    bool keep_alive = true;
    bool chunked = false;
    bool expect_continue = false;
    bool expects_more = false;  // an expectation other than 100-continue, which the server cannot meet
    std::optional<std::uint64_t> content_length;

    // The value of the header; nullptr when there is none.
    const std::string* find(std::string_view lowercase_name) const;
    bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

struct ProtocolError {
    int status = 400;
    std::string code;
    std::string message;
};

}  // namespace papo::proto
