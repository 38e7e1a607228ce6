#include "papo/app/log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "papo/app/json_text.h"

namespace papo::app {
namespace {

// %* : the message as a JSON string.
class JsonMessage final : public spdlog::custom_flag_formatter {
public:
    void format(const spdlog::details::log_msg& msg, const std::tm&, spdlog::memory_buf_t& dest) override {
        std::string quoted;
        append_json_string(quoted, {msg.payload.data(), msg.payload.size()});
        dest.append(quoted.data(), quoted.data() + quoted.size());
    }
    std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<JsonMessage>(); }
};

std::unique_ptr<spdlog::formatter> json_formatter() {
    auto formatter = std::make_unique<spdlog::pattern_formatter>();
    formatter->add_flag<JsonMessage>('*').set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l","message":%*})");
    return formatter;
}

}  // namespace

Log open_log(const std::string& level, std::string_view format) {
    auto log = std::make_shared<spdlog::logger>("papo", std::make_shared<spdlog::sinks::stderr_sink_st>());
    log->set_level(spdlog::level::from_str(level));
    log->flush_on(spdlog::level::trace);
    if (format == "json") {
        log->set_formatter(json_formatter());
    } else {
        log->set_pattern("%Y-%m-%d %H:%M:%S %l %v");
    }
    return log;
}

}  // namespace papo::app
