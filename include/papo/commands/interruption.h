// SIGINT, SIGTERM or SIGHUP during a command: the command asks for them between two steps, so that no signal ends the
// process in the middle of one.
#pragma once

#include <string>

#include "papo/base/fd.h"
#include "papo/base/result.h"

namespace papo::commands {

class Interruption {
public:
    // Blocks the three signals. Call before threads start.
    static Result<Interruption> watch();

    // Whether a signal has come since watch().
    bool has_come();
    // The error for the file at `path` that the command was making.
    static Error error(const std::string& path);

private:
    explicit Interruption(Fd signals) : signals_(std::move(signals)) {}

    Fd signals_;
    bool has_come_ = false;
};

}  // namespace papo::commands
