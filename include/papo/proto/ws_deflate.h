// permessage-deflate (RFC 7692) with zlib: inflates and deflates the payloads of messages. The objects own zlib's
// memory: an Inflater about 7 KiB and its window, a Deflater at most 256 KiB.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "papo/proto/ws_encoder.h"

namespace papo::proto {

// The negotiated parameters (section 7.1).
struct DeflateTerms {
    bool server_takeover = true;            // the server's messages may refer to its earlier messages
    bool client_takeover = true;            // the client's messages may refer to its earlier messages
    std::optional<int> server_window_bits;  // 9 to 15; absent: not negotiated, so 15
    std::optional<int> client_window_bits;  // 8 to 15; absent: not negotiated, so 15
};

// Inflates messages that are fed in pieces. Call next() until it returns no bytes, then feed the next piece.
class Inflater {
public:
    explicit Inflater(int window_bits);
    ~Inflater();
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    // Sets the next bytes of a message, which must stay valid until next() returns no bytes.
    void feed(std::string_view bytes);
    // Marks the last fed piece as the message's end.
    void end_message() { stage_ = Stage::ending; }
    // The next inflated bytes, written into `room`; empty when no bytes are left. Nothing when the data is malformed or
    // truncated, or memory is short: the inflater is then unusable.
    std::optional<std::string_view> next(std::span<char> room);

private:
    enum class Stage : std::uint8_t { open, ending, ended };  // of the message; ended: refill() has added the tail

    bool refill();
    bool stopped_between_blocks() const;

    z_stream stream_{};
    bool ready_;
    bool finished_ = false;  // the last block read was a final block
    bool between_blocks_ = true;
    bool empty_ = true;  // the message has no bytes yet
    Stage stage_ = Stage::open;
};

// Deflates messages into frames.
class Deflater {
public:
    // `takeover`: messages refer to earlier ones, so one reader must get all of them in order.
    Deflater(int window_bits, bool takeover);
    ~Deflater();
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;

    // Appends a message as one frame, compressed if that makes it smaller.
    void append_frame(std::string& out, Opcode opcode, std::string_view payload);

private:
    bool compress(std::string_view payload);

    z_stream stream_{};
    bool ready_;
    bool takeover_;
    std::string compressed_;  // scratch, kept for its capacity
};

}  // namespace papo::proto
