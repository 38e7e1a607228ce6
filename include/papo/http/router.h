// Maps a request's path and method to an answer, an upload, or a WebSocket. The router neither reads nor sends;
// HttpProtocol acts on the route.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "papo/http/http_answer.h"
#include "papo/http/services.h"
#include "papo/http/ws_opening.h"
#include "papo/proto/http_request.h"

namespace papo::http {

struct TakeUpload {
    std::string boundary;
};

// Route the request again once the storage knows this upload.
struct LookUpFile {
    std::string filename;
};

struct OpenEcho {
    Opening opening;
};

struct OpenChat {
    std::optional<std::string> session;  // the token in the URL
    std::optional<chat::Join> join;
    bool text = false;  // lines, for terminals
    Opening opening;
};

// OpenEcho and OpenChat mean that the handshake passed every check.
using Route = std::variant<HttpAnswer, TakeUpload, LookUpFile, OpenEcho, OpenChat>;

inline constexpr std::string_view upload_path = "/upload";

// `client`: from client_address().
Route route(const proto::HttpRequest& request, const Services& services, const net::Address& client);

}  // namespace papo::http
