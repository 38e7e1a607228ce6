#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "tests/support/pictures.h"
#include "tests/support/server_process.h"
#include "tests/support/stored_log.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

std::string base64(const std::string& bytes) {
    std::string text(bytes.size() / 3 * 4 + 5, '\0');
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), data, static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

class Export : public testing::Test {
protected:
    ProgramRun run(const std::string& room, const Options& more = {}, const std::string& language = "C") {
        Options options{
            "export", "--room", room, "--db", server.database().string(), "--uploads", server.uploads().string()};
        options.insert(options.end(), more.begin(), more.end());
        return run_program(options, {"LC_ALL=" + language});
    }
    std::vector<Json> lines(const std::string& room) {
        const auto exported = run(room);
        EXPECT_EQ(exported.status, 0) << exported.err;
        std::vector<Json> messages;
        std::istringstream in(exported.out);
        for (std::string line; std::getline(in, line);) messages.push_back(Json::parse(line));
        return messages;
    }
    std::string page(const std::string& room, const std::string& language = "C") {
        const auto exported = run(room, {"--format", "html"}, language);
        EXPECT_EQ(exported.status, 0) << exported.err;
        return exported.out;
    }
    void expect_refusal(const ProgramRun& refused, const std::string& words) {
        EXPECT_EQ(refused.status, 1);
        EXPECT_EQ(std::count(refused.err.begin(), refused.err.end(), '\n'), 1) << refused.err;
        EXPECT_NE(refused.err.find(words), std::string::npos) << refused.err;
        EXPECT_TRUE(refused.out.empty()) << refused.out;
    }
    static Json say_file(ChatClient& client, const std::string& room, const std::string& id, const Json& file) {
        client.say({{"type", "message"}, {"room", room}, {"id", id}, {"file", file.at("filename")}});
        return client.read("message");
    }

    ServerProcess server{{"--rate", "0"}};
    TempFolder folder;
};

TEST_F(Export, ShouldWriteEachMessageAsItWasSent) {
    ChatClient ana(server.port());
    ana.join("sala 1", "ana");
    ana.join("sala2", "ana");
    std::vector<Json> sent;
    sent.push_back(ana.text("sala 1", "1", "oi \"bia\"\n<tudo> bem? 😀"));
    ana.text("sala2", "2", "elsewhere");
    sent.push_back(say_file(ana, "sala 1", "3", upload(server.port(), "praia.png", png_of(30, 20)).json()));
    sent.push_back(ana.text("sala 1", "4", "the newest"));
    EXPECT_EQ(lines("sala 1"), sent);
    EXPECT_EQ(lines(" sala 1 "), sent) << "trimmed as the server does";
}

TEST_F(Export, ShouldHoldAcknowledgedMessagesFoldedOrNot) {
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    for (int i = 1; i <= 1500; ++i) {
        ana.text("sala1", std::to_string(i), "x");
        if (i % 100 != 0) continue;
        while (i == 1000 && run_sql(server.database(), "SELECT count(*) FROM entries") != "1000") {
        }
        const auto log = lines("sala1");
        ASSERT_EQ(log.size(), static_cast<std::size_t>(i));
        for (std::size_t at = 0; at < log.size(); ++at) ASSERT_EQ(log[at].at("seq"), at + 1);
    }
}

TEST_F(Export, ShouldHoldTheUnfoldedRecordsOfAKilledServer) {
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    const auto file = upload(server.port(), "praia.png", png_of(30, 20)).json();
    const auto message = say_file(ana, "sala1", "1", file);
    for (int i = 2; i <= 100; ++i) ana.text("sala1", std::to_string(i), "x");
    ana.join("sala2", "ana");
    server.stop(SIGKILL);
    const auto log = lines("sala1");
    ASSERT_EQ(log.size(), 100U);
    EXPECT_EQ(log.front(), message);
    EXPECT_EQ(log.back().at("seq"), 100);
    EXPECT_TRUE(lines("sala2").empty());
    EXPECT_NE(run_sql(server.database(), "SELECT count(*) FROM entries"), "100")
        << "else all entries are folded, and this tests nothing";
}

TEST_F(Export, ShouldExportFromABackup) {
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    ana.text("sala1", "1", "x");
    const auto copy = (folder.path() / "copy.db").string();
    ASSERT_EQ(run_program({"backup", copy, "--db", server.database().string()}).status, 0);
    const auto exported = run_program({"export", "--room", "sala1"}, {"PAPO_DB=" + copy});
    EXPECT_EQ(exported.status, 0) << exported.err;
    EXPECT_EQ(std::count(exported.out.begin(), exported.out.end(), '\n'), 1);
}

TEST_F(Export, ShouldMakeOnePageWithThePicturesInIt) {
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    const auto picture = png_of(30, 20, 200'000);
    ana.text("sala1", "1", "two\nlines");
    say_file(ana, "sala1", "2", upload(server.port(), "praia.png", picture).json());
    say_file(ana, "sala1", "3", upload(server.port(), "notas.txt", std::string(3000, 'n')).json());
    const auto html = page("sala1");
    EXPECT_EQ(html.substr(0, 31), "<!doctype html>\n<html lang=\"en\"");
    EXPECT_NE(html.find("<title>sala1</title>"), std::string::npos);
    EXPECT_NE(html.find("src=\"data:image/png;base64," + base64(picture) + "\">"), std::string::npos);
    EXPECT_NE(html.find("width=\"30\" height=\"20\""), std::string::npos);
    EXPECT_NE(html.find("<bdi>notas.txt</bdi>, text/plain, 2.9 KB</p>"), std::string::npos);
    EXPECT_NE(html.find("<p>two\nlines</p>"), std::string::npos);
    EXPECT_NE(html.find("3 messages"), std::string::npos);
    EXPECT_NE(html.find("default-src 'none'; style-src 'unsafe-inline'; img-src data:;"), std::string::npos);
    EXPECT_EQ(html.find("<script"), std::string::npos);
    EXPECT_EQ(html.find("http:"), std::string::npos) << "the page loads nothing from elsewhere";
    EXPECT_EQ(html.find("any more"), std::string::npos);
}

TEST_F(Export, ShouldSayThatAnUploadIsMissing) {
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    for (const auto* name : {"praia.png", "outra.png"}) {
        const auto file = upload(server.port(), name, png_of(30, 20)).json();
        say_file(ana, "sala1", name, file);
        std::filesystem::remove(server.uploads() / file.at("filename").get<std::string>());
    }
    const auto html = page("sala1", "pt_BR.UTF-8");
    EXPECT_NE(html.find("<bdi>praia.png</bdi>, image/png, 93 B: este arquivo não está mais na pasta"),
              std::string::npos)
        << html;
    EXPECT_EQ(html.find("<img"), std::string::npos);
    EXPECT_NE(html.find("2 mensagens · exportado em"), std::string::npos);
    EXPECT_NE(html.find("<html lang=\"pt-BR\">"), std::string::npos);
}

TEST_F(Export, ShouldEscapeAllTypedText) {
    const std::string room = "\"><script>alert(1)</script>&'";
    ChatClient ana(server.port());
    ana.join(room, "<img src=x onerror=alert(2)>");
    ana.text(room, "1", "</p><script>alert(3)</script> & \" ' <!-- ]]> \t javascript:alert(4)");
    say_file(ana, room, "2", upload(server.port(), "<svg onload='alert(5)'>.png", png_of(3, 2)).json());
    const auto html = page(room);
    const auto begin = html.find("</style>");
    ASSERT_NE(begin, std::string::npos);
    for (const auto* bad : {"<script", "<img src=x", "<svg", "<!--", "'"}) {
        EXPECT_EQ(html.find(bad, begin), std::string::npos) << bad;
    }
    EXPECT_NE(html.find("<title>&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#39;</title>"), std::string::npos);
    EXPECT_NE(html.find("<bdi>&lt;img src=x onerror=alert(2)&gt;</bdi>"), std::string::npos);
    EXPECT_NE(html.find("<p>&lt;/p&gt;&lt;script&gt;alert(3)"), std::string::npos);
    EXPECT_NE(html.find("alt=\"&lt;svg onload=&#39;alert(5)&#39;&gt;.png\""), std::string::npos);
}

TEST_F(Export, ShouldSayThatThereIsNoSuchRoom) {
    ChatClient ana(server.port());
    ana.join("secreta", "ana");
    ana.text("secreta", "1", "x");
    for (const auto* room : {"sala9", "", "secret", "\xff", "a\nb"}) {
        const auto refused = run(room, {"--format", "html"});
        expect_refusal(refused, "there is no such room");
        EXPECT_EQ(refused.err.find("secreta"), std::string::npos);
    }
    const auto file = folder.path() / "out.html";
    expect_refusal(run("sala9", {"--output", file.string()}), "there is no such room");
    EXPECT_EQ(count_files(folder.path()), 0U);
    const auto without = run_program({"export"});
    EXPECT_EQ(without.status, 2);
    EXPECT_NE(without.err.find("--room"), std::string::npos);
}

TEST_F(Export, ShouldWriteOnlyANewFile) {
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    ana.text("sala1", "1", "x");
    const auto file = folder.path() / "out.jsonl";
    const auto written = run("sala1", {"--output", file.string()});
    EXPECT_EQ(written.status, 0) << written.err;
    EXPECT_TRUE(written.out.empty());
    EXPECT_EQ(read_file(file), run("sala1").out);
    write_file(file, "precious");
    expect_refusal(run("sala1", {"--output", file.string()}), "is there already");
    EXPECT_EQ(read_file(file), "precious");
    EXPECT_EQ(count_files(folder.path()), 1U) << "a failed export leaves no file";
}

TEST_F(Export, ShouldRefuseUnreadableDatabases) {
    const auto path = folder.path() / "other.db";
    const Options options{"export", "--room", "sala1", "--db", path.string()};
    expect_refusal(run_program(options), "there is no database");
    run_sql(path, "PRAGMA application_id = 1885433967; PRAGMA user_version = 99; CREATE TABLE t (x)");
    expect_refusal(run_program(options), "newer papo");
    write_file(path, std::string(10'000, 'x'));
    expect_refusal(run_program(options), "is not a database");
    server.stop(SIGTERM);
    auto bytes = read_file(server.database());
    std::fill(bytes.begin() + 100, bytes.begin() + 4096, '\xff');
    write_file(path, bytes);
    expect_refusal(run_program(options), "damaged");
    EXPECT_EQ(read_file(path), bytes);
}

TEST(Commands, ShouldExplainThemselves) {
    const auto all = run_program({"--help"});
    EXPECT_NE(all.out.find("backup"), std::string::npos);
    EXPECT_NE(all.out.find("export"), std::string::npos);
    const auto help = run_program({"export", "--help"});
    EXPECT_EQ(help.status, 0);
    for (const auto* option : {"--room", "--format", "--output", "--db", "--uploads"}) {
        EXPECT_NE(help.out.find(option), std::string::npos) << option;
    }
    for (const auto& options :
         {Options{"backup"}, Options{"backup", "a", "b"}, Options{"export", "--room", "a", "--rate"},
          Options{"export", "--room", "a", "--format", "pdf"}, Options{"restore"}}) {
        const auto bad = run_program(options);
        EXPECT_EQ(bad.status, 2) << options.back();
        EXPECT_EQ(std::count(bad.err.begin(), bad.err.end(), '\n'), 1) << bad.err;
    }
}

}  // namespace
}  // namespace papo::test
