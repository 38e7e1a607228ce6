// What the command line asks for. A scenario is a set of defaults, which further options override.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "tools/bench/load/dialect.h"

namespace papo::load {

struct Options {
    std::string host = "127.0.0.1";
    std::uint16_t port = 5000;
    std::string path = "/ws";
    std::vector<int> pids;  // of the server

    std::string scenario;
    std::size_t clients = 50;
    std::size_t rooms = 1;
    std::size_t senders = 0;        // the first so many; 0: all
    std::size_t size = 64;          // bytes of a text
    double rate = 0;                // open loop: messages a second, of all senders together
    std::size_t outstanding = 0;    // closed loop: messages each sender has under way
    std::size_t burst = 0;          // rounds in which all senders send at one instant
    std::size_t idle = 0;           // connections that only stay open
    bool idle_joined = false;       // they have joined a room
    bool echo = false;              // closed loop with an echo: no rooms, no names
    std::size_t joins = 0;          // newcomers in `seconds`
    std::uint64_t upload_size = 0;  // bytes of an uploaded file; 0: nothing is uploaded
    std::uint64_t uploads = 1;      // files; 0: one after the other for `seconds`
    std::size_t at_once = 1;        // of them under way
    std::string upload_path = "/upload";
    double seconds = 5;       // measured
    double warmup = 0.5;      // before that
    std::size_t sample = 16;  // one scanned message of so many is parsed too; the others' copies are compared
    bool spin = false;        // never sleep
    bool announce = false;    // say `measuring` on standard output when it begins
    bool json = false;

    Dialect dialect = papo_dialect();
};

// Why the program ends before it begins: --help, or what is wrong.
struct EarlyExit {
    int code = 0;
    std::string text;
};

std::variant<Options, EarlyExit> read_options(int argc, char** argv);

}  // namespace papo::load
