#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <nlohmann/json.hpp>

#include <sstream>

#include "papo/ops/event_log.h"
#include "tests/support/error_output.h"

namespace papo::test {
namespace {

using ops::EventLog;

constexpr auto warn = spdlog::level::warn;

class EventLogTest : public testing::Test {
protected:
    EventLogTest() { log->set_pattern("%v"); }
    std::string said() {
        auto text = out.str();
        out.str({});
        return text;
    }
    static Now at(std::int64_t ms) { return {ms, ms}; }

    std::ostringstream out;
    ops::Log log = std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_st>(out));
    EventLog events{log};
};

TEST_F(EventLogTest, ShouldLogTheFirstAtOnceAndCountTheOthers) {
    events.note(warn, "the disk is full", "upload of 5 MB", at(1000));
    EXPECT_EQ(said(), "the disk is full: upload of 5 MB\n");
    for (int i = 0; i < 41; ++i) events.note(warn, "the disk is full", "another", at(2000));
    events.tick(at(60'999));
    EXPECT_EQ(said(), "");
    EXPECT_EQ(events.next_deadline(), 61'000);
    events.tick(at(61'000));
    EXPECT_EQ(said(), "the disk is full: … and 41 more like it in the last 60 s\n");
    events.note(warn, "the disk is full", "again", at(61'001));
    EXPECT_EQ(said(), "") << "the event goes on";
    events.tick(at(121'000));
    EXPECT_EQ(said(), "the disk is full: … and 1 more like it in the last 60 s\n");
    events.tick(at(181'000));
    EXPECT_EQ(said(), "");
    EXPECT_EQ(events.next_deadline(), INT64_MAX) << "no deadline is left";
    events.note(warn, "the disk is full", "", at(181'001));
    EXPECT_EQ(said(), "the disk is full\n") << "the event had ended, so this one is the first again";
}

TEST_F(EventLogTest, ShouldTellDifferentEventsApart) {
    events.note(warn, "a", "", at(0));
    events.note(warn, "b", "", at(0), 3);
    events.note(warn, "a", "", at(0));
    EXPECT_EQ(said(), "a\nb\n");
    events.finish(at(30'000));
    EXPECT_EQ(said(), "a: … and 1 more like it in the last 30 s\nb: … and 2 more like it in the last 30 s\n");
}

TEST_F(EventLogTest, ShouldStayBoundedWhateverHappens) {
    for (int i = 0; i < 10'000; ++i) events.note(warn, "event " + std::to_string(i), "", at(i));
    const auto text = said();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), static_cast<std::int64_t>(EventLog::max_events));
    events.tick(at(100'000));
    EXPECT_EQ(said(), "… and 9936 more of other kinds in the last 100 s\n");
}

TEST_F(EventLogTest, ShouldCountNothingBelowTheLogLevel) {
    log->set_level(spdlog::level::err);
    events.note(warn, "a", "", at(0));
    EXPECT_EQ(events.next_deadline(), INT64_MAX);
    EXPECT_EQ(said(), "");
}

TEST(Log, ShouldKeepOneLineOneLine) {
    EXPECT_EQ(ops::one_line("sala 1 é 😀"), "sala 1 é 😀");
    EXPECT_EQ(ops::one_line("a\nb\r\x1B[31m\x7F\\n"), "a\\nb\\u000d\\u001b[31m\\u007f\\\\n");
    EXPECT_EQ(ops::one_line("\u0085\u2028\u2029\u202E"), "\\u0085\\u2028\\u2029\\u202e");
    EXPECT_EQ(ops::one_line("\xFF\xC3(\xF0\x9F\x98"), "\\xff\\xc3(\\xf0\\x9f\\x98");
    EXPECT_EQ(ops::one_line(std::string(8192, 'x')), std::string(8192, 'x'));
    EXPECT_EQ(ops::one_line(std::string(100'000, 'x')), std::string(8192, 'x') + "…");
}

TEST(Log, ShouldWriteOneLineForAnEventInBothFormats) {
    const std::string hostile = "ana\"\n{\"level\":\"error\"}\r\x1B[2J\xFF\u2028";
    for (const auto* format : {"text", "json"}) {
        const ErrorOutput output;
        ops::open_log("info", format)->warn("somebody called {} came", hostile);
        ops::open_log("info", format)->debug("not said");
        const auto text = output.text();
        EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
        EXPECT_EQ(text.find('\x1B'), std::string::npos);
        if (format == std::string("text")) continue;
        const auto line = nlohmann::json::parse(text);
        EXPECT_EQ(line.at("level"), "warning");
        EXPECT_EQ(line.at("message"), "somebody called " + ops::one_line(hostile) + " came");
    }
}

}  // namespace
}  // namespace papo::test
