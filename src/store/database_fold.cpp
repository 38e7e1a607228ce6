// Folding: facts of the journal into rows. Statements are prepared once. A message costs one row in `entries`, one in
// `ids`, and a look-up of its session; a room is written once a fold however much was said in it.
#include <variant>

#include "papo/store/codec.h"
#include "papo/store/database.h"

namespace papo::store {
namespace {

constexpr std::size_t max_sessions_known = 8192;
constexpr std::int64_t noted_every_ms = 24 * 3600 * 1000;

Blob blob_of(const chat::SessionId& session) {
    return {session.data(), session.size()};
}

[[noreturn]] void damaged() {
    throw SqliteError(SQLITE_CORRUPT, "the journal does not fit the database");
}

}  // namespace

Result<void> Database::fold(std::span<const Record> records) {
    if (records.empty()) return {};
    auto folded = guarded([&] {
        Transaction transaction(db_);
        FoldedRooms rooms;
        for (const auto& record : records) apply_record(record.payload(), rooms);
        for (const auto& [number, room] : rooms) {
            if (!room.changed) continue;
            db_.prepared("UPDATE rooms SET seq = ?, ts = ? WHERE number = ?")
                .bind(1, room.seq)
                .bind(2, room.ts)
                .bind(3, number)
                .run();
        }
        const auto& end = records.back().end;
        set_meta("folded_segment", static_cast<std::int64_t>(end.segment));
        set_meta("folded_offset", static_cast<std::int64_t>(end.offset));
        transaction.commit();
    });
    // Numbers that were given in a transaction that is undone are nobody's.
    if (!folded) {
        sessions_.clear();
        talkers_.clear();
    }
    return folded;
}

void Database::apply_record(std::string_view payload, FoldedRooms& rooms) {
    Decoder decoder(payload);
    while (!decoder.at_end()) {
        const auto fact = take_fact(decoder);
        if (!fact) damaged();
        std::visit([&](const auto& each) { apply(each, rooms); }, *fact);
    }
}

Database::FoldedRoom& Database::folded_room(std::uint64_t number, FoldedRooms& rooms) {
    const auto [at, is_new] = rooms.try_emplace(number);
    if (!is_new) return at->second;
    auto& row = db_.prepared("SELECT seq, ts FROM rooms WHERE number = ?").bind(1, number);
    if (!row.step()) damaged();
    at->second = {row.natural(0), row.integer(1), false};
    row.reset();
    return at->second;
}

void Database::apply(const RoomMade& fact, FoldedRooms&) {
    db_.prepared("INSERT INTO rooms (number, name, epoch, password, first, seq, ts) VALUES (?, ?, ?, ?, 1, 0, 0)")
        .bind(1, fact.room)
        .bind(2, fact.name)
        .bind(3, fact.epoch)
        .bind(4, fact.password_hash)
        .run();
}

void Database::apply(const RoomForgotten& fact, FoldedRooms& rooms) {
    db_.prepared("DELETE FROM people WHERE room = ?").bind(1, fact.room).run();
    db_.prepared("DELETE FROM rooms WHERE number = ?").bind(1, fact.room).run();
    rooms.erase(fact.room);
}

void Database::apply(const Said& fact, FoldedRooms& rooms) {
    auto& room = folded_room(fact.room, rooms);
    if (fact.seq != room.seq + 1) damaged();
    room = {fact.seq, fact.ts, true};
    const auto session = session_number(fact.session);
    auto& row = db_.prepared(
        "INSERT INTO entries (room, seq, ts, session, author, id, text, file) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    row.bind(1, fact.room).bind(2, fact.seq).bind(3, fact.ts).bind(4, session).bind(5, fact.from).bind(6, fact.id);
    if (fact.text)
        row.bind(7, *fact.text);
    else
        row.bind_null(7);
    const auto file = fact.filename.empty() ? std::int64_t{0} : file_number(fact.filename);
    if (file != 0)
        row.bind(8, file);
    else
        row.bind_null(8);
    row.run();
    db_.prepared("INSERT INTO ids (room, session, seq, id) VALUES (?, ?, ?, ?)")
        .bind(1, fact.room)
        .bind(2, session)
        .bind(3, fact.seq)
        .bind(4, fact.id)
        .run();
    note_talker({session, static_cast<std::int64_t>(fact.room)});
    if (file != 0) db_.prepared("UPDATE files SET uses = uses + 1 WHERE number = ?").bind(1, file).run();
}

void Database::apply(const PersonCame& fact, FoldedRooms&) {
    db_.prepared("REPLACE INTO people (room, session, name) VALUES (?, ?, ?)")
        .bind(1, fact.room)
        .bind(2, blob_of(fact.session))
        .bind(3, fact.name)
        .run();
}

void Database::apply(const PersonWent& fact, FoldedRooms&) {
    db_.prepared("DELETE FROM people WHERE room = ? AND name = ?").bind(1, fact.room).bind(2, fact.name).run();
}

void Database::apply(const FileAdded& fact, FoldedRooms&) {
    const auto& info = fact.info;
    db_.prepared(
           "INSERT OR IGNORE INTO files (filename, name, type, kind, size, width, height, thumb, bytes, added, uses)"
           " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)")
        .bind(1, std::string_view(info.filename))
        .bind(2, std::string_view(info.name))
        .bind(3, std::string_view(info.type))
        .bind(4, std::int64_t{info.kind == chat::FileKind::image ? 0 : 1})
        .bind(5, info.size)
        .bind(6, std::int64_t{info.width})
        .bind(7, std::int64_t{info.height})
        .bind(8, std::string_view(info.thumb))
        .bind(9, fact.bytes)
        .bind(10, fact.added)
        .run();
}

void Database::apply(const FileRemoved& fact, FoldedRooms&) {
    db_.prepared("DELETE FROM files WHERE filename = ? AND uses = 0").bind(1, fact.filename).run();
}

std::optional<std::int64_t> Database::find_session(const chat::SessionId& session) {
    auto& row = db_.prepared("SELECT number FROM sessions WHERE hash = ?").bind(1, blob_of(session));
    std::optional<std::int64_t> number;
    if (row.step()) number = row.integer(0);
    row.reset();
    return number;
}

std::int64_t Database::session_number(const chat::SessionId& session) {
    if (const auto at = sessions_.find(session); at != sessions_.end()) return at->second;
    auto number = find_session(session);
    if (!number) {
        db_.prepared("INSERT INTO sessions (hash) VALUES (?)").bind(1, blob_of(session)).run();
        number = db_.last_rowid();
    }
    if (sessions_.size() >= max_sessions_known) sessions_.clear();
    sessions_[session] = *number;
    return *number;
}

// A row for each day that somebody speaks, not for each message.
void Database::note_talker(const Talker& talker) {
    const auto at = talkers_.find(talker);
    if (at != talkers_.end() && age_ms_ - at->second < noted_every_ms) return;
    db_.prepared("REPLACE INTO talkers (session, room, seen) VALUES (?, ?, ?)")
        .bind(1, talker.session)
        .bind(2, talker.room)
        .bind(3, age_ms_)
        .run();
    if (talkers_.size() >= max_sessions_known) talkers_.clear();
    talkers_[talker] = age_ms_;
}

// 0 when there is none.
std::int64_t Database::file_number(std::string_view filename) {
    auto& row = db_.prepared("SELECT number FROM files WHERE filename = ?").bind(1, filename);
    const auto number = row.step() ? row.integer(0) : 0;
    row.reset();
    return number;
}

}  // namespace papo::store
