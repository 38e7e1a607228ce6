// A consistent view of everything stored, for another process than the server: the database at one moment, and the
// journal's records that are not in it. Everything acknowledged before the snapshot is in one of the two.
//
// Nothing is lost between them: a checkpoint cannot be complete while the snapshot reads, and the worker removes only
// segments that a complete checkpoint covers (worker.cpp, checkpoint()).
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
    // Takes a snapshot of the database in the file `path`, which a server may be using.
    static Result<Snapshot> take(const std::string& path);

    // The database at the snapshot's moment, for reading only.
    Database& database() { return *database_; }

    using TakeRecords = std::function<Result<void>(std::span<const Record> records)>;
    // Calls `take` with the records that are not in the database, in order and some at a time, until a call fails;
    // returns that error. A backup's copy has no journal, so `take` is not called.
    Result<void> read_journal(const TakeRecords& take);

    // Ends the snapshot, and returns the database, which from then on also shows later changes.
    std::unique_ptr<Database> release();

private:
    Snapshot(std::unique_ptr<Database> database, std::string folder)
        : database_(std::move(database)), folder_(std::move(folder)) {}
    Result<void> read_segment_from(std::uint64_t number, Position from, const DatabaseId& id, const TakeRecords& take);

    std::unique_ptr<Database> database_;
    std::string folder_;  // of the journal
};

}  // namespace papo::store
