// The real disk, except for calls that a test lets fail. Any thread may use it; FaultyDisk asks the plan about one call
// at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "papo/store/disk.h"

namespace papo::test {

enum class DiskCall : std::uint8_t {
    make_folder,
    list,
    read,
    open,
    remove,
    rename,
    sync_folder,
    write,
    truncate,
    sync
};

enum class Fault : std::uint8_t {
    none,
    nothing_done,
    half_done,  // a write writes half of its bytes; any other call does all its work; both report a failure
};

class FaultyDisk final : public store::Disk {
public:
    using Plan = std::function<Fault(DiskCall call)>;

    // Takes effect with the next call. Empty: nothing fails.
    void set_plan(Plan plan);

    Result<void> make_folder(const std::string& path) override;
    Result<std::vector<std::string>> list(const std::string& folder) override;
    Result<std::string> read(const std::string& path, std::size_t most) override;
    Result<std::unique_ptr<store::AppendFile>> open(const std::string& path) override;
    Result<void> remove(const std::string& path) override;
    Result<void> rename(const std::string& from, const std::string& to) override;
    Result<void> sync_folder(const std::string& path) override;

    // The plan's answer for the call; for the disk's files.
    Fault fault_of(DiskCall call);

private:
    // The result of `real`, unless the plan lets the call fail.
    template <typename Real>
    auto attempt(DiskCall call, Real real) -> decltype(real());

    std::mutex mutex_;
    Plan plan_;
};

}  // namespace papo::test
