#include "options.h"

#include <CLI/CLI.hpp>
#include <random>

namespace papo::chaos {
namespace {

void add_plan(CLI::App& app, Options& options, std::string& between) {
    app.add_option("--kills", options.kills, "times the server is killed; 0: only connections are harmed");
    app.add_option("--between", between, "milliseconds from readiness to the next end, A..B")->type_name("A..B");
    app.add_option("--seconds", options.seconds, "how long the mischief lasts at least");
    app.add_option("--floods", options.floods, "times that a room is flooded while a reader of it does not read");
    app.add_option("--seed", options.seed, "of all that is drawn; 0 draws one");
}

void add_cast(CLI::App& app, Options& options) {
    const CLI::Range some{std::size_t{1}, std::size_t{1000}};
    app.add_option("--writers", options.writers, "people who write")->check(some);
    app.add_option("--readers", options.readers, "people who only read")->check(some);
    app.add_option("--rooms", options.rooms, "rooms they are in")->check(CLI::Range(std::size_t{1}, std::size_t{99}));
    app.add_option("--server", options.server, "the program")->envname("PAPO_BIN");
    app.add_option("--server-option", options.server_options, "for the server, as in --server-option=--rate=20")
        ->type_name("OPTION");
    app.add_flag("--keep", options.keep, "leave the folder with the server's files and log");
}

void read_range(const std::string& text, Options& options) {
    const auto dots = text.find("..");
    if (dots == std::string::npos) throw CLI::ValidationError("--between", "must look like 50..900");
    options.between_min = std::stoull(text.substr(0, dots));
    options.between_max = std::max<std::uint64_t>(options.between_min, std::stoull(text.substr(dots + 2)));
}

}  // namespace

std::optional<Options> read_options(int argc, char** argv, int& exit_code) {
    Options options;
    std::string between = "50..900";
    CLI::App app{"papo-chaos: kills the server under its readers and writers, and proves that nothing was lost"};
    app.option_defaults()->always_capture_default();
    add_plan(app, options, between);
    add_cast(app, options);
    try {
        app.parse(argc, argv);
        read_range(between, options);
    } catch (const CLI::Error& error) {
        exit_code = app.exit(error);
        return std::nullopt;
    }
    while (options.seed == 0) options.seed = std::random_device{}() % 1'000'000;
    return options;
}

}  // namespace papo::chaos
