#include "papo/app/reload.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace papo::app {
namespace {

struct Fixed {
    std::string_view name;
    void (*keep)(Config& next, const Config& running);
};

template <auto member>
void keep(Config& next, const Config& running) {
    next.*member = running.*member;
}

// Whatever is bound, opened or given up once at the start: addresses, folders, rights, the log's form.
constexpr std::array<Fixed, 12> fixed{{{"host", keep<&Config::host>},
                                       {"port", keep<&Config::port>},
                                       {"www", keep<&Config::www>},
                                       {"uploads", keep<&Config::uploads>},
                                       {"db", keep<&Config::db>},
                                       {"durability", keep<&Config::power_safe>},
                                       {"user", keep<&Config::user>},
                                       {"sandbox", keep<&Config::sandbox>},
                                       {"log-format", keep<&Config::log_format>},
                                       {"enable-echo", keep<&Config::enable_echo>},
                                       {"name", keep<&Config::name>},
                                       {"mdns", keep<&Config::mdns>}}};

bool is_fixed(const Setting& setting) {
    return std::any_of(fixed.begin(), fixed.end(), [&](const Fixed& each) { return each.name == setting.name; });
}

std::string list_of(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

}  // namespace

Reload take_changes(Config& running, const Config& wanted) {
    Reload reload;
    auto next = wanted;
    for (const auto& each : fixed) each.keep(next, running);
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
