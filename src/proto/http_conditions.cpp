#include "papo/proto/http_conditions.h"

#include "papo/proto/http_chars.h"
#include "papo/proto/http_date.h"

namespace papo::proto {
namespace {

// Removes and returns the next entity-tag of a list, with the commas before it; empty at the list's end or at a
// malformed tag. A tag may contain commas.
std::string_view take_tag(std::string_view& list) {
    while (!list.empty() && (is_blank(list.front()) || list.front() == ',')) list.remove_prefix(1);
    const std::size_t quote = list.substr(0, 2) == "W/" ? 2 : 0;
    const auto end = quote < list.size() && list[quote] == '"' ? list.find('"', quote + 1) : std::string_view::npos;
    if (end == std::string_view::npos) return list = {};
    const auto tag = list.substr(0, end + 1);
    list.remove_prefix(tag.size());
    while (!list.empty() && is_blank(list.front())) list.remove_prefix(1);
    if (!list.empty() && list.front() != ',') return list = {};
    return tag;
}

bool matches(std::string_view list, std::string_view etag, bool weakly) {
    if (trim_blanks(list) == "*") return true;
    if (etag.empty()) return false;
    for (auto tag = take_tag(list); !tag.empty(); tag = take_tag(list)) {
        if (tag == etag || (weakly && tag.front() == 'W' && tag.substr(2) == etag)) return true;
    }
    return false;
}

// Nothing when the header is missing, its date is malformed, or the representation has no mtime.
std::optional<std::int64_t> date_of(const HttpRequest& request, std::string_view name, const Validators& validators) {
    const auto* text = request.find(name);
    return text != nullptr && validators.mtime ? parse_http_date(*text) : std::nullopt;
}

}  // namespace

bool matches_weakly(std::string_view list, std::string_view etag) {
    return matches(list, etag, true);
}

bool matches_strongly(std::string_view list, std::string_view etag) {
    return matches(list, etag, false);
}

Condition check_conditions(const HttpRequest& request, const Validators& validators) {
    if (const auto* tags = request.find("if-match")) {
        if (!matches_strongly(*tags, validators.etag)) return Condition::failed;
    } else if (const auto date = date_of(request, "if-unmodified-since", validators)) {
        if (*validators.mtime > *date) return Condition::failed;
    }
    if (const auto* tags = request.find("if-none-match")) {
        return matches_weakly(*tags, validators.etag) ? Condition::not_modified : Condition::met;
    }
    const auto date = date_of(request, "if-modified-since", validators);
    return date && *validators.mtime <= *date ? Condition::not_modified : Condition::met;
}

bool range_applies(const HttpRequest& request, const Validators& validators) {
    const auto* condition = request.find("if-range");
    if (condition == nullptr) return true;
    if (const auto date = date_of(request, "if-range", validators)) return *date == *validators.mtime;
    return !validators.etag.empty() && *condition == validators.etag;
}

}  // namespace papo::proto
