#include "papo/http/router.h"

#include <algorithm>
#include <array>
#include <utility>

#include "papo/base/text.h"
#include "papo/base/utf8.h"
#include "papo/http/file_answer.h"
#include "papo/http/origin.h"
#include "papo/proto/authority.h"
#include "papo/proto/http_chars.h"
#include "papo/proto/multipart.h"
#include "papo/proto/ws_handshake.h"
#include "papo/talk/wire.h"

namespace papo::http {
namespace {

HttpAnswer not_found() {
    return refusal_answer({404, "not_found", "there is nothing at this address"});
}

// The methods of RFC 9110 section 9, and PATCH (RFC 5789).
bool is_known(std::string_view method) {
    constexpr std::array<std::string_view, 8> known{"GET",    "HEAD",    "POST",  "PUT",
                                                    "DELETE", "OPTIONS", "TRACE", "PATCH"};
    return std::find(known.begin(), known.end(), method) != known.end();
}

HttpAnswer unknown_method(const proto::HttpRequest& request) {
    auto answer = refusal_answer({501, "not_implemented", "this server does not know " + request.method});
    answer.close = request.method == "CONNECT";  // the next bytes may be for the server that CONNECT names
    return answer;
}

// RFC 9110 section 10.1.1. The connection ends, because the client may send the body or not.
HttpAnswer bad_expectation(const proto::HttpRequest& request) {
    auto answer = refusal_answer({417, "bad_expectation", "this server meets no expectation but 100-continue"});
    answer.close = request.has_body();
    return answer;
}

// RFC 9110 section 7.4.
HttpAnswer bad_host(const proto::HttpRequest& request) {
    constexpr std::size_t longest_name = 253;
    const auto* host = request.find("host");
    const auto authority = proto::parse_authority(host != nullptr ? std::string_view(*host) : std::string_view());
    const auto name = authority && !authority->host.empty() && authority->host.size() <= longest_name
                          ? std::string(authority->host)
                          : std::string("this name");
    return refusal_answer({421, "bad_host",
                           "this server is not known as " + name +
                               "; ask for it by its address, or start it with --public-host " +
                               (name == "this name" ? "NAME" : name)});
}

// DNS rebinding only works on browsers, and browsers always send Host.
bool is_guarded(const proto::HttpRequest& request, const Services& services) {
    const auto* host = request.find("host");
    return host != nullptr && !services.host_guard.knows(*host);
}

HttpAnswer wrong_method(const proto::HttpRequest& request, const std::string& allow) {
    auto answer = request.method == "OPTIONS"
                      ? HttpAnswer{204, {}, std::string{}, false}
                      : refusal_answer({405, "bad_method", "this address does not understand " + request.method});
    answer.headers.push_back({"Allow", allow});
    return answer;
}

bool is_read(const proto::HttpRequest& request) {
    return request.method == "GET" || request.method == "HEAD";
}

bool foreign_origin(const proto::HttpRequest& request, const Services& services) {
    const auto* origin = request.find("origin");
    const auto* host = request.find("host");
    return origin != nullptr && !origin_allowed(*origin, host != nullptr ? *host : "", services.config.allow_origins);
}

HttpAnswer bad_origin() {
    return refusal_answer({403, "bad_origin", "this server does not talk to pages of other origins"});
}

Route route_upload(const proto::HttpRequest& request, const Services& services) {
    if (request.method != "POST") return wrong_method(request, "POST, OPTIONS");
    if (request.find("if-match") != nullptr) {  // RFC 9110 section 13.1.1: a new upload has nothing that could match
        return refusal_answer({412, "precondition_failed", "an upload is always new"});
    }
    if (foreign_origin(request, services)) return bad_origin();
    if (!request.content_length && !request.chunked) {
        return refusal_answer({411, "length_required", "say how long the body is, or send it chunked"});
    }
    if (request.content_length.value_or(0) > services.config.max_upload + uploads::max_form_overhead) {
        auto answer = refusal_answer(
            {413, "too_large", "the file is larger than " + uploads::readable_size(services.config.max_upload)});
        answer.close = true;
        return answer;
    }
    if (!services.upload_space.has_room_for(request.content_length.value_or(0))) {
        auto answer = refusal_answer({507, "no_space", "the server has no room for this file"});
        answer.close = request.content_length.value_or(0) > uploads::max_form_overhead;
        return answer;
    }
    const auto* type = request.find("content-type");
    auto boundary = type != nullptr ? proto::boundary_of(*type) : std::nullopt;
    if (!boundary)
        return refusal_answer({400, "no_file", "send a multipart/form-data form with a part named \"file\""});
    return TakeUpload{std::move(*boundary)};
}

// RFC 6455 section 4.2.1; absent when the request may be upgraded.
std::optional<HttpAnswer> handshake_refusal(const proto::HttpRequest& request, const Services& services) {
    const auto header = [&](std::string_view name) { return joined_headers(request, name); };
    if (request.method != "GET" || request.minor < 1 || !proto::has_element(header("upgrade"), "websocket") ||
        !proto::has_element(header("connection"), "upgrade") || header("sec-websocket-version") != "13") {
        auto answer = refusal_answer({426, "upgrade_required", "this address speaks WebSocket, version 13"});
        answer.headers.push_back({"Upgrade", "websocket"});
        answer.headers.push_back({"Connection", "Upgrade"});
        answer.headers.push_back({"Sec-WebSocket-Version", "13"});
        return answer;
    }
    if (!proto::is_valid_key(header("sec-websocket-key"))) {
        return refusal_answer({400, "bad_request", "Sec-WebSocket-Key must be 16 bytes in base64"});
    }
    if (!has_readable_offers(request)) {
        return refusal_answer({400, "bad_request", "Sec-WebSocket-Extensions or Sec-WebSocket-Protocol is malformed"});
    }
    if (foreign_origin(request, services)) return bad_origin();
    return std::nullopt;
}

std::optional<std::string> value_of(const std::vector<std::pair<std::string, std::string>>& query,
                                    std::string_view key) {
    for (const auto& [name, value] : query) {
        if (name == key) return value;
    }
    return std::nullopt;
}

Route bad_query(std::string message) {
    return refusal_answer({400, "bad_request", std::move(message)});
}

Route route_chat(const proto::HttpRequest& request, const Services& services) {
    if (!is_read(request)) return wrong_method(request, "GET, HEAD, OPTIONS");
    if (auto refusal = handshake_refusal(request, services)) return std::move(*refusal);
    const auto query = parse_query(request.query);
    if (!query) return bad_query("the query is not percent-encoded as it should be");
    for (const auto& [name, value] : *query) {
        if (!is_utf8(name) || !is_utf8(value)) return bad_query("the query is not UTF-8");
    }
    const bool text = value_of(*query, "format") == "text";
    OpenChat chat{value_of(*query, "session"), std::nullopt, text, agree_on_chat(request, services.config, text)};
    auto room = value_of(*query, "room");
    auto name = value_of(*query, "name");
    if (room && !name) return bad_query("\"room\" needs \"name\" beside it");
    if (chat.text && !room) return bad_query("\"format=text\" needs \"room\" and \"name\" beside it");
    if (chat.session && !talk::is_session_token(*chat.session)) return bad_query("\"session\" is not a session token");
    if (room) {
        chat.join.emplace(chat::Join{std::move(*room), std::move(*name), value_of(*query, "password"), std::nullopt,
                                     std::nullopt, chat.session.has_value()});
    }
    return chat;
}

Route route_echo(const proto::HttpRequest& request, const Services& services) {
    if (!services.config.enable_echo) return not_found();
    if (!is_read(request)) return wrong_method(request, "GET, HEAD, OPTIONS");
    if (auto refusal = handshake_refusal(request, services)) return std::move(*refusal);
    return OpenEcho{agree_on_echo(request, services.config)};
}

Route route_stored(const proto::HttpRequest& request, std::string_view name, const Services& services) {
    auto opened = services.uploads.find(name);
    if (!opened) return later_answer({503, "busy", opened.error().message}, 1);
    auto& file = *opened;
    if (!file) return not_found();
    if (!is_read(request)) return wrong_method(request, "GET, HEAD, OPTIONS");
    const auto query = parse_query(request.query);
    const bool download = query && value_of(*query, "download").has_value();
    const bool names_it = download || !is_shown(file->type);
    if (names_it && !services.storage.knows_file(name)) return LookUpFile{std::string(name)};
    const auto info = services.storage.find_file(name);
    return stored_answer(std::move(*file), name, info ? std::string_view(info->name) : std::string_view{}, download,
                         request);
}

std::string rooms_json(const Services& services) {
    std::string json;
    const auto rooms = services.hub.active_rooms();
    talk::append_room_list(json, {rooms});
    return json;
}

// Figures for the host's owner: nothing about any person, but more than guests need to know.
bool is_for_admins(std::string_view path) {
    return path == "/metrics" || path == "/api/status" || path == "/status" || path.starts_with("/status/");
}

// Behind a local proxy that --trust-proxy does not name, every client seems local; its forwarding header tells.
bool may_watch(const proto::HttpRequest& request, const Services& services, const net::Address& client) {
    const bool forwarded = request.find("x-forwarded-for") != nullptr || request.find("forwarded") != nullptr;
    if (client.is_loopback()) return !forwarded;
    return net::contains(services.config.admin_from, client);
}

HttpAnswer for_admins_only(const net::Address& client) {
    const std::string who = client.is_loopback() ? "a proxy that is not known (--trust-proxy)" : client.to_string();
    return refusal_answer({403, "forbidden",
                           "the host's figures are not for " + who +
                               "; ask on the machine itself, or start papo with --admin-from ADDRESS"});
}

HttpAnswer metrics_answer(const Services& services) {
    return {200,
            {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}, {"Cache-Control", "no-store"}},
            ops::to_prometheus(services.figures(true)),
            false};
}

HttpAnswer status_answer(const Services& services) {
    return json_answer(200, ops::to_status(services.figures(false), read_wall_ms()));
}

// The paths that answer GET with data.
std::optional<HttpAnswer> data_answer(std::string_view path, const Services& services) {
    if (path == "/api/rooms") return json_answer(200, rooms_json(services));
    if (path == "/healthz") return json_answer(200, R"({"status":"ok"})");
    if (path == "/metrics") return metrics_answer(services);
    if (path == "/api/status") return status_answer(services);
    return std::nullopt;
}

bool is_data(std::string_view path) {
    return path == "/api/rooms" || path == "/healthz" || path == "/metrics" || path == "/api/status";
}

}  // namespace

Route route(const proto::HttpRequest& request, const Services& services, const net::Address& client) {
    constexpr std::string_view stored_prefix = "/uploads/";
    if (!is_known(request.method)) return unknown_method(request);
    if (request.expects_more) return bad_expectation(request);
    if (request.path != "/healthz" && is_guarded(request, services)) return bad_host(request);
    if (request.path == "*") return wrong_method(request, "GET, HEAD, POST, OPTIONS");
    const auto decoded = percent_decode(request.path);
    if (!decoded) return refusal_answer({400, "bad_request", "the address is not percent-encoded as it should be"});
    const std::string_view path = *decoded;
    if (path == "/ws") return route_chat(request, services);
    if (path == "/echo") return route_echo(request, services);
    if (path == upload_path) return route_upload(request, services);
    if (path.substr(0, stored_prefix.size()) == stored_prefix) {
        return route_stored(request, path.substr(stored_prefix.size()), services);
    }
    auto* file = services.files.find(path == "/status" ? "/status/index.html" : path);
    if (file == nullptr && !is_data(path)) return not_found();
    if (!is_read(request)) return wrong_method(request, "GET, HEAD, OPTIONS");
    if (is_for_admins(path) && !may_watch(request, services, client)) return for_admins_only(client);
    if (file != nullptr) return static_answer(*file, request);
    return conditional_answer(*data_answer(path, services), request);
}

}  // namespace papo::http
