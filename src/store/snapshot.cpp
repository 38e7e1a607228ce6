#include "papo/store/snapshot.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>

#include "papo/store/format.h"

namespace papo::store {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t records_a_time = 512;
constexpr int looks = 10;  // reads of a damaged segment before giving up
constexpr auto between_looks = 50ms;

Error unusable(const std::string& path) {
    return {path + " is damaged or missing; start papo on this database, which sets it right, and try again"};
}

}  // namespace

Result<Snapshot> Snapshot::take(const std::string& path) {
    if (auto known = refuse_newer(real_disk(), path); !known) return known.error();
    auto database = Database::open_to_read(path);
    if (!database) return database.error();
    if (auto begun = (*database)->begin_reading(); !begun) return begun.error();
    return Snapshot(std::move(*database), journal_folder(path));
}

std::unique_ptr<Database> Snapshot::release() {
    database_->end_reading();
    return std::move(database_);
}

Result<void> Snapshot::read_journal(const TakeRecords& take) {
    const auto copy = database_->is_copy();
    if (!copy) return copy.error();
    std::error_code error;
    if (*copy || (!std::filesystem::exists(folder_, error) && !error)) return {};
    const auto folded = database_->folded();
    if (!folded) return folded.error();
    const auto id = database_->id();
    if (!id) return id.error();
    const auto segments = list_segments(real_disk(), folder_);
    if (!segments) return segments.error();
    auto last = folded->segment;
    for (const auto number : *segments) {
        if (number < folded->segment) continue;
        if (number > last + 1) return unusable(segment_path(folder_, last + 1));
        if (auto read = read_segment_from(number, *folded, *id, take); !read) return read;
        last = number;
    }
    return {};
}

// A torn record was cut short by a crash or is being written at the moment; papo has not acknowledged it either way. A
// record that looks damaged may be half of a write in progress, so it is read again.
Result<void> Snapshot::read_segment_from(std::uint64_t number, Position from, const DatabaseId& id,
                                         const TakeRecords& take) {
    for (int look = 0; look < looks; ++look) {
        if (look > 0) std::this_thread::sleep_for(between_looks);
        const auto segment = read_segment(real_disk(), folder_, number, from, id);
        if (!segment) return segment.error();
        std::span<const Record> rest = segment->records;
        while (!rest.empty()) {
            const auto some = rest.first(std::min(rest.size(), records_a_time));
            if (auto taken = take(some); !taken) return taken;
            from = some.back().end;
            rest = rest.subspan(some.size());
        }
        switch (segment->end) {
        case SegmentEnd::whole:
        case SegmentEnd::torn: return {};
        case SegmentEnd::foreign: return foreign_segment(folder_, number);
        case SegmentEnd::newer: return newer_segment(folder_, number);
        case SegmentEnd::damaged: break;
        }
    }
    return unusable(segment_path(folder_, number));
}

}  // namespace papo::store
