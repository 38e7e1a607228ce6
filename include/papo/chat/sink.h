// The hub's output. A sink encodes and delivers events. The hub calls it in the order in which each recipient must see
// the events, and tells a message only after it is stored.
#pragma once

#include <span>

#include "papo/chat/events.h"
#include "papo/chat/ids.h"

namespace papo::chat {

class Sink {
public:
    virtual ~Sink() = default;

    virtual void tell(std::span<const ConnId> recipients, const Event& event) = 0;
    void tell(ConnId recipient, const Event& event) { tell(std::span(&recipient, 1), event); }
};

}  // namespace papo::chat
