#include "manual_page.h"

#include <algorithm>
#include <string_view>

#include "papo/base/version.h"

namespace papo::config {
namespace {

bool followed_by_space(std::string_view text, std::size_t at) {
    return at + 1 == text.size() || text[at + 1] == ' ' || text[at + 1] == '\n';
}

// A backslash is an escape, a hyphen would become a typographic one, a point or an apostrophe that begins a line is a
// request.
std::string escaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool begins = out.empty() || out.back() == '\n';
        if (begins && (c == '.' || c == '\'')) out += "\\&";
        if (c == '\\') {
            out += "\\e";
        } else if (c == '-') {
            out += "\\-";
        } else {
            out += c;
            if (c == ',' && !followed_by_space(text, i)) out += "\\:";  // a line may break here
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

std::string capitalized(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 32);
    return text;
}

// "SIZE", "NAME[:GROUP]": the kind of value, without what CLI11 adds of what is allowed.
std::string kind_of(const std::string& type_name) {
    std::size_t depth = 0;
    for (std::size_t i = 0; i < type_name.size(); ++i) {
        if (type_name[i] == '[') ++depth;
        if (type_name[i] == ']' && depth > 0) --depth;
        if (type_name[i] == ':' && depth == 0) return type_name.substr(0, i);
    }
    return type_name;
}

// "N" of "N:UINT in [0 - 5]", "on|off" of "TEXT:{on,off}".
std::string value_of(const CLI::Option& option) {
    if (option.get_items_expected_max() == 0) return {};
    const auto whole = option.get_type_name();
    const std::string choice = "TEXT:{";
    if (whole.rfind(choice, 0) != 0) return kind_of(whole);
    auto words = whole.substr(choice.size(), whole.find('}') - choice.size());
    std::replace(words.begin(), words.end(), ',', '|');
    return words;
}

std::string paragraph(const CLI::Option& option) {
    const auto value = value_of(option);
    std::string text = ".TP\n" + bold(option.get_name());
    if (!value.empty()) text += " " + italic(value);
    text += "\n" + escaped(option.get_description()) + ".\n";
    if (const auto preset = option.get_default_str(); !preset.empty() && preset != "[]") {
        text += "Default: " + escaped(preset) + ".\n";
    }
    if (const auto name = option.get_envname(); !name.empty()) text += "Environment: " + bold(name) + ".\n";
    return text;
}

std::string options_of(const CLI::App& app) {
    std::string text;
    for (const auto* option : app.get_options()) {
        const bool is_help_of_command = app.get_parent() != nullptr && option == app.get_help_ptr();
        if (!is_help_of_command) text += paragraph(*option);
    }
    return text;
}

std::string commands_of(const CLI::App& app) {
    std::string text;
    for (const auto* command : app.get_subcommands({})) {
        text += ".SS papo " + escaped(command->get_name()) + "\n" + escaped(capitalized(command->get_description())) +
                ".\n";
        text += options_of(*command);
        // CLI11 gives a command without a footer that of the program.
        const auto more = command->get_footer();
        if (!more.empty() && more != app.get_footer()) text += ".PP\n" + escaped(more) + "\n";
    }
    return text;
}

std::string term(std::string_view name, std::string_view meaning) {
    return ".TP\n" + bold(name) + "\n" + escaped(meaning) + "\n";
}

std::string example(std::string_view what, std::string_view command) {
    return ".PP\n" + escaped(what) + ":\n.PP\n.RS\n.EX\n" + escaped(command) + "\n.EE\n.RE\n";
}

std::string closing_sections() {
    std::string text = ".SH SIGNALS\n";
    text +=
        term("SIGTERM, SIGINT", "Stop: nobody new comes in, and what is being written is finished, for at most 5 s.");
    text +=
        term("SIGHUP",
             "Read the file of --config again. The log says what has changed and what needs a restart. Without such a\n"
             "file: stop.");
    text += ".SH EXIT STATUS\n0 after a stop in order, 1 when it cannot start or a command fails, 2 for bad usage.\n";
    text += ".SH FILES\n";
    text += term("data/papo.db", "The history (--db), with data/papo.db.journal and what SQLite keeps beside it.");
    text += term("uploads", "Uploaded files (--uploads).");
    text += term("/etc/papo/papo.conf, /etc/default/papo",
                 "Options of the service, and variables that are stronger than these.");
    text += term("/var/lib/papo", "What the service keeps.");
    text += ".SH EXAMPLES\n";
    text += example("Write a file of all options, and serve with it",
                    "papo config --example > papo.conf\npapo --config papo.conf");
    text += example("Make a backup, also while papo runs", "papo backup papo-monday.db");
    text += example("Make a page of a room, with its pictures in it",
                    "papo export --room sala1 --format html --output sala1.html");
    return text;
}

}  // namespace

std::string manual_page(const CLI::App& app) {
    const auto description = app.get_description();  // "papo: a chat for the local network"
    std::string page = ".TH PAPO 1 \"\" \"papo " + escaped(version) + "\" \"User Commands\"\n";
    page += ".ad l\n.nh\n";  // names of options and variables stay whole
    page += ".SH NAME\npapo \\- " + escaped(description.substr(description.find(": ") + 2)) + "\n";
    page += ".SH SYNOPSIS\n" + bold("papo") + " [" + italic("options") + "]\n.br\n" + bold("papo") + " " +
            italic("command") + " [" + italic("options") + "]\n";
    page +=
        ".SH DESCRIPTION\nServes a chat, with its web client, to every browser in the network until it is stopped.\n"
        "What was said is kept, and so are the files that were sent.\n";
    page += ".SH OPTIONS\n" + escaped(app.get_footer()) + "\n" + options_of(app);
    page += ".SH COMMANDS\n" + commands_of(app);
    return page + closing_sections();
}

}  // namespace papo::config
