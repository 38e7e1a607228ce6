#include "papo/http/static_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <functional>
#include <utility>

namespace papo::http {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_bytes = 32U << 20U;
// Built scripts and styles, whose names have the hash of their content (tools/package/build-www).
constexpr std::string_view kept_folder = "papo";
constexpr std::string_view kept_path = "/papo/";
constexpr std::size_t large_from = 16U * 1024U;  // below this size, the extra sendfile(2) costs more than the copy

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> types{{
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".webp", "image/webp"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".mp3", "audio/mpeg"},
}};

std::string_view type_of(std::string_view path) {
    const auto name = path.substr(path.rfind('/') + 1);
    const auto point = name.rfind('.');
    for (const auto& [extension, type] : types) {
        if (point != std::string_view::npos && point != 0 && name.substr(point) == extension) return type;
    }
    return "application/octet-stream";
}

// No attacker gains from a collision of two client files, so the hash need not be cryptographic. Another C++ library
// may hash differently; then browsers fetch everything once more.
std::string etag_of(std::string_view content) {
    return '"' + std::to_string(std::hash<std::string_view>{}(content)) + '-' + std::to_string(content.size()) + '"';
}

StaticContent content_of(std::string_view bytes, MemoryFile& large) {
    auto slice = bytes.size() < large_from ? std::nullopt : large.add(bytes);
    if (slice) return {std::move(*slice), etag_of(bytes), {}};
    return {net::SharedBytes::copy_of(bytes), etag_of(bytes), {}};
}

// Compressing these again only takes time.
bool is_compressed(std::string_view type) {
    const auto kind = type.substr(0, type.find('/'));
    return type != "image/svg+xml" && (kind == "image" || kind == "audio" || kind == "font");
}

// Reads the file with one read(2): the start waits for all files.
// Absent if the file is larger than `left`; else subtracts its size from `left`.
std::optional<StaticFile> read_file(const std::string& path, std::size_t& left, MemoryFile& large) {
    struct stat info {};
    const Fd in(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (in) ::fstat(in.get(), &info);
    const auto whole = static_cast<std::size_t>(info.st_size);
    if (whole > left) return std::nullopt;
    left -= whole;
    std::string bytes(whole, '\0');
    std::size_t size = 0;
    while (size < bytes.size()) {
        const auto got = ::read(in.get(), bytes.data() + size, bytes.size() - size);
        if (got <= 0) break;
        size += static_cast<std::size_t>(got);
    }
    bytes.resize(size);
    StaticFile file{content_of(bytes, large), {}, std::string(type_of(path)), info.st_mtim.tv_sec, false, false};
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

bool is_hidden(const std::string& path) {
    return path[path.rfind('/') + 1] == '.';
}

}  // namespace

std::string StaticFiles::default_folder() {
    std::error_code error;
    return folder_beside(fs::read_symlink("/proc/self/exe", error).string());
}

std::string StaticFiles::folder_beside(const std::string& program) {
    std::error_code error;
    const auto here = fs::path(program).parent_path();
    const auto root = here.parent_path();
    // build/papo, build/asan/papo, /usr/bin/papo
    for (const auto& folder : {here / "www", root / "www", root / "share" / "papo" / "www"}) {
        if (fs::exists(folder / "index.html", error) && fs::exists(folder / kept_folder, error)) return folder.string();
    }
    return (here / "www").string();
}

Result<StaticFiles> StaticFiles::load(const std::string& folder) {
    StaticFiles loaded;
    std::error_code error;
    std::size_t left = max_bytes;
    const auto root = folder.substr(0, folder.find_last_not_of('/') + 1);
    for (fs::recursive_directory_iterator at(root + "/", error), end; !error && at != end; at.increment(error)) {
        const auto& path = at->path().native();
        if (is_hidden(path)) {
            at.disable_recursion_pending();
            continue;
        }
        if (!at->is_regular_file()) continue;
        auto read = read_file(path, left, loaded.large_);
        if (!read) return Error{folder + " is too large for a web client; choose another with --www"};
        const auto name = path.substr(root.size());
        read->is_kept = name.starts_with(kept_path);
        loaded.files_.emplace(name, std::move(*read));
    }
    if (!loaded.files_.contains("/index.html")) {
        return Error{"the web client is not in " + folder + " (no index.html); choose its folder with --www"};
    }
    loaded.adopt_compressed();
    for (auto& [name, file] : loaded.files_) {
        if (file.may_shrink) loaded.uncompressed_.push_back(&file);
    }
    return loaded;
}

void StaticFiles::adopt_compressed() {
    constexpr std::string_view end = ".gz";
    for (auto at = files_.begin(); at != files_.end();) {
        const std::string_view name = at->first;
        const auto plain = name.ends_with(end) ? files_.find(name.substr(0, name.size() - end.size())) : files_.end();
        if (plain == files_.end()) {
            ++at;
            continue;
        }
        plain->second.gzip = std::move(at->second.identity);
        plain->second.may_shrink = false;
        at = files_.erase(at);
    }
}

StaticFile* StaticFiles::find(std::string_view path) {
    const auto at = files_.find(path == "/" ? std::string_view("/index.html") : path);
    if (at == files_.end()) return nullptr;
    compress(at->second);
    return &at->second;
}

bool StaticFiles::compress_next() {
    if (uncompressed_.empty()) return false;
    compress(*uncompressed_.back());
    uncompressed_.pop_back();
    if (!uncompressed_.empty()) return true;
    gzip_ = {};
    return false;
}

void StaticFiles::compress(StaticFile& file) {
    if (!std::exchange(file.may_shrink, false)) return;
    if (const auto smaller = gzip_.of(bytes_of(file.identity))) file.gzip = content_of(*smaller, large_);
}

}  // namespace papo::http
