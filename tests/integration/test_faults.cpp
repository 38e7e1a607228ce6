#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "tests/support/faults.h"
#include "tests/support/stored_log.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

struct Fault {
    const char* name;
    Call call;
    int error;  // errno; 0: the call transfers only one byte
};

void PrintTo(const Fault& fault, std::ostream* out) {
    *out << fault.name;
}

// One server, which must survive all failures of one call.
class FaultsTest : public testing::TestWithParam<Fault> {
protected:
    void SetUp() override {
        if (!Faults::available()) GTEST_SKIP() << "no papo-faults.so beside the program";
        server.emplace(Options{"--ping-interval", "3600"}, 0, faults.environment());
        host.emplace(server->port());
        host->join("sala1", "host");
        descriptors = server->descriptors();
    }

    // Uses a little of everything, and records what the server acknowledges; the server may refuse the rest.
    void play(int round) {
        const auto content = "text " + std::to_string(round);
        sent.insert(content);
        attempt([&] {
            const auto reply = upload(server->port(), "a.txt", content);
            if (reply.status == 201) uploaded[reply.json().at("url").get<std::string>()] = content;
        });
        for (const auto& [url, text] : uploaded) {
            attempt([&, &address = url] { HttpClient(server->port()).get(address); });
            break;
        }
        attempt([&] {
            ChatClient guest(server->port());
            if (guest.join("sala1", "guest" + std::to_string(round)).at("type") != "joined") return;
            const auto reply = guest.text("sala1", std::to_string(round), content);
            if (reply.at("type") == "message") said[reply.at("seq").get<std::uint64_t>()] = content;
        });
    }
    template <typename Action>
    void attempt(Action action) {
        try {
            action();
        } catch (const std::exception&) {  // the server may end the connection
        }
    }
    void expect_nothing_lost(int round) {
        EXPECT_EQ(HttpClient(server->port()).get("/healthz").status, 200) << round;
        for (const auto& [url, text] : uploaded) {
            EXPECT_EQ(HttpClient(server->port()).get(url).body, text) << url << " of round " << round;
        }
        for (const auto& file : std::filesystem::directory_iterator(server->uploads())) {
            EXPECT_TRUE(sent.contains(read_file(file.path()))) << "a part of a file after round " << round;
            EXPECT_NE(file.path().filename().string().front(), '.') << "an unfinished file after round " << round;
        }
        std::map<std::uint64_t, std::string> log;
        ChatClient reader(server->port());
        reader.join("sala1", "reader" + std::to_string(round));
        for (const auto& entry : read_log(reader, "sala1")) {
            log[entry.at("seq").get<std::uint64_t>()] = entry.at("text").get<std::string>();
        }
        for (const auto& [seq, text] : said) EXPECT_EQ(log[seq], text) << seq << " of round " << round;
    }

    Faults faults;
    std::optional<ServerProcess> server;
    std::optional<ChatClient> host;
    std::size_t descriptors = 0;
    std::set<std::string> sent;                   // contents
    std::map<std::string, std::string> uploaded;  // address to content
    std::map<std::uint64_t, std::string> said;    // seq to text
};

TEST_P(FaultsTest, ShouldServeOnAndLoseNothing) {
    constexpr int most = 200;
    int n = 1;
    for (bool failed = true; failed && n < most; ++n) {
        faults.arm(GetParam().call, GetParam().error, n);
        play(n);
        failed = faults.disarm();
        if (GetParam().error == 0 || GetParam().error == EINTR) {
            EXPECT_EQ(said.size(), static_cast<std::size_t>(n)) << "an interrupted call must not become an error";
            EXPECT_EQ(uploaded.size(), static_cast<std::size_t>(n)) << "an interrupted call must not become an error";
        }
        expect_nothing_lost(n);
        if (HasFailure()) return;
    }
    EXPECT_GT(n, 2) << "the server never makes the call";
    EXPECT_LT(n, most) << "the calls of a round do not end";
    EXPECT_GT(said.size(), 0U);
    EXPECT_GT(uploaded.size(), 0U);
    // The server closes a broken connection a moment after its client.
    for (int tries = 0; tries < 1000 && server->descriptors() > descriptors; ++tries) {
        HttpClient(server->port()).get("/healthz");
        ::usleep(10'000);
    }
    EXPECT_LE(server->descriptors(), descriptors) << "descriptors leak";
    host.reset();
    EXPECT_EQ(server->stop(), 0);
}

INSTANTIATE_TEST_SUITE_P(
    Calls, FaultsTest,
    testing::Values(Fault{"AcceptAborted", Call::accept, ECONNABORTED}, Fault{"AcceptInterrupted", Call::accept, EINTR},
                    Fault{"AcceptWithoutDescriptors", Call::accept, EMFILE},
                    Fault{"AcceptWithoutSystemDescriptors", Call::accept, ENFILE},
                    Fault{"AcceptWithoutMemory", Call::accept, ENOMEM},
                    Fault{"AcceptWithoutBuffers", Call::accept, ENOBUFS}, Fault{"ReceiveShort", Call::recv, 0},
                    Fault{"ReceiveInterrupted", Call::recv, EINTR}, Fault{"ReceiveReset", Call::recv, ECONNRESET},
                    Fault{"ReceiveWithoutMemory", Call::recv, ENOMEM}, Fault{"SendShort", Call::sendmsg, 0},
                    Fault{"SendInterrupted", Call::sendmsg, EINTR}, Fault{"SendToNobody", Call::sendmsg, EPIPE},
                    Fault{"SendReset", Call::sendmsg, ECONNRESET}, Fault{"SendWithoutBuffers", Call::sendmsg, ENOBUFS},
                    Fault{"SendFileShort", Call::sendfile, 0}, Fault{"SendFileInterrupted", Call::sendfile, EINTR},
                    Fault{"SendFileUnreadable", Call::sendfile, EIO}, Fault{"WriteShort", Call::write, 0},
                    Fault{"WriteInterrupted", Call::write, EINTR}, Fault{"WriteToFullDisk", Call::write, ENOSPC},
                    Fault{"WriteOverQuota", Call::write, EDQUOT}, Fault{"WriteToBrokenDisk", Call::write, EIO},
                    Fault{"LinkOnFullDisk", Call::link, ENOSPC}, Fault{"LinkOnBrokenDisk", Call::link, EIO},
                    Fault{"OpenWithoutDescriptors", Call::open, EMFILE}, Fault{"OpenOnFullDisk", Call::open, ENOSPC},
                    Fault{"WaitInterrupted", Call::epoll_wait, EINTR},
                    Fault{"WatchWithoutMemory", Call::epoll_ctl, ENOMEM}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(Faults, ShouldNotAnswer404WhenAFileCannotBeOpenedNow) {
    Faults faults;
    if (!Faults::available()) GTEST_SKIP() << "no papo-faults.so beside the program";
    ServerProcess server(Options{}, 0, faults.environment());
    const auto url = upload(server.port(), "a.txt", "text").json().at("url").get<std::string>();
    HttpClient client(server.port());
    for (const int error : {EMFILE, ENFILE, ENOMEM, EIO}) {
        faults.arm(Call::open, error, 1);
        const auto reply = client.get(url);
        ASSERT_TRUE(faults.disarm());
        EXPECT_EQ(reply.status, 503) << error;
        EXPECT_EQ(reply.header("retry-after"), "1") << error;
    }
    EXPECT_EQ(client.get(url).body, "text");
}

TEST(Limits, ShouldServeOnWhenFilesCannotGrow) {
    ServerProcess server;
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    server.limit_files(256U << 10U);
    const auto refused = upload(server.port(), "large.txt", std::string(512U << 10U, 'x'));
    EXPECT_EQ(refused.status, 507);
    EXPECT_EQ(refused.code(), "no_space");
    EXPECT_EQ(count_files(server.uploads()), 0U);
    EXPECT_EQ(upload(server.port(), "small.txt", "text").status, 201);
    EXPECT_EQ(ana.text("sala1", "1", "oi").at("type"), "message");
    // The limit also stops the journal; then the server sends no message that is not stored.
    const std::string text(8000, 'x');
    std::size_t stored = 1;
    auto reply = ana.text("sala1", "2", text);
    for (int i = 3; reply.at("type") == "message" || reply.at("code") == "rate_limited"; ++i) {
        if (reply.at("type") == "message") ++stored;
        ASSERT_LT(i, 100'000) << "the journal grows without a limit";
        reply = ana.text("sala1", std::to_string(i), text);
    }
    EXPECT_EQ(reply.at("code"), "storage");
    EXPECT_EQ(read_log(ana, "sala1").size(), stored);
}

}  // namespace
}  // namespace papo::test
