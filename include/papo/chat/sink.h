// Where the hub tells its events; who implements it encodes and delivers them. Calls come in the order in which each
// recipient must see its events, and only for what is stored already.
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
