// Where the hub puts what it has to say; the app encodes and delivers it. Calls come in the order in which each
// connection must see their events, and only for what is stored already.
#pragma once

#include <span>

#include "papo/chat/events.h"
#include "papo/chat/ids.h"

namespace papo::chat {

class Outbox {
public:
    virtual ~Outbox() = default;

    virtual void joined(ConnId to, const Joined& event) = 0;
    virtual void left(ConnId to, const Left& event) = 0;
    virtual void history(ConnId to, const HistoryPage& event) = 0;
    virtual void found(ConnId to, const Found& event) = 0;
    virtual void refused(ConnId to, const Refusal& event) = 0;
    // The stored copy of a repeated message goes to one, new messages to all: encode once.
    virtual void messages(std::span<const ConnId> to, const Messages& event) = 0;
    virtual void presence(std::span<const ConnId> to, const Presence& event) = 0;
    // These two may be dropped for a connection that reads too slowly.
    virtual void typing(std::span<const ConnId> to, const Typing& event) = 0;
    virtual void rooms(std::span<const ConnId> to, const RoomList& event) = 0;
    // The connection broke the rules too often: close it with 1008.
    virtual void evict(ConnId who, std::string_view why) = 0;
};

}  // namespace papo::chat
