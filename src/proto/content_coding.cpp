#include "papo/proto/content_coding.h"

#include <algorithm>
#include <string_view>

#include "papo/base/text.h"
#include "papo/proto/http_chars.h"

namespace papo::proto {
namespace {

constexpr int whole = 1000;  // a weight of 1

// qvalue (RFC 9110 section 12.4.2), in thousandths.
std::optional<int> parse_weight(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
    if (text.size() > 1 && text[1] != '.') return std::nullopt;
    int value = (text[0] - '0') * whole;
    int unit = whole / 10;
    for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (!is_digit(c)) return std::nullopt;
        value += (c - '0') * unit;
        unit /= 10;
    }
    return value <= whole ? std::optional(value) : std::nullopt;
}

// Reads what follows an element's coding: nothing, or ;q=…
std::optional<int> parse_weight_part(std::string_view part) {
    part = trim_blanks(part);
    if (part.empty()) return whole;
    part = trim_blanks(part.substr(1));
    if (part.size() < 2 || (part[0] != 'q' && part[0] != 'Q') || part[1] != '=') return std::nullopt;
    return parse_weight(part.substr(2));
}

struct Weights {
    std::optional<int> gzip;
    std::optional<int> identity;
    std::optional<int> others;  // of "*"
};

Weights parse_weights(std::string_view list) {
    Weights weights;
    while (!list.empty()) {
        const auto element = take_element(list);
        const auto end = std::min(element.find(';'), element.size());
        const auto weight = parse_weight_part(element.substr(end));
        if (!weight) continue;
        const auto coding = ascii_lower(trim_blanks(element.substr(0, end)));
        if (coding == "gzip" || coding == "x-gzip") weights.gzip = weight;  // section 8.4.1.3
        if (coding == "identity") weights.identity = weight;
        if (coding == "*") weights.others = weight;
    }
    return weights;
}

}  // namespace

std::optional<Coding> choose_coding(const std::string* accept_encoding, bool has_gzip) {
    if (accept_encoding == nullptr) return Coding::identity;
    const auto weights = parse_weights(*accept_encoding);
    const int gzip = has_gzip ? weights.gzip.value_or(weights.others.value_or(0)) : 0;
    // Identity is acceptable unless refused; unnamed, it has the lowest weight.
    const bool refused = weights.identity.value_or(weights.others.value_or(1)) == 0;
    const int identity = weights.identity.value_or(0);
    if (gzip > 0 && (refused || gzip >= identity)) return Coding::gzip;
    return refused ? std::nullopt : std::optional(Coding::identity);
}

}  // namespace papo::proto
