#include "papo/store/journal.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <span>
#include <utility>

#include "papo/base/random.h"
#include "papo/store/codec.h"
#include "papo/store/old_facts.h"

namespace papo::store {
namespace {

constexpr std::string_view magic = "papo-log";
constexpr std::string_view old_magic = "papolog1";
constexpr std::string_view extension = ".log";
constexpr std::size_t digits = 16;
constexpr std::size_t salt_size = 8;
constexpr std::size_t common_head = 20;  // in every format since 2: magic, format, size, checksum
constexpr std::size_t most_head = 4096;  // the size limit for a later format's head
static_assert(segment_head == common_head + sizeof(DatabaseId) + salt_size);
static_assert(magic.size() == old_magic.size());

// CRC-32. `seed`: the checksum of the bytes before these.
std::uint32_t checksum(std::string_view bytes, std::uint32_t seed = 0) {
    return static_cast<std::uint32_t>(::crc32_z(seed, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

std::string_view view(std::span<const std::uint8_t> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::uint64_t number_of(std::string_view name) {
    std::uint64_t number = 0;
    if (name.size() != digits + extension.size() || name.substr(digits) != extension) return 0;
    const auto end = std::from_chars(name.data(), name.data() + digits, number);
    return end.ptr == name.data() + digits ? number : 0;
}

std::string make_head(const DatabaseId& database, std::string_view salt) {
    std::string head(magic);
    put_u32(head, journal_format);
    put_u32(head, segment_head);
    head += view(database);
    head += salt;
    put_u32(head, checksum(head));
    return head;
}

struct Head {
    SegmentEnd end = SegmentEnd::whole;  // if not whole, no record can be read
    std::uint32_t format = journal_format;
    std::size_t size = 0;
    std::uint32_t seed = 0;  // the records' checksums continue it
};

Head read_head(std::string_view bytes, const std::optional<DatabaseId>& database) {
    if (bytes.starts_with(old_magic)) return {SegmentEnd::whole, 1, old_magic.size(), 0};
    const bool is_cut = bytes.size() < magic.size() || (bytes.size() < segment_head && bytes.starts_with(magic));
    // A file that a crash left without a complete head never held a record.
    if (is_cut) return {SegmentEnd::whole, journal_format, bytes.size(), 0};
    constexpr Head damaged{SegmentEnd::damaged};
    if (!bytes.starts_with(magic)) return damaged;
    const auto format = load_u32(bytes.data() + magic.size());
    const auto size = load_u32(bytes.data() + magic.size() + 4);
    if (size < common_head || size > std::min(bytes.size(), most_head)) return damaged;
    if (checksum(bytes.substr(0, size - 4)) != load_u32(bytes.data() + size - 4)) return damaged;
    if (format > journal_format) return {SegmentEnd::newer};
    if (format != journal_format || size != segment_head) return damaged;
    const auto owner = bytes.substr(magic.size() + 8, sizeof(DatabaseId));
    if (database && owner != view(*database)) return {SegmentEnd::foreign};
    return {SegmentEnd::whole, format, size, checksum(bytes.substr(size - 4 - salt_size, salt_size))};
}

// The payload of the record at the beginning of `bytes`, or why there is none.
struct Found {
    SegmentEnd end = SegmentEnd::whole;
    std::string_view payload;
};

Found find_record(std::string_view bytes, std::uint32_t seed) {
    if (bytes.size() < record_head) return {SegmentEnd::torn, {}};
    const auto size = load_u32(bytes.data());
    // An invalid length does not tell where the record ends.
    if (size == 0 || load_u32(bytes.data() + 4) != ~size) return {SegmentEnd::damaged, {}};
    if (bytes.size() - record_head < size) return {SegmentEnd::torn, {}};
    const auto payload = bytes.substr(record_head, size);
    if (checksum(payload, seed) != load_u32(bytes.data() + 8)) return {SegmentEnd::damaged, {}};
    return {SegmentEnd::whole, payload};
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

Result<std::unique_ptr<Journal>> Journal::begin(Disk& disk, std::string folder, std::uint64_t number,
                                                const DatabaseId& database) {
    std::unique_ptr<Journal> journal(new Journal(disk, std::move(folder), database));
    if (auto begun = journal->begin_segment(number); !begun) return begun.error();
    return journal;
}

Result<void> Journal::begin_segment(std::uint64_t number) {
    auto file = disk_.open(segment_path(folder_, number));
    if (!file) return file.error();
    std::array<std::uint8_t, salt_size> salt{};
    random_bytes(salt);
    const auto head = make_head(database_, view(salt));
    if (auto written = (*file)->write_at(0, head); !written) return written.error();
    file_ = std::move(*file);
    seed_ = checksum(view(salt));
    end_ = {number, head.size()};
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
    assert(bytes.size() > record_head);  // a reader takes a length of 0 for damage
    const auto payload = std::string_view(bytes).substr(record_head);
    const auto size = static_cast<std::uint32_t>(payload.size());
    store_u32(bytes.data(), size);
    store_u32(bytes.data() + 4, ~size);
    store_u32(bytes.data() + 8, checksum(payload, seed_));
    if (auto written = file_->write_at(end_.offset, bytes); !written) {
        // Cut off the written part: if a shorter record overwrites it, the rest must not be read as a record.
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

Result<Segment> read_segment(Disk& disk, const std::string& folder, std::uint64_t number, Position from,
                             const std::optional<DatabaseId>& database) {
    const auto bytes = disk.read(segment_path(folder, number));
    if (!bytes) return bytes.error();
    return read_segment(*bytes, number, from, database);
}

Segment read_segment(std::string_view bytes, std::uint64_t number, Position from,
                     const std::optional<DatabaseId>& database) {
    const auto head = read_head(bytes, database);
    Segment segment;
    segment.end = head.end;
    auto at = head.size;
    while (segment.end == SegmentEnd::whole && at < bytes.size()) {
        const auto found = find_record(bytes.substr(at), head.seed);
        segment.end = found.end;
        if (found.end != SegmentEnd::whole) break;
        std::string record(bytes.substr(at, record_head));
        if (head.format == journal_format) {
            record += found.payload;
        } else if (!append_old_facts(record, found.payload)) {
            segment.end = SegmentEnd::damaged;
            break;
        }
        at += record_head + found.payload.size();
        if (Position{number, at} > from) segment.records.push_back({{number, at}, std::move(record)});
    }
    segment.cut = bytes.size() - at;
    return segment;
}

Result<SegmentEnd> read_segment_head(Disk& disk, const std::string& folder, std::uint64_t number,
                                     const std::optional<DatabaseId>& database) {
    const auto bytes = disk.read(segment_path(folder, number), most_head);
    if (!bytes) return bytes.error();
    return read_head(*bytes, database).end;
}

Error newer_segment(const std::string& folder, std::uint64_t number) {
    return {segment_path(folder, number) + " was written by a newer papo; start that one, or choose another --db"};
}

Error foreign_segment(const std::string& folder, std::uint64_t number) {
    return {segment_path(folder, number) + " belongs to another database"};
}

}  // namespace papo::store
