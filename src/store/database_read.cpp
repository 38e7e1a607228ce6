// Reading rooms, pages, ids and uploads. A page reads a range of one index, so its cost does not grow with the log.
#include <algorithm>
#include <utility>

#include "papo/store/database.h"

namespace papo::store {
namespace {

#define ENTRY_COLUMNS                                                                                           \
    "SELECT e.seq, e.ts, s.hash, e.author, e.id, e.text, f.filename, f.name, f.type, f.kind, f.size, f.width, " \
    "f.height, f.thumb, e.kind "
#define ENTRY_TABLES "FROM entries e JOIN sessions s ON s.number = e.session LEFT JOIN files f ON f.number = e.file "

#define FILE_COLUMNS "SELECT filename, name, type, kind, size, width, height, thumb, bytes FROM files "

// The database stores these numbers: never renumber.
enum class EntryKind : std::int64_t { said = 0 };
static_assert(std::variant_size_v<chat::Body> == 1, "each body has its kind, and body_of() knows it");

chat::SessionId session_of(std::string_view bytes) {
    chat::SessionId session{};
    std::copy_n(bytes.begin(), std::min(bytes.size(), session.size()), session.begin());
    return session;
}

std::shared_ptr<const chat::FileInfo> file_of(const Statement& row, int at) {
    auto file = std::make_shared<chat::FileInfo>();
    file->filename = row.text(at);
    file->name = row.text(at + 1);
    file->type = row.text(at + 2);
    file->kind = file_kind_of(row.natural(at + 3));
    file->size = row.natural(at + 4);
    file->width = static_cast<std::uint32_t>(row.integer(at + 5));
    file->height = static_cast<std::uint32_t>(row.integer(at + 6));
    file->thumb = row.text(at + 7);
    return file;
}

// `at`: the column of the text. The file's columns and the entry's kind follow it.
chat::Body body_of(const Statement& row, int at) {
    switch (static_cast<EntryKind>(row.integer(at + 9))) {
    case EntryKind::said: {
        chat::Said said;
        if (!row.is_null(at)) said.text = std::string(row.text(at));
        if (!row.is_null(at + 1)) said.file = file_of(row, at + 1);
        return said;
    }
    }
    throw SqliteError(SQLITE_CORRUPT, "an entry of a kind that there is none of");
}

// Translates a query to FTS5's syntax. Each word becomes a phrase, so that FTS5 finds no operators in it. The last word
// matches as a prefix, unless a space follows it. Empty if the query has no words.
std::string match_of(std::uint64_t room, std::string_view query) {
    constexpr std::string_view spaces = " \t\r\n";
    std::string words;
    while (!query.empty()) {
        const auto from = query.find_first_not_of(spaces);
        if (from == std::string_view::npos) break;
        const auto to = std::min(query.find_first_of(spaces, from), query.size());
        const auto word = query.substr(from, to - from);
        query.remove_prefix(to);
        const bool has_letter = std::any_of(word.begin(), word.end(), [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                   static_cast<unsigned char>(c) >= 0x80;
        });
        if (!has_letter) continue;
        words += words.empty() ? "\"" : " AND \"";
        for (const char c : word) words += c == '"' || c == '\0' ? ' ' : c;
        words += query.empty() ? "\" *" : "\"";
    }
    if (words.empty()) return {};
    return "room : \"" + std::to_string(room) + "\" AND text : (" + words + ")";
}

}  // namespace

chat::EntryPtr Database::entry_of(const Statement& row) const {
    auto entry = std::make_shared<chat::Entry>();
    entry->seq = row.natural(0);
    entry->ts = row.integer(1);
    entry->session = session_of(row.text(2));
    entry->from = row.text(3);
    entry->id = row.text(4);
    entry->body = body_of(row, 5);
    chat::weigh(*entry);
    return entry;
}

// Takes rows, which are newest first, until the portion is full. The page is oldest first.
chat::Page Database::page_of(Statement& rows, Portion portion) {
    chat::Page page;
    std::size_t total = 0;
    while (rows.step()) {
        auto entry = entry_of(rows);
        total += chat::weight(*entry);
        page.more = page.entries.size() == portion.entries || (total > portion.weight && !page.entries.empty());
        if (page.more) break;
        page.entries.push_back(std::move(entry));
    }
    rows.reset();
    std::reverse(page.entries.begin(), page.entries.end());
    return page;
}

Result<chat::Page> Database::read_page(std::uint64_t room, std::uint64_t before, Portion portion) {
    return guarded([&] {
        auto& rows =
            db_.prepared(ENTRY_COLUMNS ENTRY_TABLES "WHERE e.room = ? AND e.seq < ? ORDER BY e.seq DESC LIMIT ?");
        rows.bind(1, room).bind(2, before).bind(3, static_cast<std::int64_t>(portion.entries) + 1);
        return page_of(rows, portion);
    });
}

Result<std::vector<chat::EntryPtr>> Database::read_on(std::uint64_t room, std::uint64_t after, std::uint64_t up_to,
                                                      Portion portion) {
    return guarded([&] {
        auto& rows = db_.prepared(ENTRY_COLUMNS ENTRY_TABLES
                                  "WHERE e.room = ? AND e.seq > ? AND e.seq <= ? ORDER BY e.seq LIMIT ?");
        rows.bind(1, room).bind(2, after).bind(3, up_to).bind(4, static_cast<std::int64_t>(portion.entries));
        auto entries = page_of(rows, portion).entries;
        std::reverse(entries.begin(), entries.end());  // page_of() has reversed the rows
        return entries;
    });
}

Result<std::optional<LoadedRoom>> Database::load_room(std::string_view name, Portion portion) {
    std::optional<LoadedRoom> room;
    auto found = guarded([&] {
        auto& row = db_.prepared("SELECT number, name, epoch, password, first, seq, ts FROM rooms WHERE name = ?");
        row.bind(1, name);
        if (row.step()) {
            room.emplace();
            room->record = {row.natural(0),
                            std::string(row.text(1)),
                            std::string(row.text(2)),
                            std::string(row.text(3)),
                            row.natural(4),
                            row.natural(5),
                            row.integer(6)};
        }
        row.reset();
    });
    if (!found) return found.error();
    if (!room) return room;
    auto page = read_page(room->record.number, room->record.seq + 1, portion);
    if (!page) return page.error();
    room->tail = std::move(page->entries);
    return room;
}

Result<std::vector<std::pair<std::string, std::uint64_t>>> Database::load_ids(std::uint64_t room,
                                                                              const chat::SessionId& session) {
    return guarded([&] {
        std::vector<std::pair<std::string, std::uint64_t>> ids;
        const auto number = find_session(session);
        if (!number) return ids;
        auto& rows = db_.prepared("SELECT id, seq FROM ids WHERE room = ? AND session = ? ORDER BY seq DESC LIMIT ?");
        rows.bind(1, room).bind(2, *number).bind(3, static_cast<std::int64_t>(chat::RecentIds::at_least));
        while (rows.step()) ids.emplace_back(rows.text(0), rows.natural(1));
        rows.reset();
        std::reverse(ids.begin(), ids.end());
        return ids;
    });
}

Result<bool> Database::was_said(std::uint64_t room, const chat::SessionId& session, std::uint64_t seq,
                                std::string_view id) {
    return guarded([&] {
        const auto number = find_session(session);
        if (!number) return false;
        auto& row = db_.prepared("SELECT 1 FROM ids WHERE room = ? AND session = ? AND seq = ? AND id = ?");
        const bool found = row.bind(1, room).bind(2, *number).bind(3, seq).bind(4, id).step();
        row.reset();
        return found;
    });
}

Result<std::optional<StoredFileInfo>> Database::find_file(std::string_view filename) {
    return guarded([&] {
        std::optional<StoredFileInfo> file;
        auto& row = db_.prepared(FILE_COLUMNS "WHERE filename = ?");
        if (row.bind(1, filename).step()) file = StoredFileInfo{file_of(row, 0), row.natural(8)};
        row.reset();
        return file;
    });
}

Result<std::vector<chat::Seat>> Database::people() {
    return guarded([&] {
        std::vector<chat::Seat> people;
        auto& rows = db_.prepared(
            "SELECT r.name, p.session, p.name FROM people p JOIN rooms r ON r.number = p.room ORDER BY p.number");
        while (rows.step()) {
            people.push_back({std::string(rows.text(0)), session_of(rows.text(1)), std::string(rows.text(2))});
        }
        rows.reset();
        return people;
    });
}

Result<std::uint64_t> Database::newest_room_number() {
    return guarded([&] { return static_cast<std::uint64_t>(db_.integer("SELECT max(number) FROM rooms")); });
}

Result<std::uint64_t> Database::file_bytes() {
    return guarded([&] { return static_cast<std::uint64_t>(db_.integer("SELECT sum(bytes) FROM files")); });
}

Result<std::vector<StoredFileInfo>> Database::unused_files(std::int64_t before_ms, std::size_t limit) {
    return guarded([&] {
        std::vector<StoredFileInfo> files;
        auto& rows = db_.prepared(FILE_COLUMNS "WHERE uses = 0 AND added < ? ORDER BY added LIMIT ?");
        rows.bind(1, before_ms).bind(2, static_cast<std::int64_t>(limit));
        while (rows.step()) files.push_back({file_of(rows, 0), rows.natural(8)});
        rows.reset();
        return files;
    });
}

Result<std::vector<std::string>> Database::strangers(const std::vector<std::string>& names) {
    return guarded([&] {
        std::vector<std::string> strangers;
        for (const auto& name : names) {
            auto& row = db_.prepared(
                "SELECT 1 FROM files WHERE filename = ?1 UNION ALL SELECT 1 FROM files "
                "WHERE thumb = ?1 AND thumb <> '' LIMIT 1");
            if (!row.bind(1, std::string_view(name)).step()) strangers.push_back(name);
            row.reset();
        }
        return strangers;
    });
}

std::uint64_t Database::entry_number(std::uint64_t room, std::uint64_t seq) {
    auto& row = db_.prepared("SELECT number FROM entries WHERE room = ? AND seq >= ? ORDER BY seq LIMIT 1");
    const auto number = row.bind(1, room).bind(2, seq).step() ? row.natural(0) : std::uint64_t{INT64_MAX};
    row.reset();
    return number;
}

Result<chat::Page> Database::search(std::uint64_t room, std::string_view query, std::uint64_t before, Portion portion) {
    return guarded([&] {
        const auto match = match_of(room, query);
        if (match.empty()) return chat::Page{};
        const auto below = entry_number(room, before);
        auto& rows = db_.prepared(ENTRY_COLUMNS
                                  "FROM found x CROSS JOIN entries e ON e.number = x.rowid "
                                  "JOIN sessions s ON s.number = e.session LEFT JOIN files f ON f.number = e.file "
                                  "WHERE found MATCH ? AND x.rowid < ? ORDER BY x.rowid DESC LIMIT ?");
        rows.bind(1, std::string_view(match)).bind(2, below).bind(3, static_cast<std::int64_t>(portion.entries) + 1);
        return page_of(rows, portion);
    });
}

}  // namespace papo::store
