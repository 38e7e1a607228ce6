// The outcome as one table, and what was broken in words.
#pragma once

#include <string>

#include "director.h"
#include "proof.h"

namespace papo::chaos {

struct Outcome {
    Verdict verdict;
    Ends ends;
    std::vector<Millis> start_times;
    double seconds = 0;
};

// A Markdown table, so that it can be shown as it is.
std::string table_of(const World& world, const Outcome& outcome);
std::string failures_of(const Findings& findings);
// "14 passed, 0 failed": the checks.
std::string summary_of(const Findings& findings);

}  // namespace papo::chaos
