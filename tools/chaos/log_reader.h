// A fresh reader: a new session joins and pages through a room's whole log.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "entry.h"

namespace papo::chaos {

struct RoomLog {
    std::vector<Entry> entries;  // oldest first
    std::string epoch;
    std::string problem;  // in words, when not everything could be read
};

RoomLog read_log(std::uint16_t port, const std::string& room, const std::string& name);

}  // namespace papo::chaos
