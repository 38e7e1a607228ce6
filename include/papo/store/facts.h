// What the journal records: facts, in the order in which they became true. One record holds the facts of one turn of
// the loop. Each append_ function and its struct are the two sides of one format.
//
//   fact      kind u8, length of the fields u32, fields      little-endian; numbers and strings as in codec.h
//
// A kind that is not known is skipped by its length, and so is what a later version has put behind the fields of one
// that is. A new kind that gives an entry its seq needs a new format of the database besides: to skip it leaves a gap.
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
// A later papo's.
struct UnknownFact {
    std::uint8_t kind = 0;
    std::string_view fields;
};
using Fact = std::variant<RoomMade, RoomForgotten, Said, PersonCame, PersonWent, FileAdded, FileRemoved, UnknownFact>;

void append_fact(std::string& out, const RoomMade& fact);
void append_fact(std::string& out, const RoomForgotten& fact);
void append_fact(std::string& out, const Said& fact);
void append_fact(std::string& out, const PersonCame& fact);
void append_fact(std::string& out, const PersonWent& fact);
void append_fact(std::string& out, const FileAdded& fact);
void append_fact(std::string& out, const FileRemoved& fact);
void append_fact(std::string& out, const UnknownFact& fact);

Said said(std::uint64_t room, const chat::Entry& entry);

// As journal and database have it.
std::uint8_t number_of(chat::FileKind kind);
chat::FileKind file_kind_of(std::uint64_t number);

class Decoder;
// The next fact; absent when it is not well-formed (the decoder may say so too).
std::optional<Fact> take_fact(Decoder& decoder);

}  // namespace papo::store
