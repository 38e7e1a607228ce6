// The file system as the journal uses it, behind an interface so that a test can make each call fail.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "papo/base/result.h"

namespace papo::store {

// An open file for appending. The destructor closes it.
class AppendFile {
public:
    virtual ~AppendFile() = default;

    // Writes all of `bytes` at `offset`. After an error the file may have some of them.
    virtual Result<void> write_at(std::uint64_t offset, std::string_view bytes) = 0;
    virtual Result<void> truncate(std::uint64_t size) = 0;
    // Returns once all written bytes are on the medium (fdatasync(2)). Any thread may call it.
    virtual Result<void> sync() = 0;
};

class Disk {
public:
    virtual ~Disk() = default;

    // Creates the folder and its missing parents; succeeds if it exists.
    virtual Result<void> make_folder(const std::string& path) = 0;
    // The names of the files in the folder, in no particular order.
    virtual Result<std::vector<std::string>> list(const std::string& folder) = 0;
    // Reads the file, at most its first `most` bytes.
    virtual Result<std::string> read(const std::string& path, std::size_t most) = 0;
    Result<std::string> read(const std::string& path) { return read(path, SIZE_MAX); }
    // Opens the file, and creates it if it is missing.
    virtual Result<std::unique_ptr<AppendFile>> open(const std::string& path) = 0;
    virtual Result<void> remove(const std::string& path) = 0;
    // Replaces `to` if it exists.
    virtual Result<void> rename(const std::string& from, const std::string& to) = 0;
    // Makes the names in the folder durable (fsync(2) of the folder).
    virtual Result<void> sync_folder(const std::string& path) = 0;
};

// The machine's file system. It has no state, so all callers share one object.
Disk& real_disk();

// The folder that contains `path`; "." if `path` is a bare name.
std::string folder_of(const std::string& path);

}  // namespace papo::store
