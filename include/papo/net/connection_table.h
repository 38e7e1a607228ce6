// The connections there are, by id. An id names a slot (its lower half) and how often that was used (its upper half,
// never 0): it is never given again, so that what is late for a connection finds nothing.
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
    // Of the connection that is added next.
    std::uint64_t next_id();
    Connection& add(std::unique_ptr<Connection> connection);
    // nullptr when it is unknown or was taken.
    Connection* find(std::uint64_t id) const {
        const auto index = index_of(id);
        if (index >= slots_.size() || slots_[index].uses != id >> 32U) return nullptr;
        return slots_[index].connection.get();
    }
    // Of one that is there.
    std::unique_ptr<Connection> take(std::uint64_t id);

    std::size_t size() const { return size_; }
    // `visit` may add and close.
    template <typename Visit>
    void for_each(Visit visit) const {
        for (std::size_t i = 0; i < slots_.size(); ++i) {
            if (slots_[i].connection) visit(*slots_[i].connection);
        }
    }

    // How the reactor watches a connection that is there (epoll's bits).
    struct Watch {
        std::uint8_t events = 0;
        std::uint8_t first_reads = 0;  // left until it is no newcomer any more
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
