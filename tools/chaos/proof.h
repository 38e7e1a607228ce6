// The proof: a log as a fresh reader pages through it, against all that was sent, acknowledged and shown.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "record.h"

namespace papo::chaos {

struct Verdict {
    std::uint64_t sent = 0;
    std::uint64_t acknowledged = 0;
    std::uint64_t found = 0;         // entries in the log
    std::uint64_t lost = 0;          // acknowledged, or shown to anyone, and not there
    std::uint64_t duplicated = 0;    // more than once
    std::uint64_t out_of_order = 0;  // elsewhere than it was acknowledged or shown, or with a seq that is not its place
    std::uint64_t altered = 0;       // another text or time than was sent or shown
    std::uint64_t unknown = 0;       // sent by nobody

    Verdict& operator+=(const Verdict& other);
};

// Tells the findings of everything that is wrong with the log of `room`.
Verdict prove(const std::string& room, const RoomRecord& record, const std::vector<Entry>& log, Findings& findings);

}  // namespace papo::chaos
