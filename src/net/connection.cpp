#include "papo/net/connection.h"

#include <utility>

namespace papo::net {

Connection::Connection(Turn& turn, std::uint64_t id, Fd socket, const Address& peer, Place place)
    : turn_(turn), socket_(std::move(socket)), peer_(peer), place_(std::move(place)), timer_(id) {}

void Connection::touch() {
    if (touched_) return;
    touched_ = true;
    turn_.touched.push_back(id());
}

void Connection::send(std::string_view bytes) {
    if (!is_open()) return;
    output_.append(bytes);
    touch();
}

void Connection::send(const SharedBytes& bytes) {
    if (!is_open()) return;
    output_.append(bytes);
    touch();
}

void Connection::send_own(std::string bytes) {
    if (!is_open()) return;
    output_.append_own(std::move(bytes));
    touch();
}

void Connection::send_file(std::shared_ptr<const Fd> file, std::uint64_t offset, std::uint64_t length) {
    if (!is_open()) return;
    output_.append_file(std::move(file), offset, length);
    touch();
}

void Connection::resume() {
    if (paused_) resume_next_turn();
}

void Connection::resume_next_turn() {
    if (std::exchange(resumed_, true)) return;
    turn_.resumed.push_back(id());
}

void Connection::set_protocol(std::unique_ptr<Protocol> protocol) {
    std::swap(protocol_, protocol);
    if (protocol) turn_.replaced.push_back(std::move(protocol));
}

void Connection::set_deadline(std::int64_t mono_ms) {
    if (is_open()) turn_.wheel.arm(timer_, mono_ms);
}

void Connection::finish() {
    if (!is_open()) return;
    state_ = State::finishing;
    paused_ = false;  // unconsumed and later input is discarded
    rest_.reset();
    sent_ = 0;
    turn_.wheel.arm(timer_, turn_.now.mono_ms + finish_window_ms);
    touch();
}

void Connection::close() {
    if (state_ == State::closed) return;
    state_ = State::closed;
    output_.clear();
    turn_.closed.push_back(id());
}

}  // namespace papo::net
