#include "papo/talk/client_object.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "papo/base/text.h"

namespace papo::talk {
namespace {

using Json = nlohmann::json;

// In the order of Member. The most frequent names come first, because the look-up is linear.
constexpr auto names =
    std::to_array<std::string_view>({"type", "room", "id", "text", "file", "name", "password", "since", "epoch",
                                     "before", "limit", "query", "watch", "session"});
static_assert(names.size() == static_cast<std::size_t>(Member::count_));

constexpr std::size_t max_digits = 16;  // as many as 2^53-1 has, the largest integer in use

// The character of a two-character escape (RFC 8259 section 7); 0 for \u, which the scanner leaves to read().
char unescaped(char c) {
    switch (c) {
    case '"':
    case '\\':
    case '/': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return '\0';
    }
}

}  // namespace

std::string_view name_of(Member member) {
    return names[static_cast<std::size_t>(member)];
}

// Reads the usual forms; each function returns false at any other.
class ClientObject::Scanner {
public:
    explicit Scanner(std::string_view json) : rest_(json) {}

    bool object(ClientObject& out) {
        if (!take('{')) return false;
        if (!take('}')) {
            do {
                if (!member(out)) return false;
            } while (take(','));
            if (!take('}')) return false;
        }
        skip_space();
        return rest_.empty();
    }

private:
    void skip_space() {
        const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
        while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
    }

    bool take(char c) {
        skip_space();
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }

    // A repeated name is left to read(), where the last value counts.
    bool member(ClientObject& out) {
        Value name;
        if (!take('"') || !string(name) || !take(':')) return false;
        const auto at = std::find(names.begin(), names.end(), name.text);
        if (at == names.end()) return false;
        auto& value = out.values_[static_cast<std::size_t>(at - names.begin())];
        if (value.kind != Kind::absent) return false;
        return take('"') ? string(value) : bare(value);
    }

    // Reads a string after its opening quote.
    bool string(Value& value) {
        value.kind = Kind::string;
        const auto from = rest_;
        for (;;) {
            rest_.remove_prefix(json_plain_prefix(rest_));
            if (rest_.empty()) return false;
            if (rest_.front() == '"') break;
            if (rest_.front() != '\\' || rest_.size() < 2 || unescaped(rest_[1]) == '\0') return false;
            value.escaped = true;
            rest_.remove_prefix(2);
        }
        value.text = from.substr(0, from.size() - rest_.size());
        rest_.remove_prefix(1);
        return true;
    }

    bool bare(Value& value) {
        if (word("null")) return true;
        if (word("true")) return boolean(value, 1);
        if (word("false")) return boolean(value, 0);
        return integer(value);
    }

    bool word(std::string_view word) {
        if (!rest_.starts_with(word)) return false;
        rest_.remove_prefix(word.size());
        return true;
    }

    static bool boolean(Value& value, std::uint64_t truth) {
        value.kind = Kind::boolean;
        value.number = truth;
        return true;
    }

    // A fraction or an exponent after the digits makes the caller's take() fail.
    bool integer(Value& value) {
        const auto end = std::find_if(rest_.begin(), rest_.end(), [](char c) { return c < '0' || c > '9'; });
        const auto digits = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
        if (digits.empty() || digits.size() > max_digits || (digits.size() > 1 && digits.front() == '0')) return false;
        value.kind = Kind::integer;
        std::from_chars(digits.data(), digits.data() + digits.size(), value.number);
        rest_.remove_prefix(digits.size());
        return true;
    }

    std::string_view rest_;
};

std::optional<ClientObject> ClientObject::scan(std::string_view json) {
    std::optional<ClientObject> object(std::in_place);
    if (!Scanner(json).object(*object)) object.reset();
    return object;
}

std::optional<ClientObject> ClientObject::read(std::string_view json) {
    auto parsed = Json::parse(json, nullptr, false);
    if (!parsed.is_object()) return std::nullopt;
    std::optional<ClientObject> object(std::in_place);
    object->own_.reserve(members);  // views into its strings must stay valid
    for (std::size_t i = 0; i < members; ++i) {
        const auto at = parsed.find(names[i]);
        if (at == parsed.end() || at->is_null()) continue;
        auto& value = object->values_[i];
        value.kind = Kind::other;
        if (at->is_string()) {
            value.kind = Kind::string;
            value.text = object->own_.emplace_back(std::move(at->get_ref<std::string&>()));
        } else if (at->is_number_unsigned()) {
            value.kind = Kind::integer;
            value.number = at->get<std::uint64_t>();
        } else if (at->is_boolean()) {
            value.kind = Kind::boolean;
            value.number = at->get<bool>() ? 1 : 0;
        }
    }
    return object;
}

std::string ClientObject::text(Member member) const {
    const auto& [kind, escaped, text, number] = value(member);
    if (!escaped) return std::string(text);
    std::string plain;
    plain.reserve(text.size());
    for (auto rest = text; !rest.empty(); rest.remove_prefix(1)) {
        if (rest.front() == '\\') {
            rest.remove_prefix(1);
            plain += unescaped(rest.front());
        } else {
            plain += rest.front();
        }
    }
    return plain;
}

bool operator==(const ClientObject& a, const ClientObject& b) {
    for (std::size_t i = 0; i < ClientObject::members; ++i) {
        const auto member = static_cast<Member>(i);
        if (a.kind(member) != b.kind(member) || a.integer(member) != b.integer(member)) return false;
        if (a.text(member) != b.text(member)) return false;
    }
    return true;
}

bool ClientObject::has_text(Member member, std::string_view text) const {
    const auto& own = value(member);
    if (own.kind != Kind::string) return false;
    return own.escaped ? this->text(member) == text : own.text == text;
}

}  // namespace papo::talk
