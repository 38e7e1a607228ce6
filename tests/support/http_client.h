// An HTTP client that lets a test see and send every byte.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/tcp_client.h"

namespace papo::test {

struct HttpReply {
    int status = 0;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;

    std::string header(const std::string& lowercase_name) const;
    nlohmann::json json() const;
    std::string code() const;  // of an error
};

using Headers = std::vector<std::pair<std::string, std::string>>;

class HttpClient {
public:
    explicit HttpClient(std::uint16_t port) : tcp(port) {}

    // Sends a whole request, with Content-Length if there is a body, and reads the answer.
    HttpReply request(std::string_view method, std::string_view target, const Headers& headers = {},
                      std::string_view body = {});
    HttpReply get(std::string_view target, const Headers& headers = {}) { return request("GET", target, headers); }
    // Sends `bytes` unchanged and reads one answer.
    HttpReply raw(std::string_view bytes);
    // Reads one answer and skips 1xx. `of_head`: the answer to a HEAD request, without a body.
    HttpReply read_reply(bool of_head = false);

    TcpClient tcp;
};

struct FormPart {
    std::string name;
    std::optional<std::string> filename;
    std::string content;
};

inline const std::string form_type = "multipart/form-data; boundary=----papo";
std::string form_of(const std::vector<FormPart>& parts);

// Uploads one file over a new connection.
HttpReply upload(std::uint16_t port, const std::string& name, const std::string& content);

}  // namespace papo::test
