#include "papo/ops/address_gate.h"

namespace papo::ops {

std::optional<Limit> AddressGate::begin_upload(std::uint64_t source, Now now) {
    if (uploads_at_once_ != 0) {
        if (under_way_ >= uploads_at_once_) return Limit::uploads_at_once;
        const auto at = source == 0 ? under_way_of_.end() : under_way_of_.find(source);
        if (at != under_way_of_.end() && at->second >= (uploads_at_once_ + 1) / 2) {
            return Limit::uploads_at_once_per_address;
        }
    }
    if (source != 0 && !uploads_.take(source, now.mono_ms)) return Limit::uploads_per_address;
    ++under_way_;
    if (source != 0) ++under_way_of_[source];
    return std::nullopt;
}

void AddressGate::end_upload(std::uint64_t source) {
    --under_way_;
    const auto at = under_way_of_.find(source);
    if (at != under_way_of_.end() && --at->second == 0) under_way_of_.erase(at);
}

}  // namespace papo::ops
