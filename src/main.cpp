// The program: options in, exit code out.
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "papo/commands/backup.h"
#include "papo/commands/health.h"
#include "papo/commands/room_export.h"
#include "papo/config/command_line.h"
#include "papo/ops/log.h"
#include "papo/server/greeting.h"
#include "papo/server/server.h"

namespace {

int failed(const papo::Error& error) {
    std::fprintf(stderr, "papo: %s\n", error.message.c_str());
    return 1;
}

// The width of standard output's terminal; 0 when it is not a terminal.
std::size_t terminal_columns() {
    if (::isatty(STDOUT_FILENO) == 0) return 0;
    winsize size{};
    const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0;
    return known ? size.ws_col : 80;
}

// `make run` takes options in ARGS, also the one that an error's last word recommends.
papo::Error for_its_reader(papo::Error error) {
    const char* by = std::getenv("PAPO_RUN_BY");
    const auto last = error.message.rfind(' ') + 1;
    if (by != nullptr && std::string_view(by) == "make" && error.message.compare(last, 2, "--") == 0)
        error.message = error.message.substr(0, last) + "make run ARGS=\"" + error.message.substr(last) + " ...\"";
    return error;
}

int run(int argc, char** argv, const papo::config::Config& config) {
    // A reload reads the configuration file again; the command line and the environment have not changed.
    const auto read_again = [argc, argv]() -> papo::Result<papo::config::Config> {
        auto order = papo::config::read_config(argc, argv);
        if (auto* read = std::get_if<papo::config::Config>(&order)) return std::move(*read);
        return papo::Error{std::get<papo::config::EarlyExit>(order).text};
    };
    const auto columns = terminal_columns();  // asked before confinement, which forbids device ioctls
    auto server = papo::server::Server::create(
        config, papo::ops::open_log(config.log_level, config.log_format),
        config.file.empty() ? nullptr : std::function<papo::Result<papo::config::Config>()>(read_again));
    if (!server) return failed(for_its_reader(server.error()));
    std::printf("papo listening on http://%s\n", (*server)->address().c_str());
    if (columns != 0)
        std::fputs(papo::server::greeting((*server)->config(), (*server)->lan_urls(), columns).c_str(), stdout);
    std::fflush(stdout);
    (*server)->run();
    return 0;
}

int run(const papo::config::BackupOptions& options) {
    const auto made = papo::commands::make_backup(options);
    return made ? 0 : failed(made.error());
}

int run(const papo::config::ExportOptions& options) {
    const auto written = papo::commands::export_room(options);
    return written ? 0 : failed(written.error());
}

int run(const papo::config::HealthOptions& options) {
    const auto healthy = papo::commands::check_health(options);
    return healthy ? 0 : failed(healthy.error());
}

int run(const papo::config::EarlyExit& exit) {
    std::fputs(exit.text.c_str(), exit.exit_code == 0 ? stdout : stderr);
    return exit.exit_code;
}

}  // namespace

int main(int argc, char** argv) {
    const auto order = papo::config::read_config(argc, argv);
    if (const auto* config = std::get_if<papo::config::Config>(&order)) return run(argc, argv, *config);
    return std::visit(
        [](const auto& other) {
            if constexpr (std::is_same_v<decltype(other), const papo::config::Config&>) {
                return 0;
            } else {
                return run(other);
            }
        },
        order);
}
