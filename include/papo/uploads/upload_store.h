// The folder of uploaded files. A file has no name there until it is whole: it grows as a nameless one
// (O_TMPFILE, open(2)) where the file system can do that, else under a temporary name that the next start removes.
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

// A file that is being received. Destroyed before it is kept, it leaves nothing behind.
class PendingFile {
public:
    PendingFile(Fd file, int folder, std::string temporary_name);
    ~PendingFile();
    PendingFile(PendingFile&& other) noexcept;
    PendingFile& operator=(PendingFile&&) = delete;

    // Writes all of `bytes` at the end.
    WriteStatus append(std::string_view bytes);
    // Gives the whole file its name; nothing else may be there under it.
    WriteStatus keep_as(const std::string& name);

private:
    Fd file_;
    int folder_;                  // the store's, which outlives it
    std::string temporary_name_;  // empty: nameless
};

// A stored file, open for reading.
struct StoredFile {
    Fd file;
    std::uint64_t size = 0;  // bytes
    std::int64_t mtime = 0;  // s since 1970
    std::string_view type;   // media type
};

// Whether it has the form of a stored name: a UUID and a known extension. Every path into the folder is made of
// names that passed this.
bool is_stored_name(std::string_view name);

class UploadStore {
public:
    // Creates the folder if need be and removes what a crash left unfinished.
    static Result<UploadStore> open(const std::string& folder);

    // A new nameless file; absent when the folder cannot take one (`status` says why).
    std::optional<PendingFile> begin(WriteStatus& status) const;
    // Nothing when there is none of this name; an error when it cannot be opened now (descriptors, memory, the disk).
    Result<std::optional<StoredFile>> find(std::string_view name) const;
    void remove(const std::string& name) const;

    // When the file was last written, in ms since 1970; absent when it is not there.
    std::optional<std::int64_t> mtime_ms(const std::string& name) const;
    int folder() const { return folder_.get(); }

    // Stored names that were there at the start.
    std::vector<std::string> take_found();

private:
    UploadStore(Fd folder, std::vector<std::string> found) : folder_(std::move(folder)), found_(std::move(found)) {}

    Fd folder_;
    std::vector<std::string> found_;
};

}  // namespace papo::uploads
