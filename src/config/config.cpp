#include "papo/config/config.h"

#include <CLI/CLI.hpp>
#include <cstdlib>

#include <algorithm>

#include "config_limits.h"
#include "config_options.h"
#include "config_sources.h"
#include "manual_page.h"
#include "papo/base/text.h"
#include "papo/base/version.h"
#include "papo/config/public_url.h"
#include "papo/media/file_type.h"
#include "papo/proto/authority.h"
#include "papo/proto/http_chars.h"

namespace papo::config {
namespace {

constexpr const char* default_types =
    "png,jpg,jpeg,gif,webp,avif,heic,pdf,docx,xlsx,pptx,odt,ods,odp,txt,md,csv,zip,mp3,ogg,wav,mp4,webm";

void add_places(CLI::App& app, Config& config) {
    add(app, "--host", config.host, "address to listen on; :: for both IPv4 and IPv6")->type_name("ADDR");
    add(app, "--port", config.port, "port to listen on; 0 takes a free one")->type_name("N");
    add(app, "--www", config.www, "folder of the web client (default: the one beside the program)")->type_name("DIR");
    add(app, "--uploads", config.uploads, "folder of uploaded files, created when missing")->type_name("DIR");
    add(app, "--db", config.db, "history, with its journal beside it; :memory: keeps nothing across restarts")
        ->type_name("FILE");
}

void add_history(CLI::App& app, Config& config) {
    app.add_option_function<std::string>(
           "--durability", [&config](const std::string& value) { config.power_safe = value == "power"; },
           "normal: survives a crash of the program; power: also a power cut, for some milliseconds a message")
        ->envname("PAPO_DURABILITY")
        ->check(CLI::IsMember({"normal", "power"}))
        ->default_str("normal");
    add(app, "--history-days", config.history_days, "messages older than this are removed (0: none)")
        ->check(CLI::Range(std::uint32_t{0}, std::uint32_t{36'500}))
        ->type_name("N");
    add(app, "--history-messages", config.history_messages, "messages a room keeps (0: all)")->type_name("N");
    add_size(app, "--uploads-quota", config.uploads_quota, "0", "bytes of all uploads together (0: no bound)", 0);
    add_size(app, "--min-free", config.min_free, "64MiB",
             "room that uploads leave on their disk, but at most a twentieth of it", 0);
}

// What is wrong with a label of a host name (RFC 1123 section 2.1); empty when it is one.
std::string label_problem(const std::string& text) {
    const auto fits = [](char c) { return proto::is_digit(c) || proto::is_alpha(c) || c == '-'; };
    const bool good = !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
                      std::all_of(text.begin(), text.end(), fits);
    return good ? "" : text + " is not of letters, digits and hyphens alone, at most 63 of them, as in papo";
}

void add_name(CLI::App& app, Config& config) {
    app.add_option_function<std::string>(
           "--public-url",
           [&config](const std::string& text) {
               if (text.empty()) return;
               const auto url = parse_public_url(text);
               if (!url) throw CLI::ValidationError("--public-url", text + " is not as in https://chat.example.org");
               config.public_url = url->url;
               config.allow_origins.push_back(url->origin);
           },
           "what guests open, where this machine cannot know: behind a proxy, in a container (empty: not known)")
        ->envname("PAPO_PUBLIC_URL")
        ->type_name("URL");
    add(app, "--name", config.name, "name in the network: papo is papo.local, by the system's Avahi")
        ->check(label_problem, "")
        ->type_name("NAME");
    app.add_option_function<std::string>(
           "--mdns", [&config](const std::string& value) { config.mdns = value == "on"; },
           "on: the name is announced where Avahi runs (multicast DNS); off: it is not")
        ->envname("PAPO_MDNS")
        ->check(CLI::IsMember({"on", "off"}))
        ->default_str("on");
}

void add_policy(CLI::App& app, Config& config) {
    add(app, "--upload-types", config.upload_types, "extensions taken")
        ->delimiter(',')
        ->type_name("LIST")
        ->default_str(default_types);
    add(app, "--allow-origin", config.allow_origins, "further origin for /ws and /upload (repeatable, * for all)")
        ->delimiter(',')
        ->type_name("ORIGIN");
    add(app, "--public-host", config.public_hosts,
        "further name that people reach the server by, such as chat.example.org (repeatable, * for all)")
        ->delimiter(',')
        ->type_name("NAME");
    add_name(app, config);
    app.add_flag("--enable-echo", config.enable_echo, "a WebSocket echo at /echo")->envname("PAPO_ENABLE_ECHO");
    app.add_flag("--compress", config.compress, "compress WebSocket messages (permessage-deflate): for slow networks")
        ->envname("PAPO_COMPRESS");
    add(app, "--log-level", config.log_level, "least that is logged: trace, debug, info, warning, error, off")
        ->check(CLI::IsMember({"trace", "debug", "info", "warning", "error", "off"}));
    add(app, "--log-format", config.log_format, "lines of the log: text, or json for an object each")
        ->check(CLI::IsMember({"text", "json"}));
}

void add_confinement(CLI::App& app, Config& config) {
    add(app, "--user", config.user, "user to become once the port is bound, when started as root")
        ->type_name("NAME[:GROUP]");
    app.add_option_function<std::string>(
           "--sandbox", [&config](const std::string& value) { config.sandbox = value == "on"; },
           "on: no files, system calls and rights but those that serving needs; off: for debugging")
        ->envname("PAPO_SANDBOX")
        ->check(CLI::IsMember({"on", "off"}))
        ->default_str(config.sandbox ? "on" : "off");
}

// The commands share the variables of the server's options, and so what the environment says of them.
void add_db(CLI::App& command, Config& config) {
    command.add_option("--db", config.db, "history to read, also of a papo that is running")
        ->type_name("FILE")
        ->capture_default_str();
}

CLI::App* add_backup(CLI::App& app, Config& config, BackupOptions& options) {
    auto* command = app.add_subcommand("backup", "copy the history to a file, also while papo is running");
    command->add_option("FILE", options.file, "file to make; one that is there is not overwritten")
        ->required()
        ->type_name("");
    add_db(*command, config);
    command->footer("Uploads are plain files: copy their folder as well. PAPO_DB counts here too.");
    return command;
}

CLI::App* add_export(CLI::App& app, Config& config, ExportOptions& options) {
    auto* command = app.add_subcommand("export", "write a room's messages as JSON lines or as a page");
    command->add_option("--room", options.room, "room to export")->required()->type_name("NAME");
    command
        ->add_option_function<std::string>(
            "--format",
            [&options](const std::string& name) {
                options.format = name == "html" ? ExportFormat::html : ExportFormat::jsonl;
            },
            "jsonl: one message a line; html: one page with the pictures in it")
        ->check(CLI::IsMember({"jsonl", "html"}))
        ->default_str("jsonl");
    command->add_option("--output", options.output, "file to make (default: standard output)")->type_name("FILE");
    add_db(*command, config);
    command->add_option("--uploads", config.uploads, "folder of the pictures")->type_name("DIR")->capture_default_str();
    command->footer("PAPO_DB and PAPO_UPLOADS count here too.");
    return command;
}

CLI::App* add_health(CLI::App& app, Config& config) {
    auto* command =
        app.add_subcommand("health", "ask the papo of this machine whether it serves; fails if it does not");
    command->add_option("--host", config.host, "address it listens on")->type_name("ADDR")->capture_default_str();
    command->add_option("--port", config.port, "its port")->type_name("N")->capture_default_str();
    command->footer("PAPO_HOST and PAPO_PORT count here too.");
    return command;
}

CLI::App* add_manual(CLI::App& app) {
    return app.add_subcommand("manual", "print the manual page, as in papo manual | man -l -");
}

CLI::App* add_config(CLI::App& app, bool& example) {
    auto* command = app.add_subcommand("config", "print the options in force, as a file, and where they come from");
    command->add_flag("--example", example, "print a file of all options, their meanings and defaults instead");
    command->footer("Options before and behind the command count, as do the environment and --config.");
    command->fallthrough();
    return command;
}

void set_up(CLI::App& app, Config& config) {
    app.set_version_flag("--version", std::string("papo ") + std::string(version), "print the version");
    app.set_help_flag("--help", "print this text");
    app.footer(
        "Every option also reads an environment variable, --max-upload is PAPO_MAX_UPLOAD, and may stand in a file:\n"
        "max-upload = \"64MiB\". papo config --example writes one.");
    add_places(app, config);
    add_history(app, config);
    add_limits(app, config);
    add_address_limits(app, config);
    add_admin(app, config);
    add_timeouts(app, config);
    add_policy(app, config);
    add_confinement(app, config);
}

std::string unknown_type(const Config& config) {
    for (const auto& type : config.upload_types) {
        if (media::find_type(type) == nullptr) return type;
    }
    return {};
}

// One that no Host could say; empty when there is none.
std::string bad_public_host(const Config& config) {
    for (const auto& name : config.public_hosts) {
        const auto authority = proto::parse_authority(name);
        if (name != "*" && (!authority || authority->host.empty() || authority->port)) return name;
    }
    return {};
}

std::string first_line(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

EarlyExit usage_error(const std::string& what, const std::string& program = "papo") {
    return {2, "papo: " + first_line(what) + " (" + program + " --help lists the options)\n"};
}

// CLI11 from 2.4 on passes over values of the environment that it finds invalid; here they are errors.
void take_environment(CLI::App& app) {
    for (auto* option : app.get_options()) {
        const auto* value = option->get_envname().empty() ? nullptr : std::getenv(option->get_envname().c_str());
        if (value == nullptr || *value == '\0' || option->count() > 0) continue;
        option->add_result(value);
        option->run_callback();
    }
}

}  // namespace

Order read_config(int argc, char** argv) {
    Config config;
    BackupOptions backup;
    ExportOptions room;
    CLI::App app{"papo: a chat for the local network", "papo"};
    set_up(app, config);
    app.require_subcommand(0, 1);
    const auto* backup_command = add_backup(app, config, backup);
    const auto* export_command = add_export(app, config, room);
    const auto* health_command = add_health(app, config);
    const auto* manual_command = add_manual(app);
    bool example = false;
    const auto* config_command = add_config(app, example);
    const ConfigSources sources(app);
    try {
        app.parse(argc, argv);
        take_environment(app);
    } catch (const CLI::CallForHelp&) {
        return EarlyExit{0, app.help()};
    } catch (const CLI::CallForVersion&) {
        return EarlyExit{0, "papo " + std::string(version) + "\n"};
    } catch (const CLI::Error& error) {
        const auto command = app.get_subcommands();
        return usage_error(sources.explain(error), command.empty() ? "papo" : "papo " + command.front()->get_name());
    }
    if (backup_command->parsed()) {
        backup.db = config.db;
        return backup;
    }
    if (export_command->parsed()) {
        room.db = config.db;
        room.uploads = config.uploads;
        return room;
    }
    if (health_command->parsed()) return HealthOptions{config.host, config.port};
    if (manual_command->parsed()) return EarlyExit{0, manual_page(app)};
    config.file = sources.file();
    config.settings = sources.settings();
    if (config.upload_types.empty()) config.upload_types = CLI::detail::split(default_types, ',');
    for (auto& type : config.upload_types) type = ascii_lower(type);
    for (auto& origin : config.allow_origins) origin = ascii_lower(origin);
    if (const auto name = bad_public_host(config); !name.empty()) {
        return usage_error("--public-host: " + name + " is not a name alone, as in chat.example.org");
    }
    if (const auto type = unknown_type(config); !type.empty()) {
        return usage_error("--upload-types: this program does not know how to check ." + type + " files");
    }
    if (config_command->parsed()) {
        return EarlyExit{0, example ? sources.example() : in_force(config.settings, config.file)};
    }
    return config;
}

}  // namespace papo::config
