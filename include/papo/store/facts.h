// What the journal records: facts, in the order in which they became true. One record holds the facts of one turn of
// the loop. Each append_ function and its struct are the two sides of one form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "papo/chat/entry.h"
#include "papo/chat/ids.h"

namespace papo::store {

// Views are of the record that was decoded.
struct RoomMade {
    std::uint64_t room = 0;
    std::string_view name;
    std::string_view epoch;
    std::string_view password_hash;
};
struct RoomForgotten {
    std::uint64_t room = 0;
};
struct Said {
    std::uint64_t room = 0;
    std::uint64_t seq = 0;
    std::int64_t ts = 0;
    chat::SessionId session{};
    std::string_view from;
    std::string_view id;
    std::optional<std::string_view> text;
    std::string_view filename;  // empty: none
};
struct PersonCame {
    std::uint64_t room = 0;
    chat::SessionId session{};
    std::string_view name;
};
struct PersonWent {
    std::uint64_t room = 0;
    std::string_view name;
};
struct FileAdded {
    chat::FileInfo info;
    std::uint64_t bytes = 0;  // on the disk, with its preview
    std::int64_t added = 0;   // ms since 1970
};
struct FileRemoved {
    std::string_view filename;
};
using Fact = std::variant<RoomMade, RoomForgotten, Said, PersonCame, PersonWent, FileAdded, FileRemoved>;

void append_fact(std::string& out, const RoomMade& fact);
void append_fact(std::string& out, const RoomForgotten& fact);
void append_fact(std::string& out, const Said& fact);
void append_fact(std::string& out, const PersonCame& fact);
void append_fact(std::string& out, const PersonWent& fact);
void append_fact(std::string& out, const FileAdded& fact);
void append_fact(std::string& out, const FileRemoved& fact);

Said said(std::uint64_t room, const chat::Entry& entry);

class Decoder;
// The next fact; absent when it is not well-formed (the decoder may say so too).
std::optional<Fact> take_fact(Decoder& decoder);

}  // namespace papo::store
