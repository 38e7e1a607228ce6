// The facts that the journal records, in the order in which they became true. One record holds the facts of one turn of
// the loop. append_fact() encodes a fact, and take_fact() decodes it.
//
//   fact      kind u8, length of the fields u32, fields      little-endian; numbers and strings as in codec.h
//
// A reader uses the length to skip an unknown kind, and to skip fields that a later version appended to a known kind. A
// new kind that gives an entry its seq also needs a new format of the database, because a papo that skips the fact
// leaves a gap in the seqs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "papo/chat/entry.h"
#include "papo/chat/ids.h"

namespace papo::store {

// Views point into the decoded record, and are valid as long as its bytes.
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
    std::uint64_t bytes = 0;  // on the disk, including the preview
    std::int64_t added = 0;   // ms since 1970
};
struct FileRemoved {
    std::string_view filename;
};
// A fact of a kind that a later papo wrote.
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

// The fact that stores the entry. Its views point into the entry.
Said said(std::uint64_t room, const chat::Entry& entry);

// A file kind's number in the journal and the database; an unknown number means FileKind::file.
std::uint8_t number_of(chat::FileKind kind);
chat::FileKind file_kind_of(std::uint64_t number);

class Decoder;
// Decodes the next fact; absent if it is malformed. Check this, because decoder.failed() misses some malformed facts.
std::optional<Fact> take_fact(Decoder& decoder);

}  // namespace papo::store
