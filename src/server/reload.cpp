#include "papo/server/reload.h"

#include <algorithm>

#include "papo/config/options.h"

namespace papo::server {
namespace {

bool waits_for_start(const config::Setting& setting) {
    const auto* option = config::find_option(setting.name);
    return option != nullptr && option->applies == config::Applies::at_start;
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
    for (const auto& option : config::options()) {
        if (option.applies == config::Applies::at_start) config::copy(option, running, next);
    }
    for (auto& setting : next.settings) {
        const auto before = std::find_if(running.settings.begin(), running.settings.end(),
                                         [&](const config::Setting& each) { return each.name == setting.name; });
        if (before == running.settings.end() || before->values == setting.values) continue;
        const bool waits = waits_for_start(setting);
        (waits ? reload.waiting : reload.taken).push_back(setting.name);
        if (waits) setting = *before;
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
