// Captures the standard error of this process and its children during the object's life.
#pragma once

#include <string>

#include "papo/base/fd.h"
#include "tests/support/temp_folder.h"

namespace papo::test {

class ErrorOutput {
public:
    ErrorOutput();
    ~ErrorOutput();
    ErrorOutput(const ErrorOutput&) = delete;
    ErrorOutput& operator=(const ErrorOutput&) = delete;

    std::string text() const { return read_file(file_); }

private:
    TempFolder folder_;
    std::filesystem::path file_ = folder_.path() / "stderr";
    Fd before_;
};

}  // namespace papo::test
