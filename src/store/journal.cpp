#include "papo/store/journal.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace papo::store {
namespace {

constexpr std::string_view magic = "papolog1";
constexpr std::string_view extension = ".log";
constexpr std::size_t digits = 16;

std::uint32_t checksum(std::string_view payload) {
    return static_cast<std::uint32_t>(::crc32_z(0, reinterpret_cast<const Bytef*>(payload.data()), payload.size()));
}

void store_u32(char* at, std::uint32_t value) {
    for (unsigned i = 0; i < 4; ++i) at[i] = static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
}

std::uint32_t load_u32(const char* at) {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < 4; ++i) value |= std::uint32_t{static_cast<unsigned char>(at[i])} << (8 * i);
    return value;
}

std::uint64_t number_of(std::string_view name) {
    std::uint64_t number = 0;
    if (name.size() != digits + extension.size() || name.substr(digits) != extension) return 0;
    const auto end = std::from_chars(name.data(), name.data() + digits, number);
    return end.ptr == name.data() + digits ? number : 0;
}

}  // namespace

std::string journal_folder(const std::string& database) {
    return database + ".journal";
}

std::string segment_path(const std::string& folder, std::uint64_t number) {
    auto name = std::to_string(number);
    name.insert(0, digits - std::min(digits, name.size()), '0');
    return folder + "/" + name + std::string(extension);
}

Result<std::unique_ptr<Journal>> Journal::begin(Disk& disk, std::string folder, std::uint64_t number) {
    std::unique_ptr<Journal> journal(new Journal(disk, std::move(folder)));
    if (auto begun = journal->begin_segment(number); !begun) return begun.error();
    return journal;
}

Result<void> Journal::begin_segment(std::uint64_t number) {
    auto file = disk_.open(segment_path(folder_, number));
    if (!file) return file.error();
    if (auto written = (*file)->write_at(0, magic); !written) return written.error();
    file_ = std::move(*file);
    end_ = {number, magic.size()};
    torn_ = false;
    return {};
}

Result<void> Journal::append(std::string& bytes) {
    if (torn_) {
        if (auto cleaned = file_->truncate(end_.offset); !cleaned) return cleaned.error();
        torn_ = false;
    }
    if (end_.offset >= segment_bytes) {
        if (auto begun = begin_segment(end_.segment + 1); !begun) return begun.error();
    }
    const auto payload = std::string_view(bytes).substr(record_head);
    const auto size = static_cast<std::uint32_t>(payload.size());
    store_u32(bytes.data(), size);
    store_u32(bytes.data() + 4, ~size);
    store_u32(bytes.data() + 8, checksum(payload));
    if (auto written = file_->write_at(end_.offset, bytes); !written) {
        // What did get there must never be read as a record, should a shorter one be written over it.
        torn_ = !file_->truncate(end_.offset);
        return written.error();
    }
    end_.offset += bytes.size();
    return {};
}

Result<std::vector<std::uint64_t>> list_segments(Disk& disk, const std::string& folder) {
    const auto names = disk.list(folder);
    if (!names) return names.error();
    std::vector<std::uint64_t> numbers;
    for (const auto& name : *names) {
        if (const auto number = number_of(name); number != 0) numbers.push_back(number);
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

Result<Segment> read_segment(Disk& disk, const std::string& folder, std::uint64_t number, Position from) {
    const auto bytes = disk.read(segment_path(folder, number));
    if (!bytes) return bytes.error();
    Segment segment;
    std::size_t at = magic.size();
    // A file that a crash left with less than its magic number never held a record.
    if (bytes->size() < at) return segment;
    if (bytes->compare(0, at, magic) != 0) segment.end = SegmentEnd::damaged;
    while (segment.end == SegmentEnd::whole && at < bytes->size()) {
        const auto left = bytes->size() - at;
        const auto* head = bytes->data() + at;
        const auto size = left < record_head ? 0 : load_u32(head);
        // A length that is none says nothing about where the record ends.
        if (left >= record_head && (size == 0 || load_u32(head + 4) != ~size)) {
            segment.end = SegmentEnd::damaged;
            break;
        }
        if (left < record_head || left - record_head < size) {
            segment.end = SegmentEnd::torn;
            break;
        }
        const auto payload = std::string_view(*bytes).substr(at + record_head, size);
        if (checksum(payload) != load_u32(head + 8)) {
            segment.end = SegmentEnd::damaged;
            break;
        }
        const auto begin = at;
        at += record_head + size;
        if (Position{number, at} > from) segment.records.push_back({{number, at}, bytes->substr(begin, at - begin)});
    }
    segment.cut = bytes->size() - at;
    return segment;
}

}  // namespace papo::store
