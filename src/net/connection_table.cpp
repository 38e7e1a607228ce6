#include "papo/net/connection_table.h"

#include <cassert>
#include <utility>

namespace papo::net {

std::uint64_t ConnectionTable::next_id() {
    if (free_.empty()) {
        free_.push_back(static_cast<std::uint32_t>(slots_.size()));
        slots_.emplace_back();
    }
    const auto index = free_.back();
    return (std::uint64_t{slots_[index].uses + 1} << 32U) | index;
}

Connection& ConnectionTable::add(std::unique_ptr<Connection> connection) {
    assert(connection->id() == next_id());
    auto& slot = slots_[free_.back()];
    free_.pop_back();
    ++slot.uses;
    ++size_;
    slot.watch = {};
    slot.connection = std::move(connection);
    return *slot.connection;
}

std::unique_ptr<Connection> ConnectionTable::take(std::uint64_t id) {
    assert(find(id) != nullptr);
    auto taken = std::move(slots_[index_of(id)].connection);
    free_.push_back(static_cast<std::uint32_t>(index_of(id)));
    --size_;
    return taken;
}

}  // namespace papo::net
