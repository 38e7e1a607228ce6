// permessage-deflate (RFC 7692): the payload of a compressed message to bytes and back, with zlib. Both ends keep what
// zlib needs only as long as they live; an Inflater is about 7 KiB and its window, a Deflater at most 256 KiB.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "papo/proto/ws_encoder.h"

namespace papo::proto {

// What client and server have agreed on (section 7.1).
struct DeflateTerms {
    bool server_takeover = true;            // the server's messages may refer to its earlier ones
    bool client_takeover = true;            // the same of the client's
    std::optional<int> server_window_bits;  // 9 to 15; absent: was not asked for, and is 15
    std::optional<int> client_window_bits;  // 8 to 15; the same
};

// Pulls bytes out of compressed messages, fed in pieces: next() until it has no more, then the next piece.
class Inflater {
public:
    explicit Inflater(int window_bits);
    ~Inflater();
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    // The next bytes of a message; they must stay valid until next() gives none.
    void feed(std::string_view bytes);
    // The message ends with what was fed last.
    void end_message() { stage_ = Stage::ending; }
    // As much as fits in `room` and is there; empty: nothing is left. Absent: this is no deflate, or ends within it (or
    // there is no memory for it), and the inflater is of no further use.
    std::optional<std::string_view> next(std::span<char> room);

private:
    enum class Stage : std::uint8_t { open, ending, ended };  // of the message; ended: its tail was added

    bool refill();
    bool stopped_between_blocks() const;

    z_stream stream_{};
    bool ready_;
    bool finished_ = false;  // a final block was the last thing read
    bool between_blocks_ = true;
    bool empty_ = true;  // the message has no byte yet
    Stage stage_ = Stage::open;
};

// Makes compressed messages.
class Deflater {
public:
    // `takeover`: messages refer to earlier ones, so that all of them must go to the same reader in order.
    Deflater(int window_bits, bool takeover);
    ~Deflater();
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;

    // One message as one frame, compressed where that makes it smaller.
    void append_frame(std::string& out, Opcode opcode, std::string_view payload);

private:
    bool compress(std::string_view payload);

    z_stream stream_{};
    bool ready_;
    bool takeover_;
    std::string compressed_;  // scratch, kept for its capacity
};

}  // namespace papo::proto
