// WebSocket frames of clients (RFC 6455 section 5) as events: bytes in, whole messages and control frames out.
// A message that lies whole in the fed bytes is given as a view of them; one that does not is gathered in a buffer
// that is gone again with the message, so that an idle decoder owns no memory.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "papo/base/utf8.h"
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
    // `max_message`: bytes of a message, all its fragments together.
    WsDecoder(std::uint64_t max_message, bool binary_allowed)
        : max_message_(max_message), binary_allowed_(binary_allowed) {}

    // The next bytes; they are unmasked in place as they are consumed, and must stay valid until next() gives
    // WsNeedMore or suspend() is called.
    void feed(std::span<char> bytes) { rest_ = bytes; }
    // The next event; WsNeedMore once all bytes are consumed. After a WsClose or WsError nothing more comes.
    WsEvent next();
    // Lets go of the fed bytes between two events; gives how many at their end are untouched, to be fed again.
    std::size_t suspend();

private:
    enum class Stage : std::uint8_t { header, payload, ended };

    bool take_header();
    WsEvent begin_frame();
    WsEvent begin_data_frame(std::uint64_t size);
    WsEvent take_payload();
    WsEvent end_frame(std::string_view last);
    WsEvent end_message(std::string_view last);
    WsEvent end_close(std::string_view payload);
    std::string_view unmask(std::size_t count);
    WsEvent fail(std::uint16_t code, std::string_view reason);
    bool is_control() const { return (static_cast<unsigned>(opcode_) & 8U) != 0; }

    std::span<char> rest_;
    std::uint64_t max_message_;
    std::uint64_t remaining_ = 0;  // payload bytes of the frame still to come
    std::string message_;          // fragments so far
    std::string control_;          // of a control frame that came in pieces
    std::array<std::uint8_t, 14> header_{};
    std::uint8_t header_size_ = 0;  // bytes of header_ that are there
    std::array<std::uint8_t, 4> mask_{};
    std::uint8_t mask_at_ = 0;  // which byte of the mask is next
    Utf8Checker utf8_;
    Stage stage_ = Stage::header;
    Opcode opcode_ = Opcode::text;  // of the frame
    bool fin_ = true;               // of the frame
    bool text_ = true;              // of the message
    bool in_message_ = false;       // a fragment has come and the last one has not
    bool release_message_ = false;  // the last event showed message_, which may go now
    bool release_control_ = false;  // the same of control_
    bool binary_allowed_;
};

}  // namespace papo::proto
