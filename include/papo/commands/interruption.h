// Whether somebody has told a command to stop: SIGINT, SIGTERM or SIGHUP, read between two steps of its work instead of
// ending the process in the middle of one.
#pragma once

#include <string>

#include "papo/base/fd.h"
#include "papo/base/result.h"

namespace papo::commands {

class Interruption {
public:
    // From here on the three signals end nothing by themselves. Call before threads start.
    static Result<Interruption> watch();

    // Whether a signal has come since.
    bool has_come();
    // What to say then of the file that was to be made.
    static Error error(const std::string& path);

private:
    explicit Interruption(Fd signals) : signals_(std::move(signals)) {}

    Fd signals_;
    bool has_come_ = false;
};

}  // namespace papo::commands
