// A start on what 0.1.0 has left: a database of format 2, and a journal of format 1 that is only half folded.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/support/folder_picture.h"
#include "tests/support/old_data.h"
#include "tests/support/server_process.h"
#include "tests/support/stored_log.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

const std::string beach = "férias 🏖";
const std::string safe = "cofre";

std::vector<Json> lines_of(const std::string& text) {
    std::vector<Json> lines;
    std::size_t from = 0;
    for (auto to = text.find('\n'); to != std::string::npos; to = text.find('\n', from = to + 1)) {
        lines.push_back(Json::parse(text.substr(from, to - from)));
    }
    return lines;
}

class Upgrade : public testing::Test {
protected:
    Options options() const {
        return {"--rate", "0", "--db", old.database().string(), "--uploads", old.uploads().string()};
    }
    const Json& room(const std::string& name) const { return old.expected().at("rooms").at(name); }
    std::string last_text(const std::string& name) const { return room(name).at("messages").back().at("text"); }

    // A client as one of those who talked with the old version.
    void be(ChatClient& client, const std::string& name) const {
        client.say({{"type", "hello"}, {"session", old.expected().at("sessions").at(name)}});
        ASSERT_EQ(client.read("welcome").at("session"), old.expected().at("sessions").at(name));
    }
    void expect_rooms(const ServerProcess& server) const {
        ChatClient caio(server.port());
        be(caio, "caio");
        for (const auto& [name, stored] : old.expected().at("rooms").items()) {
            const bool locked = name == safe || name == "nova";
            const auto joined = caio.join(name, "caio");  // locked or not: in these caio is still there
            EXPECT_EQ(joined.at("epoch"), stored.at("epoch")) << name;
            EXPECT_EQ(joined.at("seq"), stored.at("seq")) << name;
            EXPECT_EQ(joined.at("locked"), locked) << name;
            EXPECT_EQ(Json(read_log(caio, name)), stored.at("messages")) << name;
        }
    }
    std::vector<std::uint64_t> found(ChatClient& client, const std::string& query) const {
        client.say({{"type", "search"}, {"room", beach}, {"query", query}});
        std::vector<std::uint64_t> seqs;
        const auto answer = client.read("found");
        for (const auto& entry : answer.at("messages")) seqs.push_back(entry.at("seq"));
        return seqs;
    }

    OldData old;
};

TEST_F(Upgrade, ShouldKeepEveryRoomWithAllItHas) {
    ServerProcess server(options());
    expect_rooms(server);
    server.restart(SIGKILL);
    expect_rooms(server);
    server.restart(SIGTERM);
    expect_rooms(server);
}

TEST_F(Upgrade, ShouldKeepLocksAndWhoWasThere) {
    ServerProcess server(options());
    ChatClient dora(server.port());
    EXPECT_EQ(dora.join(beach, "dora").at("members"), Json({"ana", "bia", "dora"})) << "they have time to come back";
    EXPECT_EQ(dora.refusal({{"type", "join"}, {"room", safe}, {"name", "dora"}}), "wrong_password");
    EXPECT_EQ(dora.refusal({{"type", "join"}, {"room", "calada"}, {"name", "caio"}}), "name_taken");
    EXPECT_EQ(dora.join(safe, "dora", {{"password", "segredo 🔑"}}).at("members"), Json({"caio", "dora"}));
    const auto left = dora.join("deixada", "dora");
    EXPECT_EQ(left.at("members"), Json({"dora"}));
    EXPECT_EQ(left.at("messages").size(), 1U);
    EXPECT_EQ(dora.join("sem palavras", "dora").at("seq"), 0) << "nobody spoke there, and all left";
}

TEST_F(Upgrade, ShouldKnowWhatWasSaidAlready) {
    ServerProcess server(options());
    ChatClient ana(server.port());
    be(ana, "ana");
    ana.join(beach, "ana");
    const auto& stored = room(beach).at("messages");
    EXPECT_EQ(ana.text(beach, "a30", "other words"), stored.at(9));
    EXPECT_EQ(ana.text(beach, "a5", "what retention removed").at("seq"), 5);
    EXPECT_EQ(ana.text(beach, "unfolded", "what only the journal had").at("text"), "goiabada com queijo");
    EXPECT_EQ(ana.text(beach, "new", "x").at("seq"), room(beach).at("seq").get<int>() + 1);
}

TEST_F(Upgrade, ShouldFindWordsAndFiles) {
    ServerProcess server(options());
    ChatClient dora(server.port());
    dora.join(beach, "dora");
    EXPECT_EQ(found(dora, "queijo").size(), 2U) << "folded and not";
    EXPECT_EQ(found(dora, "tarde.txt"), std::vector<std::uint64_t>{room(beach).at("seq")});
    std::size_t files = 0;
    const auto log = read_log(dora, beach);
    for (const auto& entry : log) {
        if (!entry.contains("file")) continue;
        const auto& file = entry.at("file");
        ++files;
        EXPECT_EQ(HttpClient(server.port()).get(file.at("url").get<std::string>()).body.size(), file.at("size"));
        if (!file.contains("thumb")) continue;
        EXPECT_EQ(HttpClient(server.port()).get(file.at("thumb").get<std::string>()).status, 200);
    }
    EXPECT_EQ(files, 3U);
}

TEST_F(Upgrade, ShouldExportWithoutAStart) {
    for (const auto& [name, stored] : old.expected().at("rooms").items()) {
        const auto run = run_program({"export", "--room", name, "--db", old.database().string()});
        EXPECT_EQ(run.status, 0) << run.err;
        EXPECT_EQ(Json(lines_of(run.out)), stored.at("messages")) << name;
    }
}

TEST_F(Upgrade, ShouldBackUpWithoutAStart) {
    TempFolder folder;
    const auto copy = folder.path() / "copy.db";
    const auto run = run_program({"backup", copy.string(), "--db", old.database().string()});
    ASSERT_EQ(run.status, 0) << run.err;
    EXPECT_EQ(run_sql(copy, "PRAGMA user_version"), "2") << "the version that wrote it can go on with it";
    ServerProcess restored({"--rate", "0", "--db", copy.string(), "--uploads", old.uploads().string()});
    ChatClient dora(restored.port());
    EXPECT_NE(dora.join(beach, "dora").at("epoch"), room(beach).at("epoch"));
    EXPECT_EQ(Json(read_log(dora, beach)), room(beach).at("messages"));
}

TEST_F(Upgrade, ShouldExportAndBackUpAfterAStart) {
    ServerProcess server(options());
    ChatClient ana(server.port());
    be(ana, "ana");
    ana.join(beach, "ana");
    const auto said = ana.text(beach, "new", "x");
    const auto run = run_program({"export", "--room", beach, "--db", old.database().string()});
    ASSERT_EQ(run.status, 0) << run.err;
    auto expected = room(beach).at("messages");
    expected.push_back(said);
    EXPECT_EQ(Json(lines_of(run.out)), expected);
    TempFolder folder;
    const auto copied = run_program({"backup", (folder.path() / "copy.db").string(), "--db", old.database().string()});
    EXPECT_EQ(copied.status, 0) << copied.err;
    EXPECT_EQ(run_sql(folder.path() / "copy.db", "SELECT count(*) FROM entries WHERE text = 'x'"), "1");
}

TEST_F(Upgrade, ShouldTouchNothingOfANewerVersion) {
    TempFolder www;
    write_file(www.path() / "index.html", "x");
    run_sql(old.database(), "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA user_version = 99");
    std::filesystem::remove_all(old.journal());
    write_file(old.uploads() / ".incoming-of-a-newer-papo", "half of an upload");
    const auto before = picture_of(old.folder());
    auto asked = options();
    asked.insert(asked.end(), {"--port", "0", "--www", www.path().string()});
    for (const auto& command : {asked, Options{"backup", www.path() / "copy.db", "--db", old.database().string()},
                                Options{"export", "--room", beach, "--db", old.database().string()}}) {
        const auto run = run_program(command);
        EXPECT_EQ(run.status, 1);
        EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
        EXPECT_NE(run.err.find("was written by a newer papo (its format is 99"), std::string::npos) << run.err;
        EXPECT_NE(run.err.find("start that one"), std::string::npos) << run.err;
    }
    EXPECT_EQ(picture_of(old.folder()), before);
}

// The last record is that eva left.
TEST_F(Upgrade, ShouldCutATornEndOff) {
    std::filesystem::resize_file(old.segment(), std::filesystem::file_size(old.segment()) - 3);
    ServerProcess server(options());
    expect_rooms(server);
    EXPECT_EQ(ChatClient(server.port()).join(beach, "dora").at("members"), Json({"ana", "bia", "eva", "caio", "dora"}));
}

}  // namespace
}  // namespace papo::test
