// Conditional requests (RFC 9110 section 13): what validators a client sent says about its copy.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "papo/proto/http_request.h"

namespace papo::proto {

// Of the representation that GET would be answered with.
struct Validators {
    std::string_view etag;              // strong and quoted; empty when there is none
    std::optional<std::int64_t> mtime;  // s since 1970
};

// Whether an If-Match or If-None-Match list ("a", W/"b" or *) names the strong tag `etag`: by weak comparison, or by
// strong comparison, which no weak tag passes (section 8.8.3.2). A malformed list names nothing more.
bool matches_weakly(std::string_view list, std::string_view etag);
bool matches_strongly(std::string_view list, std::string_view etag);

enum class Condition : std::uint8_t {
    met,
    not_modified,  // 304
    failed,        // 412
};

// What the preconditions of a GET or HEAD make of it, in the order of section 13.2.2.
Condition check_conditions(const HttpRequest& request, const Validators& validators);

// Whether If-Range, if there is one, lets a range be answered: only by strong comparison, or the very same date.
bool range_applies(const HttpRequest& request, const Validators& validators);

}  // namespace papo::proto
