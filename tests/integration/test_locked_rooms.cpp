// A client outside of a locked room may learn only the room's name, the number of members, and that it is locked.
#include <gtest/gtest.h>

#include "tests/support/error_output.h"
#include "tests/support/server_process.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

constexpr const char* password = "segredo-do-cofre";

class LockedRooms : public testing::Test {
protected:
    void SetUp() override {
        ana.join("cofre", "ana-dentro", {{"password", password}});
        ana.text("cofre", "1", "palavra escondida");
    }
    // Fails if `text` contains anything from inside the room.
    static void expect_nothing_told(const std::string& text) {
        for (const auto* secret : {"palavra", "escondida", "ana-dentro", password}) {
            EXPECT_EQ(text.find(secret), std::string::npos) << text;
        }
    }
    void expect_nothing_told(WsClient& outsider) {
        for (const auto& text : outsider.read_pending()) expect_nothing_told(text);
    }
    void expect_refused(ChatClient& client, const Json& join, const std::string& code) {
        client.say(join);
        const auto answer = client.read();
        EXPECT_EQ(answer.at("type"), "error");
        EXPECT_EQ(answer.at("code"), code);
        expect_nothing_told(answer.dump());
    }

    ServerProcess server{{"--rate", "0"}};
    ChatClient ana{server.port()};
};

TEST_F(LockedRooms, ShouldRefuseJoinsWithoutThePassword) {
    ChatClient bia(server.port());
    const Json join{{"type", "join"}, {"room", "cofre"}, {"name", "bia"}};
    expect_refused(bia, join, "wrong_password");
    for (const auto* wrong : {"", "segredo", "segredo-do-cofre ", "SEGREDO-DO-COFRE"}) {
        auto with_password = join;
        with_password["password"] = wrong;
        expect_refused(bia, with_password, "wrong_password");
    }
    auto resuming = join;
    resuming["since"] = 0;
    resuming["epoch"] = ana.join("cofre", "ana-dentro").at("epoch");
    expect_refused(bia, resuming, "wrong_password");
    auto same_name = join;
    same_name["name"] = "ana-dentro";
    bia.say(same_name);
    EXPECT_EQ(bia.read().at("code"), "wrong_password") << "a refused join must not reveal the members' names";
    EXPECT_TRUE(ana.pending_types().empty()) << "members must not notice the attempts";
}

TEST_F(LockedRooms, ShouldAnswerNoCommandsFromOutside) {
    ChatClient bia(server.port());
    expect_refused(bia, {{"type", "history"}, {"room", "cofre"}, {"before", 100}}, "not_joined");
    expect_refused(bia, {{"type", "search"}, {"room", "cofre"}, {"query", "oi"}}, "not_joined");
    expect_refused(bia, {{"type", "message"}, {"room", "cofre"}, {"id", "1"}, {"text", "oi"}}, "not_joined");
    expect_refused(bia, {{"type", "leave"}, {"room", "cofre"}}, "not_joined");
    bia.say({{"type", "typing"}, {"room", "cofre"}});
    expect_nothing_told(bia);
    EXPECT_TRUE(ana.pending_types().empty()) << "none of the commands takes effect";
}

TEST_F(LockedRooms, ShouldSearchNoOtherRoom) {
    ChatClient bia(server.port());
    bia.join("sala1", "bia");
    bia.say({{"type", "search"}, {"room", "sala1"}, {"query", "palavra"}});
    EXPECT_TRUE(bia.read("found").at("messages").empty());
}

TEST_F(LockedRooms, ShouldShowNameCountAndLockOnly) {
    const Json rooms{{{"name", "cofre"}, {"members", 1}, {"locked", true}}};
    EXPECT_EQ(HttpClient(server.port()).get("/api/rooms").json(), (Json{{"rooms", rooms}}));
    ChatClient bia(server.port());
    bia.say({{"type", "rooms"}, {"watch", true}});
    EXPECT_EQ(bia.read("rooms").at("rooms"), rooms);
    ana.text("cofre", "2", "mais uma palavra escondida");
    expect_nothing_told(bia);
    expect_nothing_told(HttpClient(server.port()).get("/metrics").body);
}

TEST_F(LockedRooms, ShouldKeepTerminalsOut) {
    for (const auto* query :
         {"/ws?room=cofre&name=bia", "/ws?room=cofre&name=bia&password=segredo", "/ws?room=cofre&name=ana-dentro"}) {
        WsClient json(server.port(), query);
        EXPECT_EQ(Json::parse(json.read_text()).at("type"), "welcome");
        EXPECT_EQ(Json::parse(json.read_text()).at("code"), "wrong_password") << query;
        expect_nothing_told(json);
        WsClient lines(server.port(), query + std::string("&format=text"));
        EXPECT_EQ(lines.read_text().substr(0, 18), "! wrong_password: ") << query;
        EXPECT_EQ(lines.read_close(), 1008);
    }
}

TEST_F(LockedRooms, ShouldRefuseAnInventedSession) {
    ChatClient bia(server.port());
    auto forged = ana.session();
    forged.back() = forged.back() == 'A' ? 'B' : 'A';
    for (const auto& token : {forged, std::string(43, 'A'), ana.session().substr(0, 42), ana.session() + "A"}) {
        bia.say({{"type", "hello"}, {"session", token}});
        EXPECT_EQ(bia.read("welcome").at("session"), bia.session()) << "the connection keeps its session, not ana's";
    }
    EXPECT_EQ(bia.join("cofre", "bia").at("code"), "wrong_password");
}

TEST_F(LockedRooms, ShouldNotStoreThePassword) {
    EXPECT_EQ(server.stop(), 0);
    const auto content = read_file(server.database());
    EXPECT_NE(content.find("palavra escondida"), std::string::npos) << "the database holds everything else";
    EXPECT_EQ(content.find(password), std::string::npos);
    EXPECT_EQ(content.find(ana.session()), std::string::npos) << "a token is not stored either";
    EXPECT_EQ(content.find(ana.session().substr(0, 20)), std::string::npos);
}

TEST(Secrets, ShouldNeverBeLogged) {
    ErrorOutput log;
    std::vector<std::string> secrets{password, "palavra", "errada"};
    {
        ServerProcess server({"--log-level", "trace"});
        ChatClient ana(server.port());
        ana.join("cofre", "ana", {{"password", password}});
        ana.text("cofre", "1", "palavra");
        ChatClient bia(server.port());
        bia.say({{"type", "hello"}, {"session", ana.session()}});
        bia.read("welcome");
        WsClient terminal(server.port(), "/ws?room=cofre&name=caio&password=errada&session=" + bia.session());
        terminal.read_text();
        bia.send(R"({"type":"join","room":"cofre","name":"x","password":)");
        bia.send("\xff");
        EXPECT_EQ(bia.read_close(), 1007);
        secrets.push_back(ana.session());
        secrets.push_back(bia.session());
        EXPECT_EQ(server.stop(), 0);
    }
    const auto text = log.text();
    EXPECT_NE(text.find("stopped"), std::string::npos) << "the log is not empty";
    for (const auto& secret : secrets) EXPECT_EQ(text.find(secret), std::string::npos) << secret << " in\n" << text;
}

}  // namespace
}  // namespace papo::test
