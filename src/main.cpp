// The program: options in, exit code out.
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <variant>

#include "papo/app/backup.h"
#include "papo/app/config.h"
#include "papo/app/greeting.h"
#include "papo/app/health.h"
#include "papo/app/log.h"
#include "papo/app/room_export.h"
#include "papo/app/server.h"

namespace {

int failed(const papo::Error& error) {
    std::fprintf(stderr, "papo: %s\n", error.message.c_str());
    return 1;
}

// Of the terminal that standard output is; 0 when it is none.
std::size_t terminal_columns() {
    if (::isatty(STDOUT_FILENO) == 0) return 0;
    winsize size{};
    const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0;
    return known ? size.ws_col : 80;
}

int run(const papo::app::Config& config) {
    const auto columns = terminal_columns();  // a confined process asks no device any more
    auto server = papo::app::Server::create(config, papo::app::open_log(config.log_level, config.log_format));
    if (!server) return failed(server.error());
    std::printf("papo listening on http://%s\n", (*server)->address().c_str());
    if (columns != 0)
        std::fputs(papo::app::greeting((*server)->config(), (*server)->lan_urls(), columns).c_str(), stdout);
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

int run(const papo::app::HealthOptions& options) {
    const auto healthy = papo::app::check_health(options);
    return healthy ? 0 : failed(healthy.error());
}

int run(const papo::app::EarlyExit& exit) {
    std::fputs(exit.text.c_str(), exit.exit_code == 0 ? stdout : stderr);
    return exit.exit_code;
}

}  // namespace

int main(int argc, char** argv) {
    return std::visit([](const auto& order) { return run(order); }, papo::app::read_config(argc, argv));
}
