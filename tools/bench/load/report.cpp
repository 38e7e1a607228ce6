#include "tools/bench/load/report.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace papo::load {
namespace {

double ms(double nanoseconds) {
    return nanoseconds / 1e6;
}

double ratio(double part, double whole) {
    return whole > 0 ? part / whole : 0;
}

void add_latency(Figures& out, const std::string& key, const std::string& label, const Histogram& times) {
    constexpr std::array<std::pair<const char*, double>, 5> points{
        {{"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"p99.9", 0.999}, {"p99.99", 0.9999}}};
    out.push_back({key + "_mean_ms", label + " mean", ms(times.mean()), 3, "ms"});
    for (const auto& [name, share] : points) {
        out.push_back(
            {key + "_" + name + "_ms", label + " " + name, ms(static_cast<double>(times.quantile(share))), 3, "ms"});
    }
    out.push_back({key + "_max_ms", label + " max", ms(static_cast<double>(times.max())), 3, "ms"});
}

void add_count(Figures& out, const std::string& key, const std::string& label, std::uint64_t count) {
    out.push_back({key, label, static_cast<double>(count), 0, ""});
}

void add_to(nlohmann::ordered_json& json, const Figure& figure) {
    if (figure.decimals == 0) {
        json[figure.key] = std::llround(figure.value);
    } else {
        json[figure.key] = figure.value;
    }
}

void add_faults(Figures& out, const Faults& faults) {
    add_count(out, "lost", "deliveries lost", faults.lost);
    add_count(out, "duplicate", "deliveries twice", faults.duplicate);
    add_count(out, "gaps", "numbers skipped", faults.gaps);
    add_count(out, "disorder", "deliveries in another order", faults.disorder);
    add_count(out, "foreign", "deliveries of other rooms", faults.foreign);
    add_count(out, "altered", "deliveries altered (of the sample)", faults.altered);
}

}  // namespace

Figures figures_of(const Options& options, const TrafficResult& result, std::size_t lost_connections) {
    Figures out;
    const auto deliveries = static_cast<double>(result.deliveries);
    add_count(out, "messages", "messages", result.messages);
    add_count(out, "deliveries", "deliveries", result.deliveries);
    out.push_back(
        {"messages_per_s", "messages a second", ratio(static_cast<double>(result.messages), result.seconds), 0, ""});
    out.push_back({"deliveries_per_s", "deliveries a second", ratio(deliveries, result.seconds), 0, ""});
    if (options.echo) {
        const auto mib = deliveries * static_cast<double>(options.size) / 1048576;
        out.push_back({"mib_per_s", "MiB a second, each way", ratio(mib, result.seconds), 1, "MiB/s"});
    }
    add_latency(out, "latency", "latency", result.latency);
    if (options.rate > 0) add_latency(out, "lateness", "sent late by", result.lateness);
    const auto share = [&](std::int64_t ns) { return 100 * ratio(static_cast<double>(ns) / 1e9, result.seconds); };
    if (!options.pids.empty()) {
        const auto cpu = static_cast<double>(result.server_cpu_ns);
        out.push_back({"server_cpu_us_per_delivery", "server CPU a delivery", ratio(cpu / 1e3, deliveries), 3, "us"});
        out.push_back({"server_busy_percent", "server busy", share(result.server_cpu_ns), 1, "%"});
    }
    out.push_back({"generator_cpu_us_per_delivery", "generator CPU a delivery",
                   ratio(static_cast<double>(result.own_cpu_ns) / 1e3, deliveries), 3, "us"});
    out.push_back({"generator_busy_percent", "generator busy", share(result.own_cpu_ns), 1, "%"});
    add_faults(out, result.faults);
    add_count(out, "lost_connections", "connections lost", lost_connections);
    return out;
}

Figures figures_of(const Options& options, const IdleResult& result) {
    Figures out;
    const auto connections = static_cast<double>(result.connections);
    add_count(out, "connections", "connections", result.connections);
    out.push_back({"connections_per_s", "connections opened a second", ratio(connections, result.seconds), 0, ""});
    if (!options.pids.empty()) {
        const auto grown = static_cast<double>(result.resident_after - result.resident_before);
        const auto cpu = static_cast<double>(result.server_cpu_ns);
        out.push_back({"bytes_per_connection", "resident memory a connection", ratio(grown, connections), 0, "B"});
        out.push_back({"resident_before_kib", "resident memory before",
                       static_cast<double>(result.resident_before) / 1024, 0, "KiB"});
        out.push_back({"resident_after_kib", "resident memory after", static_cast<double>(result.resident_after) / 1024,
                       0, "KiB"});
        out.push_back(
            {"server_cpu_us_per_connection", "server CPU a connection", ratio(cpu / 1e3, connections), 1, "us"});
        out.push_back({"server_busy_percent", "server busy", 100 * ratio(cpu / 1e9, result.seconds), 1, "%"});
    }
    out.push_back({"generator_busy_percent", "generator busy",
                   100 * ratio(static_cast<double>(result.own_cpu_ns) / 1e9, result.seconds), 1, "%"});
    return out;
}

Figures figures_of(const Options& options, const UploadResult& result) {
    Figures out;
    const auto bytes = static_cast<double>(result.bytes);
    add_count(out, "files", "files", result.files);
    out.push_back({"mb_per_s", "MB a second", ratio(bytes / 1e6, result.seconds), 1, "MB/s"});
    add_latency(out, "upload", "upload", result.latency);
    if (!options.pids.empty()) {
        const auto cpu = static_cast<double>(result.server_cpu_ns) / 1e9;
        out.push_back({"server_cpu_s_per_gb", "server CPU a GB", ratio(cpu, bytes / 1e9), 3, "s"});
        out.push_back({"server_busy_percent", "server busy", 100 * ratio(cpu, result.seconds), 1, "%"});
        out.push_back({"growth_mib", "memory of its own, at most grown by",
                       static_cast<double>(result.growth) / 1048576, 2, "MiB"});
    }
    out.push_back({"generator_busy_percent", "generator busy",
                   100 * ratio(static_cast<double>(result.own_cpu_ns) / 1e9, result.seconds), 1, "%"});
    return out;
}

Figures figures_of(const JoinResult& result) {
    Figures out;
    add_count(out, "joins", "joins answered", result.answered);
    add_latency(out, "join", "join", result.answer);
    add_latency(out, "entrance", "connect and join", result.entrance);
    return out;
}

void print(const Options& options, const Figures& figures) {
    if (options.json) {
        nlohmann::ordered_json json;
        if (!options.scenario.empty()) json["scenario"] = options.scenario;
        for (const auto& figure : figures) add_to(json, figure);
        std::printf("%s\n", json.dump().c_str());
        return;
    }
    for (const auto& f : figures) std::printf("%-36s %.*f %s\n", f.label.c_str(), f.decimals, f.value, f.unit.c_str());
}

}  // namespace papo::load
