#include "papo/proto/ws_deflate.h"

#include <array>
#include <utility>

namespace papo::proto {
namespace {

// The bytes that a sender removes from the end of each message (RFC 7692 section 7.2.1).
constexpr std::string_view tail("\x00\x00\xFF\xFF", 4);
constexpr std::size_t chunk_size = 16U * 1024U;   // bytes that zlib writes per call
constexpr std::size_t max_scratch = 64U * 1024U;  // bytes of capacity kept between messages
constexpr std::size_t least_payload = 128;        // bytes; compressing less saves almost nothing
constexpr int level = 1;                          // the fastest: messages are short, and all recipients wait
constexpr int memory_level = 8;                   // zlib's default

Bytef* as_bytes(const char* text) {
    return reinterpret_cast<Bytef*>(const_cast<char*>(text));
}

void set_input(z_stream& stream, std::string_view bytes) {
    stream.next_in = as_bytes(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
}

void set_output(z_stream& stream, std::span<char> room) {
    stream.next_out = as_bytes(room.data());
    stream.avail_out = static_cast<uInt>(room.size());
}

}  // namespace

Inflater::Inflater(int window_bits) : ready_(inflateInit2(&stream_, -window_bits) == Z_OK) {}

Inflater::~Inflater() {
    if (ready_) inflateEnd(&stream_);
}

void Inflater::feed(std::string_view bytes) {
    set_input(stream_, bytes);
    if (!bytes.empty()) empty_ = false;
}

// Adds the tail after the message; not after a final block, which needs none, nor after an empty message.
bool Inflater::refill() {
    if (stage_ != Stage::ending || finished_ || empty_) return false;
    stage_ = Stage::ended;
    set_input(stream_, tail);
    return true;
}

// See data_type at inflate() in zlib.h.
bool Inflater::stopped_between_blocks() const {
    constexpr unsigned end_of_block = 128;
    constexpr unsigned unused_bits = 63;
    return (static_cast<unsigned>(stream_.data_type) & (end_of_block | unused_bits)) == end_of_block;
}

std::optional<std::string_view> Inflater::next(std::span<char> room) {
    if (!ready_) return std::nullopt;
    set_output(stream_, room);
    while (stream_.avail_out > 0) {
        const bool more = stream_.avail_in > 0 || refill();
        if (finished_ && !more) break;
        // Section 7.2.3.4: other blocks may follow a final block.
        if (std::exchange(finished_, false)) inflateReset(&stream_);
        const int result = inflate(&stream_, Z_SYNC_FLUSH);
        if (result == Z_BUF_ERROR) break;  // nothing is left to do
        finished_ = result == Z_STREAM_END;
        if (result != Z_OK && !finished_) return std::nullopt;
        between_blocks_ = finished_ || stopped_between_blocks();
    }
    if (stream_.avail_out > 0 && stage_ != Stage::open) {
        if (!between_blocks_) return std::nullopt;
        stage_ = Stage::open;
        empty_ = true;
    }
    return std::string_view(room.data(), room.size() - stream_.avail_out);
}

Deflater::Deflater(int window_bits, bool takeover)
    : ready_(deflateInit2(&stream_, level, Z_DEFLATED, -window_bits, memory_level, Z_DEFAULT_STRATEGY) == Z_OK),
      takeover_(takeover) {}

Deflater::~Deflater() {
    if (ready_) deflateEnd(&stream_);
}

// Compresses a whole message, flushed to a byte boundary, without the tail; false when zlib fails.
bool Deflater::compress(std::string_view payload) {
    if (!ready_) return false;
    if (!takeover_) deflateReset(&stream_);
    compressed_.clear();
    if (compressed_.capacity() > max_scratch) compressed_.shrink_to_fit();
    std::array<char, chunk_size> room;
    set_input(stream_, payload);
    do {
        set_output(stream_, room);
        const int result = deflate(&stream_, Z_SYNC_FLUSH);
        if (result != Z_OK && result != Z_BUF_ERROR) return false;
        compressed_.append(room.data(), room.size() - stream_.avail_out);
    } while (stream_.avail_out == 0);
    if (!compressed_.ends_with(tail)) return false;
    compressed_.resize(compressed_.size() - tail.size());
    return true;
}

// Under context takeover, a compressed message is sent even if it is larger: later messages may refer to it.
void Deflater::append_frame(std::string& out, Opcode opcode, std::string_view payload) {
    const bool compressed = payload.size() >= least_payload && compress(payload);
    if (!compressed || (!takeover_ && compressed_.size() >= payload.size())) {
        return proto::append_frame(out, opcode, payload);
    }
    append_frame_header(out, opcode, compressed_.size(), true);
    out += compressed_;
}

}  // namespace papo::proto
