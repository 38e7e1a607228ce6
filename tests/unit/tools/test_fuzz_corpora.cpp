// Replays the fuzzers' corpora: each committed input runs through its target, which ends the process on a broken
// promise.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/fuzz/target.h"

namespace papo::test {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// The path is relative to the root of the repository, where the tests run.
TEST(FuzzCorpora, ShouldKeepThePromisesOfTheTargets) {
    for (const auto& target : fuzz::targets()) {
        std::size_t inputs = 0;
        for (const auto& file : fs::directory_iterator(fs::path("tests/fuzz/corpus") / target.name)) {
            SCOPED_TRACE(file.path().string());
            target.run(content_of(file.path()));
            ++inputs;
        }
        EXPECT_GT(inputs, 0U) << target.name;
    }
}

TEST(FuzzCorpora, ShouldEndTheProcessWhenAPromiseDoesNotHold) {
    EXPECT_DEATH(fuzz::require(false, "that one and one is three"), "does not hold: that one and one is three");
}

}  // namespace
}  // namespace papo::test
