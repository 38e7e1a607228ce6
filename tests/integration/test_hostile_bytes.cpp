// Sends the fuzzers' corpus of whole connections to the real program.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/http_client.h"
#include "tests/support/server_process.h"
#include "tests/support/tcp_client.h"
#include "tests/support/temp_folder.h"

namespace papo::test {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// The path is relative to the root of the repository, where the tests run.
TEST(HostileBytes, ShouldLeaveTheServerServingAndNothingUnfinished) {
    ServerProcess server({"--enable-echo"});
    std::size_t inputs = 0;
    for (const auto& file : fs::directory_iterator("tests/fuzz/corpus/session")) {
        SCOPED_TRACE(file.path().string());
        TcpClient client(server.port());
        (void)client.send(content_of(file.path()));
        client.end_sending();
        EXPECT_TRUE(client.ends());
        ++inputs;
    }
    EXPECT_GT(inputs, 0U);
    EXPECT_EQ(HttpClient(server.port()).get("/healthz").status, 200);
    for (const auto& file : fs::directory_iterator(server.uploads())) {
        EXPECT_NE(file.path().filename().native().front(), '.') << file.path();
    }
}

}  // namespace
}  // namespace papo::test
