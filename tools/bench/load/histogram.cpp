#include "tools/bench/load/histogram.h"

#include <cmath>

namespace papo::load {

Histogram::Histogram() : buckets_(bucket_of(max_value) + 1) {}

// The largest value that falls into the bucket.
std::uint64_t Histogram::last_of(std::size_t bucket) {
    if (bucket < in_octave) return bucket;
    const auto shift = bucket / in_octave - 1;
    return ((bucket - shift * in_octave + 1) << shift) - 1;
}

std::uint64_t Histogram::quantile(double share) const {
    const auto wanted =
        std::max(std::uint64_t{1}, static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_))));
    std::uint64_t passed = 0;
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
        passed += buckets_[i];
        if (passed >= wanted) return std::min(last_of(i), max_);
    }
    return max_;
}

}  // namespace papo::load
