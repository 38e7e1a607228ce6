#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "papo/ops/figure_watch.h"
#include "papo/ops/metrics.h"
#include "tests/support/error_output.h"

namespace papo::test {
namespace {

using namespace ops;

class MetricsTest : public testing::Test {
protected:
    Figures figures() { return {metrics, net, metrics.limits, gauges, {.commits = commits, .messages = 7}, system}; }

    Metrics metrics;
    net::ReactorCounts net;
    Gauges gauges;
    SystemFigures system;
    Histogram commits;
};

struct Family {
    std::string help;
    std::string type;
    std::vector<std::pair<std::string, double>> samples;  // name with labels, value
};

// Parses the page as strictly as a scraper, and fails if it is malformed.
std::map<std::string, Family> families_of(const std::string& page) {
    std::map<std::string, Family> families;
    std::istringstream lines(page);
    std::string current;
    std::smatch match;
    static const std::regex head(R"(# (HELP|TYPE) ([a-z_:][a-z0-9_:]*) (.+))");
    static const std::regex sample(R"(([a-z_:][a-z0-9_:]*)(\{[a-z_]+="[^"\\]*"\})? ([0-9.]+))");
    for (std::string line; std::getline(lines, line);) {
        if (std::regex_match(line, match, head)) {
            current = match[2];
            auto& text = match[1] == "HELP" ? families[current].help : families[current].type;
            EXPECT_TRUE(text.empty()) << "a family is declared twice: " << line;
            text = match[3];
        } else if (std::regex_match(line, match, sample)) {
            EXPECT_EQ(match[1].str().substr(0, current.size()), current) << "a sample outside of its family: " << line;
            families[current].samples.emplace_back(match[1].str() + match[2].str(), std::stod(match[3]));
        } else {
            ADD_FAILURE() << "not a line of the format: " << line;
        }
    }
    return families;
}

bool ends_with_any(const std::string& text, std::initializer_list<std::string_view> ends) {
    return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) { return text.ends_with(end); });
}

TEST_F(MetricsTest, ShouldFollowThePrometheusNaming) {
    const auto families = families_of(to_prometheus(figures()));
    EXPECT_GT(families.size(), 35U);
    for (const auto& [name, family] : families) {
        EXPECT_TRUE(name.starts_with("papo_") || name.starts_with("process_")) << name;
        EXPECT_FALSE(family.help.empty()) << name;
        EXPECT_FALSE(family.samples.empty()) << name;
        EXPECT_EQ(family.type == "counter", name.ends_with("_total")) << name;
        EXPECT_TRUE(family.type != "histogram" || name.ends_with("_seconds")) << name;
        for (const auto* not_a_base_unit :
             {"_ms", "_us", "_kib", "milliseconds", "kilobytes", "_percent", "_minutes"}) {
            EXPECT_EQ(name.find(not_a_base_unit), std::string::npos) << name;
        }
        EXPECT_FALSE(ends_with_any(name, {"_gauge", "_counter", "_histogram", "_count", "_sum", "_bucket"})) << name;
        std::set<std::string> samples;
        for (const auto& [sample, value] : family.samples) EXPECT_TRUE(samples.insert(sample).second) << sample;
    }
}

TEST_F(MetricsTest, ShouldWriteHistogramsThatGrowToTheirCount) {
    for (const std::uint64_t us : {1U, 3U, 20U, 5'000U, 70'000U, 9'000'000U}) {
        net.turns.record(us);
        net.marked_turns.record(us * 2);
        commits.record(us);
    }
    std::size_t seen = 0;
    for (const auto& [name, family] : families_of(to_prometheus(figures()))) {
        if (family.type != "histogram") continue;
        ++seen;
        double last = 0;
        double last_le = 0;
        for (const auto& [sample, value] : family.samples) {
            const auto at = sample.find("le=\"");
            if (at == std::string::npos) continue;
            EXPECT_GE(value, last) << sample;
            last = value;
            if (sample.find("+Inf") != std::string::npos) continue;
            EXPECT_GT(std::stod(sample.substr(at + 4)), last_le) << sample;
            last_le = std::stod(sample.substr(at + 4));
        }
        EXPECT_EQ(last, 6) << name;
        EXPECT_EQ(family.samples.back(), (std::pair<std::string, double>{name + "_count", 6})) << name;
        EXPECT_NE(family.samples[family.samples.size() - 3].first.find("+Inf"), std::string::npos) << name;
    }
    EXPECT_EQ(seen, 3U);
}

TEST_F(MetricsTest, ShouldShowTheCounts) {
    metrics.count_upload_refusal("no_space");
    metrics.count_upload_refusal("never heard of");
    metrics.limits.add(Limit::pong_timeout);
    metrics.chat_errors.back() = 4;
    net.bytes_out = 5;
    system.started_ms = 1'500;
    gauges.queued = 6;
    const auto page = to_prometheus(figures());
    for (const auto* line :
         {"papo_upload_refusals_total{reason=\"no_space\"} 1", "papo_upload_refusals_total{reason=\"other\"} 1",
          "papo_refusals_total{reason=\"pong_timeout\"} 1", "papo_evictions_total{reason=\"no_pong\"} 1",
          "papo_chat_errors_total{code=\"storage\"} 4", "papo_network_transmit_bytes_total 5", "papo_queued_bytes 6",
          "papo_messages_stored_total 7", "process_start_time_seconds 1.500000"}) {
        EXPECT_NE(page.find("\n" + std::string(line) + "\n"), std::string::npos) << line;
    }
}

TEST_F(MetricsTest, ShouldShowTheSameOnTheStatusPage) {
    net.marked_turns.record(10);
    gauges.chatters = 3;
    system.started_ms = 1'000;
    const auto status = nlohmann::json::parse(to_status(figures(), 61'000));
    EXPECT_EQ(status.at("people"), 3);
    EXPECT_EQ(status.at("messages"), 7);
    EXPECT_EQ(status.at("uptime"), 60);
    const auto& fanout = status.at("fanout");
    EXPECT_EQ(fanout.at("count").size(), fanout.at("le").size() + 1);
    EXPECT_EQ(fanout.at("count").back(), 1);
    EXPECT_EQ(fanout.at("count").front(), 0);
}

// Checks every metric name in the dashboard and the handbook.
TEST_F(MetricsTest, ShouldHaveEveryNameThatTheDocumentsUse) {
    const auto page = to_prometheus(figures());
    static const std::regex name(R"(\b(papo|process)_[a-z0-9_]+\b)");
    for (const auto* document : {"docs/grafana-dashboard.json", "docs/OPERATING.md"}) {
        std::ifstream file(document);
        ASSERT_TRUE(file) << document << " is not there; tests run in the repository";
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        std::size_t used = 0;
        for (std::sregex_iterator at(text.begin(), text.end(), name), end; at != end; ++at, ++used) {
            const auto is_sample = [&](const char* after) {
                return page.find("\n" + at->str() + after) != std::string::npos;
            };
            EXPECT_TRUE(is_sample(" ") || is_sample("{") || page.find("# TYPE " + at->str() + " ") != std::string::npos)
                << document << ": " << at->str();
        }
        EXPECT_GT(used, 10U) << document;
    }
    std::ifstream dashboard("docs/grafana-dashboard.json");
    EXPECT_GT(nlohmann::json::parse(dashboard).at("panels").size(), 10U);
}

TEST_F(MetricsTest, ShouldLogWhatTheHostsOwnerMustKnow) {
    const ErrorOutput output;
    EventLog events(open_log("info", "text"));
    FigureWatch watch;
    ASSERT_TRUE(watch.is_due({0, 0}));
    watch.look(metrics.limits, metrics, events, {0, 0});
    EXPECT_EQ(output.text(), "");
    EXPECT_EQ(watch.next_deadline(), INT64_MAX);
    metrics.limits.add(Limit::connections);
    metrics.limits.add(Limit::idle_timeout);
    metrics.count_upload_refusal("no_space");
    ++metrics.slow_readers;
    EXPECT_FALSE(watch.is_due({999, 999}));
    EXPECT_EQ(watch.next_deadline(), 1000);
    ASSERT_TRUE(watch.is_due({1000, 1000}));
    for (int i = 0; i < 3; ++i) watch.look(metrics.limits, metrics, events, {1000, 1000});
    const auto text = output.text();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3) << text;
    for (const auto* words : {"--max-connections", "--max-backlog", "--uploads-quota"}) {
        EXPECT_NE(text.find(words), std::string::npos) << words;
    }
}

}  // namespace
}  // namespace papo::test
