#include "papo/net/connection.h"

#include <utility>

#include "papo/net/reactor.h"

namespace papo::net {
namespace {

constexpr std::int64_t finish_window_ms = 10'000;  // a peer that takes next to nothing in it is given up
constexpr std::uint8_t newcomer_reads = 4;         // the upgrade and the join, each perhaps in two pieces

}  // namespace

Connection::Connection(Reactor& reactor, std::uint64_t id, Fd socket, const Address& peer)
    : reactor_(reactor), socket_(std::move(socket)), peer_(peer), first_reads_(newcomer_reads), timer_(id) {}

bool Connection::count_for(std::uint64_t source) {
    if (source == source_) return true;
    if (!reactor_.take_place(source)) return false;
    reactor_.give_place_back(source_);
    source_ = source;
    return true;
}

void Connection::touch() {
    if (touched_) return;
    touched_ = true;
    reactor_.touched_.push_back(id());
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
    reactor_.resumed_.push_back(id());
}

void Connection::set_session(std::unique_ptr<Session> session) {
    std::swap(session_, session);
    if (session) reactor_.retired_.push_back(std::move(session));
}

void Connection::set_deadline(std::int64_t mono_ms) {
    if (is_open()) reactor_.wheel_.arm(timer_, mono_ms);
}

void Connection::finish() {
    if (!is_open()) return;
    state_ = State::finishing;
    paused_ = false;  // what the session left over, and all that comes, is discarded
    rest_.reset();
    reactor_.watch(*this);
    sent_ = 0;
    reactor_.wheel_.arm(timer_, reactor_.now_.mono_ms + finish_window_ms);
    touch();
}

void Connection::close() {
    if (state_ == State::closed) return;
    state_ = State::closed;
    output_.clear();
    reactor_.closed_.push_back(id());
}

}  // namespace papo::net
