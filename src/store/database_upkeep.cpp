// What is done when there is time for it: the full-text index, retention.
#include <algorithm>

#include "papo/store/database.h"

namespace papo::store {
namespace {

constexpr std::int64_t indexed_a_step = 256;  // rows; a few milliseconds

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
    std::vector<Shortened> shortened;
    auto done = guarded([&] {
        Transaction transaction(db_);
        for (std::uint64_t left = shortened_a_step; left > 0;) {
            const auto removed = shorten_some(retention, now_ms, left, shortened);
            if (removed == 0) break;
            left -= removed;
        }
        transaction.commit();
    });
    if (!done) return done.error();
    return shortened;
}

// One room by one rule is enough: the next call finds the next. Gives how many entries were removed.
std::uint64_t Database::shorten_some(const Retention& retention, std::int64_t now_ms, std::uint64_t at_most,
                                     std::vector<Shortened>& shortened) {
    std::uint64_t room = 0;
    std::uint64_t below = 0;  // entries with a lower seq go
    const auto take = [&](Statement& row) {
        const bool found = row.step();
        if (found) {
            room = row.natural(0);
            below = row.natural(1);
        }
        row.reset();
        return found;
    };
    const auto oldest = "SELECT room, seq + 1 FROM entries WHERE ts < ? AND number = (SELECT min(number) FROM entries)";
    bool found = retention.max_age_ms > 0 && take(db_.prepared(oldest).bind(1, now_ms - retention.max_age_ms));
    if (!found && retention.max_messages > 0) {
        const auto limit = std::min<std::uint64_t>(retention.max_messages, INT64_MAX);
        auto& row = db_.prepared("SELECT number, seq + 1 - ?1 FROM rooms WHERE seq - first >= ?1 LIMIT 1");
        found = take(row.bind(1, limit));
    }
    if (!found && retention.max_bytes > 0) {
        const auto pages = db_.integer("PRAGMA page_count") - db_.integer("PRAGMA freelist_count");
        const auto used = static_cast<std::uint64_t>(pages * db_.integer("PRAGMA page_size"));
        if (used > retention.max_bytes) found = take(db_.prepared(oldest).bind(1, std::int64_t{INT64_MAX}));
        if (found) below += at_most - 1;
    }
    if (!found) return 0;
    // By age one room at a time, as far as it is too old.
    if (retention.max_age_ms > 0) {
        auto& row = db_.prepared(
            "SELECT max(seq) + 1 FROM (SELECT seq, ts FROM entries WHERE room = ?1 ORDER BY seq "
            "LIMIT ?3) WHERE ts < ?2");
        row.bind(1, room).bind(2, now_ms - retention.max_age_ms).bind(3, at_most);
        if (row.step() && !row.is_null(0)) below = std::max(below, row.natural(0));
        row.reset();
    }
    return remove_entries(room, below, at_most, shortened);
}

std::uint64_t Database::remove_entries(std::uint64_t room, std::uint64_t below, std::uint64_t at_most,
                                       std::vector<Shortened>& shortened) {
    auto& facts = db_.prepared("SELECT name, first, seq FROM rooms WHERE number = ?").bind(1, room);
    if (!facts.step()) {
        facts.reset();
        return 0;
    }
    Shortened result{std::string(facts.text(0)), facts.natural(1)};
    const auto newest = facts.natural(2);
    facts.reset();
    below = std::min({below, result.first + at_most, newest + 1});
    const auto from = result.first;
    const auto indexed = meta_integer("indexed");
    // An external-content index must be told what it had (SQLite, FTS5 section 4.4.3).
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
    // An id outlives its entry until the session has said 1,000 more (promise 3).
    db_.prepared(
           "DELETE FROM ids WHERE room = ?1 AND seq >= ?2 AND seq < ?3 AND EXISTS (SELECT 1 FROM ids n "
           "WHERE n.room = ids.room AND n.session = ids.session AND n.seq > ids.seq LIMIT 1 OFFSET ?4)")
        .bind(1, room)
        .bind(2, from)
        .bind(3, below)
        .bind(4, static_cast<std::int64_t>(chat::RecentIds::at_least) - 1)
        .run();
    db_.prepared("DELETE FROM entries WHERE room = ? AND seq >= ? AND seq < ?")
        .bind(1, room)
        .bind(2, from)
        .bind(3, below)
        .run();
    db_.prepared("UPDATE rooms SET first = ? WHERE number = ?").bind(1, below).bind(2, room).run();
    result.first = below;
    shortened.push_back(std::move(result));
    return below - from;
}

}  // namespace papo::store
