// One upload as it goes over the wire: a multipart/form-data request (RFC 7578) with one file of any size. Its content
// repeats one block of memory, so no memory of the file's size is used.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace papo::load {

class UploadForm {
public:
    // `size`: bytes of the file, at least 4, because papo checks that it begins as a ZIP does.
    UploadForm(const std::string& host, const std::string& path, std::uint64_t size);

    std::uint64_t size() const { return begin_.size() + file_rest_ + end_.size(); }
    // Some of the bytes from `offset` on, at least one unless that is the end.
    std::string_view piece(std::uint64_t offset) const;

private:
    std::string begin_;  // up to the file's first bytes
    std::string block_;
    std::uint64_t file_rest_;
    std::string end_;
};

}  // namespace papo::load
