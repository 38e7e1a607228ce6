#include <gtest/gtest.h>

#include "papo/server/password_worker.h"

namespace papo::test {
namespace {

using namespace server;

TEST(Password, ShouldMatchOnlyItsHash) {
    const auto hash = hash_password("segredo");
    EXPECT_EQ(hash.find("segredo"), std::string::npos);
    EXPECT_NE(hash, hash_password("segredo")) << "each hash has a new salt";
    EXPECT_TRUE(check_password("segredo", hash));
    EXPECT_FALSE(check_password("Segredo", hash));
    EXPECT_FALSE(check_password("segredo", "scrypt$broken"));
}

}  // namespace
}  // namespace papo::test
