// The JSON of /api/status, which the page /status shows.
#include <algorithm>
#include <string>
#include <string_view>

#include "papo/base/json_text.h"
#include "papo/base/version.h"
#include "papo/ops/metrics.h"

namespace papo::ops {
namespace {

class Object {
public:
    void add(std::string_view name, std::uint64_t value) {
        begin(name);
        append_number(json_, value);
    }
    void add(std::string_view name, std::string_view value) {
        begin(name);
        append_json_string(json_, value);
    }
    // {"le":[4,16,…],"count":[…]}: count[i] values are at most le[i] µs; the last count is of all values.
    void add(std::string_view name, const Histogram& histogram) {
        begin(name);
        std::string counts;
        json_ += R"({"le":[)";
        for (std::uint64_t us = 4; us <= 4'194'304; us *= 2) {
            if (us > 4) json_ += ',';
            append_number(json_, us);
            append_number(counts, histogram.at_most(us));
            counts += ',';
        }
        json_.append(R"(],"count":[)").append(counts);
        append_number(json_, histogram.count());
        json_ += "]}";
    }
    std::string take() { return std::move(json_) + "}"; }

private:
    void begin(std::string_view name) {
        json_ += json_.empty() ? '{' : ',';
        append_json_string(json_, name);
        json_ += ':';
    }
    std::string json_;
};

}  // namespace

std::string to_status(const Figures& f, std::int64_t now_ms) {
    Object json;
    std::uint64_t refusals = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(first_timeout); ++i) {
        refusals += f.limits.of(static_cast<Limit>(i));
    }
    json.add("version", version);
    json.add("uptime", static_cast<std::uint64_t>(std::max<std::int64_t>(now_ms - f.system.started_ms, 0) / 1000));
    json.add("people", f.gauges.chatters);
    json.add("connections", f.gauges.connections);
    json.add("rooms", f.gauges.rooms);
    json.add("messages", f.storage.messages);
    json.add("deliveries", f.metrics.deliveries);
    json.add("bytes_in", f.net.bytes_in);
    json.add("bytes_out", f.net.bytes_out);
    json.add("fanout", f.net.marked_turns);
    json.add("commit", f.storage.commits);
    json.add("queued", f.gauges.queued);
    json.add("unfolded", f.gauges.unfolded);
    json.add("slow_readers", f.metrics.slow_readers);
    json.add("refusals", refusals);
    json.add("uploads", f.metrics.uploads);
    json.add("uploading", f.gauges.uploading);
    json.add("stored", f.gauges.stored);
    json.add("uploads_free", f.system.uploads_free);
    json.add("database_free", f.system.database_free);
    json.add("database", f.system.database);
    json.add("memory", f.system.resident);
    json.add("cpu_us", f.system.cpu_us);
    return json.take();
}

}  // namespace papo::ops
