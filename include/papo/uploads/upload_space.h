// How much room uploads have: the host's quota, and what must stay free on their disk. Room is taken before bytes are
// written, so that uploads under way together do not take it twice.
#pragma once

#include <cassert>
#include <cstdint>
#include <functional>

namespace papo::uploads {

class UploadSpace {
public:
    // `quota`: bytes of all uploads, 0 for no bound. `min_free`: bytes of the disk, but no more than a twentieth of it.
    // `stored`: bytes of the uploads that are finished. `folder`: a descriptor that outlives this.
    UploadSpace(std::uint64_t quota, std::uint64_t min_free, std::function<std::uint64_t()> stored, int folder);

    void set_limits(std::uint64_t quota, std::uint64_t min_free) {
        quota_ = quota;
        min_free_ = min_free;
        granted_ = 0;
    }

    // Whether `bytes` more can be written; then they are taken.
    bool take(std::uint64_t bytes);
    // Of an upload that is over, one way or the other.
    void give_back(std::uint64_t bytes) {
        assert(bytes <= taken_);
        taken_ -= bytes;
    }
    // Whether an upload that says it has `bytes` is worth beginning.
    bool has_room_for(std::uint64_t bytes);

private:
    bool is_in_quota(std::uint64_t bytes) const;
    bool leaves_enough(std::uint64_t bytes);

    std::uint64_t quota_;
    std::uint64_t min_free_;
    std::function<std::uint64_t()> stored_;
    int folder_;
    std::uint64_t taken_ = 0;    // by uploads under way
    std::uint64_t granted_ = 0;  // bytes that may be written before the disk is looked at again
};

}  // namespace papo::uploads
