// A token bucket: a burst at once, then a rate. Its only state is the time at which it will be full again ("virtual
// scheduling" of ITU-T I.371's generic cell rate algorithm): eight bytes, no rounding, and an idle bucket equals a new
// one.
#pragma once

#include <algorithm>
#include <cstdint>

namespace papo {

// A bucket's rate and size.
struct TokenRate {
    std::int64_t interval_ns = 0;  // per token; 0: no limit
    std::int64_t burst = 1;        // tokens of a full bucket, at least 1

    static constexpr TokenRate per_second(std::uint64_t count, std::uint64_t burst) {
        constexpr std::uint64_t second = 1'000'000'000;
        if (count == 0) return {};
        return {static_cast<std::int64_t>(std::max<std::uint64_t>(second / count, 1)),
                static_cast<std::int64_t>(burst)};
    }
    static constexpr TokenRate every_ms(std::int64_t ms, std::uint64_t burst) {
        return {burst == 0 ? 0 : ms * 1'000'000, static_cast<std::int64_t>(burst)};
    }
    bool is_unlimited() const { return interval_ns == 0; }
};

// A new bucket is full. Callers must always pass the same rate, and times (mono_ms) that never go back.
class TokenBucket {
public:
    bool has(const TokenRate& rate, std::int64_t now_ms) const { return wait_ns(rate, now_ms) == 0; }
    // Takes a token if there is one. A refusal takes nothing, so a caller that waits always succeeds.
    bool take(const TokenRate& rate, std::int64_t now_ms) {
        if (!has(rate, now_ms)) return false;
        full_at_ns_ = std::max(full_at_ns_, now_ms * ns_per_ms) + rate.interval_ns;
        return true;
    }
    void give_back(const TokenRate& rate) { full_at_ns_ -= rate.interval_ns; }
    // The time until there is a token, rounded up.
    std::int64_t wait_ms(const TokenRate& rate, std::int64_t now_ms) const {
        return (wait_ns(rate, now_ms) + ns_per_ms - 1) / ns_per_ms;
    }
    bool is_full(std::int64_t now_ms) const { return full_at_ns_ <= now_ms * ns_per_ms; }

private:
    static constexpr std::int64_t ns_per_ms = 1'000'000;

    std::int64_t wait_ns(const TokenRate& rate, std::int64_t now_ms) const {
        if (rate.is_unlimited()) return 0;
        const auto missing = full_at_ns_ - now_ms * ns_per_ms;
        return std::max<std::int64_t>(0, missing - (rate.burst - 1) * rate.interval_ns);
    }

    std::int64_t full_at_ns_ = 0;
};

}  // namespace papo
