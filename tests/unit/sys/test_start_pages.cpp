#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "papo/sys/start_pages.h"

namespace papo::sys {
namespace {

// Resident pages of mapped files (proc(5), /proc/pid/statm).
long mapped_file_pages() {
    long size = 0;
    long resident = 0;
    long of_files = 0;
    std::ifstream("/proc/self/statm") >> size >> resident >> of_files;
    return of_files;
}

TEST(StartPages, ShouldBeUnmappedAndComeBackWhenUsed) {
    if (is_traced()) GTEST_SKIP() << "a debugger watches";
    const auto before = mapped_file_pages();
    give_back_start_pages();
    EXPECT_LT(mapped_file_pages(), before);
    EXPECT_EQ(std::to_string(6 * 7), "42");
}

}  // namespace
}  // namespace papo::sys
