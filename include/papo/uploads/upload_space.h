// The room for uploads: the host's quota, and the space that must stay free on the disk. An upload takes room before it
// writes, so that two uploads under way cannot take the same room.
#pragma once

#include <cassert>
#include <cstdint>
#include <functional>

namespace papo::uploads {

class UploadSpace {
public:
    // `quota`: bytes of all uploads; 0: no limit. `min_free`: bytes that stay free, at most a twentieth of the disk.
    // `stored`: bytes of finished uploads. `folder`: a descriptor that outlives the object.
    UploadSpace(std::uint64_t quota, std::uint64_t min_free, std::function<std::uint64_t()> stored, int folder);

    void set_limits(std::uint64_t quota, std::uint64_t min_free) {
        quota_ = quota;
        min_free_ = min_free;
        granted_ = 0;
    }

    // Takes room for `bytes` more; false if there is not enough.
    bool take(std::uint64_t bytes);
    // Call when an upload has ended, stored or refused.
    void give_back(std::uint64_t bytes) {
        assert(bytes <= taken_);
        taken_ -= bytes;
    }
    // Whether an upload of `bytes` has room now; takes none.
    bool has_room_for(std::uint64_t bytes);

private:
    bool is_in_quota(std::uint64_t bytes) const;
    bool leaves_enough(std::uint64_t bytes);

    std::uint64_t quota_;
    std::uint64_t min_free_;
    std::function<std::uint64_t()> stored_;
    int folder_;
    std::uint64_t taken_ = 0;    // by uploads under way
    std::uint64_t granted_ = 0;  // bytes that uploads may write before the next fstatvfs(2)
};

}  // namespace papo::uploads
