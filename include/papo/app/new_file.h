// A file that gets its name only when it is whole. Until then it grows under a temporary name beside it, which neither
// a failure nor SIGINT, SIGTERM or SIGHUP leaves behind. Nothing that is there under its name is ever overwritten.
#pragma once

#include <sys/types.h>

#include <string>

#include "papo/base/result.h"
#include "papo/net/fd.h"

namespace papo::app {

class NewFile {
public:
    // From here on the three signals end nothing by themselves: ask is_interrupted().
    static Result<NewFile> create(const std::string& path, mode_t mode);
    ~NewFile();
    NewFile(NewFile&& other) noexcept;
    NewFile& operator=(NewFile&&) = delete;

    const std::string& temporary_path() const { return temporary_path_; }
    int fd() const { return file_.get(); }
    bool is_interrupted();
    // Gives it its name, durably.
    Result<void> keep();

private:
    NewFile(std::string path, std::string temporary_path, net::Fd file, net::Fd signals);

    std::string path_;
    std::string temporary_path_;  // empty once it was kept
    net::Fd file_;
    net::Fd signals_;
    bool interrupted_ = false;
};

}  // namespace papo::app
