#include <gtest/gtest.h>
#include <qrencode.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "papo/base/version.h"
#include "papo/server/greeting.h"
#include "papo/server/qr_code.h"

namespace papo::test {
namespace {

using Strings = std::vector<std::string>;
using Code = std::unique_ptr<QRcode, void (*)(QRcode*)>;

constexpr std::string_view colours = "\x1b[38;5;231;48;5;16m";
constexpr std::string_view reset = "\x1b[0m\n";

// The modules of a code as a terminal shows them, row by row: the foreground is light, the background dark.
std::vector<std::string> seen(const std::string& text) {
    std::vector<std::string> rows;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find(reset, at);
        EXPECT_EQ(text.substr(at, colours.size()), colours) << "each line must set the colours";
        auto line = text.substr(at + colours.size(), end - at - colours.size());
        std::string above;
        std::string below;
        while (!line.empty()) {
            const auto character = line.substr(0, line[0] == ' ' ? 1 : 3);
            above += character == "\u2580" || character == "\u2588" ? '.' : '#';
            below += character == "\u2584" || character == "\u2588" ? '.' : '#';
            line.erase(0, character.size());
        }
        rows.push_back(above);
        rows.push_back(below);
        at = end + reset.size();
    }
    return rows;
}

TEST(QrCode, ShouldDrawTheCodeInAQuietZone) {
    const std::string url = "http://192.168.0.7:5000";
    const auto drawn = server::draw_qr_code(url);
    ASSERT_TRUE(drawn);
    const Code code(::QRcode_encodeString8bit(url.c_str(), 0, QR_ECLEVEL_M), ::QRcode_free);
    const auto rows = seen(drawn->text);
    const auto side = static_cast<std::size_t>(code->width);
    EXPECT_EQ(drawn->columns, side + 8);
    ASSERT_GE(rows.size(), side + 8);
    for (std::size_t row = 0; row < rows.size(); ++row) {
        ASSERT_EQ(rows[row].size(), side + 8);
        for (std::size_t column = 0; column < side + 8; ++column) {
            const bool inside = row >= 4 && row < side + 4 && column >= 4 && column < side + 4;
            const bool dark = inside && (code->data[(row - 4) * side + column - 4] & 1U) != 0;
            ASSERT_EQ(rows[row][column], dark ? '#' : '.') << row << ", " << column;
        }
    }
}

TEST(QrCode, ShouldRefuseContentThatNeedsTooFineACode) {
    EXPECT_TRUE(server::draw_qr_code(std::string(256, 'a')));
    EXPECT_FALSE(server::draw_qr_code(std::string(1'000, 'a')));
}

TEST(Greeting, ShouldShowAllThatAHostsOwnerNeeds) {
    config::Config config;
    config.db = "/var/lib/papo/papo.db";
    config.uploads = "/var/lib/papo/uploads";
    const auto text = server::greeting(config, {"http://chat.example.org:5000", "http://192.168.0.7:5000"}, 80);
    for (const auto* part : {version.data(), "http://chat.example.org:5000\n", "http://192.168.0.7:5000\n",
                             "/var/lib/papo/papo.db\n", "/var/lib/papo/uploads\n", "Ctrl-C"}) {
        EXPECT_NE(text.find(part), std::string::npos) << part;
    }
    const auto code = server::draw_qr_code("http://192.168.0.7:5000");
    EXPECT_NE(text.find(code->text), std::string::npos) << "the code must hold the address, not the name";
    EXPECT_EQ(server::greeting(config, {"http://192.168.0.7:5000"}, code->columns - 1).find('\x1b'), std::string::npos)
        << "a code wider than the terminal is left out";
    const auto end = text.substr(text.find(code->text));
    EXPECT_NE(end.find("http://192.168.0.7:5000\n"), std::string::npos) << "the addresses must not scroll away";
    EXPECT_LE(std::count(end.begin(), end.end(), '\n'), 24 - 3) << "with the lines of the log, 24 rows show the code";
    config.db = ":memory:";
    EXPECT_NE(server::greeting(config, {}, 80).find("no network"), std::string::npos);
    config.host = "127.0.0.1";
    const auto alone = server::greeting(config, {}, 80);
    EXPECT_NE(alone.find("in memory"), std::string::npos);
    EXPECT_NE(alone.find("--host 0.0.0.0"), std::string::npos) << "the greeting must say how to open it to others";
    config.db = "data/../papo.db";
    const auto whole = (std::filesystem::current_path() / "papo.db").string();
    EXPECT_NE(server::greeting(config, {}, 80).find(whole + "\n"), std::string::npos) << "paths are absolute";
}

TEST(Greeting, ShouldChooseTheBestUrlForTheCode) {
    config::Config config;
    EXPECT_EQ(server::best_url(config, {"http://papo.lan:5000", "http://10.0.0.5"}), "http://10.0.0.5");
    EXPECT_EQ(server::best_url(config, {"http://[fd00::2]:5000"}), "http://[fd00::2]:5000");
    EXPECT_EQ(server::best_url(config, {"http://papo.lan:5000"}), "");
    EXPECT_EQ(server::best_url(config, {}), "");
    config.public_url = "https://chat.example.org";
    EXPECT_EQ(server::best_url(config, {"https://chat.example.org", "http://10.0.0.5"}), "https://chat.example.org");
}

}  // namespace
}  // namespace papo::test
