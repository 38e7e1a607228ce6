// Writes a body to a file, as little as an upload can do: one write for each recv.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "papo/base/fd.h"

namespace papo::bound {

class UploadSink {
public:
    // Nothing when the file cannot be made. `head`: the request's, for its Content-Length.
    static std::optional<UploadSink> open(const std::string& file, std::string_view head);

    void take(std::string_view bytes);
    bool is_whole() const { return due_ == 0; }

private:
    UploadSink(Fd file, std::uint64_t due) : file_(std::move(file)), due_(due) {}

    Fd file_;
    std::uint64_t due_;
};

}  // namespace papo::bound
