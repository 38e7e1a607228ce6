// What is known of uploads, as far as it is in memory: those that were lately made, named or asked for.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "papo/chat/entry.h"
#include "papo/store/journal.h"

namespace papo::store {

class FileTable {
public:
    using Info = std::shared_ptr<const chat::FileInfo>;

    // nullptr when there is none, or it is not in memory.
    Info find(std::string_view filename) const;
    // Whether find() knows: what is not there is absent.
    bool knows(std::string_view filename) const;
    // `at`: the record that is about it, before which it must stay.
    void put(Info file, Position at);
    void put_absent(std::string_view filename) { absent_.emplace(filename); }
    // An entry at `at` names the file.
    void name(std::string_view filename, Position at);
    // Whether an entry may name it that is not folded yet.
    bool is_named_after(std::string_view filename, Position folded) const;
    void remove(std::string_view filename);
    // Lets go of the longest unused that are folded, as long as there are more than `most`.
    void trim(std::size_t most, Position folded);

    void add_bytes(std::uint64_t bytes) { bytes_ += bytes; }
    void take_bytes(std::uint64_t bytes) { bytes_ -= std::min(bytes, bytes_); }
    std::uint64_t bytes() const { return bytes_; }

private:
    struct Known {
        Info info;
        Position last;   // record that is about it
        Position named;  // record of the last entry that names it
        std::list<std::string>::iterator order;
    };

    std::map<std::string, Known, std::less<>> known_;
    std::list<std::string> order_;               // the one used last first
    std::set<std::string, std::less<>> absent_;  // until the end of the turn
    std::uint64_t bytes_ = 0;
};

}  // namespace papo::store
