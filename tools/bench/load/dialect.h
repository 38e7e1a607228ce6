// How to talk to one kind of server: the messages to send, with {room}, {name}, {id} and {text} to be filled in, and
// the markers by which its answers are recognised. The default is papo's; other templates make other servers
// comparable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace papo::load {

struct Dialect {
    std::string hello;  // sent first; empty: nothing
    std::string join;   // empty: nothing
    std::string message;
    std::string joined_marker;   // in the answer to the join; empty: there is none
    std::string error_marker;    // in a refusal, which ends the measurement; empty: there are none
    std::string message_marker;  // in each message that comes; empty: all that have an id are
    std::string seq_marker;      // before a message's number in its room; empty: not numbered, order is not checked
    std::string id_marker;       // before the digits of its id
};

Dialect papo_dialect();

bool is_refusal(const Dialect& dialect, std::string_view payload);

struct Blanks {
    std::string_view room;
    std::string_view name;
    std::string_view id;
    std::string_view text;
};
std::string fill(std::string_view form, const Blanks& blanks);

// Ten digits: all messages have one size.
std::string id_text(std::uint64_t number);
// The text of that message: `size` bytes that begin with its id, so that a mix-up shows.
std::string message_text(std::uint64_t number, std::size_t size);

}  // namespace papo::load
