// An entry of a room as a client was shown it.
#pragma once

#include <nlohmann/json.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace papo::chaos {

using Json = nlohmann::json;

// Sender and id name one message of a room, however often it is sent.
struct Key {
    std::string from;
    std::string id;
    auto operator<=>(const Key&) const = default;
};

struct Entry {
    std::uint64_t seq = 0;
    std::int64_t ts = 0;
    Key key;
    std::uint64_t digest = 0;  // of the text
    std::size_t bytes = 0;     // of the text

    bool operator==(const Entry&) const = default;
};

std::uint64_t digest_of(std::string_view text);
// Throws when a member is missing or of another type.
Entry entry_of(const Json& message);
// In words, for reports.
std::string words_of(const Key& key);
std::string words_of(const Entry& entry);

}  // namespace papo::chaos
