#include "papo/store/format.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

#include "papo/store/codec.h"
#include "papo/store/journal.h"
#include "papo/store/schema.h"

namespace papo::store {
namespace {

std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
    return __builtin_bswap32(load_u32(bytes.data() + at));
}

std::uint32_t little_endian(std::string_view bytes, std::size_t at) {
    return load_u32(bytes.data() + at);
}

// Reads `size` bytes, or fewer at the end of the file.
std::string take(std::istream& in, std::size_t size) {
    std::string bytes(size, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(size));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return bytes;
}

// The head of a database file, and offsets in it (https://sqlite.org/fileformat2.html section 1.3).
constexpr std::size_t database_head = 100;
constexpr std::size_t user_version_at = 60;
constexpr std::size_t application_id_at = 68;

// Reads a write-ahead log (section 4 of that page): a head, then frames, each of them a head and a page. A frame is
// valid if its checksum continues the checksum of everything before it, beginning with the log's head. Each log has a
// different head, so frames left over from an older log do not match.
class WalFrames {
public:
    explicit WalFrames(const std::string& path) : in_(path, std::ios::binary), head_(take(in_, head_size)) {
        if (head_.size() < head_size || (big_endian(head_, 0) & ~1U) != magic) return;
        page_size_ = big_endian(head_, 8);
        add(head_.substr(0, 24));
        if (sum_[0] != big_endian(head_, 24) || sum_[1] != big_endian(head_, 28)) page_size_ = 0;
    }

    // The next valid frame, with its page's number; absent if there is none.
    struct Frame {
        std::uint32_t number = 0;
        bool commits = false;
        std::string page;
    };
    std::optional<Frame> next() {
        if (page_size_ < database_head || page_size_ > 65'536) return std::nullopt;
        const auto head = take(in_, frame_head);
        auto page = take(in_, page_size_);
        if (page.size() < page_size_) return std::nullopt;
        add(std::string_view(head).substr(0, 8));
        add(page);
        if (sum_[0] != big_endian(head, 16) || sum_[1] != big_endian(head, 20)) return std::nullopt;
        return Frame{big_endian(head, 0), big_endian(head, 4) != 0, std::move(page)};
    }

private:
    static constexpr std::uint32_t magic = 0x377F0682;  // if the last bit is set, checksums are of big-endian words
    static constexpr std::size_t head_size = 32;
    static constexpr std::size_t frame_head = 24;

    void add(std::string_view bytes) {
        const bool big = (big_endian(head_, 0) & 1U) != 0;
        sum_ = big ? sum_of(bytes, sum_, big_endian) : sum_of(bytes, sum_, little_endian);
    }
    template <typename Word>
    static std::array<std::uint32_t, 2> sum_of(std::string_view bytes, std::array<std::uint32_t, 2> sum, Word word) {
        for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
            sum[0] += word(bytes, at) + sum[1];
            sum[1] += word(bytes, at + 4) + sum[0];
        }
        return sum;
    }

    std::ifstream in_;
    std::string head_;
    std::size_t page_size_ = 0;
    std::array<std::uint32_t, 2> sum_{};
};

}  // namespace

std::optional<std::uint32_t> stored_schema(const std::string& database) {
    std::ifstream in(database, std::ios::binary);
    auto first_page = take(in, database_head);
    std::string written;  // page 1, by a transaction whose commit has not been read yet
    for (WalFrames frames(database + "-wal"); auto frame = frames.next();) {
        if (frame->number == 1) written = std::move(frame->page);
        if (frame->commits && !written.empty()) first_page = std::exchange(written, {});
    }
    if (first_page.size() < database_head) return std::nullopt;
    if (big_endian(first_page, application_id_at) != std::uint32_t{application_id}) return std::nullopt;
    return big_endian(first_page, user_version_at);
}

// Ignores files that cannot be read; the code that opens them later reports the error.
Result<void> refuse_newer(Disk& disk, const std::string& database) {
    if (const auto format = stored_schema(database); format && *format > schema_version)
        return newer_schema(database, *format);
    const auto folder = journal_folder(database);
    std::error_code error;
    if (!std::filesystem::exists(folder, error)) return {};
    const auto segments = list_segments(disk, folder);
    if (!segments) return {};
    for (const auto number : *segments) {
        const auto head = read_segment_head(disk, folder, number, std::nullopt);
        if (head && *head == SegmentEnd::newer) return newer_segment(folder, number);
    }
    return {};
}

}  // namespace papo::store
