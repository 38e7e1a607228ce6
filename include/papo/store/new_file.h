// A file that gets its name only when it is whole. Until then it grows under a temporary name beside it, which no
// failure leaves behind. Nothing that is there under its name is ever overwritten.
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
    // Gives it its name, durably.
    Result<void> keep();

private:
    NewFile(std::string path, std::string temporary_path, Fd file);

    std::string path_;
    std::string temporary_path_;  // empty once it was kept
    Fd file_;
};

}  // namespace papo::store
