#include "papo/proto/http_response.h"

namespace papo::proto {

std::string_view reason_phrase(int status) {
    switch (status) {
    case 101: return "Switching Protocols";
    case 200: return "OK";
    case 201: return "Created";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    }
    return "Unknown";
}

void append_line(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
}

std::string make_head(int status, std::string_view ready, std::span<const HttpHeader> headers,
                      std::optional<std::uint64_t> content_length, bool keep_alive, std::string_view date) {
    std::string head;
    head.reserve(1024);
    head.append("HTTP/1.1 ").append(std::to_string(status)).append(" ").append(reason_phrase(status)).append("\r\n");
    head.append(ready);
    std::string connection = keep_alive ? "keep-alive" : "close";
    for (const auto& header : headers) {
        if (header.name != "Connection") {
            append_line(head, header.name, header.value);
        } else {
            connection = keep_alive ? header.value : header.value + ", close";
        }
    }
    append_line(head, "Date", date);
    if (content_length) append_line(head, "Content-Length", std::to_string(*content_length));
    append_line(head, "Connection", connection);
    return head += "\r\n";
}

}  // namespace papo::proto
