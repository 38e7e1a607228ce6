#include "papo/server/reload.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace papo::server {
namespace {

struct Fixed {
    std::string_view name;
    void (*keep)(config::Config& next, const config::Config& running);
};

template <auto member>
void keep(config::Config& next, const config::Config& running) {
    next.*member = running.*member;
}

// Whatever is bound, opened or given up once at the start: addresses, folders, rights, the log's form.
constexpr std::array<Fixed, 12> fixed{{{"host", keep<&config::Config::host>},
                                       {"port", keep<&config::Config::port>},
                                       {"www", keep<&config::Config::www>},
                                       {"uploads", keep<&config::Config::uploads>},
                                       {"db", keep<&config::Config::db>},
                                       {"durability", keep<&config::Config::power_safe>},
                                       {"user", keep<&config::Config::user>},
                                       {"sandbox", keep<&config::Config::sandbox>},
                                       {"log-format", keep<&config::Config::log_format>},
                                       {"enable-echo", keep<&config::Config::enable_echo>},
                                       {"name", keep<&config::Config::name>},
                                       {"mdns", keep<&config::Config::mdns>}}};

bool is_fixed(const config::Setting& setting) {
    return std::any_of(fixed.begin(), fixed.end(), [&](const Fixed& each) { return each.name == setting.name; });
}

std::string list_of(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

}  // namespace

Reload take_changes(config::Config& running, const config::Config& wanted) {
    Reload reload;
    auto next = wanted;
    for (const auto& each : fixed) each.keep(next, running);
    for (auto& setting : next.settings) {
        const auto before = std::find_if(running.settings.begin(), running.settings.end(),
                                         [&](const config::Setting& each) { return each.name == setting.name; });
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

}  // namespace papo::server
