#include "link.h"

#include <utility>

#include "tools/client/masked_frame.h"
#include "tools/client/upgrade.h"

namespace papo::chaos {
namespace {

using client::masked_frame;
using proto::Opcode;

}  // namespace

Link::Link(std::uint16_t port, Cuts cuts, int receive_buffer) : socket_(port, cuts, receive_buffer) {
    socket_.send(client::upgrade_request("papo.local", "/ws"));
}

void Link::send(std::string_view text) {
    socket_.send(masked_frame(Opcode::text, text));
}

std::vector<std::string> Link::receive(Millis patience) {
    unread_ += socket_.exchange(patience);
    std::vector<std::string> texts;
    if (!upgraded_ && !take_head()) return texts;
    client::FrameWalker walker(unread_);
    for (client::Frame frame; close_code_ == 0 && walker.next(frame);) take(frame, texts);
    if (walker.broken()) refuse("not the frames of a server");
    unread_.erase(0, walker.consumed());
    return texts;
}

bool Link::take_head() {
    const auto answer = client::upgrade_answer(unread_);
    if (!answer) return false;
    upgraded_ = answer->agreed;
    if (!upgraded_) refuse(std::string(answer->status_line));
    unread_.erase(0, answer->size);
    return upgraded_;
}

void Link::refuse(std::string why) {
    refusal_ = std::move(why);
    socket_.close();
}

void Link::take(const client::Frame& frame, std::vector<std::string>& texts) {
    if (frame.opcode == Opcode::ping) socket_.send(masked_frame(Opcode::pong, frame.payload));
    if (frame.opcode == Opcode::close) close_code_ = client::close_code(frame.payload);
    if (frame.opcode == Opcode::text) texts.emplace_back(frame.payload);
}

}  // namespace papo::chaos
