#include "papo/base/limit.h"

namespace papo {

std::string_view to_string(Limit limit) {
    switch (limit) {
    case Limit::connections: return "connections";
    case Limit::connections_per_address: return "connections_per_address";
    case Limit::count_: break;
    }
    return "unknown";
}

}  // namespace papo
