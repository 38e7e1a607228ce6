#include "papo/store/schema.h"

#include <array>

namespace papo::store {
namespace {

// entries: one row per message. `number` grows in the order of storing, and is the entry's key in the full-text index.
// ids: what deduplication needs. The table is separate because ids outlive their entries (retention), and because a
// session's last 1,000 ids are then one short range of one index.
constexpr const char* version_1 = R"(
CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
CREATE TABLE rooms (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    epoch TEXT NOT NULL,
    password TEXT NOT NULL,
    first INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    ts INTEGER NOT NULL
) STRICT;
CREATE TABLE sessions (number INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE) STRICT;
CREATE TABLE files (
    number INTEGER PRIMARY KEY,
    filename TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    kind INTEGER NOT NULL,
    size INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    thumb TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    added INTEGER NOT NULL,
    uses INTEGER NOT NULL
) STRICT;
CREATE INDEX files_unused ON files (added) WHERE uses = 0;
CREATE INDEX files_thumbs ON files (thumb) WHERE thumb <> '';
CREATE TABLE entries (
    number INTEGER PRIMARY KEY,
    room INTEGER NOT NULL REFERENCES rooms (number),
    seq INTEGER NOT NULL,
    ts INTEGER NOT NULL,
    session INTEGER NOT NULL REFERENCES sessions (number),
    author TEXT NOT NULL,
    id TEXT NOT NULL,
    text TEXT,
    file INTEGER REFERENCES files (number),
    UNIQUE (room, seq)
) STRICT;
CREATE INDEX entries_with_file ON entries (file) WHERE file IS NOT NULL;
CREATE TABLE ids (
    room INTEGER NOT NULL REFERENCES rooms (number),
    session INTEGER NOT NULL REFERENCES sessions (number),
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (room, session, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE people (
    number INTEGER PRIMARY KEY,
    room INTEGER NOT NULL REFERENCES rooms (number),
    session BLOB NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (room, name)
) STRICT;
CREATE VIEW searchable AS
    SELECT e.number AS number, e.room AS room,
           coalesce(e.text, '') || coalesce(char(10) || f.name, '') AS text
    FROM entries e LEFT JOIN files f ON f.number = e.file;
CREATE VIRTUAL TABLE found USING fts5 (
    room, text, content = 'searchable', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
)";

// talkers: when, by the age clock and to the day, a session last spoke in a room; one row for all its ids there.
// marks: the newest entry's number at a time of the age clock.
// The migration takes an entry's ts for its age, unless the ts is in the future, and takes every session as having
// spoken now.
constexpr const char* version_2 = R"(
CREATE TABLE talkers (
    session INTEGER NOT NULL,
    room INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    PRIMARY KEY (session, room)
) STRICT, WITHOUT ROWID;
CREATE TABLE marks (at INTEGER PRIMARY KEY, number INTEGER NOT NULL) STRICT;
INSERT INTO talkers SELECT DISTINCT session, room, 1000 * CAST(strftime('%s', 'now') AS INTEGER) FROM ids;
REPLACE INTO marks
    SELECT min(max(max(ts)) OVER (ORDER BY max(number)), 1000 * CAST(strftime('%s', 'now') AS INTEGER)), max(number)
    FROM entries GROUP BY ts / 3600000 ORDER BY 2;
)";

// kind: the kind of the entry's body (database_read.cpp). of: the seq of the entry that this one is about, or NULL.
// SQLite adds columns with a default at the end of a row without rewriting the rows.
// id: ties the journal's segments to this database.
constexpr const char* version_3 = R"(
ALTER TABLE entries ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entries ADD COLUMN of INTEGER;
INSERT INTO meta (key, value) VALUES ('id', randomblob(16));
)";

// steps[i] migrates version i to i + 1.
constexpr std::array steps{version_1, version_2, version_3};
static_assert(steps.size() == schema_version);

// Gives the entries of version 2 the columns of version 3, for reading only.
constexpr const char* as_version_3 =
    "PRAGMA temp_store = MEMORY; CREATE TEMP VIEW entries AS SELECT *, 0 AS kind, NULL AS of FROM main.entries";

bool is_strange(Sqlite& db, std::int64_t version) {
    if (db.integer("PRAGMA application_id") == application_id) return false;
    return version != 0 || db.integer("SELECT count(*) FROM sqlite_schema") != 0;
}

}  // namespace

Result<void> migrate(Sqlite& db, const std::string& path) {
    const auto version = db.integer("PRAGMA user_version");
    if (is_strange(db, version)) return Error{path + " is a database of another program; choose another with --db"};
    if (version > schema_version) return newer_schema(path, version);
    if (version == schema_version) return {};
    // Lets the file shrink after messages are removed. SQLite accepts this only before the first table.
    if (version == 0) db.exec("PRAGMA auto_vacuum = INCREMENTAL");
    Transaction transaction(db);
    for (auto at = static_cast<std::size_t>(version); at < steps.size(); ++at) db.exec(steps[at]);
    db.exec(("PRAGMA application_id = " + std::to_string(application_id)).c_str());
    db.exec(("PRAGMA user_version = " + std::to_string(schema_version)).c_str());
    transaction.commit();
    return {};
}

Result<void> make_readable(Sqlite& db, const std::string& path) {
    const auto version = db.integer("PRAGMA user_version");
    if (version > schema_version) return newer_schema(path, version);
    if (version < 2) return Error{path + " was written by another version of papo; use that one"};
    if (version < schema_version) db.exec(as_version_3);
    return {};
}

Error newer_schema(const std::string& path, std::int64_t format) {
    return {path + " was written by a newer papo (its format is " + std::to_string(format) + ", this one knows " +
            std::to_string(schema_version) + "); start that one, or choose another --db"};
}

}  // namespace papo::store
