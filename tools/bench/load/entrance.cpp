#include "tools/bench/load/entrance.h"

#include <unistd.h>

#include "tools/bench/load/message_scanner.h"
#include "tools/bench/load/server_usage.h"
#include "tools/client/masked_frame.h"

namespace papo::load {
namespace {

using client::masked_frame;

constexpr std::size_t under_way = 128;             // clients that are on their way in at a time
constexpr std::int64_t patience = 20'000'000'000;  // nanoseconds without anybody getting in
constexpr std::int64_t a_while = 50'000'000;       // nanoseconds to look again

class Entrance : public Receiver {
public:
    Entrance(Swarm& swarm, const Options& options, std::size_t clients, bool joins)
        : swarm_(swarm), options_(options), joins_(joins), seqs_(clients), inside_(clients), count_(swarm.size()) {}

    // Clients inside, earlier ones included.
    std::size_t count() const { return count_; }
    std::vector<std::uint64_t> take_seqs() { return std::move(seqs_); }

    void on_open(std::size_t client) override {
        const auto& dialect = options_.dialect;
        if (!dialect.hello.empty()) say(client, dialect.hello);
        if (joins_ && !dialect.join.empty()) say(client, dialect.join);
        // papo's welcome tells that it is ready for a client; other servers may send nothing first.
        if (!joins_ || dialect.joined_marker.empty()) let_in(client);
    }

    std::size_t on_bytes(std::size_t client, std::string_view bytes, std::int64_t) override {
        FrameWalker walker(bytes);
        for (Frame frame; walker.next(frame);) {
            if (!swarm_.answer(client, frame)) hear(client, frame.payload);
        }
        if (walker.broken()) swarm_.lose(client, "not the frames of a server");
        return walker.consumed();
    }

private:
    void say(std::size_t client, const std::string& form) {
        const auto room = room_name(client % options_.rooms);
        const auto name = client_name(client);
        swarm_.send(client, masked_frame(proto::Opcode::text, fill(form, {room, name, {}, {}})));
    }

    void hear(std::size_t client, std::string_view payload) {
        const auto& dialect = options_.dialect;
        if (is_refusal(dialect, payload)) return swarm_.lose(client, "refused: " + std::string(payload));
        if (inside_[client] || payload.find(dialect.joined_marker) == std::string_view::npos) return;
        if (!dialect.seq_marker.empty()) seqs_[client] = number_behind(dialect.seq_marker, payload).value_or(0);
        let_in(client);
    }

    void let_in(std::size_t client) {
        inside_[client] = true;
        ++count_;
    }

    Swarm& swarm_;
    const Options& options_;
    bool joins_;
    std::vector<std::uint64_t> seqs_;
    std::vector<bool> inside_;
    std::size_t count_;
};

std::string numbered(const char* word, std::size_t number) {
    return word + id_text(number).substr(4);
}

}  // namespace

std::string room_name(std::size_t room) {
    return numbered("room", room);
}

// A name of an earlier run may still be taken on the same server.
std::string client_name(std::size_t client) {
    static const std::string run = "-" + id_text(static_cast<std::uint64_t>(::getpid())).substr(3);
    return numbered("user", client) + run;
}

Result<Entered> enter(Swarm& swarm, const Options& options, std::size_t clients, bool joins) {
    Entrance entrance(swarm, options, clients, joins);
    const auto begin = now_ns();
    auto last = begin;
    while (entrance.count() < clients) {
        const auto before = entrance.count();
        while (swarm.size() < clients && swarm.size() - entrance.count() < under_way) {
            const auto client = swarm.size();
            auto added = swarm.add(room_name(client % options.rooms), client_name(client));
            if (!added) return added.error();
        }
        swarm.turn(now_ns() + a_while, entrance);
        if (swarm.lost() > 0) return Error{"a client got lost on its way in: " + swarm.why_lost()};
        if (entrance.count() != before) last = now_ns();
        if (now_ns() - last > patience) {
            return Error{std::to_string(clients - entrance.count()) + " clients did not get in"};
        }
    }
    return Entered{entrance.take_seqs(), static_cast<double>(last - begin) / 1e9};
}

}  // namespace papo::load
