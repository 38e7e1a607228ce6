#include "log_reader.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <stdexcept>

#include "link.h"

namespace papo::chaos {
namespace {

constexpr std::chrono::seconds patience{20};

class LogReader {
public:
    explicit LogReader(std::uint16_t port) : link_(port, {}) {}

    void read(const std::string& room, const std::string& name, RoomLog& log) {
        wait_for("welcome");
        link_.send(Json{{"type", "join"}, {"room", room}, {"name", name}}.dump());
        const auto joined = wait_for("joined");
        log.epoch = joined.at("epoch").get<std::string>();
        auto before = joined.at("seq").get<std::uint64_t>() + 1;
        while (before > 1) {
            link_.send(Json{{"type", "history"}, {"room", room}, {"before", before}, {"limit", 200}}.dump());
            const auto page = wait_for("history");
            const auto& messages = page.at("messages");
            if (messages.empty()) throw std::runtime_error("nothing before seq " + std::to_string(before));
            for (auto at = messages.rbegin(); at != messages.rend(); ++at) log.entries.push_back(entry_of(*at));
            const auto first = log.entries.back().seq;
            if (first >= before)
                throw std::runtime_error("the page before seq " + std::to_string(before) + " begins at seq " +
                                         std::to_string(first));
            before = first;
        }
    }

private:
    Json wait_for(std::string_view type) {
        const auto until = std::chrono::steady_clock::now() + patience;
        while (std::chrono::steady_clock::now() < until) {
            while (!heard_.empty()) {
                auto news = Json::parse(heard_.front());
                heard_.pop_front();
                if (news.at("type") == type) return news;
                if (news.at("type") == "error") throw std::runtime_error("answered " + news.dump());
            }
            if (!link_.is_open()) break;
            for (auto& text : link_.receive(Millis(100))) heard_.push_back(std::move(text));
        }
        throw std::runtime_error("no \"" + std::string(type) + "\" came");
    }

    Link link_;
    std::deque<std::string> heard_;
};

}  // namespace

RoomLog read_log(std::uint16_t port, const std::string& room, const std::string& name) {
    RoomLog log;
    try {
        LogReader(port).read(room, name, log);
    } catch (const std::exception& error) {
        log.problem = error.what();
    }
    std::reverse(log.entries.begin(), log.entries.end());
    return log;
}

}  // namespace papo::chaos
