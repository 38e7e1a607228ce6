#include "papo/proto/ws_extensions.h"

#include <algorithm>
#include <utility>

namespace papo::proto {
namespace {

// RFC 9110 section 5.6.2; RFC 6455 refers to the same characters.
bool is_token_char(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

// Reads a header's value from left to right.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    bool at_end() const { return rest_.empty(); }
    void skip_blanks() { rest_.remove_prefix(std::min(rest_.size(), rest_.find_first_not_of(" \t"))); }
    // Consumes `wanted` and the blanks around it; false if it is not next.
    bool take(char wanted) {
        skip_blanks();
        if (rest_.empty() || rest_.front() != wanted) return false;
        rest_.remove_prefix(1);
        skip_blanks();
        return true;
    }
    std::optional<std::string> take_token() {
        const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_token_char);
        return take_text(static_cast<std::size_t>(end - rest_.begin()));
    }
    // RFC 6455 section 9.1: a quoted value must be a token after unquoting.
    std::optional<std::string> take_value() {
        if (rest_.empty() || rest_.front() != '"') return take_token();
        std::string value;
        for (rest_.remove_prefix(1); !rest_.empty() && rest_.front() != '"'; rest_.remove_prefix(1)) {
            if (rest_.front() == '\\') rest_.remove_prefix(1);
            if (rest_.empty() || !is_token_char(rest_.front())) return std::nullopt;
            value += rest_.front();
        }
        if (rest_.empty() || value.empty()) return std::nullopt;
        rest_.remove_prefix(1);
        return value;
    }

private:
    std::optional<std::string> take_text(std::size_t size) {
        if (size == 0) return std::nullopt;
        auto text = std::string(rest_.substr(0, size));
        rest_.remove_prefix(size);
        return text;
    }

    std::string_view rest_;
};

std::optional<ExtensionOffer> take_offer(Reader& reader) {
    auto name = reader.take_token();
    if (!name) return std::nullopt;
    ExtensionOffer offer{std::move(*name), {}};
    while (reader.take(';')) {
        auto parameter = reader.take_token();
        if (!parameter) return std::nullopt;
        offer.parameters.push_back({std::move(*parameter), std::nullopt});
        if (!reader.take('=')) continue;
        offer.parameters.back().value = reader.take_value();
        if (!offer.parameters.back().value) return std::nullopt;
    }
    return offer;
}

// Reads a list with `take_item`. Ignores empty items (RFC 9110 section 5.6.1.2).
template <typename Item, typename TakeItem>
std::optional<std::vector<Item>> parse_list(std::string_view list, TakeItem take_item) {
    std::vector<Item> items;
    Reader reader(list);
    do {
        while (reader.take(',')) continue;
        if (reader.at_end()) return items;
        auto item = take_item(reader);
        if (!item) return std::nullopt;
        items.push_back(std::move(*item));
    } while (reader.take(','));
    if (!reader.at_end()) return std::nullopt;
    return items;
}

// RFC 7692 section 7.1.2: 8 to 15, without leading zeros.
std::optional<int> window_bits(const std::optional<std::string>& value) {
    if (!value) return std::nullopt;
    if (*value == "8" || *value == "9") return value->front() - '0';
    if (value->size() == 2 && value->front() == '1' && value->back() >= '0' && value->back() <= '5') {
        return 10 + value->back() - '0';
    }
    return std::nullopt;
}

// Applies one parameter to the terms; false when it makes the offer unacceptable (section 7.1).
bool apply(const ExtensionParameter& parameter, const DeflatePolicy& policy, DeflateTerms& terms) {
    const auto& [name, value] = parameter;
    if (name == "server_no_context_takeover") {
        terms.server_takeover = false;
        return !value;
    }
    if (name == "client_no_context_takeover") {
        terms.client_takeover = false;
        return !value;
    }
    const auto bits = window_bits(value);
    if (name == "server_max_window_bits") {
        terms.server_window_bits = bits;
        return bits && *bits >= policy.least_server_window_bits;
    }
    // Without a value, the parameter only allows the server to choose one.
    if (name == "client_max_window_bits") {
        terms.client_window_bits = bits;
        return bits || !value;
    }
    return false;
}

std::optional<DeflateTerms> accept(const ExtensionOffer& offer, const DeflatePolicy& policy) {
    if (offer.name != "permessage-deflate") return std::nullopt;
    DeflateTerms terms;
    for (auto at = offer.parameters.begin(); at != offer.parameters.end(); ++at) {
        const auto same_name = [&](const ExtensionParameter& other) { return other.name == at->name; };
        if (std::any_of(offer.parameters.begin(), at, same_name)) return std::nullopt;
        if (!apply(*at, policy, terms)) return std::nullopt;
    }
    terms.server_takeover = terms.server_takeover && policy.server_takeover;
    terms.client_takeover = terms.client_takeover && policy.client_takeover;
    return terms;
}

}  // namespace

std::optional<std::vector<ExtensionOffer>> parse_extensions(std::string_view list) {
    return parse_list<ExtensionOffer>(list, take_offer);
}

std::optional<std::vector<std::string>> parse_tokens(std::string_view list) {
    return parse_list<std::string>(list, [](Reader& reader) { return reader.take_token(); });
}

std::optional<DeflateTerms> accept_deflate(std::span<const ExtensionOffer> offers, const DeflatePolicy& policy) {
    for (const auto& offer : offers) {
        if (auto terms = accept(offer, policy)) return terms;
    }
    return std::nullopt;
}

std::string to_header(const DeflateTerms& terms) {
    std::string header = "permessage-deflate";
    if (!terms.server_takeover) header += "; server_no_context_takeover";
    if (!terms.client_takeover) header += "; client_no_context_takeover";
    if (terms.server_window_bits) header += "; server_max_window_bits=" + std::to_string(*terms.server_window_bits);
    if (terms.client_window_bits) header += "; client_max_window_bits=" + std::to_string(*terms.client_window_bits);
    return header;
}

}  // namespace papo::proto
