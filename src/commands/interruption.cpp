#include "papo/commands/interruption.h"

#include <csignal>
#include <utility>

#include "papo/net/signals.h"

namespace papo::commands {

Result<Interruption> Interruption::watch() {
    auto signals = net::block_and_open({SIGINT, SIGTERM, SIGHUP});
    if (!signals) return signals.error();
    return Interruption(std::move(*signals));
}

bool Interruption::has_come() {
    if (!has_come_) has_come_ = net::read_signal(signals_.get()) != 0;
    return has_come_;
}

Error Interruption::error(const std::string& path) {
    return {"interrupted: " + path + " was not written"};
}

}  // namespace papo::commands
