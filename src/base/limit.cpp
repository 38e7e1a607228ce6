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
    case Limit::rooms_per_connection: return "rooms_per_connection";
    case Limit::gone: return "gone";
    case Limit::count_: break;
    }
    return "unknown";
}

}  // namespace papo
