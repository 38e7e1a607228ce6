// What one address may ask of HTTP: so many uploads a second and at a time, so many mistakes. Whoever has no address
// (source 0) is bound only by what all have together. The tables are bounded by those of BucketTable, and by the
// uploads under way.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "papo/base/bucket_table.h"
#include "papo/base/clock.h"
#include "papo/base/limit.h"

namespace papo::ops {

struct GateLimits {
    std::size_t uploads_at_once = 256;  // 0: no limit; an address may have half of them
    TokenRate uploads;                  // of an address
    TokenRate errors;                   // of an address
};

class AddressGate {
public:
    explicit AddressGate(const GateLimits& limits)
        : uploads_at_once_(limits.uploads_at_once), uploads_(limits.uploads), errors_(limits.errors) {}

    void set_limits(const GateLimits& limits) {
        uploads_at_once_ = limits.uploads_at_once;
        uploads_.set_rate(limits.uploads);
        errors_.set_rate(limits.errors);
    }
    std::size_t uploads_under_way() const { return under_way_; }

    // Absent when the upload may begin; then end_upload() is owed. Else what stands against it.
    std::optional<Limit> begin_upload(std::uint64_t source, Now now);
    void end_upload(std::uint64_t source);
    // Whether one more mistake of this address is worth an answer.
    bool may_err(std::uint64_t source, Now now) { return source == 0 || errors_.take(source, now.mono_ms); }

private:
    std::size_t uploads_at_once_;
    std::size_t under_way_ = 0;
    std::unordered_map<std::uint64_t, std::size_t> under_way_of_;  // sources but 0
    BucketTable<std::uint64_t> uploads_;
    BucketTable<std::uint64_t> errors_;
};

// An upload's place among those under way, given back when it goes.
class UploadPlace {
public:
    UploadPlace(AddressGate& gate, std::uint64_t source) : gate_(gate), source_(source) {}
    ~UploadPlace() { gate_.end_upload(source_); }
    UploadPlace(const UploadPlace&) = delete;
    UploadPlace& operator=(const UploadPlace&) = delete;

private:
    AddressGate& gate_;
    std::uint64_t source_;
};

}  // namespace papo::ops
