#include "papo/net/places.h"

#include <cassert>
#include <utility>

namespace papo::net {

Place::Place(Place&& other) noexcept : places_(other.places_), source_(std::exchange(other.source_, 0)) {}

Place& Place::operator=(Place other) noexcept {
    std::swap(places_, other.places_);
    std::swap(source_, other.source_);
    return *this;
}

Place::~Place() {
    places_->give_back(source_);
}

bool Place::move_to(std::uint64_t source) {
    if (source == source_) return true;
    auto other = places_->take(source);
    if (!other) return false;
    *this = std::move(*other);
    return true;
}

std::optional<Place> Places::take(std::uint64_t source) {
    if (source != 0) {
        if (taken(source) >= per_source_) return std::nullopt;
        ++taken_[source];
    }
    return Place(*this, source);
}

std::size_t Places::taken(std::uint64_t source) const {
    const auto at = taken_.find(source);
    return at == taken_.end() ? 0 : at->second;
}

void Places::give_back(std::uint64_t source) {
    if (source == 0) return;
    const auto at = taken_.find(source);
    assert(at != taken_.end() && at->second > 0);
    if (--at->second == 0) taken_.erase(at);
}

}  // namespace papo::net
