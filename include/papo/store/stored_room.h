// A room's log at one moment, read from the oldest entry to the newest, also while a server is running. Only the
// entries that were unfolded at that moment are in memory. Reading does not block the server, because entries never
// change.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "papo/base/result.h"
#include "papo/chat/entry.h"
#include "papo/store/database.h"

namespace papo::store {

class StoredRoom {
public:
    // Finds the room `name` in the database in the file `database`, with all entries acknowledged before the call.
    // Absent if there is no such room.
    static Result<std::optional<StoredRoom>> find(const std::string& database, std::string_view name);

    // The next entries, oldest first; empty at the end.
    Result<std::vector<chat::EntryPtr>> read_on();

private:
    StoredRoom(std::unique_ptr<Database> database, std::uint64_t number, std::uint64_t folded,
               std::vector<chat::EntryPtr> unfolded)
        : database_(std::move(database)), number_(number), folded_(folded), unfolded_(std::move(unfolded)) {}

    std::unique_ptr<Database> database_;
    std::uint64_t number_;
    std::uint64_t folded_;  // seq of the newest entry in the database at that moment
    std::uint64_t read_ = 0;
    std::vector<chat::EntryPtr> unfolded_;
};

}  // namespace papo::store
