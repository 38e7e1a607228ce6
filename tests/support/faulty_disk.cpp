#include "tests/support/faulty_disk.h"

#include <utility>

namespace papo::test {
namespace {

Error broken() {
    return {"the test's disk fails"};
}

class FaultyFile final : public store::AppendFile {
public:
    FaultyFile(FaultyDisk& disk, std::unique_ptr<store::AppendFile> real) : disk_(disk), real_(std::move(real)) {}

    Result<void> write_at(std::uint64_t offset, std::string_view bytes) override {
        const auto fault = disk_.fault_of(DiskCall::write);
        if (fault == Fault::none) return real_->write_at(offset, bytes);
        if (fault == Fault::half_done) (void)real_->write_at(offset, bytes.substr(0, bytes.size() / 2));
        return broken();
    }
    Result<void> truncate(std::uint64_t size) override {
        const auto fault = disk_.fault_of(DiskCall::truncate);
        if (fault == Fault::nothing_done) return broken();
        auto done = real_->truncate(size);
        return fault == Fault::none ? done : broken();
    }
    Result<void> sync() override { return disk_.fault_of(DiskCall::sync) == Fault::none ? real_->sync() : broken(); }

private:
    FaultyDisk& disk_;
    std::unique_ptr<store::AppendFile> real_;
};

}  // namespace

void FaultyDisk::set_plan(Plan plan) {
    const std::lock_guard lock(mutex_);
    plan_ = std::move(plan);
}

Fault FaultyDisk::fault_of(DiskCall call) {
    const std::lock_guard lock(mutex_);
    return plan_ ? plan_(call) : Fault::none;
}

template <typename Real>
auto FaultyDisk::attempt(DiskCall call, Real real) -> decltype(real()) {
    const auto fault = fault_of(call);
    if (fault == Fault::nothing_done) return broken();
    auto done = real();
    if (fault == Fault::half_done) return broken();
    return done;
}

Result<void> FaultyDisk::make_folder(const std::string& path) {
    return attempt(DiskCall::make_folder, [&] { return store::real_disk().make_folder(path); });
}

Result<std::vector<std::string>> FaultyDisk::list(const std::string& folder) {
    return attempt(DiskCall::list, [&] { return store::real_disk().list(folder); });
}

Result<std::string> FaultyDisk::read(const std::string& path, std::size_t most) {
    return attempt(DiskCall::read, [&] { return store::real_disk().read(path, most); });
}

Result<std::unique_ptr<store::AppendFile>> FaultyDisk::open(const std::string& path) {
    return attempt(DiskCall::open, [&]() -> Result<std::unique_ptr<store::AppendFile>> {
        auto file = store::real_disk().open(path);
        if (!file) return file.error();
        return std::unique_ptr<store::AppendFile>(std::make_unique<FaultyFile>(*this, std::move(*file)));
    });
}

Result<void> FaultyDisk::remove(const std::string& path) {
    return attempt(DiskCall::remove, [&] { return store::real_disk().remove(path); });
}

Result<void> FaultyDisk::rename(const std::string& from, const std::string& to) {
    return attempt(DiskCall::rename, [&] { return store::real_disk().rename(from, to); });
}

Result<void> FaultyDisk::sync_folder(const std::string& path) {
    return attempt(DiskCall::sync_folder, [&] { return store::real_disk().sync_folder(path); });
}

}  // namespace papo::test
