#include "papo/app/static_files.h"

#include <openssl/sha.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <span>
#include <utility>

#include "papo/app/http_answer.h"
#include "papo/base/random.h"

namespace papo::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_bytes = 32U << 20U;
constexpr std::size_t large_from = 16U * 1024U;  // below it the second call costs more than the copy

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> types{{
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".webp", "image/webp"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".mp3", "audio/mpeg"},
}};

std::string type_of(const fs::path& file) {
    for (const auto& [extension, type] : types) {
        if (file.extension() == extension) return std::string(type);
    }
    return "application/octet-stream";
}

std::string etag_of(std::string_view content) {
    std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(content.data()), content.size(), digest.data());
    return '"' + base64url(std::span(digest).first(16)) + '"';
}

StaticContent content_of(std::string_view bytes, LargeContents& large) {
    auto slice = bytes.size() < large_from ? std::nullopt : large.add(bytes);
    if (slice) return {std::move(*slice), etag_of(bytes), {}};
    return {net::SharedBytes::copy_of(bytes), etag_of(bytes), {}};
}

// What is compressed already only takes time.
bool is_compressed(std::string_view type) {
    const auto kind = type.substr(0, type.find('/'));
    return type != "image/svg+xml" && (kind == "image" || kind == "audio" || kind == "font");
}

// Absent where it would not be smaller. The same bytes make the same gzip: zlib writes neither name nor time.
std::optional<StaticContent> gzip_of(std::string_view bytes, LargeContents& large) {
    constexpr int gzip_window = 15 + 16;  // zlib's way to ask for gzip's frame
    z_stream stream{};
    if (::deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_window, 9, Z_DEFAULT_STRATEGY) != Z_OK) return {};
    std::string smaller(bytes.size(), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(smaller.data());
    stream.avail_out = static_cast<uInt>(smaller.size());
    const bool fits = ::deflate(&stream, Z_FINISH) == Z_STREAM_END;
    const std::size_t size = stream.total_out;
    ::deflateEnd(&stream);
    if (!fits || size == bytes.size()) return {};
    return content_of(std::string_view(smaller).substr(0, size), large);
}

StaticFile read_file(const fs::path& path, LargeContents& large) {
    struct stat info {};
    ::stat(path.c_str(), &info);
    std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
    std::ifstream in(path, std::ios::binary);
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    StaticFile file{content_of(bytes, large), {}, type_of(path), info.st_mtim.tv_sec, false};
    file.identity.lines = static_lines(file, proto::Coding::identity);
    file.may_shrink = !bytes.empty() && !is_compressed(file.type);
    return file;
}

// A copy.
std::string bytes_of(const StaticContent& content) {
    if (const auto* shared = std::get_if<net::SharedBytes>(&content.body)) return std::string(shared->view());
    const auto& slice = std::get<FileSlice>(content.body);
    std::string bytes(slice.length, '\0');
    std::size_t got = 0;
    while (got < bytes.size()) {
        const auto more =
            ::pread(slice.file->get(), bytes.data() + got, bytes.size() - got, static_cast<off_t>(slice.offset + got));
        if (more <= 0) return {};
        got += static_cast<std::size_t>(more);
    }
    return bytes;
}

bool is_hidden(const fs::path& path) {
    return path.filename().native().front() == '.';
}

}  // namespace

std::string StaticFiles::default_folder() {
    std::error_code error;
    const auto binary = fs::read_symlink("/proc/self/exe", error);
    const auto root = binary.parent_path().parent_path();
    for (const auto& folder : {root / "www", root / "share" / "papo" / "www"}) {
        if (fs::exists(folder / "index.html", error)) return folder.string();
    }
    return (root / "www").string();
}

Result<StaticFiles> StaticFiles::load(const std::string& folder) {
    StaticFiles loaded;
    std::error_code error;
    std::size_t total = 0;
    for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        if (is_hidden(at->path())) {
            at.disable_recursion_pending();
            continue;
        }
        if (!at->is_regular_file()) continue;
        total += at->file_size();
        if (total > max_bytes) return Error{folder + " is too large for a web client; choose another with --www"};
        auto name = "/" + at->path().lexically_relative(folder).generic_string();
        auto& file = loaded.files_.emplace(std::move(name), read_file(at->path(), loaded.large_)).first->second;
        if (file.may_shrink) loaded.uncompressed_.push_back(&file);
    }
    if (!loaded.files_.contains("/index.html")) {
        return Error{"the web client is not in " + folder + " (no index.html); choose its folder with --www"};
    }
    return loaded;
}

const StaticFile* StaticFiles::find(std::string_view path) {
    const auto at = files_.find(path == "/" ? std::string_view("/index.html") : path);
    if (at == files_.end()) return nullptr;
    compress(at->second);
    return &at->second;
}

bool StaticFiles::compress_next() {
    if (uncompressed_.empty()) return false;
    compress(*uncompressed_.back());
    uncompressed_.pop_back();
    return !uncompressed_.empty();
}

void StaticFiles::compress(StaticFile& file) {
    if (!std::exchange(file.may_shrink, false)) return;
    file.gzip = gzip_of(bytes_of(file.identity), large_);
    if (file.gzip) file.gzip->lines = static_lines(file, proto::Coding::gzip);
}

// Made at the start: a confined process may not.
LargeContents::LargeContents() : file_(std::make_shared<const net::Fd>(::memfd_create("papo-www", MFD_CLOEXEC))) {}

std::optional<FileSlice> LargeContents::add(std::string_view bytes) {
    if (!*file_) return {};
    const auto offset = size_;
    for (auto rest = bytes; !rest.empty();) {
        const auto wrote = ::pwrite(file_->get(), rest.data(), rest.size(), static_cast<off_t>(size_));
        if (wrote <= 0) return {};
        size_ += static_cast<std::uint64_t>(wrote);
        rest.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return FileSlice{file_, offset, bytes.size()};
}

}  // namespace papo::app
