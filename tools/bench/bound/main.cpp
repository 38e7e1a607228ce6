// papo-bound [--mode coalesced|naive] [--host ADDR] [--port N] [--uploads DIR]: what papo is measured against.
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "tools/bench/bound/bound_server.h"

int main(int argc, char** argv) {
    std::string mode = "coalesced";
    std::string host = "127.0.0.1";
    std::uint16_t port = 5000;
    std::string uploads;
    CLI::App app{"papo-bound: the system calls of a chat and nothing else", "papo-bound"};
    app.add_option("--mode", mode, "one send for each turn and reader, or for each delivery")
        ->check(CLI::IsMember({"coalesced", "naive"}));
    app.add_option("--host", host, "address to listen on");
    app.add_option("--port", port, "port to listen on; 0 takes a free one");
    app.add_option("--uploads", uploads, "folder where bodies that are posted are left as they come");
    CLI11_PARSE(app, argc, argv);

    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);

    auto listener = papo::net::Listener::listen(host, port);
    if (!listener) {
        std::fprintf(stderr, "papo-bound: %s\n", listener.error().message.c_str());
        return 1;
    }
    std::printf("papo-bound listening on http://%s\n", listener->address().c_str());
    std::fflush(stdout);
    const auto chosen = mode == "naive" ? papo::bound::Mode::naive : papo::bound::Mode::coalesced;
    papo::bound::BoundServer(std::move(*listener), chosen, uploads).run();
}
