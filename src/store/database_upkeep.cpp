// The database's upkeep, which the worker does when it has time: the full-text index and retention.
#include <algorithm>
#include <utility>
#include <vector>

#include "papo/store/database.h"

namespace papo::store {
namespace {

constexpr std::int64_t indexed_a_step = 256;  // rows; a few milliseconds
constexpr std::int64_t rooms_a_step = 64;
constexpr std::int64_t talkers_a_step = 256;
constexpr std::int64_t marked_every_ms = 3'600'000;

}  // namespace

// Entries are indexed some time after they are stored, because many rows at once cost a fraction of single rows. Only a
// search needs the index, and it has the missing rows indexed first.
Result<bool> Database::index_some() {
    return guarded([&] {
        const auto from = meta_integer("indexed");
        auto& newest = db_.prepared(
            "SELECT max(number) FROM (SELECT number FROM entries WHERE number > ? "
            "ORDER BY number LIMIT ?)");
        newest.bind(1, from).bind(2, indexed_a_step);
        const auto to = newest.step() && !newest.is_null(0) ? newest.integer(0) : from;
        newest.reset();
        if (to == from) return false;
        Transaction transaction(db_);
        db_.prepared(
               "INSERT INTO found (rowid, room, text) "
               "SELECT number, room, text FROM searchable WHERE number > ? AND number <= ?")
            .bind(1, from)
            .bind(2, to)
            .run();
        set_meta("indexed", to);
        transaction.commit();
        return true;
    });
}

Result<void> Database::forget_empty_rooms() {
    return guarded([&] {
        db_.exec("DELETE FROM rooms WHERE seq = 0 AND NOT EXISTS (SELECT 1 FROM people WHERE room = rooms.number)");
    });
}

Result<AgeMark> Database::age() {
    return guarded([&] {
        const AgeMark mark{meta_integer("age"), meta_integer("age_wall")};
        age_ms_ = mark.age_ms;
        marked_ms_ = mark.age_ms;
        return mark;
    });
}

Result<void> Database::set_age(AgeMark now) {
    age_ms_ = now.age_ms;
    if (marked_ms_ != 0 && now.age_ms - marked_ms_ < marked_every_ms) return {};
    auto done = guarded([&] {
        Transaction transaction(db_);
        set_meta("age", now.age_ms);
        set_meta("age_wall", now.wall_ms);
        db_.prepared("REPLACE INTO marks (at, number) SELECT ?, coalesce(max(number), 0) FROM entries")
            .bind(1, now.age_ms)
            .run();
        db_.prepared("DELETE FROM marks WHERE at < ? AND number < coalesce((SELECT min(number) FROM entries), 0)")
            .bind(1, now.age_ms)
            .run();
        transaction.commit();
    });
    if (done) marked_ms_ = now.age_ms;
    return done;
}

Result<std::vector<Shortened>> Database::shorten(const Retention& retention) {
    Step step{shortened_a_step, {}};
    auto done = guarded([&] {
        Transaction transaction(db_);
        if (retention.max_age_ms > 0) remove_old(retention.max_age_ms, step);
        if (retention.max_messages > 0) remove_surplus(retention.max_messages, step);
        if (retention.max_bytes > 0) remove_for_space(retention.max_bytes, step);
        transaction.commit();
    });
    if (!done) return done.error();
    return std::move(step.shortened);
}

// Removes entries that are too old, one room after the other, beginning with the oldest entry's room.
void Database::remove_old(std::int64_t max_age_ms, Step& step) {
    auto& mark = db_.prepared("SELECT number FROM marks WHERE at <= ? ORDER BY at DESC LIMIT 1");
    mark.bind(1, age_ms_ - max_age_ms);
    const auto last_old = mark.step() ? mark.integer(0) : 0;
    mark.reset();
    while (step.left > 0) {
        auto& oldest =
            db_.prepared("SELECT room FROM entries WHERE number <= ? AND number = (SELECT min(number) FROM entries)");
        oldest.bind(1, last_old);
        if (!oldest.step()) return oldest.reset();
        const auto room = oldest.natural(0);
        oldest.reset();
        auto& last = db_.prepared(
            "SELECT max(seq) FROM (SELECT seq, number FROM entries WHERE room = ? ORDER BY seq LIMIT ?) WHERE number "
            "<= ?");
        last.bind(1, room).bind(2, step.left).bind(3, last_old);
        const auto below = last.step() ? last.natural(0) + 1 : 0;
        last.reset();
        const auto left = step.left;
        remove_entries(room, below, step);
        if (step.left == left) return;
    }
}

void Database::remove_surplus(std::uint64_t max_messages, Step& step) {
    auto& rows = db_.prepared("SELECT number, seq + 1 - ?1 FROM rooms WHERE seq - first >= ?1 LIMIT ?2");
    rows.bind(1, std::min<std::uint64_t>(max_messages, INT64_MAX)).bind(2, rooms_a_step);
    std::vector<std::pair<std::uint64_t, std::uint64_t>> rooms;  // number, and the first seq that stays
    while (rows.step()) rooms.emplace_back(rows.natural(0), rows.natural(1));
    rows.reset();
    for (const auto& [room, below] : rooms) {
        if (step.left > 0) remove_entries(room, below, step);
    }
}

// Removes one step's entries and no more, because the freed bytes are known only after the step.
void Database::remove_for_space(std::uint64_t max_bytes, Step& step) {
    const auto pages = db_.integer("PRAGMA page_count") - db_.integer("PRAGMA freelist_count");
    if (static_cast<std::uint64_t>(pages * db_.integer("PRAGMA page_size")) <= max_bytes || step.left == 0) return;
    auto& oldest = db_.prepared("SELECT room, seq FROM entries WHERE number = (SELECT min(number) FROM entries)");
    const bool found = oldest.step();
    const auto room = found ? oldest.natural(0) : 0;
    const auto below = found ? oldest.natural(1) + step.left : 0;
    oldest.reset();
    if (found) remove_entries(room, below, step);
}

void Database::remove_entries(std::uint64_t room, std::uint64_t below, Step& step) {
    auto& facts = db_.prepared("SELECT name, first, seq FROM rooms WHERE number = ?").bind(1, room);
    if (!facts.step()) return facts.reset();
    Shortened result{std::string(facts.text(0)), facts.natural(1)};
    const auto newest = facts.natural(2);
    facts.reset();
    const auto from = result.first;
    below = std::min({below, from + step.left, newest + 1});
    if (below <= from) return;
    // An external-content index needs the old text to delete an entry (SQLite, FTS5 section 4.4.3).
    const auto indexed = meta_integer("indexed");
    db_.prepared(
           "INSERT INTO found (found, rowid, room, text) SELECT 'delete', v.number, v.room, v.text FROM entries e "
           "JOIN searchable v ON v.number = e.number "
           "WHERE e.room = ? AND e.seq >= ? AND e.seq < ? AND e.number <= ?")
        .bind(1, room)
        .bind(2, from)
        .bind(3, below)
        .bind(4, indexed)
        .run();
    db_.prepared(
           "UPDATE files SET uses = uses - (SELECT count(*) FROM entries e WHERE e.file = files.number AND "
           "e.room = ?1 AND e.seq >= ?2 AND e.seq < ?3) WHERE number IN "
           "(SELECT file FROM entries WHERE room = ?1 AND seq >= ?2 AND seq < ?3 AND file IS NOT NULL)")
        .bind(1, room)
        .bind(2, from)
        .bind(3, below)
        .run();
    forget_ids(room, from, below);
    db_.prepared("DELETE FROM entries WHERE room = ? AND seq >= ? AND seq < ?")
        .bind(1, room)
        .bind(2, from)
        .bind(3, below)
        .run();
    db_.prepared("UPDATE rooms SET first = ? WHERE number = ?").bind(1, below).bind(2, room).run();
    forget_numbers();
    result.first = below;
    step.left -= below - from;
    step.shortened.push_back(std::move(result));
}

// After the newest entry is removed, the next entry gets its number, so the index and the marks must forget it.
void Database::forget_numbers() {
    const auto newest = db_.integer("SELECT coalesce(max(number), 0) FROM entries");
    if (meta_integer("indexed") > newest) set_meta("indexed", newest);
    if (db_.integer("SELECT coalesce((SELECT number FROM marks ORDER BY at DESC LIMIT 1), 0)") <= newest) return;
    db_.prepared("UPDATE marks SET number = ?1 WHERE number > ?1").bind(1, newest).run();
}

// Removes old ids of the sessions whose entries are being removed. A session's newest 1,000 ids outlive their entries
// (promise 3).
void Database::forget_ids(std::uint64_t room, std::uint64_t from, std::uint64_t below) {
    auto& rows = db_.prepared("SELECT DISTINCT session FROM entries WHERE room = ? AND seq >= ? AND seq < ?");
    rows.bind(1, room).bind(2, from).bind(3, below);
    std::vector<std::int64_t> sessions;
    while (rows.step()) sessions.push_back(rows.integer(0));
    rows.reset();
    for (const auto session : sessions) {
        db_.prepared(
               "DELETE FROM ids WHERE room = ?1 AND session = ?2 AND seq < ?3 AND seq <= "
               "(SELECT seq FROM ids WHERE room = ?1 AND session = ?2 ORDER BY seq DESC LIMIT 1 OFFSET ?4)")
            .bind(1, room)
            .bind(2, session)
            .bind(3, below)
            .bind(4, static_cast<std::int64_t>(chat::RecentIds::at_least))
            .run();
    }
}

Result<bool> Database::forget_absent() {
    std::vector<std::pair<Talker, std::int64_t>> talkers;
    auto read = guarded([&] {
        auto& rows = db_.prepared(
            "SELECT session, room, seen FROM talkers WHERE (session, room) > (?, ?) ORDER BY session, room LIMIT ?");
        rows.bind(1, looked_at_.session).bind(2, looked_at_.room).bind(3, talkers_a_step);
        while (rows.step()) talkers.push_back({{rows.integer(0), rows.integer(1)}, rows.integer(2)});
        rows.reset();
    });
    if (!read) return read.error();
    const bool more = static_cast<std::int64_t>(talkers.size()) == talkers_a_step;
    const auto last = more ? talkers.back().first : Talker{};
    std::erase_if(talkers, [&](const auto& each) { return age_ms_ - each.second < absent_after_ms; });
    if (!talkers.empty()) {
        auto forgotten = guarded([&] {
            Transaction transaction(db_);
            for (const auto& [talker, seen] : talkers) forget(talker);
            transaction.commit();
        });
        sessions_.clear();
        talkers_.clear();
        if (!forgotten) return forgotten.error();
    }
    looked_at_ = last;
    return more;
}

bool Database::is_nothing_left(const Talker& talker) {
    auto& row = db_.prepared("SELECT NOT EXISTS (SELECT 1 FROM ids WHERE room = ? AND session = ?)");
    row.bind(1, talker.room).bind(2, talker.session);
    const bool nothing = row.step() && row.integer(0) != 0;
    row.reset();
    return nothing;
}

void Database::forget(const Talker& talker) {
    db_.prepared(
           "DELETE FROM ids WHERE room = ?1 AND session = ?2 AND seq < (SELECT first FROM rooms WHERE number = ?1)")
        .bind(1, talker.room)
        .bind(2, talker.session)
        .run();
    if (!is_nothing_left(talker)) return;
    db_.prepared("DELETE FROM talkers WHERE session = ? AND room = ?")
        .bind(1, talker.session)
        .bind(2, talker.room)
        .run();
    db_.prepared("DELETE FROM sessions WHERE number = ?1 AND NOT EXISTS (SELECT 1 FROM talkers WHERE session = ?1)")
        .bind(1, talker.session)
        .run();
}

}  // namespace papo::store
