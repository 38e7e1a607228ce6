// Measures what storing costs the loop. It runs papo's storage (a journal, folded into SQLite by a worker) and the
// plain way (the loop itself commits each turn to SQLite), with the same turns at the same pace. Prints a table in
// Markdown.
//
//   papo-storage-bench [--seconds N] [--turns N a second] [--messages N a turn] [--prefill N messages] FOLDER
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>

#include "papo/base/histogram.h"
#include "papo/store/codec.h"
#include "papo/store/log_storage.h"

namespace {

using namespace papo;
using Clock = std::chrono::steady_clock;

struct Load {
    std::string folder;
    std::uint64_t seconds = 10;
    std::uint64_t turns = 1000;
    std::uint64_t messages = 2;
    std::uint64_t prefill = 0;
    std::uint64_t rooms = 100;
};

struct Cost {
    Histogram stalls;  // µs that a turn's commit took the loop
    std::uint64_t messages = 0;
    double cpu_seconds = 0;
    std::uintmax_t bytes = 0;  // on the disk at the end
};

double cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::uintmax_t bytes_in(const std::filesystem::path& folder) {
    std::uintmax_t bytes = 0;
    for (const auto& each : std::filesystem::recursive_directory_iterator(folder)) {
        if (each.is_regular_file()) bytes += each.file_size();
    }
    return bytes;
}

chat::Draft entry_of(std::uint64_t number) {
    auto draft = std::make_shared<chat::Entry>();
    auto& entry = *draft;
    entry.ts = static_cast<std::int64_t>(1'700'000'000'000 + number);
    entry.session = chat::SessionId{static_cast<std::uint8_t>(number % 200)};
    entry.from = "person" + std::to_string(number % 200);
    entry.id = "id-" + std::to_string(number);
    entry.body =
        chat::Said{"message " + std::to_string(number) + " of a conversation that is being measured here", nullptr};
    chat::weigh(entry);
    return draft;
}

template <typename Reached>
void wait(store::LogStorage& storage, Reached reached) {
    while (!reached()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        (void)storage.take_answers();
    }
}

// Calls `turn` at the pace of the load, and times it.
template <typename Turn>
void run_turns(const Load& load, Cost& cost, Turn turn) {
    const auto begin = Clock::now();
    const auto cpu = cpu_seconds();
    for (std::uint64_t i = 0; i < load.seconds * load.turns; ++i) {
        std::this_thread::sleep_until(begin + std::chrono::microseconds(1'000'000 * i / load.turns));
        const auto from = Clock::now();
        turn();
        const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - from);
        cost.stalls.record(static_cast<std::uint64_t>(took.count()));
        cost.messages += load.messages;
    }
    cost.cpu_seconds = cpu_seconds() - cpu;
}

Cost measure_papo(const Load& load) {
    const auto folder = std::filesystem::path(load.folder) / "papo";
    std::filesystem::remove_all(folder);
    Cost cost;
    {
        store::StorageOptions options;
        options.path = (folder / "papo.db").string();
        options.make_epoch = [] { return "epoch"; };
        auto opened = store::LogStorage::open(std::move(options));
        if (!opened) throw std::runtime_error(opened.error().message);
        auto& storage = **opened;
        std::vector<chat::RoomLog*> rooms;
        for (std::uint64_t i = 0; i < load.rooms; ++i) {
            rooms.push_back(*storage.create_room("room" + std::to_string(i), ""));
            storage.hold_room(*rooms.back());
        }
        std::uint64_t number = 0;
        const auto say = [&](std::uint64_t count) {
            for (std::uint64_t i = 0; i < count; ++i, ++number) {
                auto& room = *rooms[number % rooms.size()];
                storage.propose(room, entry_of(number), 0);
            }
            storage.commit();
            (void)storage.take_answers();
            storage.trim();
        };
        for (std::uint64_t said = 0; said < load.prefill; said += 500) {
            say(500);
            wait(storage, [&] { return !storage.is_congested(); });
        }
        wait(storage, [&] { return storage.backlog() == 0; });
        run_turns(load, cost, [&] { say(load.messages); });
        const auto cpu = cpu_seconds();
        opened->reset();  // what is not folded yet costs, too
        cost.cpu_seconds += cpu_seconds() - cpu;
    }
    cost.bytes = bytes_in(folder);
    return cost;
}

Cost measure_plain(const Load& load) {
    const auto folder = std::filesystem::path(load.folder) / "plain";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    Cost cost;
    {
        auto opened = store::Database::open((folder / "papo.db").string());
        if (!opened) throw std::runtime_error(opened.error().message);
        auto& database = **opened;
        database.sqlite().exec("PRAGMA wal_autocheckpoint = 1000");
        store::Position position{1, 8};
        std::uint64_t number = 0;
        std::vector<std::uint64_t> seqs(load.rooms, 0);
        const auto fold = [&](std::string facts) {
            position.offset += 1;
            const store::Record record{position, std::string(store::record_head, '\0') + facts};
            if (auto folded = database.fold({&record, 1}); !folded) throw std::runtime_error(folded.error().message);
        };
        std::string facts;
        for (std::uint64_t i = 0; i < load.rooms; ++i) {
            const auto name = "room" + std::to_string(i);
            append_fact(facts, store::RoomMade{i + 1, name, "epoch", ""});
        }
        fold(facts);
        const auto say = [&](std::uint64_t count) {
            std::string turn;
            for (std::uint64_t i = 0; i < count; ++i, ++number) {
                const auto room = number % load.rooms;
                const auto entry = entry_of(number);
                entry->seq = ++seqs[room];
                append_fact(turn, store::said(room + 1, *entry));
            }
            fold(std::move(turn));
        };
        for (std::uint64_t said = 0; said < load.prefill; said += 500) say(500);
        run_turns(load, cost, [&] { say(load.messages); });
    }
    cost.bytes = bytes_in(folder);
    return cost;
}

void print(const char* name, const Cost& cost, const Load& load) {
    const auto& s = cost.stalls;
    const auto messages = static_cast<double>(cost.messages);
    std::printf("| %s | %llu | %llu | %llu | %llu | %llu | %.1f | %.0f |\n", name,
                static_cast<unsigned long long>(s.quantile(0.5)), static_cast<unsigned long long>(s.quantile(0.99)),
                static_cast<unsigned long long>(s.quantile(0.999)), static_cast<unsigned long long>(s.quantile(0.9999)),
                static_cast<unsigned long long>(s.max()), cost.cpu_seconds * 1e6 / messages,
                static_cast<double>(cost.bytes) / (messages + static_cast<double>(load.prefill)));
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    Load load;
    CLI::App app{"What storing a turn costs the loop", "papo-storage-bench"};
    app.add_option("folder", load.folder, "made, and emptied of earlier runs")->required();
    app.add_option("--seconds", load.seconds, "of each way");
    app.add_option("--turns", load.turns, "a second");
    app.add_option("--messages", load.messages, "a turn");
    app.add_option("--prefill", load.prefill, "messages stored before, as fast as it goes");
    CLI11_PARSE(app, argc, argv);
    try {
        std::printf(
            "%llu turns a second of %llu messages, for %llu s each\n\n"
            "| the loop's stall, µs | p50 | p99 | p99.9 | p99.99 | max | CPU µs a message | bytes a message |\n"
            "| --- | --- | --- | --- | --- | --- | --- | --- |\n",
            static_cast<unsigned long long>(load.turns), static_cast<unsigned long long>(load.messages),
            static_cast<unsigned long long>(load.seconds));
        print("journal, folded by a worker", measure_papo(load), load);
        print("SQLite committed in the loop", measure_plain(load), load);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "papo-storage-bench: %s\n", error.what());
        return 1;
    }
    return 0;
}
