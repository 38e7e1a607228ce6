// Counts each source's connections (Connection::source) and limits them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>

namespace papo::net {

class Places;

// One connection's place; the destructor gives it back.
class Place {
public:
    Place(Place&& other) noexcept;
    Place& operator=(Place other) noexcept;
    ~Place();

    std::uint64_t source() const { return source_; }
    // Exchanges it for a place of another source; false, with no change, when that source has none left.
    bool move_to(std::uint64_t source);

private:
    friend class Places;
    Place(Places& places, std::uint64_t source) : places_(&places), source_(source) {}

    Places* places_;
    std::uint64_t source_;
};

// Outlives all its places. Source 0 is unlimited.
class Places {
public:
    explicit Places(std::size_t per_source = SIZE_MAX) : per_source_(per_source) {}

    // Places that are already taken stay.
    void set_limit(std::size_t per_source) { per_source_ = per_source; }
    // Nothing when the source has no place left.
    std::optional<Place> take(std::uint64_t source);
    // The number of places that a source other than 0 has taken.
    std::size_t taken(std::uint64_t source) const;

private:
    friend class Place;
    void give_back(std::uint64_t source);

    std::size_t per_source_;
    std::unordered_map<std::uint64_t, std::size_t> taken_;
};

}  // namespace papo::net
