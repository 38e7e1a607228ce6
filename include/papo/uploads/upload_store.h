// The folder of uploaded files. A file gets its name when it is whole. Until then it is nameless (O_TMPFILE, open(2)),
// or has a temporary name that the next start removes, on file systems without O_TMPFILE.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "papo/base/fd.h"
#include "papo/base/result.h"

namespace papo::uploads {

enum class WriteStatus : std::uint8_t { ok, no_space, failed };

// A file that is being received. The destructor removes it unless it was kept.
class PendingFile {
public:
    PendingFile(Fd file, int folder, std::string temporary_name);
    ~PendingFile();
    PendingFile(PendingFile&& other) noexcept;
    PendingFile& operator=(PendingFile&&) = delete;

    // Writes all of `bytes` at the end.
    WriteStatus append(std::string_view bytes);
    // Gives the whole file its name, which no other file may have.
    WriteStatus keep_as(const std::string& name);

private:
    Fd file_;
    int folder_;                  // of the store, which outlives this
    std::string temporary_name_;  // empty: nameless
};

// A stored file, open for reading.
struct StoredFile {
    Fd file;
    std::uint64_t size = 0;  // bytes
    std::int64_t mtime = 0;  // s since 1970
    std::string_view type;   // media type
};

// Whether `name` is a UUID with a known extension. Only names that pass this check become paths into the folder.
bool is_stored_name(std::string_view name);

class UploadStore {
public:
    // Creates the folder if it is missing, and removes unfinished files that a crash left.
    static Result<UploadStore> open(const std::string& folder);

    // A new nameless file; absent if that fails (`status` says why).
    std::optional<PendingFile> begin(WriteStatus& status) const;
    // Absent if no file has this name; an error if the system cannot open it now (descriptors, memory, the disk).
    Result<std::optional<StoredFile>> find(std::string_view name) const;
    void remove(const std::string& name) const;

    // When the file was last written, in ms since 1970; absent if there is no such file.
    std::optional<std::int64_t> mtime_ms(const std::string& name) const;
    int folder() const { return folder_.get(); }

    // Stored names in the folder at the start.
    std::vector<std::string> take_found();

private:
    UploadStore(Fd folder, std::vector<std::string> found) : folder_(std::move(folder)), found_(std::move(found)) {}

    Fd folder_;
    std::vector<std::string> found_;
};

}  // namespace papo::uploads
