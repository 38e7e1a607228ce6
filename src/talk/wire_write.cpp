#include "papo/base/json_text.h"
#include "papo/base/version.h"
#include "papo/talk/wire.h"

namespace papo::talk {
namespace {

void append_member(std::string& out, std::string_view key_and_colon, std::string_view text) {
    out += key_and_colon;
    append_json_string(out, text);
}

void append_member(std::string& out, std::string_view key_and_colon, std::uint64_t number) {
    out += key_and_colon;
    append_number(out, number);
}

void append_bool(std::string& out, std::string_view key_and_colon, bool value) {
    out += key_and_colon;
    out += value ? "true" : "false";
}

template <typename Items, typename Append>
void append_array(std::string& out, std::string_view key_and_colon, const Items& items, Append append) {
    out += key_and_colon;
    out += '[';
    bool first = true;
    for (const auto& item : items) {
        if (!first) out += ',';
        first = false;
        append(item);
    }
    out += ']';
}

// Stored names need no escaping: each is a UUID and an extension.
void append_file_members(std::string& out, const chat::FileInfo& file) {
    out += R"("url":"/uploads/)";
    out += file.filename;
    out += '"';
    append_member(out, R"(,"name":)", file.name);
    append_member(out, R"(,"type":)", file.type);
    append_member(out, R"(,"size":)", file.size);
    if (file.width != 0 && file.height != 0) {
        append_member(out, R"(,"width":)", std::uint64_t{file.width});
        append_member(out, R"(,"height":)", std::uint64_t{file.height});
    }
    if (!file.thumb.empty()) {
        out += R"(,"thumb":"/uploads/)";
        out += file.thumb;
        out += '"';
    }
}

std::string_view kind_of(const chat::Said& said) {
    if (!said.file) return "text";
    return said.file->kind == chat::FileKind::image ? "image" : "file";
}

void append_body(std::string& out, const chat::Said& said) {
    append_member(out, R"(,"kind":)", kind_of(said));
    if (said.text) append_member(out, R"(,"text":)", *said.text);
    if (!said.file) return;
    out += R"(,"file":{)";
    append_file_members(out, *said.file);
    out += '}';
}

void append_messages(std::string& out, std::string_view room, std::span<const chat::EntryPtr> entries) {
    append_array(out, R"(,"messages":)", entries,
                 [&](const chat::EntryPtr& entry) { append_message(out, room, *entry); });
}

void append_rooms(std::string& out, std::string_view key_and_colon, std::span<const chat::RoomInfo> rooms) {
    append_array(out, key_and_colon, rooms, [&](const chat::RoomInfo& room) {
        append_member(out, R"({"name":)", room.name);
        append_member(out, R"(,"members":)", std::uint64_t{room.members});
        append_bool(out, R"(,"locked":)", room.locked);
        out += '}';
    });
}

void append(std::string& out, const chat::Joined& event) {
    append_member(out, R"({"type":"joined","room":)", event.room);
    append_member(out, R"(,"you":)", event.you);
    append_member(out, R"(,"epoch":)", event.epoch);
    append_member(out, R"(,"seq":)", event.seq);
    append_array(out, R"(,"members":)", event.members, [&](std::string_view name) { append_json_string(out, name); });
    append_messages(out, event.room, event.messages);
    append_bool(out, R"(,"resumed":)", event.resumed);
    append_bool(out, R"(,"more":)", event.more);
    append_bool(out, R"(,"locked":)", event.locked);
    out += '}';
}

void append(std::string& out, const chat::Presence& event) {
    append_member(out, R"({"type":"presence","room":)", event.room);
    append_member(out, R"(,"event":)", event.joined ? "join" : "leave");
    append_member(out, R"(,"name":)", event.name);
    append_member(out, R"(,"members":)", std::uint64_t{event.members});
    out += '}';
}

void append(std::string& out, const chat::Left& event) {
    append_member(out, R"({"type":"left","room":)", event.room);
    out += '}';
}

void append(std::string& out, const chat::HistoryPage& event) {
    append_member(out, R"({"type":"history","room":)", event.room);
    append_messages(out, event.room, event.messages);
    append_bool(out, R"(,"more":)", event.more);
    out += '}';
}

void append(std::string& out, const chat::Found& event) {
    append_member(out, R"({"type":"found","room":)", event.room);
    append_member(out, R"(,"query":)", event.query);
    append_messages(out, event.room, event.messages);
    append_bool(out, R"(,"more":)", event.more);
    out += '}';
}

void append(std::string& out, const chat::Typing& event) {
    append_member(out, R"({"type":"typing","room":)", event.room);
    append_member(out, R"(,"from":)", event.from);
    out += '}';
}

void append(std::string& out, const chat::Refusal& event) {
    append_member(out, R"({"type":"error","code":)", to_string(event.code));
    append_member(out, R"(,"message":)", event.message);
    if (event.room) append_member(out, R"(,"room":)", *event.room);
    if (event.id) append_member(out, R"(,"id":)", *event.id);
    out += '}';
}

void append(std::string& out, const chat::RoomList& event) {
    append_rooms(out, R"({"type":"rooms","rooms":)", event.rooms);
    out += '}';
}

}  // namespace

void append_welcome(std::string& out, std::string_view session, const WelcomeLimits& limits,
                    std::span<const std::string> addresses) {
    append_member(out, R"({"type":"welcome","session":)", session);
    append_member(out, R"(,"server":)", version);
    append_member(out, R"(,"limits":{"message":)", limits.message);
    append_member(out, R"(,"upload":)", limits.upload);
    append_array(out, R"(,"types":)", limits.types, [&](const std::string& type) { append_json_string(out, type); });
    append_member(out, R"(,"rate":)", limits.rate);
    out += '}';
    append_array(out, R"(,"addresses":)", addresses, [&](const std::string& url) { append_json_string(out, url); });
    out += '}';
}

void append_message(std::string& out, std::string_view room, const chat::Entry& entry) {
    append_member(out, R"({"type":"message","room":)", room);
    append_member(out, R"(,"seq":)", entry.seq);
    append_member(out, R"(,"ts":)", static_cast<std::uint64_t>(entry.ts));
    append_member(out, R"(,"from":)", entry.from);
    append_member(out, R"(,"id":)", entry.id);
    std::visit([&](const auto& body) { append_body(out, body); }, entry.body);
    out += '}';
}

void append_uploaded(std::string& out, const chat::FileInfo& file) {
    append_member(out, R"({"success":true,"filename":)", file.filename);
    out += ',';
    append_file_members(out, file);
    out += '}';
}

void append_room_list(std::string& out, const chat::RoomList& list) {
    append_rooms(out, R"({"rooms":)", list.rooms);
    out += '}';
}

void write_event(const chat::Event& event, std::string& scratch,
                 const std::function<void(std::string_view json)>& take) {
    std::visit(
        [&](const auto& what) {
            using Kind = std::decay_t<decltype(what)>;
            if constexpr (std::is_same_v<Kind, chat::Messages>) {
                for (const auto& entry : what.entries) {
                    scratch.clear();
                    append_message(scratch, what.room, *entry);
                    take(scratch);
                }
            } else if constexpr (!std::is_same_v<Kind, chat::Eviction>) {
                scratch.clear();
                append(scratch, what);
                take(scratch);
            }
        },
        event);
}

}  // namespace papo::talk
