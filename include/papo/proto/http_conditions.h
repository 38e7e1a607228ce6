// Conditional requests (RFC 9110 section 13): compares a client's validators with those of the representation.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "papo/proto/http_request.h"

namespace papo::proto {

// Validators of the representation that a GET would get.
struct Validators {
    std::string_view etag;              // strong and quoted; empty when there is none
    std::optional<std::int64_t> mtime;  // s since 1970
};

// Whether an If-Match or If-None-Match list ("a", W/"b" or *) matches the strong tag `etag`, by weak or by strong
// comparison (section 8.8.3.2); weak tags never match strongly. Reading stops at the first malformed tag.
bool matches_weakly(std::string_view list, std::string_view etag);
bool matches_strongly(std::string_view list, std::string_view etag);

enum class Condition : std::uint8_t {
    met,
    not_modified,  // 304
    failed,        // 412
};

// Evaluates the preconditions of a GET or HEAD in the order of section 13.2.2.
Condition check_conditions(const HttpRequest& request, const Validators& validators);

// Whether the Range header applies: without If-Range, or if that matches by strong comparison or by the exact date.
bool range_applies(const HttpRequest& request, const Validators& validators);

}  // namespace papo::proto
