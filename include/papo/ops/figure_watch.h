// Looks at the counters once a second and logs what the host's owner should know: limits reached, full disks, slow
// readers. The code that counts neither knows the log nor waits for it.
#pragma once

#include <cstdint>

#include "papo/base/clock.h"
#include "papo/ops/event_log.h"
#include "papo/ops/metrics.h"

namespace papo::ops {

class FigureWatch {
public:
    // Called each turn.
    bool is_due(Now now) {
        seen_all_ = false;
        return now.mono_ms >= next_ms_;
    }
    // `limits`: of all parts of the server.
    void look(const LimitCounts& limits, const Metrics& metrics, EventLog& events, Now now);
    // mono_ms; INT64_MAX when nothing has happened since the last look.
    std::int64_t next_deadline() const { return seen_all_ ? INT64_MAX : next_ms_; }

private:
    LimitCounts limits_;
    std::uint64_t slow_readers_ = 0;
    std::uint64_t no_space_ = 0;
    std::int64_t next_ms_ = 0;
    bool seen_all_ = true;
};

}  // namespace papo::ops
