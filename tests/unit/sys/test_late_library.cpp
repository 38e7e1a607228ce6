#include <gtest/gtest.h>

#include "papo/sys/late_library.h"

namespace papo::test {
namespace {

using sys::LateLibrary;

TEST(LateLibraryTest, ShouldFindTheFunctionsOfALibrary) {
    auto library = LateLibrary::open("libm.so.6");
    ASSERT_TRUE(library);
    double (*root)(double) = library->find("sqrt");
    ASSERT_NE(root, nullptr);
    EXPECT_EQ(root(49), 7);
    EXPECT_TRUE(library->check());
}

TEST(LateLibraryTest, ShouldNameAMissingFunction) {
    auto library = LateLibrary::open("libm.so.6");
    ASSERT_TRUE(library);
    void (*missing)() = library->find("papo_has_this_not");
    EXPECT_EQ(missing, nullptr);
    (void)library->find("sqrt");
    ASSERT_FALSE(library->check());
    EXPECT_EQ(library->check().error().message, "libm.so.6 is too old: it has no papo_has_this_not");
}

TEST(LateLibraryTest, ShouldSayThatALibraryIsNotThere) {
    const auto library = LateLibrary::open("libpapo-nowhere.so.9");
    ASSERT_FALSE(library);
    EXPECT_NE(library.error().message.find("libpapo-nowhere.so.9"), std::string::npos);
}

}  // namespace
}  // namespace papo::test
