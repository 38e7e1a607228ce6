// WebSocket frames of clients (RFC 6455 section 5) as events: bytes in, whole messages and control frames out.
// Compressed messages (RFC 7692) are inflated.
// A message that is complete in the fed bytes is a view of them; any other is gathered in a buffer that is freed after
// the message. An idle decoder owns no memory, except the inflater under context takeover.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "papo/base/utf8.h"
#include "papo/proto/ws_deflate.h"
#include "papo/proto/ws_encoder.h"

namespace papo::proto {

// Views are valid until the decoder is called again.
struct WsNeedMore {};
struct WsMessage {
    bool text = true;  // else binary
    std::string_view payload;
};
struct WsPing {
    std::string_view payload;
};
struct WsPong {
    std::string_view payload;
};
struct WsClose {
    std::uint16_t code = 1005;  // 1005: the frame had none
    std::string_view reason;
};
struct WsError {
    std::uint16_t close_code = 1002;
    std::string_view reason;  // static
};
using WsEvent = std::variant<WsNeedMore, WsMessage, WsPing, WsPong, WsClose, WsError>;

class WsDecoder {
public:
    // `max_message`: limit in bytes of a message with all its fragments, after inflating. `terms`: absent without
    // compression.
    WsDecoder(std::uint64_t max_message, bool binary_allowed, const std::optional<DeflateTerms>& terms = {});

    // Sets the next bytes. The decoder unmasks them in place; they must stay valid until next() returns WsNeedMore or
    // suspend() is called.
    void feed(std::span<char> bytes) { rest_ = bytes; }
    // The next event; WsNeedMore once all bytes are consumed. A WsClose or WsError is the last event.
    WsEvent next();
    // Releases the fed bytes between two events. Returns how many at their end are unread and must be fed again.
    std::size_t suspend();
    // The payload of the message that next() has just returned; moved, not copied, if it was gathered.
    std::string take(const WsMessage& message);

private:
    enum class Stage : std::uint8_t { header, payload, ended };

    // Payloads that arrived in pieces.
    struct Gathered {
        std::string message;  // fragments so far
        std::string control;  // of a control frame
    };

    WsEvent take_header();
    WsEvent check_first_bytes();
    WsEvent begin_frame();
    WsEvent begin_data_frame(std::uint64_t size);
    WsEvent take_payload();
    WsEvent take_control(std::string_view bytes, bool whole);
    WsEvent take_close(std::string_view payload, bool whole);
    WsEvent take_plain(std::string_view bytes, bool last);
    WsEvent take_compressed(std::string_view bytes, bool last);
    WsEvent end_message(std::string_view payload);
    void gather(std::string_view bytes);
    Gathered& gathered();
    void release_control();
    std::string_view message() const { return gathered_ ? std::string_view(gathered_->message) : std::string_view{}; }
    std::string_view unmask(std::size_t count);
    WsEvent fail(std::uint16_t code, std::string_view reason);
    bool is_control() const { return (static_cast<unsigned>(opcode_) & 8U) != 0; }

    std::span<char> rest_;
    std::uint64_t max_message_;
    std::uint64_t remaining_ = 0;         // payload bytes of the frame still to come
    std::uint64_t framed_ = 0;            // payload bytes of the message's frames so far, before inflating
    std::unique_ptr<Gathered> gathered_;  // nullptr while frames arrive whole
    std::unique_ptr<Inflater> inflater_;
    std::array<std::uint8_t, 14> header_{};
    std::uint8_t header_size_ = 0;  // bytes of header_ so far
    std::array<std::uint8_t, 4> mask_{};
    std::uint8_t mask_at_ = 0;  // the next byte of the mask
    Utf8Checker utf8_;
    Stage stage_ = Stage::header;
    Opcode opcode_ = Opcode::text;  // of the frame
    bool fin_ = true;               // of the frame
    bool text_ = true;              // of the message
    bool compressed_ = false;       // of the message
    bool in_message_ = false;       // between the first and the last fragment
    bool release_message_ = false;  // the last event viewed the gathered message: free it
    bool release_control_ = false;  // the last event viewed the gathered control frame: free it
    bool binary_allowed_;
    bool compression_allowed_;
    bool takeover_;  // context takeover for the client's messages
    std::uint8_t client_window_bits_;
};

}  // namespace papo::proto
