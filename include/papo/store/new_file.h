// A file that gets its name only when it is whole. Until then it has a temporary name in the same folder, which the
// destructor removes. It never overwrites another file.
#pragma once

#include <sys/types.h>

#include <string>

#include "papo/base/fd.h"
#include "papo/base/result.h"

namespace papo::store {

class NewFile {
public:
    static Result<NewFile> create(const std::string& path, mode_t mode);
    ~NewFile();
    NewFile(NewFile&& other) noexcept;
    NewFile& operator=(NewFile&&) = delete;

    const std::string& temporary_path() const { return temporary_path_; }
    int fd() const { return file_.get(); }
    // Gives the file its name, durably.
    Result<void> keep();

private:
    NewFile(std::string path, std::string temporary_path, Fd file);

    std::string path_;
    std::string temporary_path_;  // empty after keep()
    Fd file_;
};

}  // namespace papo::store
