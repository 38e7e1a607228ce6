// The whole play: everybody comes in, the mischief, the quiet end, the proof.
#pragma once

#include "report.h"

namespace papo::chaos {

Outcome play(World& world, Server& server);

}  // namespace papo::chaos
