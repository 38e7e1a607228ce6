// What is done when there is time for it: the full-text index, retention.
#include <algorithm>
#include <utility>
#include <vector>

#include "papo/store/database.h"

namespace papo::store {
namespace {

constexpr std::int64_t indexed_a_step = 256;  // rows; a few milliseconds
constexpr std::int64_t rooms_a_step = 64;

}  // namespace

// Indexed later than stored: many rows at once cost a fraction of one after the other, and nobody waits for it but a
// search, which asks for what is missing first.
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

Result<std::vector<Shortened>> Database::shorten(const Retention& retention, std::int64_t now_ms) {
    Step step{shortened_a_step, {}};
    auto done = guarded([&] {
        Transaction transaction(db_);
        if (retention.max_age_ms > 0) remove_old(now_ms - retention.max_age_ms, step);
        if (retention.max_messages > 0) remove_surplus(retention.max_messages, step);
        if (retention.max_bytes > 0) remove_for_space(retention.max_bytes, step);
        transaction.commit();
    });
    if (!done) return done.error();
    return std::move(step.shortened);
}

// The oldest entry's room first, in it as far as it is too old.
void Database::remove_old(std::int64_t before_ms, Step& step) {
    while (step.left > 0) {
        auto& oldest =
            db_.prepared("SELECT room FROM entries WHERE ts < ? AND number = (SELECT min(number) FROM entries)");
        oldest.bind(1, before_ms);
        if (!oldest.step()) return oldest.reset();
        const auto room = oldest.natural(0);
        oldest.reset();
        auto& last = db_.prepared(
            "SELECT max(seq) FROM (SELECT seq, ts FROM entries WHERE room = ? ORDER BY seq LIMIT ?) WHERE ts < ?");
        last.bind(1, room).bind(2, step.left).bind(3, before_ms);
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
    std::vector<std::pair<std::uint64_t, std::uint64_t>> rooms;  // with what is below what stays
    while (rows.step()) rooms.emplace_back(rows.natural(0), rows.natural(1));
    rows.reset();
    for (const auto& [room, below] : rooms) {
        if (step.left > 0) remove_entries(room, below, step);
    }
}

// What a step frees is known after it.
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
    // An external-content index must be told what it had (SQLite, FTS5 section 4.4.3).
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
    result.first = below;
    step.left -= below - from;
    step.shortened.push_back(std::move(result));
}

// Of those who said what goes now. An id outlives its entry until the session has said 1,000 more (promise 3).
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

}  // namespace papo::store
