// The program: options in, exit code out.
#include <unistd.h>

#include <cstdio>
#include <functional>
#include <string>
#include <variant>

#include "papo/app/backup.h"
#include "papo/app/config.h"
#include "papo/app/log.h"
#include "papo/app/room_export.h"
#include "papo/app/server.h"

namespace {

int failed(const papo::Error& error) {
    std::fprintf(stderr, "papo: %s\n", error.message.c_str());
    return 1;
}

int run(int argc, char** argv, const papo::app::Config& config) {
    // The file may say something else now; the command line and the environment do not.
    const auto read_again = [argc, argv]() -> papo::Result<papo::app::Config> {
        auto order = papo::app::read_config(argc, argv);
        if (auto* read = std::get_if<papo::app::Config>(&order)) return std::move(*read);
        return papo::Error{std::get<papo::app::EarlyExit>(order).text};
    };
    const bool on_terminal = ::isatty(STDOUT_FILENO) != 0;  // a confined process asks no device any more
    auto server = papo::app::Server::create(
        config, papo::app::open_log(config.log_level, config.log_format),
        config.file.empty() ? nullptr : std::function<papo::Result<papo::app::Config>()>(read_again));
    if (!server) return failed(server.error());
    std::printf("papo listening on http://%s\n", (*server)->address().c_str());
    if (on_terminal) {
        for (const auto& url : (*server)->lan_urls()) std::printf("  on this network: %s\n", url.c_str());
    }
    std::fflush(stdout);
    (*server)->run();
    return 0;
}

int run(const papo::app::BackupOptions& options) {
    const auto made = papo::app::make_backup(options);
    return made ? 0 : failed(made.error());
}

int run(const papo::app::ExportOptions& options) {
    const auto written = papo::app::export_room(options);
    return written ? 0 : failed(written.error());
}

int run(const papo::app::EarlyExit& exit) {
    std::fputs(exit.text.c_str(), exit.exit_code == 0 ? stdout : stderr);
    return exit.exit_code;
}

}  // namespace

int main(int argc, char** argv) {
    const auto order = papo::app::read_config(argc, argv);
    if (const auto* config = std::get_if<papo::app::Config>(&order)) return run(argc, argv, *config);
    return std::visit(
        [](const auto& other) {
            if constexpr (std::is_same_v<decltype(other), const papo::app::Config&>) {
                return 0;
            } else {
                return run(other);
            }
        },
        order);
}
