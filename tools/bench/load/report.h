// Figures for people and for programs: one list, printed as lines or as one JSON object.
#pragma once

#include <string>
#include <vector>

#include "tools/bench/load/joins.h"
#include "tools/bench/load/options.h"
#include "tools/bench/load/traffic.h"
#include "tools/bench/load/uploads.h"

namespace papo::load {

struct Figure {
    std::string key;    // in JSON
    std::string label;  // for people
    double value = 0;
    int decimals = 0;
    std::string unit;
};
using Figures = std::vector<Figure>;

struct IdleResult {
    std::size_t connections = 0;
    double seconds = 0;  // until all were open
    std::int64_t resident_before = 0;
    std::int64_t resident_after = 0;
    std::int64_t server_cpu_ns = 0;  // of opening them
    std::int64_t own_cpu_ns = 0;
};

Figures figures_of(const Options& options, const TrafficResult& result, std::size_t lost_connections);
Figures figures_of(const Options& options, const IdleResult& result);
Figures figures_of(const Options& options, const UploadResult& result);
Figures figures_of(const JoinResult& result);
void print(const Options& options, const Figures& figures);

}  // namespace papo::load
