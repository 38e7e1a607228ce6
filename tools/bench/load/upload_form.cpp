#include "tools/bench/load/upload_form.h"

#include <algorithm>
#include <random>

namespace papo::load {
namespace {

constexpr std::size_t block_size = 1U << 20U;
constexpr std::string_view boundary = "----papo-load-4f1c7a9e2b";
constexpr std::string_view magic = "PK\x03\x04";

// Random bytes, because files that people send are mostly compressed; the same in every run.
std::string random_block() {
    std::mt19937_64 random(1);  // NOLINT(bugprone-random-generator-seed)
    std::string block(block_size, '\0');
    for (auto& byte : block) byte = static_cast<char>(random() & 0xFFU);
    return block;
}

}  // namespace

UploadForm::UploadForm(const std::string& host, const std::string& path, std::uint64_t size)
    : block_(random_block()), file_rest_(std::max<std::uint64_t>(size, magic.size()) - magic.size()) {
    const std::string dashes = "--" + std::string(boundary);
    const std::string head = dashes + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"load.zip\"\r\n" +
                             "Content-Type: application/zip\r\n\r\n" + std::string(magic);
    end_ = "\r\n" + dashes + "--\r\n";
    begin_ = "POST " + path + " HTTP/1.1\r\nHost: " + host +
             "\r\nContent-Type: multipart/form-data; boundary=" + std::string(boundary) +
             "\r\nContent-Length: " + std::to_string(head.size() + file_rest_ + end_.size()) + "\r\n\r\n" + head;
}

std::string_view UploadForm::piece(std::uint64_t offset) const {
    if (offset < begin_.size()) return std::string_view(begin_).substr(offset);
    offset -= begin_.size();
    if (offset < file_rest_) return std::string_view(block_).substr(offset % block_size, file_rest_ - offset);
    return std::string_view(end_).substr(std::min<std::uint64_t>(offset - file_rest_, end_.size()));
}

}  // namespace papo::load
