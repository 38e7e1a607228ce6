#include "papo/proto/ws_decoder.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

namespace papo::proto {
namespace {

constexpr std::size_t max_control = 125;
constexpr std::size_t inflated_at_a_time = 16U * 1024U;  // bytes

std::size_t header_length(std::uint8_t second) {
    const unsigned size = second & 0x7FU;
    return 2U + (size == 126 ? 2U : size == 127 ? 8U : 0U) + 4U;  // 4 bytes of mask, which clients must send
}

std::uint64_t big_endian(std::span<const std::uint8_t> bytes) {
    std::uint64_t value = 0;
    for (const auto byte : bytes) value = (value << 8U) | byte;
    return value;
}

// The codes that a frame may carry (RFC 6455 section 7.4 and its registry).
bool is_close_code(std::uint16_t code) {
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

bool is_known(Opcode opcode) {
    switch (opcode) {
    case Opcode::continuation:
    case Opcode::text:
    case Opcode::binary:
    case Opcode::close:
    case Opcode::ping:
    case Opcode::pong: return true;
    }
    return false;
}

}  // namespace

WsDecoder::WsDecoder(std::uint64_t max_message, bool binary_allowed, const std::optional<DeflateTerms>& terms)
    : max_message_(max_message),
      binary_allowed_(binary_allowed),
      compression_allowed_(terms.has_value()),
      takeover_(terms && terms->client_takeover),
      client_window_bits_(static_cast<std::uint8_t>(terms ? terms->client_window_bits.value_or(15) : 0)) {}

WsEvent WsDecoder::next() {
    if (std::exchange(release_message_, false)) gathered_.reset();
    if (std::exchange(release_control_, false)) release_control();
    while (stage_ != Stage::ended) {
        const auto before = stage_;
        auto event = stage_ == Stage::header ? take_header() : take_payload();
        if (!std::holds_alternative<WsNeedMore>(event) || stage_ == before) return event;
    }
    return WsNeedMore{};
}

std::size_t WsDecoder::suspend() {
    const auto untouched = rest_.size();
    rest_ = {};
    return untouched;
}

std::string WsDecoder::take(const WsMessage& message) {
    const bool was_gathered = gathered_ && message.payload.data() == gathered_->message.data();
    return was_gathered ? std::move(gathered_->message) : std::string(message.payload);
}

WsDecoder::Gathered& WsDecoder::gathered() {
    if (!gathered_) gathered_ = std::make_unique<Gathered>();
    return *gathered_;
}

// Keeps a gathered message: the control frame may be between two of its fragments.
void WsDecoder::release_control() {
    if (message().empty()) return gathered_.reset();
    gathered_->control = {};
}

// The header may arrive in any number of pieces.
WsEvent WsDecoder::take_header() {
    while (!rest_.empty()) {
        assert(header_size_ < header_.size());
        header_[header_size_++] = static_cast<std::uint8_t>(rest_.front());
        rest_ = rest_.subspan(1);
        if (header_size_ < 2) continue;
        if (header_size_ == 2) {
            auto event = check_first_bytes();
            if (!std::holds_alternative<WsNeedMore>(event)) return event;
        }
        if (header_size_ == header_length(header_[1])) return begin_frame();
    }
    return WsNeedMore{};
}

// Checks the first two bytes at once, so that a bad frame fails before the rest of its header arrives.
WsEvent WsDecoder::check_first_bytes() {
    constexpr unsigned reserved = 0x70;
    constexpr unsigned rsv1 = 0x40;
    opcode_ = static_cast<Opcode>(header_[0] & 0x0FU);
    fin_ = (header_[0] & 0x80U) != 0;
    if (!is_known(opcode_)) return fail(1002, "the opcode is reserved");
    // RFC 7692 section 6: RSV1 is for the whole message and is set only in its first frame.
    const bool first = opcode_ == Opcode::text || opcode_ == Opcode::binary;
    const unsigned allowed = compression_allowed_ && first ? rsv1 : 0U;
    if ((header_[0] & reserved & ~allowed) != 0) return fail(1002, "a reserved bit is set");
    if ((header_[1] & 0x80U) == 0) return fail(1002, "the frame is not masked");
    if (is_control()) {
        if (fin_ && (header_[1] & 0x7FU) <= max_control) return WsNeedMore{};
        return fail(1002, "a control frame is fragmented or too long");
    }
    if (first == in_message_) return fail(1002, "the fragments are out of order");
    if (opcode_ == Opcode::binary && !binary_allowed_) return fail(1003, "only text is understood here");
    if (!first) return WsNeedMore{};
    text_ = opcode_ == Opcode::text;
    compressed_ = (header_[0] & rsv1) != 0;
    framed_ = 0;
    utf8_.reset();
    return WsNeedMore{};
}

WsEvent WsDecoder::begin_frame() {
    const std::span<const std::uint8_t> header = std::span(header_).first(header_size_);
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
    return is_control() ? WsEvent{WsNeedMore{}} : begin_data_frame(size);
}

// The limit on the wire is larger for compressed messages, because deflate may expand data slightly.
WsEvent WsDecoder::begin_data_frame(std::uint64_t size) {
    const auto limit = compressed_ ? 2 * max_message_ + 4096 : max_message_;
    assert(framed_ <= limit);
    if (size > limit - framed_) return fail(1009, "the message is too large");
    framed_ += size;
    in_message_ = true;
    return WsNeedMore{};
}

// Takes the available part of the frame's payload.
WsEvent WsDecoder::take_payload() {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, rest_.size()));
    const auto bytes = unmask(count);
    remaining_ -= count;
    const bool last = remaining_ == 0;
    if (last) stage_ = Stage::header;
    if (is_control()) return take_control(bytes, last);
    return compressed_ ? take_compressed(bytes, last) : take_plain(bytes, last);
}

WsEvent WsDecoder::take_control(std::string_view bytes, bool whole) {
    const bool in_pieces = gathered_ && !gathered_->control.empty();
    if (!whole || in_pieces) gathered().control += bytes;
    const auto payload = whole && !in_pieces ? bytes : std::string_view(gathered_->control);
    if (opcode_ == Opcode::close) return take_close(payload, whole);
    if (!whole) return WsNeedMore{};
    release_control_ = true;
    if (opcode_ == Opcode::ping) return WsPing{payload};
    return WsPong{payload};
}

// RFC 6455 section 5.5.1. Checks the whole payload again with each piece, which is cheap: it is at most 125 bytes.
WsEvent WsDecoder::take_close(std::string_view payload, bool whole) {
    WsClose close;
    if (payload.size() == 1 && whole) return fail(1002, "a close frame has half a code");
    if (payload.size() >= 2) {
        const auto high = static_cast<unsigned>(static_cast<std::uint8_t>(payload[0]));
        const auto low = static_cast<unsigned>(static_cast<std::uint8_t>(payload[1]));
        close = {static_cast<std::uint16_t>((high << 8U) | low), payload.substr(2)};
        if (!is_close_code(close.code)) return fail(1002, "a close frame has a code that may not be sent");
    }
    Utf8Checker reason;
    if (!reason.feed(close.reason) || (whole && !reason.complete())) {
        return fail(1007, "a close frame's reason is not UTF-8");
    }
    if (!whole) return WsNeedMore{};
    stage_ = Stage::ended;
    return close;
}

WsEvent WsDecoder::take_plain(std::string_view bytes, bool last) {
    if (text_ && !utf8_.feed(bytes)) return fail(1007, "the text is not UTF-8");
    const bool ends = last && fin_;
    if (ends && message().empty()) return end_message(bytes);
    gather(bytes);
    return ends ? end_message(message()) : WsNeedMore{};
}

// Limits and checks the inflated bytes piece by piece, so that a small frame cannot inflate without limit.
WsEvent WsDecoder::take_compressed(std::string_view bytes, bool last) {
    const bool ends = last && fin_;
    if (!inflater_) inflater_ = std::make_unique<Inflater>(client_window_bits_);
    inflater_->feed(bytes);
    if (ends) inflater_->end_message();
    std::array<char, inflated_at_a_time> room;
    for (;;) {
        const auto inflated = inflater_->next(room);
        if (!inflated) return fail(1007, "the message is not what deflate makes");
        if (inflated->empty()) break;
        assert(message().size() <= max_message_);
        if (inflated->size() > max_message_ - message().size()) return fail(1009, "the message is too large");
        if (text_ && !utf8_.feed(*inflated)) return fail(1007, "the text is not UTF-8");
        gather(*inflated);
    }
    if (!ends) return WsNeedMore{};
    if (!takeover_) inflater_.reset();
    return end_message(message());
}

WsEvent WsDecoder::end_message(std::string_view payload) {
    in_message_ = false;
    if (text_ && !utf8_.complete()) return fail(1007, "the text ends within a character");
    release_message_ = true;
    return WsMessage{text_, payload};
}

// Reserves in large steps to avoid copies, but at most what the message needs, and at most four times the bytes that
// have arrived: a header's announced size is not trusted beyond that.
void WsDecoder::gather(std::string_view bytes) {
    auto& message = gathered().message;
    const auto needed = message.size() + bytes.size();
    if (needed > message.capacity()) {
        const auto most = fin_ && !compressed_ ? needed + remaining_ : max_message_;
        message.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(4 * needed, most)));
    }
    message += bytes;
}

// Unmasks and consumes `count` bytes (RFC 6455 section 5.3), eight at a time where possible.
std::string_view WsDecoder::unmask(std::size_t count) {
    assert(count <= rest_.size());
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
    gathered_.reset();
    inflater_.reset();
    return WsError{code, reason};
}

}  // namespace papo::proto
