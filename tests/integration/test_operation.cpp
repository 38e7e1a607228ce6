// What the host's owner uses: figures, status, the log, and reloading the configuration.
#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "tests/support/error_output.h"
#include "tests/support/http_client.h"
#include "tests/support/metric.h"
#include "tests/support/server_process.h"
#include "tests/support/temp_folder.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

const Options behind_a_proxy{"--trust-proxy", "127.0.0.1"};

HttpReply get(const ServerProcess& server, std::string_view path, const Headers& headers = {}) {
    return HttpClient(server.port()).get(path, headers);
}

TEST(Operation, ShouldShowFiguresOnlyToThisMachine) {
    ServerProcess server(behind_a_proxy);
    write_file(server.www() / "status" / "index.html", "<!doctype html><title>papo: status</title>");
    write_file(server.www() / "status" / "status.js", "look();");
    server.restart(SIGTERM);
    for (const auto* path : {"/metrics", "/api/status", "/status", "/status/status.js", "/status/index.html"}) {
        EXPECT_EQ(get(server, path).status, 200) << path;
        const auto refused = get(server, path, {{"X-Forwarded-For", "192.0.2.7"}});
        EXPECT_EQ(refused.status, 403) << path;
        EXPECT_EQ(refused.code(), "forbidden");
        EXPECT_NE(refused.json().at("error").get<std::string>().find("192.0.2.7"), std::string::npos);
        EXPECT_EQ(get(server, path, {{"X-Forwarded-For", "127.0.0.1, not an address"}}).status, 403) << path;
    }
    EXPECT_EQ(get(server, "/", {{"X-Forwarded-For", "192.0.2.7"}}).status, 200);
    EXPECT_EQ(get(server, "/healthz", {{"X-Forwarded-For", "192.0.2.7"}}).status, 200);
}

TEST(Operation, ShouldNotShowFiguresBehindAnUnknownProxy) {
    ServerProcess server;
    EXPECT_EQ(get(server, "/metrics", {{"X-Forwarded-For", "192.0.2.7"}}).status, 403);
    EXPECT_EQ(get(server, "/metrics", {{"Forwarded", "for=192.0.2.7"}}).status, 403);
    EXPECT_EQ(get(server, "/metrics").status, 200);
}

TEST(Operation, ShouldShowFiguresToAdminAddresses) {
    auto options = behind_a_proxy;
    options.insert(options.end(), {"--admin-from", "192.0.2.0/24", "--admin-from", "2001:db8::7"});
    ServerProcess server(options);
    EXPECT_EQ(get(server, "/metrics", {{"X-Forwarded-For", "192.0.2.255"}}).status, 200);
    EXPECT_EQ(get(server, "/metrics", {{"X-Forwarded-For", "192.0.3.0"}}).status, 403);
    EXPECT_EQ(get(server, "/metrics", {{"X-Forwarded-For", "2001:db8::7"}}).status, 200);
    EXPECT_EQ(get(server, "/metrics", {{"X-Forwarded-For", "2001:db8::8"}}).status, 403);
    EXPECT_EQ(get(server, "/metrics").status, 200);
    ServerProcess open({"--trust-proxy", "127.0.0.1", "--admin-from", "*"});
    EXPECT_EQ(get(open, "/metrics", {{"X-Forwarded-For", "192.0.3.0"}}).status, 200);
    EXPECT_EQ(get(open, "/metrics", {{"X-Forwarded-For", "2001:db8::8"}}).status, 200);
}

TEST(Operation, ShouldCountMessagesAndDeliveries) {
    ServerProcess server;
    ChatClient ana(server.port());
    ChatClient bia(server.port());
    ana.join("sala", "ana");
    bia.join("sala", "bia");
    ana.say({{"type", "message"}, {"room", "sala"}, {"id", "1"}, {"text", "oi"}});
    EXPECT_EQ(bia.read("message").at("text"), "oi");
    ana.say({{"type", "nonsense"}});
    ana.read("error");
    EXPECT_EQ(upload(server.port(), "x.exe", "MZ").code(), "bad_type");
    EXPECT_EQ(metric(server, "papo_messages_stored_total"), 1U);
    EXPECT_EQ(metric(server, "papo_deliveries_total"), 2U);
    EXPECT_EQ(metric(server, "papo_fanout_seconds_count"), 1U);
    EXPECT_EQ(metric(server, "papo_chat_errors_total{code=\"unknown_type\"}"), 1U);
    EXPECT_EQ(metric(server, "papo_upload_refusals_total{reason=\"bad_type\"}"), 1U);
    EXPECT_GT(metric(server, "papo_network_receive_bytes_total"), 100U);
    EXPECT_GT(metric(server, "papo_network_transmit_bytes_total"), 1000U);
    EXPECT_GT(metric(server, "papo_turn_seconds_count"), 5U);
    EXPECT_GT(metric(server, "process_resident_memory_bytes"), 1'000'000U);
    const auto told = metric(server, "process_open_fds");  // may count a connection that is closing
    EXPECT_NEAR(static_cast<double>(told), static_cast<double>(server.descriptors()), 2);
    EXPECT_GT(metric(server, "papo_database_bytes"), 4096U);
    EXPECT_GT(metric(server, "papo_uploads_disk_free_bytes"), 0U);
    const auto status = get(server, "/api/status").json();
    EXPECT_EQ(status.at("people"), 2);
    EXPECT_EQ(status.at("messages"), 1);
}

// Waits until `holds` returns true, as long as a busy machine may need.
bool comes(const std::function<bool()>& holds) {
    for (int i = 0; i < 2000; ++i) {
        if (holds()) return true;
        ::usleep(10'000);
    }
    return false;
}

bool says(const ErrorOutput& output, const std::string& words) {
    return comes([&] { return output.text().find(words) != std::string::npos; });
}

class ReloadTest : public testing::Test {
protected:
    void write(const std::string& text) { std::ofstream(file) << text; }
    // Writes `text` as the configuration and reloads it; whether the server then logs `words`.
    bool reread(const ServerProcess& server, const std::string& text, const std::string& words) {
        write(text);
        ::kill(server.pid(), SIGHUP);
        return says(output, words);
    }

    TempFolder folder;
    std::string file = (folder.path() / "papo.conf").string();
    const ErrorOutput output;
};

TEST_F(ReloadTest, ShouldApplyChangesAndNameOptionsThatNeedARestart) {
    write("max-message = 10\n");
    ServerProcess server({"--config", file});
    ChatClient ana(server.port());
    ana.join("sala", "ana");
    ASSERT_TRUE(
        reread(server, "max-message = 20\nenable-echo = true\n", "changed max-message; enable-echo needs a restart"))
        << output.text();
    ana.say({{"type", "message"}, {"room", "sala"}, {"id", "1"}, {"text", "fifteen letters"}});
    EXPECT_EQ(ana.read("message").at("text"), "fifteen letters");
    EXPECT_EQ(get(server, "/echo").status, 404);
    ASSERT_TRUE(reread(server, "max-mesage = 30\n", "the configuration stays as it was")) << output.text();
    EXPECT_TRUE(says(output, "did you mean max-message?"));
    ana.say({{"type", "message"}, {"room", "sala"}, {"id", "2"}, {"text", "still serving"}});
    EXPECT_EQ(ana.read("message").at("text"), "still serving");
    EXPECT_EQ(server.stop(), 0);
}

TEST_F(ReloadTest, ShouldApplyChangedLimits) {
    write("");
    const ServerProcess server({"--config", file});
    const auto guest = [&] {
        return HttpClient(server.port()).raw("GET / HTTP/1.1\r\nHost: chat.example.org\r\n\r\n");
    };
    EXPECT_EQ(guest().status, 421);
    ASSERT_TRUE(reread(server, "public-host = [chat.example.org]\nupload-types = [txt]\nrate = 7\n", "upload-types"));
    EXPECT_EQ(guest().status, 200);
    EXPECT_EQ(upload(server.port(), "a.md", "text").code(), "bad_type");
    EXPECT_EQ(ChatClient(server.port()).welcome().at("limits").at("rate"), 7);
    ASSERT_TRUE(reread(server, "uploads-quota = 8\n", "uploads-quota"));
    EXPECT_EQ(upload(server.port(), "a.txt", "more than eight").code(), "no_space");
    ASSERT_TRUE(reread(server, "max-connections = 1\n", "max-connections"));
    HttpClient only(server.port());
    EXPECT_EQ(only.get("/healthz").status, 200);
    EXPECT_EQ(HttpClient(server.port()).read_reply().status, 503);
}

TEST_F(ReloadTest, ShouldApplyALowerErrorLimit) {
    write("");
    const ServerProcess server({"--config", file, "--trust-proxy", "127.0.0.1"});
    const auto answered = [&](const std::string& address) {
        HttpClient client(server.port());
        int count = 0;
        for (; count < 50; ++count)
            client.tcp.send("GET /x HTTP/1.1\r\nHost: x.local\r\nX-Forwarded-For: " + address + "\r\n\r\n");
        try {
            for (count = 0; count < 50; ++count) client.read_reply();
        } catch (const std::runtime_error&) {  // the server has ended the connection
        }
        return count;
    };
    EXPECT_EQ(answered("192.0.2.1"), 50);
    ASSERT_TRUE(reread(server, "errors-per-address = 1\n", "errors-per-address"));
    EXPECT_LT(answered("192.0.2.2"), 50);
}

TEST_F(ReloadTest, ShouldCutOffReadersAboveANewBacklog) {
    write("");
    const ServerProcess server({"--config", file});
    ChatClient reader(server.port());
    ChatClient writer(server.port());
    std::string both;  // sent at once, so that the server takes both in one turn
    for (const auto* room : {"a", "b"}) {
        reader.join(room, "reader");
        writer.join(room, "writer");
        const Json message{{"type", "message"}, {"room", room}, {"id", "1"}, {"text", std::string(4000, 'x')}};
        both += masked_frame(Opcode::text, message.dump());
    }
    ASSERT_TRUE(reread(server, "max-backlog = 5000\n", "max-backlog"));
    writer.tcp.send(both);
    EXPECT_EQ(reader.read_close(), 1013);
}

TEST_F(ReloadTest, ShouldApplyAShorterRetention) {
    write("");
    const ServerProcess server({"--config", file, "--rate", "0"});
    ChatClient ana(server.port());
    ana.join("sala", "ana");
    const auto kept = [&] {
        ana.say({{"type", "history"}, {"room", "sala"}, {"before", 1000}, {"limit", 200}});
        return ana.read("history").at("messages").size();
    };
    for (int i = 1; i <= 30; ++i) ana.text("sala", std::to_string(i), "oi");
    ASSERT_EQ(kept(), 30U);
    ASSERT_TRUE(reread(server, "history-messages = 10\n", "history-messages"));
    ana.text("sala", "31", "oi");
    EXPECT_TRUE(comes([&] { return kept() == 10; })) << "the worker removes old entries in the background";
}

TEST_F(ReloadTest, ShouldApplyANewLogLevel) {
    write("log-level = error\n");
    const ServerProcess server({"--config", file});
    ASSERT_TRUE(reread(server, "log-level = info\n", "changed log-level"));
    ASSERT_TRUE(reread(server, "log-level = info\nrate = 7\n", "changed rate"));
    write("log-level = error\nrate = 8\n");
    ::kill(server.pid(), SIGHUP);
    const auto limits = [&] { return ChatClient(server.port()).welcome().at("limits"); };
    ASSERT_TRUE(comes([&] { return limits().at("rate") == 8; }));
    write("log-level = error\nmax-message = 9\n");
    ::kill(server.pid(), SIGHUP);
    ASSERT_TRUE(comes([&] { return limits().at("message") == 9; }));
    EXPECT_EQ(output.text().find("max-message"), std::string::npos) << output.text();
}

TEST_F(ReloadTest, ShouldReadAReplacedFileInPaposFolder) {
    file = (folder.path() / "papo" / "papo.conf").string();
    std::filesystem::create_directory(folder.path() / "papo");
    write("rate = 5\n");
    ServerProcess server({"--config", file});
    std::filesystem::remove(file);
    EXPECT_TRUE(reread(server, "rate = 6\n", "changed rate")) << output.text();
}

TEST_F(ReloadTest, ShouldEndOnHangupWithoutAFile) {
    ServerProcess server;
    EXPECT_EQ(server.stop(SIGHUP), 0);
}

TEST(Operation, ShouldLogRepeatedEventsOnceAndNeverMessages) {
    const ErrorOutput output;
    ServerProcess server({"--password-tries", "1", "--log-format", "json", "--log-level", "debug"});
    ChatClient ana(server.port());
    ana.say({{"type", "join"}, {"room", "sala"}, {"name", "ana"}, {"password", "s3cret-word"}});
    ana.read("joined");
    ana.say({{"type", "message"}, {"room", "sala"}, {"id", "1"}, {"text", "unheard-of"}});
    ana.read("message");
    ChatClient bia(server.port());
    for (int i = 0; i < 20; ++i) {
        bia.say({{"type", "join"}, {"room", "sala"}, {"name", "bia"}, {"password", "gue55"}});
        bia.read("error");
    }
    ASSERT_TRUE(says(output, "--password-tries")) << output.text();
    EXPECT_EQ(server.stop(), 0);
    const auto text = output.text();
    EXPECT_NE(text.find("more like it"), std::string::npos) << text;
    EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 8) << text;
    for (const auto* secret : {"s3cret-word", "gue55", "unheard-of"}) EXPECT_EQ(text.find(secret), std::string::npos);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) EXPECT_TRUE(nlohmann::json::accept(line)) << line;
}

}  // namespace
}  // namespace papo::test
