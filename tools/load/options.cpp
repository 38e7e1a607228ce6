#include "tools/load/options.h"

#include <CLI/CLI.hpp>

namespace papo::load {
namespace {

struct Scenario {
    const char* name;
    Options options;
};

std::vector<Scenario> scenarios() {
    std::vector<Scenario> all(9);
    all[0].name = "S1";
    all[0].options.rate = 100;
    all[1].name = "S1b";
    all[1].options.burst = 20;
    all[2].name = "S2";
    all[2].options.clients = 200;
    all[2].options.senders = 20;
    all[2].options.outstanding = 4;
    all[3].name = "S3";
    all[3].options.clients = 1000;
    all[3].options.rooms = 100;
    all[3].options.rate = 5000;
    all[4].name = "S4";
    all[4].options.idle = 10'000;
    all[4].options.rooms = 100;
    all[5].name = "E1";
    all[5].options.clients = 100;
    all[5].options.outstanding = 4;
    all[6].name = "E2";
    all[6].options.clients = 8;
    all[6].options.outstanding = 1;
    all[6].options.size = 1U << 20U;
    all[7].name = "U1";
    all[7].options.uploads = 1;
    all[7].options.upload_size = 1U << 30U;
    all[8].name = "U2";
    all[8].options.uploads = 200;
    all[8].options.at_once = 20;
    for (auto* echo : {&all[5].options, &all[6].options}) {
        echo->echo = true;
        echo->path = "/echo";
    }
    return all;
}

Options defaults_of(const std::string& scenario) {
    for (auto& known : scenarios()) {
        if (known.name == scenario) return known.options;
    }
    return {};
}

void add_load(CLI::App& app, Options& o) {
    app.add_option("--scenario", o.scenario, "S1, S1b, S2, S3, S4, E1, E2, U1 or U2: defaults for all that follows")
        ->check(CLI::IsMember({"S1", "S1b", "S2", "S3", "S4", "E1", "E2", "U1", "U2"}));
    app.add_option("--clients", o.clients, "connections")->check(CLI::Range(1, 1'000'000));
    app.add_option("--rooms", o.rooms, "rooms they are spread over")->check(CLI::Range(1, 1'000'000));
    app.add_option("--senders", o.senders, "how many of them send (0: all)");
    app.add_option("--size", o.size, "bytes of a text")->check(CLI::Range(10, 1 << 20));
    app.add_option("--rate", o.rate, "open loop: messages a second in all, late or not");
    app.add_option("--outstanding", o.outstanding, "closed loop: messages each sender has under way");
    app.add_option("--burst", o.burst, "rounds in which every sender sends at one instant");
    app.add_option("--idle", o.idle, "connections that only stay open");
    app.add_flag("--idle-joined", o.idle_joined, "idle connections join a room first");
    app.add_option("--uploads", o.uploads, "files to upload instead of talking");
    app.add_option("--at-once", o.at_once, "how many of them at a time")->check(CLI::Range(1, 10'000));
    app.add_option("--upload-size", o.upload_size, "bytes of each file")->transform(CLI::AsSizeValue(false));
    app.add_flag("--echo", o.echo, "with --outstanding: to an echo (--path /echo) instead of rooms");
    app.add_option("--seconds", o.seconds, "length of the measurement");
    app.add_option("--warmup", o.warmup, "seconds of the same load before it");
    app.add_option("--sample", o.sample, "one message of so many is parsed in full")
        ->check(CLI::Range(1, 1'000'000'000));
    app.add_flag("--spin", o.spin, "never sleep: finer timing for a whole core");
}

void add_server(CLI::App& app, Options& o) {
    app.add_option("--host", o.host, "IPv4 address of the server");
    app.add_option("--port", o.port, "its port");
    app.add_option("--path", o.path, "of the WebSocket");
    app.add_option("--pid", o.pids, "its processes, for CPU and memory")->delimiter(',');
    app.add_flag("--json", o.json, "print one JSON object");
}

void add_dialect(CLI::App& app, Options& o, std::string& protocol) {
    app.add_option("--protocol", protocol, "papo, or template: what the following say")
        ->check(CLI::IsMember({"papo", "template"}));
    app.add_option("--hello-template", o.dialect.hello, "sent first");
    app.add_option("--join-template", o.dialect.join, "sent next; {room} and {name} are filled in");
    app.add_option("--message-template", o.dialect.message, "a message; {room}, {name}, {id}, {text}");
    app.add_option("--joined-marker", o.dialect.joined_marker, "text in the answer to the join");
    app.add_option("--error-marker", o.dialect.error_marker, "text in a refusal");
    app.add_option("--message-marker", o.dialect.message_marker, "text in each message that comes");
    app.add_option("--seq-marker", o.dialect.seq_marker, "text before its number in the room");
    app.add_option("--id-marker", o.dialect.id_marker, "text before its id");
}

std::string complaint(const Options& o) {
    const int ways = (o.rate > 0 ? 1 : 0) + (o.outstanding > 0 ? 1 : 0) + (o.burst > 0 ? 1 : 0) + (o.idle > 0 ? 1 : 0) +
                     (o.uploads > 0 ? 1 : 0);
    if (ways != 1) return "say one of --rate, --outstanding, --burst, --idle, --uploads, or a --scenario";
    if (o.echo && o.outstanding == 0) return "--echo needs --outstanding";
    if (o.idle == 0 && o.uploads == 0 && !o.echo && (o.dialect.message.empty() || o.dialect.id_marker.empty())) {
        return "--protocol template needs --message-template and --id-marker";
    }
    return {};
}

}  // namespace

std::variant<Options, EarlyExit> read_options(int argc, char** argv) {
    Options options;
    std::string protocol = "papo";
    CLI::App app{"papo-load: a chat's users, and how long they have to wait", "papo-load"};
    add_load(app, options);
    add_server(app, options);
    add_dialect(app, options, protocol);
    try {
        app.parse(argc, argv);
        // Once more over the scenario's defaults, now that it is known; no template of papo's is left among another's.
        const auto scenario = options.scenario;
        options = defaults_of(scenario);
        if (protocol == "template") options.dialect = {};
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return EarlyExit{0, app.help()};
    } catch (const CLI::Error& error) {
        return EarlyExit{2, std::string("papo-load: ") + error.what() + "\n"};
    }
    options.senders = options.senders == 0 ? options.clients : std::min(options.senders, options.clients);
    if (auto wrong = complaint(options); !wrong.empty()) return EarlyExit{2, "papo-load: " + wrong + "\n"};
    return options;
}

}  // namespace papo::load
