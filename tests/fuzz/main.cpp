// All fuzzers in one program: PAPO_FUZZ names the target. libFuzzer contains main().
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "tests/fuzz/session.h"
#include "tests/fuzz/target.h"

namespace {

const papo::fuzz::Target& chosen() {
    static constexpr papo::fuzz::Target whole_server{"session", papo::fuzz::session};
    const char* name = std::getenv("PAPO_FUZZ");  // NOLINT(concurrency-mt-unsafe)
    if (name != nullptr && whole_server.name == name) return whole_server;
    for (const auto& target : papo::fuzz::targets()) {
        if (name != nullptr && target.name == name) return target;
    }
    std::fprintf(stderr, "PAPO_FUZZ must name a target of tests/fuzz/target.cpp\n");
    std::exit(2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto& target = chosen();
    target.run({reinterpret_cast<const char*>(data), size});
    return 0;
}
