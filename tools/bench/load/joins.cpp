#include "tools/bench/load/joins.h"

#include <utility>

#include "tools/bench/load/entrance.h"
#include "tools/bench/load/server_usage.h"
#include "tools/client/masked_frame.h"

namespace papo::load {
namespace {

using client::masked_frame;

constexpr std::int64_t patience = 5'000'000'000;  // nanoseconds
constexpr std::int64_t a_while = 20'000'000;

}  // namespace

Result<JoinResult> Joins::run() {
    const auto start = now_ns();
    const auto step = options_.seconds * 1e9 / static_cast<double>(options_.joins);
    for (std::size_t i = 0; i < options_.joins; ++i) {
        const auto due = start + static_cast<std::int64_t>(static_cast<double>(i) * step);
        while (now_ns() < due) swarm_.turn(due, *this);
        newcomers_.push_back({due, 0});
        if (auto added = swarm_.add(room_name(i % options_.rooms), client_name(i)); !added) return added.error();
    }
    const auto end = now_ns() + patience;
    while (result_.answered + swarm_.lost() < options_.joins && now_ns() < end) {
        swarm_.turn(now_ns() + a_while, *this);
    }
    if (swarm_.lost() > 0) return Error{"a newcomer got lost: " + swarm_.why_lost()};
    return std::move(result_);
}

void Joins::on_open(std::size_t client) {
    newcomers_[client].asked = now_ns();
    swarm_.send(client, masked_frame(proto::Opcode::text,
                                     fill(options_.dialect.join,
                                          {room_name(client % options_.rooms), client_name(client), {}, {}})));
}

std::size_t Joins::on_bytes(std::size_t client, std::string_view bytes, std::int64_t now) {
    FrameWalker walker(bytes);
    for (Frame frame; walker.next(frame);) {
        if (swarm_.answer(client, frame)) continue;
        if (is_refusal(options_.dialect, frame.payload)) {
            swarm_.lose(client, "refused: " + std::string(frame.payload));
            return 0;
        }
        if (frame.payload.find(options_.dialect.joined_marker) == std::string_view::npos) continue;
        ++result_.answered;
        result_.answer.record(now - newcomers_[client].asked);
        result_.entrance.record(now - newcomers_[client].due);
        swarm_.leave(client);
        return bytes.size();
    }
    return walker.consumed();
}

}  // namespace papo::load
