#include "papo/proto/ws_decoder.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace papo::proto {
namespace {

constexpr std::size_t max_control = 125;

std::size_t header_length(std::uint8_t second) {
    const unsigned size = second & 0x7FU;
    return 2U + (size == 126 ? 2U : size == 127 ? 8U : 0U) + 4U;  // a client's frame has a mask
}

std::uint64_t big_endian(std::span<const std::uint8_t> bytes) {
    std::uint64_t value = 0;
    for (const auto byte : bytes) value = (value << 8U) | byte;
    return value;
}

// RFC 6455 section 7.4 and its registry: codes that may stand in a frame.
bool is_close_code(std::uint16_t code) {
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

bool is_known(Opcode opcode) {
    const auto value = static_cast<unsigned>(opcode);
    return value <= 2 || (value >= 8 && value <= 10);
}

}  // namespace

WsEvent WsDecoder::next() {
    if (std::exchange(release_message_, false)) message_ = {};
    if (std::exchange(release_control_, false)) control_ = {};
    while (stage_ != Stage::ended) {
        auto event = WsEvent{WsNeedMore{}};
        if (stage_ == Stage::header) {
            if (!take_header()) return event;
            event = begin_frame();
        } else {
            event = take_payload();
            if (stage_ == Stage::payload) return event;
        }
        if (!std::holds_alternative<WsNeedMore>(event)) return event;
    }
    return WsNeedMore{};
}

std::size_t WsDecoder::suspend() {
    const auto untouched = rest_.size();
    rest_ = {};
    return untouched;
}

// Gathers the header, which may come in any number of pieces; false while it is not whole.
bool WsDecoder::take_header() {
    while (!rest_.empty()) {
        header_[header_size_++] = static_cast<std::uint8_t>(rest_.front());
        rest_ = rest_.subspan(1);
        if (header_size_ < 2) continue;
        // What the first two bytes show to be wrong is not waited for.
        const bool masked = (header_[1] & 0x80U) != 0;
        if (!masked || header_size_ == header_length(header_[1])) return true;
    }
    return false;
}

WsEvent WsDecoder::begin_frame() {
    const std::span<const std::uint8_t> header = std::span(header_).first(header_size_);
    opcode_ = static_cast<Opcode>(header[0] & 0x0FU);
    fin_ = (header[0] & 0x80U) != 0;
    if ((header[0] & 0x70U) != 0) return fail(1002, "a reserved bit is set");
    if (!is_known(opcode_)) return fail(1002, "the opcode is reserved");
    if ((header[1] & 0x80U) == 0) return fail(1002, "the frame is not masked");
    const unsigned length = header[1] & 0x7FU;
    const auto size = length < 126 ? length : big_endian(header.subspan(2, header_size_ - 6U));
    if ((length == 126 && size < 126) || (length == 127 && (size <= 0xFFFF || (size >> 63U) != 0))) {
        return fail(1002, "the length is not written as short as it can be");
    }
    std::copy_n(header.end() - 4, 4, mask_.begin());
    header_size_ = 0;
    mask_at_ = 0;
    remaining_ = size;
    stage_ = Stage::payload;
    if (!is_control()) return begin_data_frame(size);
    if (!fin_ || size > max_control) return fail(1002, "a control frame is fragmented or too long");
    return WsNeedMore{};
}

WsEvent WsDecoder::begin_data_frame(std::uint64_t size) {
    const bool continues = opcode_ == Opcode::continuation;
    if (continues != in_message_) return fail(1002, "the fragments are out of order");
    if (opcode_ == Opcode::binary && !binary_allowed_) return fail(1003, "only text is understood here");
    if (size > max_message_ - message_.size()) return fail(1009, "the message is too large");
    if (!continues) {
        text_ = opcode_ == Opcode::text;
        utf8_.reset();
    }
    in_message_ = true;
    return WsNeedMore{};
}

// Takes what is there of the frame's payload.
WsEvent WsDecoder::take_payload() {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, rest_.size()));
    const auto bytes = unmask(count);
    remaining_ -= count;
    if (!is_control() && text_ && !utf8_.feed(bytes)) return fail(1007, "the text is not UTF-8");
    if (remaining_ > 0) {
        (is_control() ? control_ : message_) += bytes;
        return WsNeedMore{};
    }
    stage_ = Stage::header;
    return end_frame(bytes);
}

WsEvent WsDecoder::end_frame(std::string_view last) {
    if (!is_control()) return end_message(last);
    if (!control_.empty()) {
        control_ += last;
        last = control_;
    }
    if (opcode_ == Opcode::close) return end_close(last);
    release_control_ = true;
    if (opcode_ == Opcode::ping) return WsPing{last};
    return WsPong{last};
}

WsEvent WsDecoder::end_message(std::string_view last) {
    if (!fin_ || !message_.empty()) message_ += last;
    if (!fin_) return WsNeedMore{};
    in_message_ = false;
    if (text_ && !utf8_.complete()) return fail(1007, "the text ends within a character");
    release_message_ = true;
    return WsMessage{text_, message_.empty() ? last : std::string_view(message_)};
}

WsEvent WsDecoder::end_close(std::string_view payload) {
    if (payload.empty()) {
        stage_ = Stage::ended;
        return WsClose{};
    }
    if (payload.size() == 1) return fail(1002, "a close frame has half a code");
    const auto high = static_cast<unsigned>(static_cast<std::uint8_t>(payload[0]));
    const auto low = static_cast<unsigned>(static_cast<std::uint8_t>(payload[1]));
    const auto code = static_cast<std::uint16_t>((high << 8U) | low);
    if (!is_close_code(code)) return fail(1002, "a close frame has a code that may not be sent");
    if (!is_utf8(payload.substr(2))) return fail(1007, "a close frame's reason is not UTF-8");
    stage_ = Stage::ended;
    return WsClose{code, payload.substr(2)};
}

// Unmasks and consumes `count` bytes, eight at a time where it can (RFC 6455 section 5.3).
std::string_view WsDecoder::unmask(std::size_t count) {
    char* const bytes = rest_.data();
    std::array<std::uint8_t, 8> turned{};
    for (std::size_t i = 0; i < 8; ++i) turned[i] = mask_[(mask_at_ + i) & 3U];
    std::uint64_t mask = 0;
    std::memcpy(&mask, turned.data(), 8);
    std::size_t at = 0;
    for (; at + 8 <= count; at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes + at, 8);
        word ^= mask;
        std::memcpy(bytes + at, &word, 8);
    }
    for (; at < count; ++at) bytes[at] = static_cast<char>(static_cast<std::uint8_t>(bytes[at]) ^ turned[at & 7U]);
    mask_at_ = static_cast<std::uint8_t>((mask_at_ + count) & 3U);
    rest_ = rest_.subspan(count);
    return {bytes, count};
}

WsEvent WsDecoder::fail(std::uint16_t code, std::string_view reason) {
    stage_ = Stage::ended;
    rest_ = {};
    return WsError{code, reason};
}

}  // namespace papo::proto
