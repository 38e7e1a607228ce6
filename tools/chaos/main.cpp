// papo-chaos: exit status 0 when every promise was kept, 1 when one was broken, 2 for bad usage.
#include <cstdio>
#include <exception>
#include <filesystem>

#include "play.h"
#include "tests/support/temp_folder.h"

namespace {

using namespace papo::chaos;

int run(const Options& options) {
    const papo::test::TempFolder folder;
    std::printf("chaos: seed %llu\n", static_cast<unsigned long long>(options.seed));
    std::fflush(stdout);
    std::size_t failed = 0;
    {
        Server server(options.server, folder.path(), options.server_options);
        World world(options, server.port());
        for (std::size_t i = 0; i < options.rooms; ++i) world.rooms.push_back("sala-" + std::to_string(i + 1));
        const auto outcome = play(world, server);
        failed = world.findings.failed_checks();
        std::printf("\n%s%s\n%s", table_of(world, outcome).c_str(), failures_of(world.findings).c_str(),
                    summary_of(world.findings).c_str());
    }
    if (!options.keep) return failed == 0 ? 0 : 1;
    const auto kept = folder.path().string() + "-kept";
    std::filesystem::rename(folder.path(), kept);
    std::fprintf(stderr, "chaos: the server's files are in %s\n", kept.c_str());
    return failed == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        int exit_code = 0;
        const auto options = read_options(argc, argv, exit_code);
        return options ? run(*options) : (exit_code == 0 ? 0 : 2);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "chaos: %s\n", error.what());
        return 1;
    }
}
