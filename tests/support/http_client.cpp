#include "tests/support/http_client.h"

#include "papo/base/text.h"

namespace papo::test {
namespace {

HttpReply parse_head(std::string_view head) {
    HttpReply reply;
    reply.status = std::stoi(std::string(head.substr(9, 3)));
    head.remove_prefix(head.find("\r\n") + 2);
    while (head.size() > 2) {
        const auto line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(line.size() + 2);
        const auto colon = line.find(": ");
        reply.headers[ascii_lower(line.substr(0, colon))] = line.substr(colon + 2);
    }
    return reply;
}

}  // namespace

std::string HttpReply::header(const std::string& lowercase_name) const {
    const auto at = headers.find(lowercase_name);
    return at == headers.end() ? "" : at->second;
}

nlohmann::json HttpReply::json() const {
    return nlohmann::json::parse(body);
}

std::string HttpReply::code() const {
    const auto parsed = json();
    return parsed.at("success") == false ? parsed.at("code").get<std::string>() : "";
}

HttpReply HttpClient::request(std::string_view method, std::string_view target, const Headers& headers,
                              std::string_view body) {
    std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: papo.local\r\n";
    for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    text += "\r\n";
    text += body;
    tcp.send(text);
    return read_reply(method == "HEAD");
}

HttpReply HttpClient::raw(std::string_view bytes) {
    tcp.send(bytes);
    return read_reply();
}

HttpReply HttpClient::read_reply(bool of_head) {
    auto reply = parse_head(tcp.read_through("\r\n\r\n"));
    while (reply.status / 100 == 1 && reply.status != 101) reply = parse_head(tcp.read_through("\r\n\r\n"));
    const auto length = reply.header("content-length");
    if (!of_head && !length.empty() && length != "0") reply.body = tcp.read(std::stoul(length));
    return reply;
}

std::string form_of(const std::vector<FormPart>& parts) {
    std::string form;
    for (const auto& part : parts) {
        form += "------papo\r\nContent-Disposition: form-data; name=\"" + part.name + "\"";
        if (part.filename) form += "; filename=\"" + *part.filename + "\"";
        form += "\r\nContent-Type: application/octet-stream\r\n\r\n" + part.content + "\r\n";
    }
    return form + "------papo--\r\n";
}

HttpReply upload(std::uint16_t port, const std::string& name, const std::string& content) {
    HttpClient client(port);
    return client.request("POST", "/upload", {{"Content-Type", form_type}}, form_of({{"file", name, content}}));
}

}  // namespace papo::test
