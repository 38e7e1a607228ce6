// One JSON object from a client, as far as this server knows its members. Views the text it was read from, which must
// outlive it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace papo::talk {

enum class Member : std::uint8_t {
    type,
    room,
    id,
    text,
    file,
    name,
    password,
    since,
    epoch,
    before,
    limit,
    query,
    watch,
    session,
    count_,  // how many there are
};

std::string_view name_of(Member member);

class ClientObject {
public:
    enum class Kind : std::uint8_t { absent, string, integer, boolean, other };  // null counts as absent

    // Reads JSON (valid UTF-8) in the forms that clients really send, in one pass that copies nothing. Nothing if it is
    // not sure, be it malformed or only unusual: then read() decides.
    static std::optional<ClientObject> scan(std::string_view json);
    // Reads any JSON; nothing if it is none, or no object. What scan() gives, this gives too.
    static std::optional<ClientObject> read(std::string_view json);

    Kind kind(Member member) const { return value(member).kind; }
    // Of a string.
    std::string text(Member member) const;
    bool has_text(Member member, std::string_view text) const;
    // Of an integer from 0 to 2^64-1.
    std::uint64_t integer(Member member) const { return value(member).number; }
    bool boolean(Member member) const { return value(member).number != 0; }

    // Whether both say the same, however it was spelt.
    friend bool operator==(const ClientObject& a, const ClientObject& b);

private:
    struct Value {
        Kind kind = Kind::absent;
        bool escaped = false;  // the text is as JSON has it, with two-character escapes
        std::string_view text;
        std::uint64_t number = 0;
    };
    static constexpr auto members = static_cast<std::size_t>(Member::count_);
    class Scanner;

    const Value& value(Member member) const { return values_[static_cast<std::size_t>(member)]; }

    std::array<Value, members> values_;
    std::vector<std::string> own_;  // texts that are not in what was read
};

}  // namespace papo::talk
