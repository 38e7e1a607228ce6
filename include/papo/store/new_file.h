// A file that gets its name only when it is complete. Until then it has a temporary name in the same folder, and the
// destructor removes it. It never overwrites another file.
#pragma once

#include <sys/types.h>

#include <string>

#include "papo/base/fd.h"
#include "papo/base/result.h"

namespace papo::store {

class NewFile {
public:
    // Creates the temporary file. Gives an error if `path` exists.
    static Result<NewFile> create(const std::string& path, mode_t mode);
    ~NewFile();
    NewFile(NewFile&& other) noexcept;
    NewFile& operator=(NewFile&&) = delete;

    const std::string& temporary_path() const { return temporary_path_; }
    int fd() const { return file_.get(); }
    // Syncs the file, gives it its name, and syncs the folder. Gives an error if the name is taken.
    Result<void> keep();

private:
    NewFile(std::string path, std::string temporary_path, Fd file);

    std::string path_;
    std::string temporary_path_;  // empty after keep()
    Fd file_;
};

}  // namespace papo::store
