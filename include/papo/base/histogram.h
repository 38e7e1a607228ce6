// A histogram of durations from 1 µs to hours. A bucket's width is at most an eighth of its value, which bounds the
// error of a quantile. Recording costs two shifts and an addition, and allocates nothing.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace papo {

class Histogram {
public:
    void record(std::uint64_t us) {
        ++buckets_[bucket_of(us)];
        ++count_;
        sum_ += us;
        max_ = std::max(max_, us);
    }

    std::uint64_t count() const { return count_; }
    std::uint64_t sum() const { return sum_; }  // µs
    std::uint64_t max() const { return max_; }  // µs
    // How many durations were at most `us`, to within a bucket.
    std::uint64_t at_most(std::uint64_t us) const {
        std::uint64_t total = 0;
        for (std::size_t i = 0; i <= bucket_of(us); ++i) total += buckets_[i];
        return total;
    }
    // The µs that this share (0 to 1) of the durations did not exceed; 0 when there are no durations.
    std::uint64_t quantile(double share) const {
        const auto wanted = static_cast<double>(count_) * share;
        std::uint64_t total = 0;
        for (std::size_t i = 0; i < buckets_.size(); ++i) {
            total += buckets_[i];
            if (total > 0 && static_cast<double>(total) >= wanted) return std::min(upper(i), max_);
        }
        return max_;
    }

private:
    static constexpr unsigned fine = 3;  // 2^3 buckets for each doubling

    static std::size_t bucket_of(std::uint64_t us) {
        const auto width = static_cast<unsigned>(std::bit_width(us));
        if (width <= fine) return static_cast<std::size_t>(us);
        const auto shift = width - fine - 1;
        const auto at = (std::uint64_t{shift + 1} << fine) + ((us >> shift) & ((1U << fine) - 1));
        return std::min(static_cast<std::size_t>(at), std::size_t{255});
    }
    static std::uint64_t upper(std::size_t bucket) {
        if (bucket < 1U << fine) return bucket;
        const auto shift = (bucket >> fine) - 1;
        return (((std::uint64_t{1} << fine) + (bucket & ((1U << fine) - 1)) + 1) << shift) - 1;
    }

    std::array<std::uint64_t, 256> buckets_{};
    std::uint64_t count_ = 0;
    std::uint64_t sum_ = 0;
    std::uint64_t max_ = 0;
};

}  // namespace papo
