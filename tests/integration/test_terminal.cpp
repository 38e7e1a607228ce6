#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/pictures.h"
#include "tests/support/server_process.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

class Terminal : public testing::Test {
protected:
    int refused(const std::string& target) {
        return HttpClient(server.port())
            .get(target, {{"Upgrade", "websocket"},
                          {"Connection", "Upgrade"},
                          {"Sec-WebSocket-Version", "13"},
                          {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}})
            .status;
    }
    static void expect_line(const std::string& line, const std::string& end) {
        auto time = line.substr(0, 11);
        std::replace_if(
            time.begin(), time.end(), [](char c) { return c >= '0' && c <= '9'; }, '0');
        EXPECT_EQ(time, "[00:00:00] ") << line;
        EXPECT_EQ(line.substr(std::min<std::size_t>(11, line.size())), end);
    }

    ServerProcess server;
};

TEST_F(Terminal, ShouldJoinByItsUrl) {
    WsClient client(server.port(), "/ws?room=sala+1&name=ana%20b");
    EXPECT_EQ(Json::parse(client.read_text()).at("type"), "welcome");
    const auto joined = Json::parse(client.read_text());
    EXPECT_EQ(joined.at("room"), "sala 1");
    EXPECT_EQ(joined.at("you"), "ana b");
}

TEST_F(Terminal, ShouldChatInLines) {
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    ana.text("sala1", "1", "linha um\nlinha dois");
    WsClient bia(server.port(), "/ws?room=sala1&name=bia&format=text");
    expect_line(bia.read_text(), "ana: linha um linha dois");
    EXPECT_EQ(bia.read_text(), "* bia in sala1: ana, bia");
    bia.send("tudo bem?\n");
    EXPECT_EQ(ana.read("message").at("text"), "tudo bem?");
    expect_line(bia.read_text(), "bia: tudo bem?");
    ChatClient carla(server.port());
    carla.join("sala1", "carla");
    EXPECT_EQ(bia.read_text(), "* carla joined");
    carla.say({{"type", "leave"}, {"room", "sala1"}});
    EXPECT_EQ(bia.read_text(), "* carla left");
    const auto file = upload(server.port(), "praia.png", png_of(1, 1)).json();
    ana.say({{"type", "message"}, {"room", "sala1"}, {"id", "f"}, {"file", file.at("filename")}});
    expect_line(bia.read_text(), "ana: praia.png http://papo.local" + file.at("url").get<std::string>());
    bia.send("   ");
    EXPECT_EQ(bia.read_text().substr(0, 9), "! empty: ");
}

TEST_F(Terminal, ShouldLeaveWithItsConnection) {
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    {
        WsClient bia(server.port(), "/ws?room=sala1&name=bia&format=text");
        bia.read_text();
    }
    EXPECT_EQ(ana.read("presence").at("event"), "join");
    EXPECT_EQ(ana.read("presence").at("event"), "leave") << "a terminal has no session, so no grace";
}

TEST_F(Terminal, ShouldSayWhyItCannotJoin) {
    ChatClient ana(server.port());
    ana.join("sala1", "ana", {{"password", "p"}});
    WsClient text(server.port(), "/ws?room=sala1&name=bia&format=text");
    EXPECT_EQ(text.read_text().substr(0, 18), "! wrong_password: ");
    EXPECT_EQ(text.read_close(), 1008);
    WsClient json(server.port(), "/ws?room=sala1&name=ana&password=p");
    EXPECT_EQ(Json::parse(json.read_text()).at("type"), "welcome");
    EXPECT_EQ(Json::parse(json.read_text()).at("code"), "name_taken");
    json.send(R"({"type":"join","room":"sala1","name":"bia","password":"p"})");
    EXPECT_EQ(Json::parse(json.read_text()).at("type"), "joined");
}

TEST_F(Terminal, ShouldRefuseAnIncompleteUrl) {
    EXPECT_EQ(refused("/ws?room=sala1"), 400);
    EXPECT_EQ(refused("/ws?name=ana&format=text"), 400);
    EXPECT_EQ(refused("/ws?room=%zz&name=ana"), 400);
    EXPECT_EQ(refused("/ws?room=a&name=b"), 101);
}

}  // namespace
}  // namespace papo::test
