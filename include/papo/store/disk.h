// The calls that the journal makes of the file system, behind an interface so that a test can let each of them fail.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "papo/base/result.h"

namespace papo::store {

// A file that is appended to, open for as long as the object lives.
class AppendFile {
public:
    virtual ~AppendFile() = default;

    // Writes all of `bytes` at `offset`, or fails; then some of them may be there.
    virtual Result<void> write_at(std::uint64_t offset, std::string_view bytes) = 0;
    virtual Result<void> truncate(std::uint64_t size) = 0;
    // Returns once what was written is on the medium (fdatasync(2)). May be called from another thread.
    virtual Result<void> sync() = 0;
};

class Disk {
public:
    virtual ~Disk() = default;

    virtual Result<void> make_folder(const std::string& path) = 0;
    // Names of the files in the folder, in no order.
    virtual Result<std::vector<std::string>> list(const std::string& folder) = 0;
    // The file, or as much of its beginning.
    virtual Result<std::string> read(const std::string& path, std::size_t most) = 0;
    Result<std::string> read(const std::string& path) { return read(path, SIZE_MAX); }
    // Opens the file, made if it is missing.
    virtual Result<std::unique_ptr<AppendFile>> open(const std::string& path) = 0;
    virtual Result<void> remove(const std::string& path) = 0;
    virtual Result<void> rename(const std::string& from, const std::string& to) = 0;
    // Makes names in the folder as durable as the files (fsync(2) of the folder).
    virtual Result<void> sync_folder(const std::string& path) = 0;
};

// The real one. Has no state.
Disk& real_disk();

// The one that a file, or a folder, lies in.
std::string folder_of(const std::string& path);

}  // namespace papo::store
