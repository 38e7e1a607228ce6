// A connection's reactions to a ready socket, a passed deadline, and the end of the turn.
#include <sys/socket.h>

#include <cassert>
#include <cerrno>
#include <utility>

#include "papo/net/connection.h"

namespace papo::net {
namespace {

constexpr std::uint64_t finish_window_bytes = 4'096;  // minimum that a peer must take in finish_window_ms
constexpr std::int64_t linger_ms = 5'000;             // time-out of discarding input after shutdown

}  // namespace

void Connection::on_readable() {
    if (is_open()) return read();
    discard();
}

void Connection::on_writable() {
    blocked_ = false;
    touch();
}

void Connection::read() {
    const auto got = ::recv(socket(), turn_.buffer.data(), turn_.buffer.size(), 0);
    if (got > 0) {
        turn_.counts.bytes_in += static_cast<std::uint64_t>(got);
        return feed(turn_.buffer.first(static_cast<std::size_t>(got)));
    }
    if (got == 0) return end_input();
    if (errno != EAGAIN && errno != EINTR) close();
}

void Connection::feed(std::span<char> bytes) {
    assert(!rest_);
    const Protocol* before = nullptr;
    // A replaced protocol leaves the rest of the bytes to the new one.
    while (is_open() && !bytes.empty() && before != protocol()) {
        before = protocol();
        bytes = bytes.subspan(protocol_->on_bytes(*this, bytes, turn_.now));
    }
    turn_.replaced.clear();
    paused_ = is_open() && !bytes.empty();
    if (paused_) rest_ = std::make_unique<std::string>(bytes.begin(), bytes.end());
}

void Connection::on_resumed() {
    resumed_ = false;
    const auto rest = std::move(rest_);
    if (!rest || !is_open()) return;
    feed(*rest);
    if (peer_ended_ && !paused_) end_input();
}

void Connection::end_input() {
    peer_ended_ = true;
    if (is_open()) protocol_->on_end(*this, turn_.now);
}

void Connection::discard() {
    const auto got = ::recv(socket(), turn_.buffer.data(), turn_.buffer.size(), 0);
    if (got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR))) return;
    if (got < 0 || state_ != State::finishing) return close();
    peer_ended_ = true;
}

void Connection::flush() {
    touched_ = false;
    if (blocked_ || is_closed()) return;
    const auto sent_before = sent_;
    const auto result = output_.flush(socket(), sent_);
    turn_.counts.bytes_out += sent_ - sent_before;
    if (result == FlushResult::failed) return close();
    blocked_ = result == FlushResult::blocked;
    if (!blocked_) on_drained();
}

void Connection::on_drained() {
    assert(output_.empty());
    if (is_open()) return protocol_->on_drained(*this, turn_.now);
    if (state_ != State::finishing) return;
    // RFC 9112 section 9.6: an immediate close while the peer still sends would reset the connection, and the peer
    // could lose the last output.
    ::shutdown(socket(), SHUT_WR);
    state_ = State::lingering;
    if (peer_ended_) return close();
    turn_.wheel.arm(timer_, turn_.now.mono_ms + linger_ms);
}

void Connection::on_deadline() {
    if (is_closed()) return;
    if (is_open()) return protocol_->on_timeout(*this, turn_.now);
    const bool moving = std::exchange(sent_, 0) >= finish_window_bytes;
    if (state_ == State::lingering || !moving) return close();
    turn_.wheel.arm(timer_, turn_.now.mono_ms + finish_window_ms);
}

void Connection::on_closed() {
    if (protocol_) protocol_->on_closed(*this, turn_.now);
}

}  // namespace papo::net
