// How many connections each source (Connection::source) has, and the limit to it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>

namespace papo::net {

class Places;

// One connection's place, given back when it goes.
class Place {
public:
    Place(Place&& other) noexcept;
    Place& operator=(Place other) noexcept;
    ~Place();

    std::uint64_t source() const { return source_; }
    // Takes one of another source instead; false when that has none left, and then nothing changes.
    bool move_to(std::uint64_t source);

private:
    friend class Places;
    Place(Places& places, std::uint64_t source) : places_(&places), source_(source) {}

    Places* places_;
    std::uint64_t source_;
};

// Outlives all places it gives. Source 0 is nobody in particular and has all the places there are.
class Places {
public:
    explicit Places(std::size_t per_source = SIZE_MAX) : per_source_(per_source) {}

    // Those that are taken stay so.
    void set_limit(std::size_t per_source) { per_source_ = per_source; }
    // Nothing when the source has none left.
    std::optional<Place> take(std::uint64_t source);
    // Of a source but 0.
    std::size_t taken(std::uint64_t source) const;

private:
    friend class Place;
    void give_back(std::uint64_t source);

    std::size_t per_source_;
    std::unordered_map<std::uint64_t, std::size_t> taken_;
};

}  // namespace papo::net
