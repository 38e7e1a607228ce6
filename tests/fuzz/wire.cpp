// The JSON of the WebSocket protocol: commands that the server reads are valid, and the events about them are JSON with
// the same content.
#include <nlohmann/json.hpp>
#include <type_traits>

#include "papo/base/utf8.h"
#include "papo/talk/client_object.h"
#include "papo/talk/wire.h"
#include "tests/fuzz/target.h"

namespace papo::fuzz {
namespace {

constexpr std::uint64_t max_integer = (1ULL << 53U) - 1;

void check(const std::string& text) {
    require(is_utf8(text), "a member's text is UTF-8");
}

void check(const std::optional<std::string>& text) {
    if (text) check(*text);
}

void check(const std::optional<std::uint64_t>& number) {
    require(number.value_or(0) <= max_integer, "an integer is exact in JSON");
}

// The JSON of an event that is one object.
nlohmann::json told(const chat::Event& event) {
    std::string scratch;
    nlohmann::json read;
    talk::write_event(event, scratch, [&](std::string_view json) {
        read = nlohmann::json::parse(json, nullptr, false);
        require(!read.is_discarded(), "an event is JSON");
    });
    return read;
}

void check_message(const talk::Hello& hello) {
    require(talk::is_session_token(hello.session), "a session token is well-formed");
}

void check_message(const chat::Join& join) {
    check(join.room);
    check(join.name);
    check(join.password);
    check(join.epoch);
    check(join.since);
    const auto presence = told(chat::Presence{join.room, true, join.name, 1});
    require(presence["room"] == join.room && presence["name"] == join.name, "names come back as they were");
}

void check_message(const chat::Say& say) {
    check(say.room);
    check(say.id);
    check(say.text);
    check(say.file);
    chat::Entry entry;
    entry.from = say.id;
    entry.id = say.id;
    entry.body = chat::Said{say.text, nullptr};
    const chat::EntryPtr said = std::make_shared<const chat::Entry>(entry);
    const auto message = told(chat::Messages{say.room, {&said, 1}});
    require(message["id"] == say.id && message["room"] == say.room, "an entry comes back as it was");
    require(!say.text || message["text"] == *say.text, "a text comes back as it was");
}

void check_message(const chat::Unreadable& unreadable) {
    const auto error = told(unreadable.refusal);
    require(error["type"] == "error" && !error["message"].get<std::string>().empty(), "a refusal has a message");
}

void check_message(const chat::ReadHistory& read) {
    check(read.room);
    check(std::optional(read.before));
    check(read.limit);
}

void check_message(const chat::Search& search) {
    check(search.room);
    check(search.query);
    check(search.before);
    check(search.limit);
}

void check_message(const chat::Leave& leave) {
    check(leave.room);
}

void check_message(const chat::Type& type) {
    check(type.room);
}

void check_message(const chat::ListRooms&) {}

}  // namespace

// Only UTF-8 input, because the frame decoder passes no other text.
void wire(std::string_view input) {
    if (!is_utf8(input)) return;
    const auto text = exact(input);
    if (const auto scanned = talk::ClientObject::scan({text.data(), text.size()})) {
        require(scanned == talk::ClientObject::read({text.data(), text.size()}),
                "the quick reader and the full one agree");
    }
    const auto message = talk::parse_client_message({text.data(), text.size()});
    if (const auto* hello = std::get_if<talk::Hello>(&message)) return check_message(*hello);
    // No overload takes a Command, to which each of its kinds converts: a kind without a check does not compile.
    std::visit([](const auto& what) { check_message(what); }, std::get<chat::Command>(message));
}

}  // namespace papo::fuzz
