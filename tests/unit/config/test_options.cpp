#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "papo/config/command_line.h"
#include "papo/config/options.h"
#include "tests/support/temp_folder.h"

namespace papo::test {
namespace {

using namespace config;

Order read_options(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "papo");
    std::vector<char*> pointers;
    pointers.reserve(arguments.size());
    for (auto& argument : arguments) pointers.push_back(argument.data());
    return read_config(static_cast<int>(pointers.size()), pointers.data());
}

std::string printed_by(std::vector<std::string> arguments) {
    return std::get<EarlyExit>(read_options(std::move(arguments))).text;
}

// A manual page escapes its hyphens.
std::string without_backslashes(std::string text) {
    std::erase(text, '\\');
    return text;
}

// A valid value that is not the default.
struct SampleOf {
    std::string operator()(const Text&) const { return "sample"; }
    std::string operator()(const Choice& choice) const { return last(choice.words); }
    std::string operator()(const Either& either) const { return last(either.words); }
    std::string operator()(const Flag&) const { return "true"; }
    template <typename T>
    std::string operator()(const Number<T>&) const {
        return "7";
    }
    std::string operator()(const OptionalCount&) const { return "7"; }
    std::string operator()(const Size&) const { return "3KiB"; }
    std::string operator()(const Seconds&) const { return "7"; }
    std::string operator()(const List&) const { return "txt"; }
    std::string operator()(const Ranges&) const { return "10.0.0.0/8"; }
    std::string operator()(const Url&) const { return "https://chat.example.org"; }

    static std::string last(std::string_view words) { return std::string(words.substr(words.rfind('|') + 1)); }
};

// The setting in an order to serve, as "7 of environment".
std::string setting_in(const Order& order, std::string_view name) {
    if (const auto* exit = std::get_if<EarlyExit>(&order)) return exit->text;
    for (const auto& setting : std::get<Config>(order).settings) {
        if (setting.name == name && setting.values.size() == 1) return setting.values[0] + " of " + setting.origin;
    }
    return "none";
}

TEST(Options, ShouldBeReadFromCommandLineEnvironmentAndFile) {
    const TempFolder folder;
    const auto file = (folder.path() / "papo.conf").string();
    for (const auto& option : options()) {
        const std::string name(option.name);
        const auto sample = std::visit(SampleOf{}, option.value);
        EXPECT_EQ(setting_in(read_options({"--" + name + "=" + sample}), name), sample + " of command line");
        ::setenv(environment_name(option).c_str(), sample.c_str(), 1);
        EXPECT_EQ(setting_in(read_options({}), name), sample + " of environment");
        ::unsetenv(environment_name(option).c_str());
        std::ofstream(file) << name << " = \"" << sample << "\"\n";
        EXPECT_EQ(setting_in(read_options({"--config", file}), name), sample + " of " + file + ":1");
    }
}

TEST(Options, ShouldBeDocumentedInHelpManualAndExample) {
    const auto help = printed_by({"--help"});
    const auto manual = without_backslashes(printed_by({"manual"}));
    const auto example = printed_by({"config", "--example"});
    for (const auto& option : options()) {
        const std::string name(option.name);
        for (const auto* text : {&help, &manual}) {
            EXPECT_NE(text->find("--" + name), std::string::npos) << name;
            EXPECT_NE(text->find(environment_name(option)), std::string::npos) << name;
        }
        EXPECT_NE(help.find(option.meaning), std::string::npos) << name;
        const std::string restart = option.applies == Applies::at_start ? "; needs a restart" : "";
        EXPECT_NE(example.find("\n# " + std::string(option.meaning) + restart + "\n#" + name + " = "),
                  std::string::npos)
            << name;
    }
}

TEST(Options, ShouldShowDefaultsInTheFormPeopleWrite) {
    const auto text_of = [](const char* name) {
        const auto values = default_of(*find_option(name));
        std::string text = values ? "" : "none";
        for (const auto& value : values.value_or(Values{})) text += "<" + value + ">";
        return text;
    };
    EXPECT_EQ(text_of("max-upload"), "<64MiB>");
    EXPECT_EQ(text_of("uploads-quota"), "<0>");
    EXPECT_EQ(text_of("silent-timeout"), "<600>");
    EXPECT_EQ(text_of("durability"), "<normal>");
    EXPECT_EQ(text_of("mdns"), "<on>");
    EXPECT_EQ(text_of("enable-echo"), "<false>");
    EXPECT_EQ(text_of("www"), "<>");
    EXPECT_EQ(text_of("allow-origin"), "");
    EXPECT_EQ(text_of("rate-per-address"), "none");
    EXPECT_EQ(text_of("upload-types").substr(0, 10), "<png><jpg>");
    EXPECT_EQ(size_text(1536), "1536");
    EXPECT_EQ(size_text(0), "0");
    EXPECT_EQ(size_text(std::uint64_t{2} << 30U), "2GiB");
    EXPECT_EQ(find_option("colour"), nullptr);
}

}  // namespace
}  // namespace papo::test
