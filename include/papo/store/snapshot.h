// What is stored, read by another process than the one that stores it: a moment of the database, and what the journal
// has beyond it. Whatever was acknowledged before the snapshot was taken is in one of the two.
//
// Nothing is missed between them: while the moment lasts, no checkpoint can be whole, and only what a whole one has
// covered is removed from the journal (worker.cpp, checkpoint()).
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "papo/base/result.h"
#include "papo/store/database.h"
#include "papo/store/disk.h"
#include "papo/store/journal.h"

namespace papo::store {

class Snapshot {
public:
    // Of the database in the file `path`; a server may be using it.
    static Result<Snapshot> take(const std::string& path);

    // Shows the moment.
    Database& database() { return *database_; }

    using TakeRecords = std::function<Result<void>(std::span<const Record> records)>;
    // Gives `take`, some at a time and in order, the records that are not in the database, until one call fails. None
    // for a copy, which no journal belongs to.
    Result<void> read_journal(const TakeRecords& take);

    // Ends the moment, and gives the database as it goes on.
    std::unique_ptr<Database> release();

private:
    Snapshot(std::unique_ptr<Database> database, std::string folder)
        : database_(std::move(database)), folder_(std::move(folder)) {}
    Result<void> read_segment_from(std::uint64_t number, Position from, const DatabaseId& id, const TakeRecords& take);

    std::unique_ptr<Database> database_;
    std::string folder_;  // of the journal
};

}  // namespace papo::store
