// The real disk, except that syncs wait until the test lets them pass.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "papo/store/disk.h"

namespace papo::test {

class SlowDisk final : public store::Disk {
public:
    // From now on each sync of a file waits for let().
    void hold() {
        const std::lock_guard lock(mutex_);
        held_ = true;
        begun_ = 0;
    }
    // Lets `count` syncs pass; with `failing` they report a failure.
    void let(int count, bool failing = false) {
        const std::lock_guard lock(mutex_);
        allowed_ += count;
        failing_ = failing;
        changed_.notify_all();
    }
    // Waits until `number` syncs have begun since hold().
    void wait_for_sync(int number) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return begun_ >= number; });
    }
    int begun() {
        const std::lock_guard lock(mutex_);
        return begun_;
    }

    Result<void> make_folder(const std::string& path) override { return real_.make_folder(path); }
    Result<std::vector<std::string>> list(const std::string& folder) override { return real_.list(folder); }
    Result<std::string> read(const std::string& path, std::size_t most) override { return real_.read(path, most); }
    Result<std::unique_ptr<store::AppendFile>> open(const std::string& path) override {
        auto file = real_.open(path);
        if (!file) return file.error();
        return std::unique_ptr<store::AppendFile>(std::make_unique<File>(*this, std::move(*file)));
    }
    Result<void> remove(const std::string& path) override { return real_.remove(path); }
    Result<void> rename(const std::string& from, const std::string& to) override { return real_.rename(from, to); }
    Result<void> sync_folder(const std::string& path) override { return real_.sync_folder(path); }

private:
    class File final : public store::AppendFile {
    public:
        File(SlowDisk& disk, std::unique_ptr<store::AppendFile> file) : disk_(disk), file_(std::move(file)) {}
        Result<void> write_at(std::uint64_t offset, std::string_view bytes) override {
            return file_->write_at(offset, bytes);
        }
        Result<void> truncate(std::uint64_t size) override { return file_->truncate(size); }
        Result<void> sync() override { return disk_.pass() ? file_->sync() : Result<void>(Error{"cannot sync"}); }

    private:
        SlowDisk& disk_;
        std::unique_ptr<store::AppendFile> file_;
    };

    // Waits for let(); false: the sync must fail.
    bool pass() {
        std::unique_lock lock(mutex_);
        if (!held_) return true;
        ++begun_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return allowed_ > 0; });
        --allowed_;
        return !failing_;
    }

    store::Disk& real_ = store::real_disk();
    std::mutex mutex_;
    std::condition_variable changed_;
    bool held_ = false;
    bool failing_ = false;
    int begun_ = 0;
    int allowed_ = 0;
};

}  // namespace papo::test
