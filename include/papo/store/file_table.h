// The metadata of uploads in memory: of those that were lately made, named or asked for.
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

    // nullptr if there is no such upload, or it is not in memory.
    Info find(std::string_view filename) const;
    // Whether find() is certain: then nullptr means that there is no such upload.
    bool knows(std::string_view filename) const;
    // `at`: the record about the file; the file stays in memory until that record is folded. Ignored when the file was
    // removed.
    void put(Info file, Position at);
    // Remembers until the next trim() that there is no such upload.
    void put_absent(std::string_view filename) { absent_.emplace(filename); }
    // An entry at `at` names the file.
    void name(std::string_view filename, Position at);
    // Whether an unfolded entry may name the file.
    bool is_named_after(std::string_view filename, Position folded) const;
    // Removes the file; the record at `at` deletes it from the disk.
    void remove(std::string_view filename, Position at);
    // Removes the least recently used files, as far as their records are folded, until `most` are left.
    void trim(std::size_t most, Position folded);

    void add_bytes(std::uint64_t bytes) { bytes_ += bytes; }
    void take_bytes(std::uint64_t bytes) { bytes_ -= std::min(bytes, bytes_); }
    std::uint64_t bytes() const { return bytes_; }

private:
    struct Known {
        Info info;
        Position last;   // the last record about the file
        Position named;  // the record of the last entry that names the file
        std::list<std::string>::iterator order;
    };

    void drop(std::string_view filename);

    std::map<std::string, Known, std::less<>> known_;
    std::list<std::string> order_;                          // most recently used first
    std::set<std::string, std::less<>> absent_;             // known not to exist
    std::map<std::string, Position, std::less<>> removed_;  // and the record that deletes each, until it is folded
    std::uint64_t bytes_ = 0;
};

}  // namespace papo::store
