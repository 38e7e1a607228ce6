// A token bucket per key, in bounded memory: sweeps drop full buckets, and while the table is full, new keys share one
// bucket.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_map>

#include "papo/base/token_bucket.h"

namespace papo {

template <typename Key, typename Hash = std::hash<Key>>
class BucketTable {
public:
    static constexpr std::size_t default_max = 65'536;

    explicit BucketTable(TokenRate rate, std::size_t max_buckets = default_max) : rate_(rate), max_(max_buckets) {}

    // Tokens that are already taken keep the time they cost at the old rate.
    void set_rate(TokenRate rate) { rate_ = rate; }

    bool has(const Key& key, std::int64_t now_ms) const { return wait_ms(key, now_ms) == 0; }
    bool take(const Key& key, std::int64_t now_ms) {
        return rate_.is_unlimited() || place_of(key, now_ms).take(rate_, now_ms);
    }
    // Returns a token that was taken from the key's bucket.
    void give_back(const Key& key) {
        if (const auto at = buckets_.find(key); at != buckets_.end()) at->second.give_back(rate_);
    }
    std::int64_t wait_ms(const Key& key, std::int64_t now_ms) const {
        const auto at = buckets_.find(key);
        if (at != buckets_.end()) return at->second.wait_ms(rate_, now_ms);
        return buckets_.size() < max_ ? 0 : shared_.wait_ms(rate_, now_ms);
    }
    std::size_t size() const { return buckets_.size(); }

private:
    static constexpr std::size_t first_sweep = 64;  // buckets

    TokenBucket& place_of(const Key& key, std::int64_t now_ms) {
        if (const auto at = buckets_.find(key); at != buckets_.end()) return at->second;
        if (buckets_.size() >= std::min(sweep_at_, max_)) sweep(now_ms);
        return buckets_.size() < max_ ? buckets_[key] : shared_;
    }

    // The next sweep is at twice the size that this one leaves, so a new key costs constant time on average. A full
    // table is swept at most once a second.
    void sweep(std::int64_t now_ms) {
        if (now_ms < next_sweep_ms_ && buckets_.size() >= max_) return;
        next_sweep_ms_ = now_ms + 1000;
        std::erase_if(buckets_, [&](const auto& each) { return each.second.is_full(now_ms); });
        sweep_at_ = std::max(first_sweep, 2 * buckets_.size());
    }

    TokenRate rate_;
    std::size_t max_;
    std::unordered_map<Key, TokenBucket, Hash> buckets_;
    TokenBucket shared_;
    std::size_t sweep_at_ = first_sweep;
    std::int64_t next_sweep_ms_ = 0;
};

}  // namespace papo
