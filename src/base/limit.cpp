#include "papo/base/limit.h"

namespace papo {

std::string_view to_string(Limit limit) {
    switch (limit) {
    case Limit::connections: return "connections";
    case Limit::connections_per_address: return "connections_per_address";
    case Limit::rate: return "rate";
    case Limit::rate_per_address: return "rate_per_address";
    case Limit::joins_per_address: return "joins_per_address";
    case Limit::passwords: return "passwords";
    case Limit::passwords_per_address: return "passwords_per_address";
    case Limit::password_queue: return "password_queue";
    case Limit::password_queue_per_address: return "password_queue_per_address";
    case Limit::errors: return "errors";
    case Limit::errors_per_address: return "errors_per_address";
    case Limit::uploads_per_address: return "uploads_per_address";
    case Limit::uploads_at_once: return "uploads_at_once";
    case Limit::uploads_at_once_per_address: return "uploads_at_once_per_address";
    case Limit::rooms: return "rooms";
    case Limit::rooms_per_address: return "rooms_per_address";
    case Limit::rooms_per_connection: return "rooms_per_connection";
    case Limit::gone: return "gone";
    case Limit::descriptors: return "descriptors";
    case Limit::header_timeout: return "header_timeout";
    case Limit::body_timeout: return "body_timeout";
    case Limit::upload_rate: return "upload_rate";
    case Limit::idle_timeout: return "idle_timeout";
    case Limit::handshake_timeout: return "handshake_timeout";
    case Limit::answer_timeout: return "answer_timeout";
    case Limit::pong_timeout: return "pong_timeout";
    case Limit::silent_timeout: return "silent_timeout";
    case Limit::count_: break;
    }
    return "unknown";
}

}  // namespace papo
