#include "papo/proto/http_etag.h"

namespace papo::proto {

bool etag_matches(std::string_view list, std::string_view etag) {
    while (!list.empty()) {
        const auto start = list.find_first_not_of(" \t,");
        if (start == std::string_view::npos) return false;
        list.remove_prefix(start);
        if (list.front() == '*') return true;
        if (list.substr(0, 2) == "W/") list.remove_prefix(2);
        if (list.empty() || list.front() != '"') return false;
        const auto end = list.find('"', 1);
        if (end == std::string_view::npos) return false;
        if (list.substr(0, end + 1) == etag) return true;
        list.remove_prefix(end + 1);
    }
    return false;
}

}  // namespace papo::proto
