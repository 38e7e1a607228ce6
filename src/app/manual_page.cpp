#include "manual_page.h"

#include <string_view>

#include "papo/app/version.h"

namespace papo::app {
namespace {

// A backslash is an escape, a hyphen would become a typographic one, a point or an apostrophe that begins a line is a
// request.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool begins = out.empty() || out.back() == '\n';
        if (begins && (c == '.' || c == '\'')) out += "\\&";
        if (c == '\\') {
            out += "\\e";
        } else if (c == '-') {
            out += "\\-";
        } else {
            out += c;
            if (c == ',') out += "\\:";  // a line may break here
        }
    }
    return out;
}

std::string bold(std::string_view text) {
    return "\\fB" + escaped(text) + "\\fR";
}

std::string italic(std::string_view text) {
    return "\\fI" + escaped(text) + "\\fR";
}

// The part before checks that CLI11 writes behind it: "N" of "N:UINT in [0 - 5]".
std::string value_of(const CLI::Option& option) {
    if (option.get_items_expected_max() == 0) return {};
    const auto type = option.get_type_name();
    return type.substr(0, type.find(':'));
}

std::string paragraph(const CLI::Option& option) {
    const auto value = value_of(option);
    std::string text = ".TP\n" + bold(option.get_name());
    if (!value.empty()) text += " " + italic(value);
    text += "\n" + escaped(option.get_description()) + ".\n";
    if (const auto preset = option.get_default_str(); !preset.empty()) text += "Default: " + escaped(preset) + ".\n";
    if (const auto name = option.get_envname(); !name.empty()) text += "Environment: " + bold(name) + ".\n";
    return text;
}

std::string options_of(const CLI::App& app) {
    std::string text;
    for (const auto* option : app.get_options()) text += paragraph(*option);
    return text;
}

std::string commands_of(const CLI::App& app) {
    std::string text;
    for (const auto* command : app.get_subcommands({})) {
        text += ".SS " + bold("papo " + command->get_name()) + "\n" + escaped(command->get_description()) + ".\n";
        text += options_of(*command);
        if (const auto more = command->get_footer(); !more.empty()) text += ".PP\n" + escaped(more) + "\n";
    }
    return text;
}

}  // namespace

std::string manual_page(const CLI::App& app) {
    const auto description = app.get_description();  // "papo: a chat for the local network"
    std::string page = ".TH PAPO 1 \"\" \"papo " + escaped(version) + "\" \"User Commands\"\n";
    page += ".SH NAME\npapo \\- " + escaped(description.substr(description.find(": ") + 2)) + "\n";
    page += ".SH SYNOPSIS\n" + bold("papo") + " [" + italic("options") + "]\n.br\n" + bold("papo") + " " +
            italic("command") + " [" + italic("options") + "]\n";
    page +=
        ".SH DESCRIPTION\nServes a chat, with its web client, to every browser in the network until it is stopped.\n"
        "What was said is kept, and so are the files that were sent.\n";
    page += ".SH OPTIONS\n" + escaped(app.get_footer()) + "\n" + options_of(app);
    page += ".SH COMMANDS\n" + commands_of(app);
    page += ".SH SIGNALS\n.TP\n" + bold("SIGTERM") + ", " + bold("SIGINT") +
            "\nStop: nobody new comes in, and what is being written is finished, for at most 5 s.\n";
    page += ".SH EXIT STATUS\n0 after a stop in order, 1 when it cannot start or a command fails, 2 for bad usage.\n";
    return page;
}

}  // namespace papo::app
