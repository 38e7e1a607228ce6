// One JSON object from a client, reduced to the members this server knows. It views the text, which must outlive it.
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
    count_,  // number of members
};

std::string_view name_of(Member member);

class ClientObject {
public:
    enum class Kind : std::uint8_t { absent, string, integer, boolean, other };  // null counts as absent

    // Reads JSON (valid UTF-8) in the forms that clients usually send, in one pass without copies. Nothing if the text
    // is malformed or unusual: then read() decides.
    static std::optional<ClientObject> scan(std::string_view json);
    // Reads any JSON; nothing if the text is no JSON object. Agrees with scan() where scan() returns an object.
    static std::optional<ClientObject> read(std::string_view json);

    Kind kind(Member member) const { return value(member).kind; }
    // The text of a string member.
    std::string text(Member member) const;
    bool has_text(Member member, std::string_view text) const;
    // The value of an integer member, from 0 to 2^64-1.
    std::uint64_t integer(Member member) const { return value(member).number; }
    bool boolean(Member member) const { return value(member).number != 0; }

    // Whether both have the same values, in whatever JSON spelling.
    friend bool operator==(const ClientObject& a, const ClientObject& b);

private:
    struct Value {
        Kind kind = Kind::absent;
        bool escaped = false;  // the text still has JSON's two-character escapes
        std::string_view text;
        std::uint64_t number = 0;
    };
    static constexpr auto members = static_cast<std::size_t>(Member::count_);
    class Scanner;

    const Value& value(Member member) const { return values_[static_cast<std::size_t>(member)]; }

    std::array<Value, members> values_;
    std::vector<std::string> own_;  // texts that had to be copied
};

}  // namespace papo::talk
