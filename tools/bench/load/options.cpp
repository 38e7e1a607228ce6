#include "tools/bench/load/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>

namespace papo::load {
namespace {

const std::map<std::string, Options>& scenarios() {
    static const auto known = [] {
        std::map<std::string, Options> all;
        all["S1"].rate = 100;
        all["S1b"].burst = 20;
        auto& s2 = all["S2"];
        s2.clients = 200;
        s2.senders = 20;
        s2.outstanding = 4;
        auto& s3 = all["S3"];
        s3.clients = 1000;
        s3.rooms = 100;
        s3.rate = 5000;
        auto& s4 = all["S4"];
        s4.idle = 10'000;
        s4.rooms = 100;
        auto& j1 = all["J1"];
        j1.clients = 1000;
        j1.rooms = 100;
        j1.outstanding = 1;
        auto& u1 = all["U1"];
        u1.upload_size = std::uint64_t{1} << 30U;
        auto& u2 = all["U2"];
        u2.upload_size = std::uint64_t{2} << 20U;
        u2.uploads = 200;
        u2.at_once = 20;
        auto& e1 = all["E1"];
        e1.clients = 100;
        e1.outstanding = 4;
        auto& e2 = all["E2"];
        e2.clients = 8;
        e2.outstanding = 1;
        e2.size = 1U << 20U;
        for (auto* echo : {&e1, &e2}) {
            echo->echo = true;
            echo->path = "/echo";
        }
        return all;
    }();
    return known;
}

constexpr const char* about_templates =
    R"(Other servers: --protocol template says how one is spoken to. Each template is one text frame; {room}, {name},
{id} (10 digits) and {text} are filled in, and nothing is escaped, because nothing in them needs it. What comes back is
not parsed: a marker is the text right before what is looked for. The sender and the time of a message are known by
its {id}, so whatever a server sends on must have that with the same text before it; without --seq-marker order is
not checked, losses and duplicates are. --joined-marker makes each client wait for its answer before anything is said.

A server that sends everybody what anybody sends, with no rooms:
  papo-load --scenario S2 --port 9001 --path / --protocol template \
    --message-template '{"id":"{id}","text":"{text}"}' --id-marker '"id":"'
One with rooms in the address:
  papo-load --scenario S3 --port 9001 --path '/{room}?name={name}' --protocol template \
    --message-template 'say {id} {text}' --id-marker 'say '
One that is joined by a message, answers it, and numbers what is said:
  papo-load --scenario S3 --port 9001 --protocol template \
    --join-template '["join","{room}","{name}"]' --joined-marker '["joined"' --error-marker '["error"' \
    --message-template '["say","{id}","{text}"]' --message-marker '["said"' --seq-marker '"n":' --id-marker '"id":"')";

Options defaults_of(const std::string& scenario) {
    const auto at = scenarios().find(scenario);
    return at == scenarios().end() ? Options() : at->second;
}

void add_load(CLI::App& app, Options& o) {
    app.add_option("--scenario", o.scenario, "defaults for all that follows")->check(CLI::IsMember(scenarios()));
    app.add_option("--clients", o.clients, "connections")->check(CLI::Range(1, 1'000'000));
    app.add_option("--rooms", o.rooms, "rooms they are spread over")->check(CLI::Range(1, 1'000'000));
    app.add_option("--senders", o.senders, "how many of them send (0: all)");
    app.add_option("--size", o.size, "bytes of a text")->check(CLI::Range(10, 1 << 20));
    app.add_option("--rate", o.rate, "open loop: messages a second in all, late or not");
    app.add_option("--outstanding", o.outstanding, "closed loop: messages each sender has under way");
    app.add_option("--burst", o.burst, "rounds in which every sender sends at one instant");
    app.add_option("--idle", o.idle, "connections that only stay open");
    app.add_flag("--idle-joined", o.idle_joined, "idle connections join a room first");
    app.add_flag("--echo", o.echo, "with --outstanding: to an echo (--path /echo) instead of rooms");
    app.add_option("--joins", o.joins, "newcomers in --seconds, at fixed times, each as short as can be");
    app.add_option("--seconds", o.seconds, "length of the measurement");
    app.add_option("--warmup", o.warmup, "seconds of the same load before it");
    app.add_option("--sample", o.sample, "one message of so many is parsed in full")
        ->check(CLI::Range(1, 1'000'000'000));
    app.add_flag("--announce", o.announce, "say `measuring` when the measurement begins");
    app.add_flag("--spin", o.spin, "never sleep: finer timing for a whole core");
}

void add_uploads(CLI::App& app, Options& o) {
    app.add_option("--upload-size", o.upload_size, "upload files of this size instead of talking: 2MiB, 1GiB")
        ->transform(CLI::AsSizeValue(false));
    app.add_option("--uploads", o.uploads, "how many; 0: one after the other for --seconds");
    app.add_option("--at-once", o.at_once, "of them under way")->check(CLI::Range(1, 10'000));
    app.add_option("--upload-path", o.upload_path, "where they go");
}

void add_server(CLI::App& app, Options& o) {
    app.add_option("--host", o.host, "IPv4 address of the server");
    app.add_option("--port", o.port, "its port");
    app.add_option("--path", o.path, "of the WebSocket; {room} and {name} are filled in");
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
                     (o.joins > 0 ? 1 : 0) + (o.upload_size > 0 ? 1 : 0);
    if (ways != 1) {
        return "say one of --rate, --outstanding, --burst, --idle, --joins, --upload-size, or a --scenario";
    }
    if (o.upload_size > 0) return {};
    if (o.joins > 0 && (o.dialect.join.empty() || o.dialect.joined_marker.empty())) {
        return "--joins needs --join-template and --joined-marker";
    }
    if (o.echo && o.outstanding == 0) return "--echo needs --outstanding";
    if (o.idle == 0 && o.joins == 0 && !o.echo && (o.dialect.message.empty() || o.dialect.id_marker.empty())) {
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
    add_uploads(app, options);
    add_server(app, options);
    app.footer(about_templates);
    add_dialect(app, options, protocol);
    try {
        app.parse(argc, argv);
        // Parsed again over the defaults of the scenario, which is known now. Another server's dialect keeps no
        // template of papo.
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
