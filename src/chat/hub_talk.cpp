// Talking: messages, the commit that tells them, history, typing.
#include <algorithm>
#include <utility>

#include "hub_state.h"
#include "names.h"

namespace papo::chat {
namespace {

constexpr std::size_t max_id = 64;  // characters

bool is_message_id(std::string_view id) {
    if (id.empty() || count_code_points(id) > max_id) return false;
    while (!id.empty()) {
        const auto c = next_code_point(id);
        if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) return false;
    }
    return true;
}

}  // namespace

Membership* Hub::State::member_or_error(Client& client, const std::string& room) {
    const auto name = trim_white_space(room);
    if (!is_room_name(name)) {
        error(client, ErrorCode::bad_room, std::string(bad_room_text), room);
        return nullptr;
    }
    auto* seat = membership(client, name);
    if (seat == nullptr) error(client, ErrorCode::not_joined, "you are not in this room", room);
    return seat;
}

// Costs one entry, one look-up of the room among the client's and one of the id.
void Hub::say(ConnId conn, Say command, Now now) {
    auto& s = *state_;
    s.now = now;
    auto* client = s.client(conn);
    if (client == nullptr) return;
    const bool in_rate = s.charge(*client);
    const auto refuse = [&](ErrorCode code, std::string message) {
        s.error(*client, {code, std::move(message), command.room, command.id});
    };
    if (!is_message_id(command.id)) {
        return refuse(ErrorCode::bad_request, "\"id\" must have 1 to 64 characters and no control characters");
    }
    if (command.text && has_control_except_tab_lf_cr(*command.text)) {
        return refuse(ErrorCode::bad_request, "\"text\" has control characters");
    }
    const auto name = trim_white_space(command.room);
    if (!is_room_name(name)) return refuse(ErrorCode::bad_room, std::string(bad_room_text));
    const auto* seat = s.membership(*client, name);
    if (seat == nullptr) return refuse(ErrorCode::not_joined, "you are not in this room");
    auto& room = *seat->room;
    if (s.storage.find_entry(room.name, client->session, command.id)) {
        s.commit();
        // Found again after the commit: a failed one has taken it back, and its sender was told.
        if (const auto stored = s.storage.find_entry(room.name, client->session, command.id)) {
            s.outbox.messages({&conn, 1}, {room.name, {&stored, 1}});
        }
        return;
    }
    if (!in_rate) return refuse(ErrorCode::rate_limited, "too many messages; wait a moment");
    if (command.text && is_blank(*command.text)) command.text.reset();
    if (!command.text && !command.file) return refuse(ErrorCode::empty, "there is nothing to say");
    if (command.text && command.text->size() > s.limits.max_text) {
        return refuse(ErrorCode::too_long, "a text has at most " + std::to_string(s.limits.max_text) + " bytes");
    }
    std::shared_ptr<const FileInfo> file;
    if (command.file) {
        file = s.storage.find_file(*command.file);
        if (!file) return refuse(ErrorCode::unknown_file, "there is no such file here; upload it again");
    }
    auto entry = std::make_shared<Entry>();
    entry->seq = ++room.record.seq;
    entry->ts = room.record.ts = std::max(room.record.ts, now.wall_ms);
    entry->session = client->session;
    entry->from = seat->person->name;
    entry->id = std::move(command.id);
    entry->text = std::move(command.text);
    entry->file = std::move(file);
    s.storage.append(room.name, entry);
    if (room.pending.empty()) s.dirty.push_back(&room);
    room.pending.push_back(std::move(entry));
    room.senders.push_back(conn);
}

void Hub::State::commit() {
    if (dirty.empty()) return;
    const auto result = storage.commit();
    for (auto* room : std::exchange(dirty, {})) {
        const auto entries = std::exchange(room->pending, {});
        if (result) {
            room->senders.clear();
            room->stored_ts = room->record.ts;
            outbox.messages(room->readers, {room->name, entries});
            continue;
        }
        room->record.seq -= entries.size();
        room->record.ts = room->stored_ts;
        const auto senders = std::exchange(room->senders, {});
        for (std::size_t i = 0; i < entries.size(); ++i) {
            auto* sender = client(senders[i]);
            if (sender != nullptr)
                error(*sender, {ErrorCode::storage, result.error().message, room->name, entries[i]->id});
        }
    }
}

void Hub::read_history(ConnId conn, const ReadHistory& command, Now now) {
    auto& s = *state_;
    s.now = now;
    auto* client = s.client(conn);
    if (client == nullptr) return;
    s.charge(*client);
    if (command.before < 1 || command.limit.value_or(1) < 1) {
        return s.error(*client, ErrorCode::bad_request, "\"before\" and \"limit\" must be at least 1", command.room);
    }
    const auto* seat = s.member_or_error(*client, command.room);
    if (seat == nullptr) return;
    s.commit();
    const auto limit = std::min<std::uint64_t>(command.limit.value_or(s.limits.backlog_entries), s.limits.page_entries);
    const auto before = std::min(command.before, seat->room->record.seq + 1);
    const auto page = s.storage.page(seat->room->name, before, static_cast<std::size_t>(limit), s.limits.page_bytes);
    s.outbox.history(conn, {seat->room->name, page.entries, page.more && !page.entries.empty()});
}

void Hub::type(ConnId conn, const Type& command, Now now) {
    auto& s = *state_;
    s.now = now;
    auto* client = s.client(conn);
    if (client == nullptr || !s.charge(*client)) return;
    const auto* seat = s.member_or_error(*client, command.room);
    if (seat == nullptr) return;
    s.commit();
    auto others = seat->room->readers;
    const auto& own = seat->person->connections;
    std::erase_if(others, [&](ConnId id) { return std::find(own.begin(), own.end(), id) != own.end(); });
    s.outbox.typing(others, {seat->room->name, seat->person->name});
}

}  // namespace papo::chat
