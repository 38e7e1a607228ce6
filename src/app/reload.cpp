#include "papo/app/reload.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace papo::app {
namespace {

// Whatever is bound, opened or given up once at the start: addresses, folders, rights, the log's form.
constexpr std::array<std::string_view, 12> fixed{"host", "port",    "www",        "uploads",     "db",   "durability",
                                                 "user", "sandbox", "log-format", "enable-echo", "name", "mdns"};

bool is_fixed(const Setting& setting) {
    return std::find(fixed.begin(), fixed.end(), setting.name) != fixed.end();
}

std::string list_of(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

void keep_fixed(Config& config, const Config& running) {
    config.host = running.host;
    config.port = running.port;
    config.www = running.www;
    config.uploads = running.uploads;
    config.db = running.db;
    config.power_safe = running.power_safe;
    config.user = running.user;
    config.sandbox = running.sandbox;
    config.log_format = running.log_format;
    config.enable_echo = running.enable_echo;
    config.name = running.name;
    config.mdns = running.mdns;
}

}  // namespace

Reload take_changes(Config& running, const Config& wanted) {
    Reload reload;
    auto next = wanted;
    keep_fixed(next, running);
    for (auto& setting : next.settings) {
        const auto before = std::find_if(running.settings.begin(), running.settings.end(),
                                         [&](const Setting& each) { return each.name == setting.name; });
        if (before == running.settings.end() || before->values == setting.values) continue;
        (is_fixed(setting) ? reload.waiting : reload.taken).push_back(setting.name);
        if (is_fixed(setting)) setting = *before;
    }
    running = std::move(next);
    return reload;
}

std::string describe(const Reload& reload) {
    if (reload.taken.empty() && reload.waiting.empty()) return "nothing has changed";
    std::string text;
    if (!reload.taken.empty()) text = "changed " + list_of(reload.taken);
    if (!reload.waiting.empty()) {
        text += (text.empty() ? "" : "; ") + list_of(reload.waiting) +
                (reload.waiting.size() == 1 ? " needs a restart" : " need a restart");
    }
    return text;
}

}  // namespace papo::app
