// Folding: writes the journal's facts as rows, with statements that are prepared once. A message costs one row in
// `entries`, inserted together with others; one row in `ids`, inserted with all of the fold's; and a look-up of its
// session. A room's row is updated once per fold, however many messages the room got. Folding looks up each row that
// another one refers to, so SQLite does not check it again.
#include <string>
#include <utility>
#include <variant>

#include "papo/store/codec.h"
#include "papo/store/database.h"

namespace papo::store {
namespace {

constexpr std::size_t max_sessions_known = 8192;
constexpr std::int64_t noted_every_ms = 24 * 3600 * 1000;

constexpr std::size_t rows_at_once = 16;  // with one statement; more rows save almost nothing

std::string insert_of(std::size_t rows) {
    std::string sql = "INSERT INTO entries (room, seq, ts, session, author, id, text, file) VALUES ";
    for (std::size_t i = 0; i < rows; ++i) sql += i == 0 ? "(?, ?, ?, ?, ?, ?, ?, ?)" : ", (?, ?, ?, ?, ?, ?, ?, ?)";
    return sql;
}

Blob blob_of(const chat::SessionId& session) {
    return {session.data(), session.size()};
}

[[noreturn]] void damaged() {
    throw SqliteError(SQLITE_CORRUPT, "the journal does not fit the database");
}

}  // namespace

Result<void> Database::fold(std::span<const Record> records) {
    if (records.empty()) return {};
    std::uint64_t entries = 0;
    std::uint64_t unknown = 0;
    auto folded = guarded([&] {
        Transaction transaction(db_);
        Folding folding;
        const auto before = db_.integer("SELECT max(number) FROM entries");
        for (const auto& record : records) apply_record(record.payload(), folding);
        insert_entries(folding.entries);
        db_.prepared(
               "INSERT INTO ids (room, session, seq, id) SELECT room, session, seq, id FROM entries WHERE number > ?")
            .bind(1, before)
            .run();
        for (const auto& [number, room] : folding.rooms) {
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
        entries = folding.said;
        unknown = folding.unknown;
    });
    // A failed fold is rolled back, so the caches may hold sessions and talkers that are not in the database.
    if (folded) {
        entries_folded_ += entries;
        unknown_facts_ += unknown;
    } else {
        sessions_.clear();
        talkers_.clear();
    }
    return folded;
}

void Database::apply_record(std::string_view payload, Folding& folding) {
    Decoder decoder(payload);
    while (!decoder.at_end()) {
        const auto fact = take_fact(decoder);
        if (!fact) damaged();
        std::visit([&](const auto& each) { apply(each, folding); }, *fact);
    }
}

Database::FoldedRoom& Database::folded_room(std::uint64_t number, Folding& folding) {
    const auto [at, is_new] = folding.rooms.try_emplace(number);
    if (!is_new) return at->second;
    auto& row = db_.prepared("SELECT seq, ts FROM rooms WHERE number = ?").bind(1, number);
    if (!row.step()) damaged();
    at->second = {row.natural(0), row.integer(1), false};
    row.reset();
    return at->second;
}

void Database::apply(const RoomMade& fact, Folding&) {
    db_.prepared("INSERT INTO rooms (number, name, epoch, password, first, seq, ts) VALUES (?, ?, ?, ?, 1, 0, 0)")
        .bind(1, fact.room)
        .bind(2, fact.name)
        .bind(3, fact.epoch)
        .bind(4, fact.password_hash)
        .run();
}

// Only a room without entries may be forgotten.
void Database::apply(const RoomForgotten& fact, Folding& folding) {
    if (folded_room(fact.room, folding).seq != 0) damaged();
    db_.prepared("DELETE FROM people WHERE room = ?").bind(1, fact.room).run();
    db_.prepared("DELETE FROM rooms WHERE number = ?").bind(1, fact.room).run();
    folding.rooms.erase(fact.room);
}

void Database::apply(const Said& fact, Folding& folding) {
    auto& room = folded_room(fact.room, folding);
    if (fact.seq != room.seq + 1) damaged();
    room = {fact.seq, fact.ts, true};
    const auto session = session_number(fact.session);
    const auto file = fact.filename.empty() ? std::int64_t{0} : file_number(fact.filename);
    note_talker({session, static_cast<std::int64_t>(fact.room)});
    folding.entries.push_back({fact, session, file});
    ++folding.said;
    if (folding.entries.size() == rows_at_once) insert_entries(std::exchange(folding.entries, {}));
    if (file != 0) db_.prepared("UPDATE files SET uses = uses + 1 WHERE number = ?").bind(1, file).run();
}

// Inserts many rows with one statement, which costs a third less per row than one statement for each.
void Database::insert_entries(std::span<const FoldedEntry> entries) {
    static const auto one = insert_of(1);
    static const auto many = insert_of(rows_at_once);
    const auto rows = entries.size() == rows_at_once ? rows_at_once : 1;
    for (; !entries.empty(); entries = entries.subspan(rows)) {
        auto& statement = db_.prepared(rows == 1 ? one.c_str() : many.c_str());
        int at = 0;
        for (const auto& entry : entries.first(rows)) at = bind_entry(statement, at, entry);
        statement.run();
    }
}

int Database::bind_entry(Statement& statement, int at, const FoldedEntry& entry) {
    const auto& said = entry.said;
    statement.bind(at + 1, said.room).bind(at + 2, said.seq).bind(at + 3, said.ts).bind(at + 4, entry.session);
    statement.bind(at + 5, said.from).bind(at + 6, said.id);
    if (said.text)
        statement.bind(at + 7, *said.text);
    else
        statement.bind_null(at + 7);
    if (entry.file != 0)
        statement.bind(at + 8, entry.file);
    else
        statement.bind_null(at + 8);
    return at + 8;
}

void Database::apply(const PersonCame& fact, Folding& folding) {
    (void)folded_room(fact.room, folding);  // fails if there is no such room
    db_.prepared("REPLACE INTO people (room, session, name) VALUES (?, ?, ?)")
        .bind(1, fact.room)
        .bind(2, blob_of(fact.session))
        .bind(3, fact.name)
        .run();
}

void Database::apply(const PersonWent& fact, Folding&) {
    db_.prepared("DELETE FROM people WHERE room = ? AND name = ?").bind(1, fact.room).bind(2, fact.name).run();
}

void Database::apply(const FileAdded& fact, Folding&) {
    const auto& info = fact.info;
    db_.prepared(
           "INSERT OR IGNORE INTO files (filename, name, type, kind, size, width, height, thumb, bytes, added, uses)"
           " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)")
        .bind(1, std::string_view(info.filename))
        .bind(2, std::string_view(info.name))
        .bind(3, std::string_view(info.type))
        .bind(4, std::int64_t{number_of(info.kind)})
        .bind(5, info.size)
        .bind(6, std::int64_t{info.width})
        .bind(7, std::int64_t{info.height})
        .bind(8, std::string_view(info.thumb))
        .bind(9, fact.bytes)
        .bind(10, fact.added)
        .run();
}

void Database::apply(const FileRemoved& fact, Folding&) {
    db_.prepared("DELETE FROM files WHERE filename = ? AND uses = 0").bind(1, fact.filename).run();
}

void Database::apply(const UnknownFact&, Folding& folding) {
    ++folding.unknown;
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

// Writes at most one row a day for a session in a room, not one for each message.
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

// 0 if there is no such file.
std::int64_t Database::file_number(std::string_view filename) {
    auto& row = db_.prepared("SELECT number FROM files WHERE filename = ?").bind(1, filename);
    const auto number = row.step() ? row.integer(0) : 0;
    row.reset();
    return number;
}

}  // namespace papo::store
