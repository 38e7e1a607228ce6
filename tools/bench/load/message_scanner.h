// Finds what is measured in a server's text: whether it is a message, its number in the room, its id. It looks where
// the last message had them and searches only when they are not there: parsing millions of JSON texts a second would
// measure the parser.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "tools/bench/load/dialect.h"

namespace papo::load {

struct Sighting {
    std::uint64_t seq = 0;  // 0: the server does not number its messages
    std::uint64_t id = 0;
};

class MessageScanner {
public:
    explicit MessageScanner(const Dialect& dialect) : dialect_(dialect) {}

    // Nothing when the payload is no message of ours.
    std::optional<Sighting> scan(std::string_view payload);

private:
    bool is_message(std::string_view payload);

    const Dialect& dialect_;
    std::size_t type_at_ = 0;   // where the marker of messages was
    std::size_t seq_at_ = 0;    // where the number followed its marker
    std::size_t id_after_ = 0;  // how far behind the end of the number the id began
};

// The decimal number at `at`; nothing when there is none. `at` moves behind it.
std::optional<std::uint64_t> read_number(std::string_view text, std::size_t& at);
// The number behind the marker.
std::optional<std::uint64_t> number_behind(std::string_view marker, std::string_view text);

}  // namespace papo::load
