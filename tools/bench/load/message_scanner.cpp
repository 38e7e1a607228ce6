#include "tools/bench/load/message_scanner.h"

#include <cstring>

namespace papo::load {
namespace {

bool has_at(std::string_view text, std::size_t at, std::string_view part) {
    return at + part.size() <= text.size() && std::memcmp(text.data() + at, part.data(), part.size()) == 0;
}

// The offset behind the marker, first looked for at `hint - marker.size()`; 0 when the text has no marker.
std::size_t behind(std::string_view marker, std::string_view text, std::size_t hint, std::size_t from) {
    if (hint >= marker.size() + from && has_at(text, hint - marker.size(), marker)) return hint;
    const auto found = text.find(marker, from);
    return found == std::string_view::npos ? 0 : found + marker.size();
}

}  // namespace

std::optional<std::uint64_t> read_number(std::string_view text, std::size_t& at) {
    const auto first = at;
    std::uint64_t value = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
        value = value * 10 + static_cast<std::uint64_t>(text[at] - '0');
    }
    if (at == first) return std::nullopt;
    return value;
}

std::optional<std::uint64_t> number_behind(std::string_view marker, std::string_view text) {
    auto at = behind(marker, text, 0, 0);
    if (at == 0) return std::nullopt;
    return read_number(text, at);
}

bool MessageScanner::is_message(std::string_view payload) {
    const auto& marker = dialect_.message_marker;
    if (has_at(payload, type_at_, marker)) return true;
    const auto found = payload.find(marker);
    if (found == std::string_view::npos) return false;
    type_at_ = found;
    return true;
}

std::optional<Sighting> MessageScanner::scan(std::string_view payload) {
    if (!is_message(payload)) return std::nullopt;
    Sighting sighting;
    std::size_t at = 0;
    if (!dialect_.seq_marker.empty()) {
        at = behind(dialect_.seq_marker, payload, seq_at_, 0);
        if (at == 0) return std::nullopt;
        seq_at_ = at;
        const auto seq = read_number(payload, at);
        if (!seq) return std::nullopt;
        sighting.seq = *seq;
    }
    auto id_at = behind(dialect_.id_marker, payload, at + id_after_, at);
    // Another server may write the id before the number.
    if (id_at == 0) id_at = behind(dialect_.id_marker, payload, 0, 0);
    if (id_at == 0) return std::nullopt;
    id_after_ = id_at > at ? id_at - at : 0;
    const auto id = read_number(payload, id_at);
    if (!id) return std::nullopt;
    sighting.id = *id;
    return sighting;
}

}  // namespace papo::load
