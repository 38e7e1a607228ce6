// The journal holds the newest facts until the database has them durably. It is a folder of segments; a segment is a
// head followed by records. A record holds the facts of one turn of the loop (facts.h); one write call stores it, so
// that it survives kill -9 at any moment.
//
//   segment   head record*                 the file is named by the segment's number, from 1
//   head      "papo-log", format u32, size of the head u32, id of the database 16 bytes, salt 8 bytes,
//             CRC-32 of all of that u32
//   record    length u32, length inverted u32, CRC-32 of salt and payload u32, payload      all little-endian
//
// The salt is random, new for each segment, and secret. So neither bytes of a text nor a record of another segment can
// pass for a record of this one. The head of a later format also begins with magic, format and size, and ends with its
// checksum, so that this papo can tell it from a damaged head. papo reads every format and writes only the newest.
//
// Format 1 (papo 0.1.0) has "papolog1" instead of the head, checksums without salt, and facts without length
// (old_facts.h).
//
// Each run of the process begins a new segment, so that papo never appends after a record that a crash cut short.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "papo/base/result.h"
#include "papo/store/disk.h"

namespace papo::store {

// A place between two records: the segment's number and the offset in its file, in bytes.
struct Position {
    std::uint64_t segment = 0;
    std::uint64_t offset = 0;
    // clang-tidy takes the defaulted comparison's zero for a null pointer.
    auto operator<=>(const Position&) const = default;  // NOLINT(modernize-use-nullptr)
};

inline constexpr std::uint32_t journal_format = 2;  // the format that papo writes
inline constexpr std::size_t record_head = 12;      // bytes before a payload
inline constexpr std::size_t segment_head = 44;     // bytes before the first record

// A database's random id, made with the database. A segment's head names the database that the segment belongs to.
using DatabaseId = std::array<std::uint8_t, 16>;

struct Record {
    Position end;
    std::string bytes;  // the head and the payload

    std::string_view payload() const { return std::string_view(bytes).substr(record_head); }
};

class Journal {
public:
    static constexpr std::uint64_t segment_bytes = 8U << 20U;  // append() begins the next segment at this size

    // Begins segment `number` in `folder`. `disk` must outlive the journal.
    static Result<std::unique_ptr<Journal>> begin(Disk& disk, std::string folder, std::uint64_t number,
                                                  const DatabaseId& database);

    // Writes a record with one call. `bytes` is record_head bytes, which append() fills in, followed by the payload,
    // which must not be empty. After an error the file holds no part of the record, or each further append() fails
    // until it can cut that part off.
    Result<void> append(std::string& bytes);
    // The end of the last record.
    Position end() const { return end_; }
    // The segment being written. It is shared with the thread that syncs it.
    std::shared_ptr<AppendFile> file() const { return file_; }

private:
    Journal(Disk& disk, std::string folder, const DatabaseId& database)
        : disk_(disk), folder_(std::move(folder)), database_(database) {}
    Result<void> begin_segment(std::uint64_t number);

    Disk& disk_;
    std::string folder_;
    DatabaseId database_;
    std::shared_ptr<AppendFile> file_;
    std::uint32_t seed_ = 0;  // checksum of the salt; a record's checksum continues it
    Position end_;
    bool torn_ = false;  // bytes of a failed write may lie after end_
};

// Where reading a segment's records ended.
enum class SegmentEnd : std::uint8_t {
    whole,
    torn,     // in the middle of a record that a crash cut short and papo never acknowledged
    damaged,  // at bytes that are not a record; what follows them is lost
    foreign,  // before the first record: the segment belongs to another database
    newer,    // before the first record: a later papo wrote the segment
};

struct Segment {
    std::vector<Record> records;
    SegmentEnd end = SegmentEnd::whole;
    std::uint64_t cut = 0;  // bytes after the last whole record
};

// The folder of the journal of the database in the file `database`.
std::string journal_folder(const std::string& database);
std::string segment_path(const std::string& folder, std::uint64_t number);
// The numbers of the segments in the folder, ascending. Ignores other files.
Result<std::vector<std::uint64_t>> list_segments(Disk& disk, const std::string& folder);
// Reads the records that end after `from`, and converts their facts to the newest format. The segment must belong to
// `database`, if that is given; otherwise its end is `foreign`.
Segment read_segment(std::string_view bytes, std::uint64_t number, Position from,
                     const std::optional<DatabaseId>& database);
Result<Segment> read_segment(Disk& disk, const std::string& folder, std::uint64_t number, Position from,
                             const std::optional<DatabaseId>& database);
// Reads only the segment's head, which is whole, damaged, foreign or newer.
Result<SegmentEnd> read_segment_head(Disk& disk, const std::string& folder, std::uint64_t number,
                                     const std::optional<DatabaseId>& database);
// Errors in words for the person who runs papo.
Error newer_segment(const std::string& folder, std::uint64_t number);
Error foreign_segment(const std::string& folder, std::uint64_t number);

}  // namespace papo::store
