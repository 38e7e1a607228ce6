// A room's log as it was at one moment, read from its oldest entry to its newest while a server may be running. It is
// held in memory only as far as it was not folded at that moment, and holds up nothing: entries stay as they are.
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
    // Everything in it that was acknowledged before the call. Absent when there is no such room.
    static Result<std::optional<StoredRoom>> find(const std::string& database, std::string_view name);

    // The next entries; none at the end.
    Result<std::vector<chat::EntryPtr>> read_on();

private:
    StoredRoom(std::unique_ptr<Database> database, std::uint64_t number, std::uint64_t folded,
               std::vector<chat::EntryPtr> unfolded)
        : database_(std::move(database)), number_(number), folded_(folded), unfolded_(std::move(unfolded)) {}

    std::unique_ptr<Database> database_;
    std::uint64_t number_;
    std::uint64_t folded_;  // the newest entry that was in the database
    std::uint64_t read_ = 0;
    std::vector<chat::EntryPtr> unfolded_;
};

}  // namespace papo::store
