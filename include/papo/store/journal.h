// The journal: the truth of the last moments. A folder of segments, each a head and records one after the other; a
// record is the facts of one turn of the loop (facts.h), written with one call, which survives kill -9 at any moment.
//
//   segment   head record*                 named by its number, 1 2 3 …
//   head      "papo-log", format u32, size of the head u32, id of the database 16 bytes, salt 8 bytes,
//             CRC-32 of all of that u32
//   record    length u32, length inverted u32, CRC-32 of salt and payload u32, payload      all little-endian
//
// The salt is random, made with the segment, and told to nobody: whatever a text contains, bytes of it are never taken
// for a record, nor are those of another segment. A head of a later format begins with the same three values and ends
// with its checksum, so that this papo knows it from a damaged one. Every format is read, only the newest is written.
//
// Format 1, of 0.1.0: "papolog1" instead of the head, checksums without salt, facts without length (old_facts.h).
//
// A run of the process begins a segment of its own, so that nobody ever writes behind what a crash has torn.
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

// A place between two records.
struct Position {
    std::uint64_t segment = 0;
    std::uint64_t offset = 0;
    // clang-tidy takes the defaulted comparison's zero for a null pointer.
    auto operator<=>(const Position&) const = default;  // NOLINT(modernize-use-nullptr)
};

inline constexpr std::uint32_t journal_format = 2;  // what is written
inline constexpr std::size_t record_head = 12;      // bytes in front of a payload
inline constexpr std::size_t segment_head = 44;     // bytes in front of the first record

// Random, made with the database: tells whose a segment is.
using DatabaseId = std::array<std::uint8_t, 16>;

struct Record {
    Position end;
    std::string bytes;  // head and payload

    std::string_view payload() const { return std::string_view(bytes).substr(record_head); }
};

class Journal {
public:
    static constexpr std::uint64_t segment_bytes = 8U << 20U;  // then the next one begins

    // Begins segment `number`. The disk outlives the journal.
    static Result<std::unique_ptr<Journal>> begin(Disk& disk, std::string folder, std::uint64_t number,
                                                  const DatabaseId& database);

    // Writes a record: `bytes` is record_head bytes of room and the payload. One call of write; after an error nothing
    // of it is there, or the journal takes nothing more until it could be cleaned away.
    Result<void> append(std::string& bytes);
    // Behind the last record.
    Position end() const { return end_; }
    // The segment being written; also whoever syncs it holds it.
    std::shared_ptr<AppendFile> file() const { return file_; }

private:
    Journal(Disk& disk, std::string folder, const DatabaseId& database)
        : disk_(disk), folder_(std::move(folder)), database_(database) {}
    Result<void> begin_segment(std::uint64_t number);

    Disk& disk_;
    std::string folder_;
    DatabaseId database_;
    std::shared_ptr<AppendFile> file_;
    std::uint32_t seed_ = 0;  // checksum of the salt, which a record's goes on from
    Position end_;
    bool torn_ = false;  // bytes of a failed write may lie behind end_
};

// How the records of a segment ended.
enum class SegmentEnd : std::uint8_t {
    whole,
    torn,     // in the middle of a record: a write that a crash cut short, which nobody was told of
    damaged,  // in bytes that are no record: what comes after it is lost
    foreign,  // before the first: it belongs to another database
    newer,    // before the first: a later papo has written it
};

struct Segment {
    std::vector<Record> records;
    SegmentEnd end = SegmentEnd::whole;
    std::uint64_t cut = 0;  // bytes that are not part of a whole record
};

// The folder of the journal that belongs to the database in that file.
std::string journal_folder(const std::string& database);
std::string segment_path(const std::string& folder, std::uint64_t number);
// Numbers of the segments in the folder, in order.
Result<std::vector<std::uint64_t>> list_segments(Disk& disk, const std::string& folder);
// Records of the segment that lie behind `from`, their facts in the newest format. `database`: whose it must be;
// absent, anyone's.
Segment read_segment(std::string_view bytes, std::uint64_t number, Position from,
                     const std::optional<DatabaseId>& database);
Result<Segment> read_segment(Disk& disk, const std::string& folder, std::uint64_t number, Position from,
                             const std::optional<DatabaseId>& database);
// What its head alone says: whole, damaged, foreign or newer.
Result<SegmentEnd> read_segment_head(Disk& disk, const std::string& folder, std::uint64_t number,
                                     const std::optional<DatabaseId>& database);
// In words, for whoever runs papo.
Error newer_segment(const std::string& folder, std::uint64_t number);
Error foreign_segment(const std::string& folder, std::uint64_t number);

}  // namespace papo::store
