// The program: options in, exit code out.
#include <unistd.h>

#include <cstdio>
#include <string>
#include <variant>

#include "papo/app/config.h"
#include "papo/app/log.h"
#include "papo/app/server.h"

namespace {

int run(const papo::app::Config& config) {
    auto server = papo::app::Server::create(config, papo::app::open_log(config.log_level, config.log_format));
    if (!server) {
        std::fprintf(stderr, "papo: %s\n", server.error().message.c_str());
        return 1;
    }
    std::printf("papo listening on http://%s\n", (*server)->address().c_str());
    if (::isatty(STDOUT_FILENO) != 0) {
        for (const auto& url : (*server)->lan_urls()) std::printf("  on this network: %s\n", url.c_str());
    }
    std::fflush(stdout);
    (*server)->run();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const auto config = papo::app::read_config(argc, argv);
    if (const auto* exit = std::get_if<papo::app::EarlyExit>(&config)) {
        std::fputs(exit->text.c_str(), exit->exit_code == 0 ? stdout : stderr);
        return exit->exit_code;
    }
    return run(std::get<papo::app::Config>(config));
}
