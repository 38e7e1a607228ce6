// Entity tags (RFC 9110 section 8.8.3).
#pragma once

#include <string_view>

namespace papo::proto {

// Whether an If-None-Match list ("a", W/"b" or *) names `etag` (strong, quoted) by weak comparison.
bool etag_matches(std::string_view list, std::string_view etag);

}  // namespace papo::proto
