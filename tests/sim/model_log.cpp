// The model's logs: stored entries, the events about them, and the valid reasons of refusals.
#include <algorithm>

#include "papo/base/text.h"
#include "tests/sim/broken.h"
#include "tests/sim/model.h"
#include "tests/support/said.h"

namespace papo::sim {

using chat::ConnId;
using chat::EntryPtr;
using chat::ErrorCode;

bool is_same(const chat::Entry& a, const chat::Entry& b) {
    const auto file = [](const chat::Entry& entry) {
        const auto* named = file_of(entry);
        return named == nullptr ? std::string{} : named->filename;
    };
    return a.seq == b.seq && a.ts == b.ts && a.session == b.session && a.from == b.from && a.id == b.id &&
           test::said_in(a).text == test::said_in(b).text && file(a) == file(b);
}

chat::Page page_of(const Room& room, std::uint64_t before, std::size_t limit, std::size_t max_weight,
                   const std::string& word) {
    chat::Page page;
    std::size_t total = 0;
    for (auto at = std::min<std::size_t>(before - 1, room.entries.size()); at > 0 && !page.more; --at) {
        const auto& entry = room.entries[at - 1];
        if (!word.empty() && test::text_of(*entry).find(word) == std::string::npos) continue;
        total += weight(*entry);
        page.more = page.entries.size() == limit || (total > max_weight && !page.entries.empty());
        if (!page.more) page.entries.insert(page.entries.begin(), entry);
    }
    return page;
}

static bool are_same(std::span<const EntryPtr> a, std::span<const EntryPtr> b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto& left, const auto& right) { return is_same(*left, *right); });
}

static std::string range_of(std::span<const EntryPtr> entries) {
    if (entries.empty()) return "nothing";
    return std::to_string(entries.front()->seq) + " to " + std::to_string(entries.back()->seq) + " (" +
           std::to_string(entries.size()) + ")";
}

// ---- storage --------------------------------------------------------------------------------------

void Model::room_made(const std::string& room, const std::string& epoch, const std::string& lock) {
    require(!rooms_.contains(room), "room " + room + " is made twice");
    require(epochs_.insert(epoch).second, "an epoch is given twice");
    rooms_[room] = {epoch, lock, {}, {}, 0, 0, {}, {}};
    live_.rooms[room] = {epoch, lock};
}

void Model::room_forgotten(const std::string& room) {
    require(room_of(room).entries.empty() && room_of(room).unstored.empty(), "a room with entries is forgotten");
    forgotten_.insert(room);
    live_.rooms.erase(room);
}

void Model::room_held(const std::string& room) {
    require(held_.insert(room).second, "room " + room + " is held twice");
}

void Model::room_released(const std::string& room) {
    require(held_.erase(room) == 1, "room " + room + " was not held");
}

void Model::person_came(const std::string& room, const chat::SessionId& session, const std::string& name) {
    require(live_.rooms.contains(room), "somebody joined a room that does not exist");
    std::erase_if(live_.people, [&](const auto& seat) { return seat.room == room && seat.name == name; });
    live_.people.push_back({room, session, name});
}

void Model::person_went(const std::string& room, const std::string& name) {
    const auto gone =
        std::erase_if(live_.people, [&](const auto& seat) { return seat.room == room && seat.name == name; });
    require(gone == 1, "somebody left without having joined");
}

void Model::proposed(const std::string& name, EntryPtr entry, ConnId conn) {
    auto& room = room_of(name);
    const auto& newest = !room.unstored.empty()  ? room.unstored.back()
                         : !room.entries.empty() ? room.entries.back()
                                                 : nullptr;
    require(held_.contains(name), "an entry is proposed in an empty room");
    require(entry->seq == room.entries.size() + room.unstored.size() + 1, "a seq is lost or given twice in " + name);
    require(!newest || entry->ts >= newest->ts, "time goes back");
    const auto is_again = [&](const EntryPtr& other) {
        return other->session == entry->session && other->id == entry->id;
    };
    require(!room.ids.contains({entry->session, entry->id}) &&
                std::none_of(room.unstored.begin(), room.unstored.end(), is_again),
            "id " + entry->id + " is stored twice in " + name);
    proposers_[entry.get()] = conn;
    room.unstored.push_back(std::move(entry));
}

void Model::stored(const std::string& name, std::span<const EntryPtr> entries) {
    auto& room = room_of(name);
    for (const auto& entry : entries) {
        require(!room.unstored.empty() && room.unstored.front() == entry,
                "entries are stored in another order than proposed");
        room.unstored.erase(room.unstored.begin());
        if (room.written > 0) --room.written;
        room.ids.emplace(entry->session, entry->id);
        room.entries.push_back(entry);
    }
}

bool Model::is_proposal(const Asked& asked, const chat::Entry& draft, const std::string& room) const {
    const auto* say = command_in<chat::Say>(asked.command);
    const auto proposer = proposers_.find(&draft);
    return say != nullptr && say->id == draft.id && trim_white_space(say->room) == room &&
           proposer != proposers_.end() && proposer->second == asked.conn;
}

void Model::refused(const std::string& name, std::span<const EntryPtr> drafts) {
    auto& room = room_of(name);
    for (const auto& draft : drafts) {
        require(std::erase(room.unstored, draft) == 1, "an entry is refused that was not proposed");
        if (connections_.contains(proposers_.at(draft.get()))) failed_.push_back(draft);
        proposers_.erase(draft.get());
    }
}

void Model::facts_written() {
    for (auto& [name, room] : rooms_) room.written = room.unstored.size();
    durable_ = live_;
}

void Model::restarted(std::span<const chat::Seat> people, Now now) {
    asked_.clear();
    connections_.clear();
    graces_.clear();
    held_.clear();
    failed_.clear();
    proposers_.clear();
    live_ = durable_;
    std::map<std::string, Room> kept;
    for (const auto& [name, facts] : durable_.rooms) {
        auto& room = kept[name];
        if (const auto before = rooms_.find(name); before != rooms_.end() && before->second.epoch == facts.first)
            room = std::move(before->second);
        room.epoch = facts.first;
        room.lock = facts.second;
        // Written entries are stored, even if the hub told nobody.
        room.unstored.resize(room.written);
        for (auto& entry : std::exchange(room.unstored, {})) {
            room.ids.emplace(entry->session, entry->id);
            room.entries.push_back(std::move(entry));
        }
        room.written = 0;
        room.people.clear();
        room.told = room.entries.size();
    }
    rooms_ = std::move(kept);
    const auto is_same_seat = [](const chat::Seat& a, const chat::Seat& b) {
        return a.room == b.room && a.session == b.session && a.name == b.name;
    };
    require(std::equal(people.begin(), people.end(), durable_.people.begin(), durable_.people.end(), is_same_seat),
            "a restart changed the people in the rooms");
    for (const auto& seat : people) {
        const auto until = now.mono_ms + limits_.grace_ms;
        room_of(seat.room).people.push_back({seat.session, seat.name, {}, until, true});
        graces_.push_back({until, seat.room, seat.name, seat.session});
    }
    // A room without people and entries is forgotten (the contract, section 6, 15).
    std::erase_if(rooms_, [&](const auto& each) { return each.second.people.empty() && each.second.entries.empty(); });
    std::erase_if(live_.rooms, [&](const auto& each) { return !rooms_.contains(each.first); });
    durable_ = live_;
}

// ---- events -------------------------------------------------------------------------------------

template <typename Fits>
Model::Asked Model::take(const std::string& what, Fits fits) {
    const auto at = std::find_if(asked_.begin(), asked_.end(), fits);
    require(at != asked_.end(), what + " without a question");
    auto asked = std::move(*at);
    asked_.erase(at);
    return asked;
}

template <typename Command, typename Fits>
Model::Asked Model::take_command(ConnId conn, const std::string& what, Fits fits) {
    return take(what, [&](const Asked& asked) {
        const auto* command = asked.conn == conn ? command_in<Command>(asked.command) : nullptr;
        return command != nullptr && fits(*command);
    });
}

void Model::told(std::span<const ConnId> to_one, const chat::Joined& event) {
    const auto to = to_one.front();
    const auto asked = take_command<chat::Join>(to, "a joined", [&](const chat::Join& join) {
        return trim_white_space(join.room) == event.room && trim_white_space(join.name) == event.you;
    });
    const auto& join = *command_in<chat::Join>(asked.command);
    auto& room = room_of(event.room);
    require(room.lock.empty() || room.has(connection(to).session) || "hash:" + join.password.value_or("") == room.lock,
            "somebody joined without the password");
    take_seat(to, room, join);
    std::vector<std::string> members;
    for (const auto& person : room.people) members.push_back(person.name);
    require(std::equal(members.begin(), members.end(), event.members.begin(), event.members.end()),
            "joined does not list the members in order of joining");
    require(event.epoch == room.epoch, "the epoch of " + std::string(event.room) + " has changed");
    require(event.locked == !room.lock.empty(), "joined has the wrong lock");
    require(room.told == room.entries.size(), "joined overtakes stored entries that the hub has not sent");
    require(event.seq == room.entries.size(), "joined has the wrong seq");
    require_backlog(room, join, event);
}

void Model::require_backlog(const Room& room, const chat::Join& join, const chat::Joined& event) const {
    const auto newest = room.entries.size();
    auto expected = page_of(room, newest + 1, limits_.backlog_entries, limits_.page_bytes, "");
    bool resumes = join.since && join.epoch == room.epoch && *join.since <= newest &&
                   newest - *join.since <= limits_.resume_entries;
    if (resumes) {
        const auto missed = std::span(room.entries).subspan(static_cast<std::size_t>(*join.since));
        std::size_t total = 0;
        for (const auto& entry : missed) total += weight(*entry);
        resumes = total <= limits_.resume_bytes;
        if (resumes) expected.entries.assign(missed.begin(), missed.end());
    }
    const auto words = " since " + std::to_string(join.since.value_or(0)) + " of " + std::to_string(newest) +
                       ": expected " + range_of(expected.entries) + ", got " + range_of(event.messages);
    require(event.resumed == resumes, (resumes ? "a resume was not granted" : "a resume was granted") + words);
    require(are_same(expected.entries, event.messages), "joined has the wrong messages" + words);
    const bool more = expected.entries.empty() ? newest > 0 : expected.entries.front()->seq > 1;
    require(event.more == more, "joined has the wrong `more`");
}

void Model::told(std::span<const ConnId> to_one, const chat::Left& event) {
    const auto to = to_one.front();
    take_command<chat::Leave>(to, "a left",
                              [&](const auto& leave) { return trim_white_space(leave.room) == event.room; });
    const auto* seat = seat_of(to, std::string(event.room));
    require(seat != nullptr, "left without a seat in the room");
    const auto left = *seat;
    std::erase_if(connection(to).seats, [&](const auto& each) { return each.room == left.room; });
    take_out(to, left);
    if (room_of(left.room).find(left.name)->connections.empty()) remove_person(left.room, left.name);
}

void Model::told(std::span<const ConnId> to, const chat::Messages& event) {
    auto& room = room_of(event.room);
    for (const auto& entry : event.entries) {
        require(entry->seq <= room.entries.size(), "the hub sends an entry that is not stored");
        require(is_same(*entry, *room.entries[entry->seq - 1]),
                "the hub sends an entry that differs from the stored one");
        if (entry->seq <= room.told) {
            require_stored_copy(room, to, *entry, std::string(event.room));
        } else {
            require_new_entry(room, to, *entry, std::string(event.room));
        }
    }
}

void Model::require_new_entry(Room& room, std::span<const ConnId> to, const chat::Entry& entry,
                              const std::string& name) {
    require(entry.seq == ++room.told, "the hub skips or repeats a seq");
    Ids readers(to.begin(), to.end());
    std::sort(readers.begin(), readers.end());
    require(readers == room.readers(), "a message does not go to exactly the members of " + name);
    const auto& stored = *room.entries[entry.seq - 1];
    require(proposers_.contains(&stored), "the hub sends a message that nobody proposed");
    if (!connections_.contains(proposers_.at(&stored))) {
        proposers_.erase(&stored);
        return;
    }
    const auto asked = take("a message", [&](const Asked& each) { return is_proposal(each, stored, name); });
    proposers_.erase(&stored);
    const auto& say = *command_in<chat::Say>(asked.command);
    require(say.text == test::said_in(entry).text && say.file.has_value() == (file_of(entry) != nullptr),
            "a message was changed");
    require(seat_of(asked.conn, name) != nullptr && seat_of(asked.conn, name)->name == entry.from,
            "a message has the name of another person");
}

void Model::require_stored_copy(const Room&, std::span<const ConnId> to, const chat::Entry& entry,
                                const std::string& name) {
    require(to.size() == 1, "a stored copy goes to more than one");
    take_command<chat::Say>(to[0], "a stored copy",
                            [&](const auto& say) { return say.id == entry.id && trim_white_space(say.room) == name; });
    require(connection(to[0]).session == entry.session, "a stored copy goes to another session");
}

// The answer may or may not contain entries that were stored after the question.
void Model::require_page(const Room& room, const Asked& asked, std::uint64_t before, std::size_t limit,
                         std::span<const EntryPtr> got, bool more, const std::string& word) const {
    for (auto newest = asked.stored_before; newest <= room.entries.size(); ++newest) {
        const auto page = page_of(room, std::min<std::uint64_t>(before, newest + 1), limit, limits_.page_bytes, word);
        if (are_same(page.entries, got) && (page.more && !page.entries.empty()) == more) return;
        if (before <= newest) break;
    }
    throw Broken("a page before " + std::to_string(before) + " of at most " + std::to_string(limit) + " has " +
                 range_of(got) + (more ? " and more" : " and no more"));
}

void Model::told(std::span<const ConnId> to_one, const chat::HistoryPage& event) {
    const auto to = to_one.front();
    const auto asked = take_command<chat::ReadHistory>(
        to, "a page", [&](const auto& command) { return trim_white_space(command.room) == event.room; });
    const auto& command = *command_in<chat::ReadHistory>(asked.command);
    const auto limit = std::min<std::uint64_t>(command.limit.value_or(limits_.backlog_entries), limits_.page_entries);
    require_page(room_of(event.room), asked, command.before, static_cast<std::size_t>(limit), event.messages,
                 event.more, "");
}

void Model::told(std::span<const ConnId> to_one, const chat::Found& event) {
    const auto to = to_one.front();
    const auto asked = take_command<chat::Search>(to, "something found", [&](const auto& command) {
        return trim_white_space(command.room) == event.room && command.query == event.query;
    });
    const auto& command = *command_in<chat::Search>(asked.command);
    const auto limit = std::min<std::uint64_t>(command.limit.value_or(20), limits_.found_entries);
    require_page(room_of(event.room), asked, command.before.value_or(INT64_MAX), static_cast<std::size_t>(limit),
                 event.messages, event.more, command.query);
}

void Model::told(std::span<const ConnId> to, const chat::Typing& event) {
    const auto asked = take("a typing", [&](const Asked& each) {
        const auto* type = command_in<chat::Type>(each.command);
        return type != nullptr && trim_white_space(type->room) == event.room;
    });
    auto& room = room_of(event.room);
    const auto* person = room.find(event.from);
    require(person != nullptr, "the hub sends typing of somebody who is not in the room");
    auto expected = room.readers();
    std::erase_if(expected, [&](ConnId id) {
        return std::find(person->connections.begin(), person->connections.end(), id) != person->connections.end();
    });
    Ids readers(to.begin(), to.end());
    std::sort(readers.begin(), readers.end());
    require(readers == expected && seat_of(asked.conn, std::string(event.room)) != nullptr,
            "typing does not go to exactly the other members");
}

// ---- refusals -----------------------------------------------------------------------------------

using Subject = std::pair<std::optional<std::string>, std::optional<std::string>>;

// The room and id of the command, which an error about it must repeat unchanged.
static Subject subject_of(const talk::ClientMessage& message) {
    const auto* command = std::get_if<chat::Command>(&message);
    if (command == nullptr) return {};
    return std::visit(
        [](const auto& what) -> Subject {
            if constexpr (requires { what.refusal; }) {
                return {what.refusal.room, what.refusal.id};
            } else if constexpr (requires { what.room, what.id; }) {
                return {what.room, what.id};
            } else if constexpr (requires { what.room; }) {
                return {what.room, std::nullopt};
            } else {
                return {};
            }
        },
        *command);
}

void Model::told(std::span<const ConnId> to_one, const chat::Refusal& event) {
    const auto to = to_one.front();
    auto& refusals = connection(to).refusals;
    while (!refusals.empty() && refusals.front() <= now_.mono_ms - 60'000) refusals.pop_front();
    refusals.push_back(now_.mono_ms);
    require(refusals.size() <= limits_.errors_per_minute, "a connection beyond the error limit is not evicted");
    const auto asked = take("the error " + std::string(to_string(event.code)), [&](const Asked& each) {
        if (each.conn != to) return false;
        const auto [room, id] = subject_of(each.command);
        const auto* refusal = command_in<chat::Unreadable>(each.command);
        if (refusal != nullptr && refusal->refusal.code != event.code) return false;
        // If the storage refuses the entry, the error has the room's normalized name.
        const bool same_room = room == event.room || (room && event.room && trim_white_space(*room) == *event.room);
        return same_room && id == event.id;
    });
    require_reason(asked, event);
}

void Model::require_reason(const Asked& asked, const chat::Refusal& event) {
    const auto* join = command_in<chat::Join>(asked.command);
    const auto* say = command_in<chat::Say>(asked.command);
    const auto name = std::string(trim_white_space(event.room.value_or("")));
    const auto* there = room(name);
    const auto& own = connection(asked.conn);
    const auto* seat = seat_of(asked.conn, name);
    bool holds = command_in<chat::Unreadable>(asked.command) != nullptr;
    switch (event.code) {
    case ErrorCode::name_taken: {
        auto* person = there == nullptr || join == nullptr ? nullptr : room_of(name).find(trim_white_space(join->name));
        holds = person != nullptr && person->session != own.session;
        break;
    }
    case ErrorCode::wrong_password: {
        const bool wrong_now = there != nullptr && join != nullptr && !there->lock.empty() &&
                               !there->has(own.session) && "hash:" + join->password.value_or("") != there->lock;
        // The room may be gone since: the password was wrong at the time of the command.
        holds = wrong_now || !wrong_passwords_.empty();
        break;
    }
    case ErrorCode::room_limit: holds = join != nullptr && own.seats.size() >= limits_.rooms_per_connection; break;
    case ErrorCode::not_joined: holds = join == nullptr && seat == nullptr; break;
    case ErrorCode::storage: {
        const auto at = std::find_if(failed_.begin(), failed_.end(), [&](const auto& entry) {
            return say != nullptr && entry->id == say->id && entry->session == own.session;
        });
        holds = at != failed_.end();
        if (holds) failed_.erase(at);
        break;
    }
    case ErrorCode::bad_request: {
        const auto* history = command_in<chat::ReadHistory>(asked.command);
        holds = holds || (join != nullptr && seat != nullptr && seat->name != trim_white_space(join->name)) ||
                (say != nullptr && say->id.empty()) || (history != nullptr && history->before == 0) ||
                std::holds_alternative<talk::Hello>(asked.command);
        break;
    }
    case ErrorCode::rate_limited: holds = limits_.rate != 0 || (join != nullptr && join->password); break;
    case ErrorCode::empty: holds = say != nullptr && !say->file && is_blank(say->text.value_or("")); break;
    case ErrorCode::too_long: holds = say != nullptr && say->text.value_or("").size() > limits_.max_text; break;
    case ErrorCode::unknown_file: holds = say != nullptr && say->file && !files_.contains(*say->file); break;
    default: break;
    }
    require(holds, "the error " + std::string(to_string(event.code)) + " (" + event.message + ") has no reason");
}

void Model::told(std::span<const ConnId> to, const chat::Eviction&) {
    const auto who = to.front();
    auto& refusals = connection(who).refusals;
    while (!refusals.empty() && refusals.front() <= now_.mono_ms - 60'000) refusals.pop_front();
    require(refusals.size() >= limits_.errors_per_minute, "somebody is evicted without a reason");
    // The eviction answers the connection's last question.
    connection(who).evicted = true;
    const auto is_its_own = [&](const EntryPtr& entry) {
        return std::any_of(asked_.begin(), asked_.end(), [&](const Asked& asked) {
            const auto* say = asked.conn == who ? command_in<chat::Say>(asked.command) : nullptr;
            return say != nullptr && say->id == entry->id && connection(who).session == entry->session;
        });
    };
    const auto at = std::find_if(failed_.begin(), failed_.end(), is_its_own);
    if (at != failed_.end()) failed_.erase(at);
}

}  // namespace papo::sim
