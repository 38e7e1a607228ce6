#include <gtest/gtest.h>

#include "tests/support/pictures.h"
#include "tests/support/server_process.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

using Strings = std::vector<std::string>;

class Chat : public testing::Test {
protected:
    void TearDown() override { EXPECT_EQ(HttpClient(server.port()).get("/healthz").status, 200); }

    ServerProcess server;
    ChatClient ana{server.port()};
    ChatClient bia{server.port()};
};

TEST_F(Chat, ShouldWelcomeWithATokenAndLimits) {
    const auto& welcome = ana.welcome();
    EXPECT_EQ(welcome.at("type"), "welcome");
    EXPECT_GE(ana.session().size(), 22U);
    EXPECT_NE(ana.session(), bia.session());
    EXPECT_EQ(welcome.at("limits").at("message"), 16384);
    EXPECT_EQ(welcome.at("limits").at("upload"), 67108864);
    EXPECT_EQ(welcome.at("limits").at("rate"), 20);
    EXPECT_EQ(welcome.at("limits").at("types").at(0), "png");
}

TEST_F(Chat, ShouldWelcomeWithTheAddressesToPassOn) {
    EXPECT_TRUE(ana.welcome().at("addresses").is_array());
    ServerProcess open({"--host", "0.0.0.0", "--public-host", "chat.example.org"});
    const auto port = ":" + std::to_string(open.port());
    ChatClient guest(open.port());
    const auto addresses = guest.welcome().at("addresses").get<Strings>();
    ASSERT_GE(addresses.size(), 1U);
    EXPECT_LE(addresses.size(), 8U);
    EXPECT_EQ(addresses[0], "http://chat.example.org" + port);
    for (const auto& each : addresses) {
        EXPECT_EQ(each.substr(each.rfind(':')), port) << each;
        EXPECT_EQ(each.find("//127."), std::string::npos) << each;
    }
    guest.say({{"type", "hello"}, {"session", guest.session()}});
    EXPECT_EQ(guest.read("welcome").at("addresses"), addresses) << "the second welcome has the addresses, too";
    ServerProcess closed({"--host", "127.0.0.1", "--public-host", "chat.example.org"});
    EXPECT_EQ(ChatClient(closed.port()).welcome().at("addresses"), Json::array())
        << "a server on loopback has no addresses to pass on";
}

TEST_F(Chat, ShouldCarryMessagesToEveryoneInOneOrder) {
    const auto joined = ana.join("  sala1 ", " ana ");
    EXPECT_EQ(joined.at("room"), "sala1");
    EXPECT_EQ(joined.at("you"), "ana");
    EXPECT_EQ(joined.at("seq"), 0);
    EXPECT_EQ(joined.at("members"), Strings{"ana"});
    EXPECT_EQ(joined.at("resumed"), false);
    EXPECT_EQ(joined.at("more"), false);
    EXPECT_EQ(joined.at("locked"), false);
    EXPECT_EQ(bia.join("sala1", "bia").at("members"), (Strings{"ana", "bia"}));
    const auto presence = ana.read();
    EXPECT_EQ(presence,
              (Json{{"type", "presence"}, {"room", "sala1"}, {"event", "join"}, {"name", "bia"}, {"members", 2}}));

    const auto own = ana.text("sala1", "a1", "oi <b>bia</b>");
    EXPECT_EQ(own.at("seq"), 1);
    EXPECT_EQ(own.at("kind"), "text");
    EXPECT_EQ(bia.read(), own);
    const auto answer = bia.text("sala1", "b1", "oi ana");
    EXPECT_EQ(answer.at("seq"), 2);
    EXPECT_EQ(ana.read(), answer);
    EXPECT_GE(answer.at("ts"), own.at("ts"));
}

TEST_F(Chat, ShouldStoreARepeatedMessageOnce) {
    ana.join("sala1", "ana");
    bia.join("sala1", "bia");
    const auto first = ana.text("sala1", "same", "oi");
    EXPECT_EQ(ana.text("sala1", "same", "other words"), first);
    EXPECT_EQ(bia.read("message"), first);
    EXPECT_TRUE(bia.pending_types().empty()) << "only the sender gets the stored copy";
    EXPECT_EQ(bia.text("sala1", "same", "mine").at("seq"), 2) << "each session has separate ids";
}

TEST_F(Chat, ShouldShareAFile) {
    ana.join("sala1", "ana");
    bia.join("sala1", "bia");
    const auto file = upload(server.port(), "praia.png", png_of(640, 480)).json();
    ana.say({{"type", "message"}, {"room", "sala1"}, {"id", "f"}, {"text", "olha"}, {"file", file.at("filename")}});
    const auto message = bia.read("message");
    EXPECT_EQ(message.at("kind"), "image");
    EXPECT_EQ(message.at("text"), "olha");
    EXPECT_EQ(message.at("file").at("url"), file.at("url"));
    EXPECT_EQ(message.at("file").at("name"), "praia.png");
    EXPECT_EQ(message.at("file").at("width"), 640);
    const auto unknown =
        R"({"type":"message","room":"sala1","id":"x","file":"00000000-0000-4000-8000-000000000000.png"})";
    EXPECT_EQ(bia.refusal(Json::parse(unknown)), "unknown_file");
}

TEST_F(Chat, ShouldSendMissedMessages) {
    const auto epoch = ana.join("sala1", "ana").at("epoch");
    for (int i = 1; i <= 3; ++i) ana.text("sala1", std::to_string(i), "m" + std::to_string(i));
    const auto resumed = bia.join("sala1", "bia", {{"since", 1}, {"epoch", epoch}});
    EXPECT_EQ(resumed.at("resumed"), true);
    ASSERT_EQ(resumed.at("messages").size(), 2U);
    EXPECT_EQ(resumed.at("messages").at(0).at("seq"), 2);
    EXPECT_EQ(resumed.at("more"), true);
    ChatClient other(server.port());
    const auto anew = other.join("sala1", "carla", {{"since", 1}, {"epoch", "another"}});
    EXPECT_EQ(anew.at("resumed"), false);
    EXPECT_EQ(anew.at("messages").size(), 3U);
    EXPECT_EQ(anew.at("more"), false);
}

TEST_F(Chat, ShouldPageThroughHistory) {
    ana.join("sala1", "ana");
    for (int i = 1; i <= 12; ++i) ana.text("sala1", std::to_string(i), "m");
    const auto page = [&](Json more) {
        more.update({{"type", "history"}, {"room", "sala1"}});
        ana.say(more);
        return ana.read("history");
    };
    const auto middle = page({{"before", 8}, {"limit", 3}});
    EXPECT_EQ(middle.at("messages").at(0).at("seq"), 5);
    EXPECT_EQ(middle.at("messages").size(), 3U);
    EXPECT_EQ(middle.at("more"), true);
    EXPECT_EQ(page({{"before", 1}}).at("messages").size(), 0U);
    EXPECT_EQ(page({{"before", 1}}).at("more"), false);
    EXPECT_EQ(page({{"before", 999}, {"limit", 500}}).at("messages").size(), 12U);
    EXPECT_EQ(ana.refusal({{"type", "history"}, {"room", "sala1"}, {"before", 0}}), "bad_request");
}

TEST_F(Chat, ShouldKeepRoomsApart) {
    ana.join("sala1", "ana");
    ana.join("sala2", "ana");
    bia.join("sala2", "bia");
    ana.text("sala1", "1", "not for bia");
    EXPECT_EQ(ana.text("sala2", "1", "for bia").at("seq"), 1);
    EXPECT_EQ(bia.read("message").at("text"), "for bia");
    EXPECT_TRUE(bia.pending_types().empty());
}

TEST_F(Chat, ShouldLeaveAtOnceOnCommand) {
    ana.join("sala1", "ana");
    bia.join("sala1", "bia");
    ana.read("presence");
    bia.say({{"type", "leave"}, {"room", "sala1"}});
    EXPECT_EQ(bia.read(), (Json{{"type", "left"}, {"room", "sala1"}}));
    const auto presence = ana.read("presence");
    EXPECT_EQ(presence.at("event"), "leave");
    EXPECT_EQ(presence.at("members"), 1);
    EXPECT_EQ(bia.refusal({{"type", "message"}, {"room", "sala1"}, {"id", "1"}, {"text", "x"}}), "not_joined");
}

TEST_F(Chat, ShouldNotReportAPageReloadAsALeave) {
    ana.join("sala1", "ana");
    std::string token;
    {
        ChatClient tab(server.port());
        tab.join("sala1", "bia");
        token = tab.session();
    }
    EXPECT_EQ(ana.read("presence").at("event"), "join");
    bia.say({{"type", "hello"}, {"session", token}});
    EXPECT_EQ(bia.read("welcome").at("session"), token);
    EXPECT_EQ(bia.join("sala1", "bia").at("members"), (Strings{"ana", "bia"}));
    EXPECT_TRUE(ana.pending_types().empty()) << "bia's return within the grace causes no presence";
}

TEST_F(Chat, ShouldHoldANameForItsSession) {
    ana.join("sala1", "ana");
    EXPECT_EQ(bia.join("sala1", "ana").at("code"), "name_taken");
    EXPECT_EQ(bia.join("sala1", "Ana").at("type"), "joined") << "names are compared by code point";
    ChatClient tab(server.port());
    tab.say({{"type", "hello"}, {"session", ana.session()}});
    tab.read("welcome");
    EXPECT_EQ(tab.join("sala1", "ana").at("members"), (Strings{"ana", "Ana"})) << "two tabs are one person";
    EXPECT_EQ(ana.join("sala1", "other").at("code"), "bad_request");
    EXPECT_EQ(ana.refusal({{"type", "hello"}, {"session", ana.session()}}), "bad_request");
}

TEST_F(Chat, ShouldLockARoomWithThePasswordOfItsCreation) {
    EXPECT_EQ(ana.join("cofre", "ana", {{"password", "segredo"}}).at("locked"), true);
    EXPECT_EQ(bia.join("cofre", "bia").at("code"), "wrong_password");
    EXPECT_EQ(bia.join("cofre", "bia", {{"password", "Segredo"}}).at("code"), "wrong_password");
    EXPECT_EQ(bia.join("cofre", "bia", {{"password", "segredo"}}).at("type"), "joined");
    ChatClient tab(server.port());
    tab.say({{"type", "hello"}, {"session", ana.session()}});
    tab.read("welcome");
    EXPECT_EQ(tab.join("cofre", "ana").at("type"), "joined") << "a session inside needs no password";
    EXPECT_EQ(HttpClient(server.port()).get("/api/rooms").json().at("rooms").at(0),
              (Json{{"name", "cofre"}, {"members", 2}, {"locked", true}}));
}

TEST_F(Chat, ShouldForgetARoomThatNeverHadAnEntry) {
    const auto epoch = ana.join("cofre", "ana", {{"password", "segredo"}}).at("epoch");
    ana.say({{"type", "leave"}, {"room", "cofre"}});
    ana.read("left");
    const auto joined = bia.join("cofre", "bia");
    EXPECT_EQ(joined.at("locked"), false);
    EXPECT_NE(joined.at("epoch"), epoch);
}

TEST_F(Chat, ShouldSendTheRoomListToWatchers) {
    ana.say({{"type", "rooms"}, {"watch", true}});
    EXPECT_EQ(ana.read(), (Json{{"type", "rooms"}, {"rooms", Json::array()}}));
    bia.join("zoo", "bia");
    EXPECT_EQ(ana.read("rooms").at("rooms"), Json::parse(R"([{"name":"zoo","members":1,"locked":false}])"));
    bia.join("abc", "bia");
    EXPECT_EQ(ana.read("rooms").at("rooms").at(0).at("name"), "abc") << "rooms are sorted by name";
}

TEST_F(Chat, ShouldSendTypingToOtherMembers) {
    ana.join("sala1", "ana");
    bia.join("sala1", "bia");
    ana.say({{"type", "typing"}, {"room", "sala1"}});
    EXPECT_TRUE(ana.pending_types() == Strings{"presence"}) << "a client does not get its own typing";
    EXPECT_EQ(bia.read(), (Json{{"type", "typing"}, {"room", "sala1"}, {"from", "ana"}}));
}

TEST_F(Chat, ShouldAnswerBadInputWithItsCode) {
    const auto code = [&](const std::string& text) {
        ana.WsClient::send(text);
        return ana.read("error").at("code").get<std::string>();
    };
    EXPECT_EQ(code("{"), "bad_json");
    EXPECT_EQ(code(R"({"type":"join","room":"\ud800","name":"a"})"), "bad_json");
    EXPECT_EQ(code(R"({"room":"x"})"), "bad_request");
    EXPECT_EQ(code(R"({"type":"dance"})"), "unknown_type");
    EXPECT_EQ(code(R"({"type":"join","room":"x"})"), "bad_request");
    EXPECT_EQ(code(R"({"type":"join","room":"x","name":7})"), "bad_request");
    EXPECT_EQ(code(R"({"type":"join","room":"x","name":"a","since":-1})"), "bad_request");
    EXPECT_EQ(code(R"({"type":"join","room":"  ","name":"a"})"), "bad_room");
    EXPECT_EQ(code(R"({"type":"join","room":"a\u202eb","name":"a"})"), "bad_room");
    EXPECT_EQ(code(R"({"type":"join","room":"x","name":"a\nb"})"), "bad_name");
    EXPECT_EQ(code(R"({"type":"join","room":"x","name":")" + std::string(33, 'a') + R"("})"), "bad_name");
    EXPECT_EQ(code(R"({"type":"message","room":"x","id":"1","text":"a"})"), "not_joined");
    ana.join("x", "ana");
    EXPECT_EQ(code(R"({"type":"message","room":"x","id":"1"})"), "empty");
    EXPECT_EQ(code(R"({"type":"message","room":"x","id":"1","text":" \n\t "})"), "empty");
    EXPECT_EQ(code(R"({"type":"message","room":"x","id":"","text":"a"})"), "bad_request");
    EXPECT_EQ(code(R"({"type":"message","room":"x","id":"1","text":"a\u0007"})"), "bad_request");
    EXPECT_EQ(code(R"({"type":"message","room":"x","id":"1","text":")" + std::string(16385, 'a') + R"("})"),
              "too_long");
    EXPECT_EQ(ana.text("x", "1", std::string(16384, 'a')).at("seq"), 1) << "a text of exactly the limit";
    EXPECT_EQ(ana.text("x", "2", "ana").at("from"), "ana") << "the connection stays open";
}

TEST_F(Chat, ShouldRepeatRoomAndIdInErrors) {
    ana.say({{"type", "message"}, {"room", " x "}, {"id", "q"}, {"text", "a"}});
    const auto error = ana.read("error");
    EXPECT_EQ(error.at("room"), " x ");
    EXPECT_EQ(error.at("id"), "q");
}

TEST_F(Chat, ShouldLimitTheRateOfAConnection) {
    ana.join("sala1", "ana");
    std::string burst;
    for (int i = 0; i < 60; ++i) {
        burst +=
            masked_frame(Opcode::text,
                         Json{{"type", "message"}, {"room", "sala1"}, {"id", std::to_string(i)}, {"text", "x"}}.dump());
    }
    ana.tcp.send(burst);
    std::size_t taken = 0;
    std::size_t refused = 0;
    while (taken + refused < 60) {
        const auto answer = ana.read();
        if (answer.at("type") == "message") ++taken;
        if (answer.at("type") == "error") {
            EXPECT_EQ(answer.at("code"), "rate_limited");
            ++refused;
        }
    }
    EXPECT_GE(taken, 39U);
    EXPECT_GE(refused, 10U);
    EXPECT_EQ(bia.join("sala1", "bia").at("type"), "joined") << "each connection has its limit";
}

TEST_F(Chat, ShouldCloseAConnectionAfterAHundredErrors) {
    ServerProcess unlimited({"--rate", "0"});
    ChatClient client(unlimited.port());
    for (int i = 0; i < 101; ++i) client.WsClient::send("{");
    for (int i = 0; i < 100; ++i) ASSERT_EQ(client.read().at("code"), "bad_json") << i;
    EXPECT_EQ(client.read_close(), 1008);
}

TEST_F(Chat, ShouldLimitTheRoomsOfAConnection) {
    ServerProcess unlimited({"--rate", "0"});
    ChatClient client(unlimited.port());
    for (int i = 0; i < 100; ++i) ASSERT_EQ(client.join("r" + std::to_string(i), "ana").at("type"), "joined");
    EXPECT_EQ(client.join("one more", "ana").at("code"), "room_limit");
}

TEST_F(Chat, ShouldCutOffOnlyTheSlowReader) {
    ServerProcess small({"--rate", "0", "--max-backlog", "256KiB"});
    ChatClient slow(small.port(), 4096);
    ChatClient sender(small.port());
    slow.join("sala1", "lento");
    const auto epoch = sender.join("sala1", "ana").at("epoch");
    const std::string text(16000, 'x');
    for (int i = 0; i < 600; ++i) {
        ASSERT_EQ(sender.text("sala1", std::to_string(i), text).at("seq"), i + 1) << "the sender goes on";
    }
    EXPECT_EQ(slow.read_close(), 1013);
    ChatClient back(small.port());
    back.say({{"type", "hello"}, {"session", slow.session()}});
    back.read("welcome");
    const auto joined = back.join("sala1", "lento", {{"since", 590}, {"epoch", epoch}});
    EXPECT_EQ(joined.at("resumed"), true);
    EXPECT_EQ(joined.at("messages").size(), 10U);
}

}  // namespace
}  // namespace papo::test
