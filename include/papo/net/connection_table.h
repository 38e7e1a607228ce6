// Owns all connections, by id. An id's lower half is a slot, its upper half the number of the slot's uses (never 0).
// Ids are never reused, so a late answer to a closed connection finds nothing.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "papo/net/connection.h"

namespace papo::net {

class ConnectionTable {
public:
    // The id of the connection that is added next.
    std::uint64_t next_id();
    Connection& add(std::unique_ptr<Connection> connection);
    // nullptr when the id is unknown or the connection was taken.
    Connection* find(std::uint64_t id) const {
        const auto index = index_of(id);
        if (index >= slots_.size() || slots_[index].uses != id >> 32U) return nullptr;
        return slots_[index].connection.get();
    }
    // Removes a connection, which must be in the table.
    std::unique_ptr<Connection> take(std::uint64_t id);

    std::size_t size() const { return size_; }
    // `visit` may add and close connections.
    template <typename Visit>
    void for_each(Visit visit) const {
        for (std::size_t i = 0; i < slots_.size(); ++i) {
            if (slots_[i].connection) visit(*slots_[i].connection);
        }
    }

    // How the reactor watches a connection.
    struct Watch {
        std::uint8_t events = 0;       // epoll's bits
        std::uint8_t first_reads = 0;  // reads left until it stops being a newcomer
    };
    Watch& watch(std::uint64_t id) {
        assert(find(id) != nullptr);
        return slots_[index_of(id)].watch;
    }

private:
    struct Slot {
        std::unique_ptr<Connection> connection;
        std::uint32_t uses = 0;
        Watch watch;
    };
    static std::size_t index_of(std::uint64_t id) { return static_cast<std::size_t>(id & UINT32_MAX); }

    std::vector<Slot> slots_;
    std::vector<std::uint32_t> free_;
    std::size_t size_ = 0;
};

}  // namespace papo::net
