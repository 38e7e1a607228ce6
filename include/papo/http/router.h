// Which request gets what: paths and methods to answers, uploads, or a WebSocket. It reads nothing and sends
// nothing; the HTTP session does what it says.
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

// The request is to be routed again once it is known what is stored of this upload.
struct LookUpFile {
    std::string filename;
};

struct OpenEcho {
    Opening opening;
};

struct OpenChat {
    std::optional<std::string> session;  // a token given in the address
    std::optional<chat::Join> join;
    bool text = false;  // lines, for terminals
    Opening opening;
};

// An OpenEcho or OpenChat has passed every check of the handshake.
using Route = std::variant<HttpAnswer, TakeUpload, LookUpFile, OpenEcho, OpenChat>;

inline constexpr std::string_view upload_path = "/upload";

// `client`: who asks (client_address).
Route route(const proto::HttpRequest& request, const Services& services, const net::Address& client);

}  // namespace papo::http
