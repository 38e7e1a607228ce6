#include "papo/store/disk.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

namespace papo::store {
namespace {

Error failure(const std::string& what, int error) {
    return {what + ": " + std::strerror(error)};
}

class RealFile final : public AppendFile {
public:
    RealFile(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}
    ~RealFile() override { ::close(fd_); }
    RealFile(const RealFile&) = delete;
    RealFile& operator=(const RealFile&) = delete;

    Result<void> write_at(std::uint64_t offset, std::string_view bytes) override {
        while (!bytes.empty()) {
            const auto written = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return failure("cannot write to " + path_, written < 0 ? errno : EIO);
            bytes.remove_prefix(static_cast<std::size_t>(written));
            offset += static_cast<std::uint64_t>(written);
        }
        return {};
    }
    Result<void> truncate(std::uint64_t size) override {
        if (::ftruncate(fd_, static_cast<off_t>(size)) != 0) return failure("cannot shorten " + path_, errno);
        return {};
    }
    Result<void> sync() override {
        if (::fdatasync(fd_) != 0) return failure("cannot sync " + path_, errno);
        return {};
    }

private:
    int fd_;
    std::string path_;
};

class RealDisk final : public Disk {
public:
    Result<void> make_folder(const std::string& path) override {
        std::error_code error;
        std::filesystem::create_directories(path, error);
        if (error) return Error{"cannot make the folder " + path + ": " + error.message()};
        return {};
    }

    Result<std::vector<std::string>> list(const std::string& folder) override {
        std::error_code error;
        std::vector<std::string> names;
        for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
            names.push_back(at->path().filename().string());
        }
        if (error) return Error{"cannot read the folder " + folder + ": " + error.message()};
        return names;
    }

    Result<std::string> read(const std::string& path, std::size_t most) override {
        std::ifstream in(path, std::ios::binary);
        std::string bytes;
        std::array<char, 64 * 1024> part{};
        while (in && bytes.size() < most) {
            in.read(part.data(), static_cast<std::streamsize>(std::min(part.size(), most - bytes.size())));
            bytes.append(part.data(), static_cast<std::size_t>(in.gcount()));
        }
        if (!in.is_open() || in.bad()) return Error{"cannot read " + path};
        return bytes;
    }

    Result<std::unique_ptr<AppendFile>> open(const std::string& path) override {
        const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (fd < 0) return failure("cannot open " + path, errno);
        return std::unique_ptr<AppendFile>(std::make_unique<RealFile>(fd, path));
    }

    Result<void> remove(const std::string& path) override {
        if (::unlink(path.c_str()) != 0) return failure("cannot remove " + path, errno);
        return {};
    }

    Result<void> rename(const std::string& from, const std::string& to) override {
        if (std::rename(from.c_str(), to.c_str()) != 0) return failure("cannot rename " + from, errno);
        return {};
    }

    Result<void> sync_folder(const std::string& path) override {
        const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0) return failure("cannot open " + path, errno);
        const bool done = ::fsync(fd) == 0;
        const int error = errno;
        ::close(fd);
        if (!done) return failure("cannot sync " + path, error);
        return {};
    }
};

}  // namespace

std::string folder_of(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

Disk& real_disk() {
    static RealDisk disk;
    return disk;
}

}  // namespace papo::store
