#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "papo/base/nearest.h"
#include "papo/config/command_line.h"
#include "papo/config/config_file.h"
#include "tests/support/temp_folder.h"

namespace papo::test {
namespace {

using namespace config;

std::string values_of(std::string_view line) {
    const auto settings = parse_settings(line);
    if (!settings) return "error " + settings.error().message;
    std::string text;
    for (const auto& setting : *settings) {
        text += setting.name + ":";
        for (const auto& value : setting.values) text += "<" + value + ">";
    }
    return text;
}

TEST(ConfigFile, ShouldReadWhatPeopleWrite) {
    EXPECT_EQ(values_of("port = 8080"), "port:<8080>");
    EXPECT_EQ(values_of("  port=8080  # why\r\n\n\t# more\n"), "port:<8080>");
    EXPECT_EQ(values_of("max-upload = \"1 GiB\""), "max-upload:<1 GiB>");
    EXPECT_EQ(values_of("db = 'C:\\new \"x\"'"), "db:<C:\\new \"x\">");
    EXPECT_EQ(values_of("db = \"a \\\\ \\\" # b\""), "db:<a \\ \" # b>");
    EXPECT_EQ(values_of("host = 0.0.0.0"), "host:<0.0.0.0>");
    EXPECT_EQ(values_of("l = [a, \"b c\" , 'd',]"), "l:<a><b c><d>");
    EXPECT_EQ(values_of("l = []"), "l:");
    EXPECT_EQ(values_of("www = \"\""), "www:<>");
    EXPECT_EQ(values_of("\xEF\xBB\xBFport = 1"), "port:<1>");
    EXPECT_EQ(values_of(""), "");
}

TEST(ConfigFile, ShouldNameTheLineOfAnError) {
    for (const auto* line : {"port", "port 80", "= 80", "port =", "port = \"80", "port = 80 90", "l = [a", "l = [a b]",
                             "[server]", "port = \"a\\n\"", "x y = 1", "port = ,", "port = \xFF"}) {
        const auto text = "a = 1\n" + std::string(line) + "\nb = 2\n";
        EXPECT_EQ(values_of(text).substr(0, 9), "error 2: ") << line << " gave " << values_of(text);
    }
    EXPECT_EQ(values_of("a = 1\nb = 2\na = 3"), "error 3: a is there already, in line 1");
}

TEST(ConfigFile, ShouldReadWhatItWrites) {
    for (const std::string value : {"", "80", "a b", "a\"b\\c", "#", "true", "0.0.0.0", "é,]"}) {
        EXPECT_EQ(values_of(setting_line("x", {value}, false)), "x:<" + value + ">");
        const auto in_list = std::string("<").append(value).append(">");
        EXPECT_EQ(values_of(setting_line("x", {value, value}, true)),
                  std::string("x:").append(in_list).append(in_list));
    }
}

TEST(Nearest, ShouldSuggestTheLikelyOptionOrNone) {
    const std::vector<std::string> known{"port", "host", "max-upload", "max-uploads"};
    EXPECT_EQ(nearest("prot", known), "port");
    EXPECT_EQ(nearest("max-uplaods", known), "max-uploads");
    EXPECT_EQ(nearest("max_upload", known), "max-upload");
    EXPECT_EQ(nearest("colour", known), "");
    EXPECT_EQ(nearest("", known), "");
    EXPECT_EQ(nearest(std::string(100'000, 'p'), known), "");
}

class ConfigTest : public testing::Test {
protected:
    void write(const std::string& text) { std::ofstream(file) << text; }
    Order read(std::vector<std::string> options) {
        options.insert(options.begin(), {"papo", "--config", file});
        std::vector<char*> arguments;
        arguments.reserve(options.size());
        for (auto& option : options) arguments.push_back(option.data());
        return read_config(static_cast<int>(arguments.size()), arguments.data());
    }
    std::string printed(std::vector<std::string> options) { return std::get<EarlyExit>(read(std::move(options))).text; }
    std::string setting(const std::string& name) {
        const auto order = read({});
        for (const auto& each : std::get<Config>(order).settings) {
            if (each.name == name) return each.values.at(0) + " of " + each.origin;
        }
        return "none";
    }

    TempFolder folder;
    std::string file = (folder.path() / "papo.conf").string();
};

TEST_F(ConfigTest, ShouldTakeTheFileThenTheEnvironmentThenTheCommandLine) {
    write("rate = 1\nmax-rooms = 1\nport = 1\nenable-echo = true\nupload-types = [png, txt]\n");
    ::setenv("PAPO_MAX_ROOMS", "2", 1);
    ::setenv("PAPO_PORT", "2", 1);
    const auto order = read({"--port", "3"});
    EXPECT_EQ(setting("max-rooms"), "2 of environment");
    ::unsetenv("PAPO_MAX_ROOMS");
    ::unsetenv("PAPO_PORT");
    const auto& config = std::get<Config>(order);
    EXPECT_EQ(config.rate, 1U);
    EXPECT_EQ(config.max_rooms, 2U);
    EXPECT_EQ(config.port, 3U);
    EXPECT_TRUE(config.enable_echo);
    EXPECT_EQ(config.upload_types, (std::vector<std::string>{"png", "txt"}));
    EXPECT_EQ(setting("rate"), "1 of " + file + ":1");
    EXPECT_EQ(setting("max-uploads"), "1024 of default");
}

TEST_F(ConfigTest, ShouldTakeAnEmptyList) {
    write("upload-types = \"\"\npublic-host = \"\"\n");
    EXPECT_EQ(std::get<Config>(read({})).upload_types, std::vector<std::string>{""})
        << "an empty list refuses every upload";
    write("upload-types = []\n");
    EXPECT_EQ(std::get<Config>(read({})).upload_types, Config{}.upload_types);
}

TEST_F(ConfigTest, ShouldNameThePlaceOfAnError) {
    for (const auto& [text, said] :
         {std::pair{"\nprot = 1", ":2: there is no option prot; did you mean port?"},
          std::pair{"config = x", ":1: there is no option config"},
          std::pair{"port = [1, 2]", ":1: port takes one value"}, std::pair{"a", ":1: this is not NAME = VALUE"},
          std::pair{"\n\nlog-level = loud", ":3: --log-level"}, std::pair{"rate = many", ":1: "},
          std::pair{"public-host = b:1", ":1: --public-host: b:1 is not a name alone"},
          std::pair{"upload-types = [png, EXE]", ":1: --upload-types: this program does not know how to check .exe"},
          std::pair{"public-url = b", ":1: --public-url: b is not as in https"}}) {
        write(text);
        const auto exit = std::get<EarlyExit>(read({}));
        EXPECT_EQ(exit.exit_code, 2);
        EXPECT_NE(exit.text.find(file + said), std::string::npos) << exit.text;
    }
    write(std::string(max_config_file + 1, '\n'));
    EXPECT_NE(printed({}).find("too long"), std::string::npos);
    write(std::string(max_config_file, '\n'));
    EXPECT_TRUE(std::holds_alternative<Config>(read({})));
    write("");
    EXPECT_NE(printed({"--prot", "1"}).find("there is no --prot; did you mean --port?"), std::string::npos);
    EXPECT_NE(printed({"confg"}).find("did you mean config?"), std::string::npos);
}

std::string values_alone(const std::string& text) {
    std::string values;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("# ")) values += line + "\n";
    }
    return values;
}

TEST_F(ConfigTest, ShouldPrintTheEffectiveOptionsAsAFile) {
    write(
        "max-upload = 1GiB\nallow-origin = [\"https://a.example\"]\nuploads = \"with space\"\n"
        "trust-proxy = [10.0.0.0/8]");
    const auto first = printed({"config", "--port", "99"});
    EXPECT_NE(first.find("# command line\nport = 99\n"), std::string::npos) << first;
    EXPECT_NE(first.find("# " + file + ":1\nmax-upload = \"1GiB\"\n"), std::string::npos) << first;
    EXPECT_NE(first.find("# default\nrate = 20\n"), std::string::npos) << first;
    write(first);
    EXPECT_EQ(values_alone(printed({"config"})), values_alone(first));
}

TEST_F(ConfigTest, ShouldWriteAnExampleWithTheDefaults) {
    write("");
    const auto before = printed({"config"});
    const auto example = printed({"config", "--example"});
    write(example);
    EXPECT_EQ(printed({"config"}), before) << "every line of the example is a comment";
    std::string uncommented;
    std::istringstream lines(example);
    for (std::string line; std::getline(lines, line);) {
        const bool is_default = line.starts_with('#') && !line.starts_with("# ") && !line.ends_with("= \"N\"");
        if (is_default) uncommented += line.substr(1) + "\n";
    }
    write(uncommented);
    ASSERT_TRUE(std::holds_alternative<Config>(read({}))) << printed({});
    EXPECT_EQ(values_alone(printed({"config"})), values_alone(before));
    for (const auto* option : {"port", "max-upload", "allow-origin", "log-level", "idle-timeout"}) {
        EXPECT_NE(uncommented.find(option), std::string::npos) << option;
    }
}

}  // namespace
}  // namespace papo::test
