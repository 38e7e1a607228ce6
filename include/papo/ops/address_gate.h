// The limits of one address over HTTP: uploads a second, uploads at once, and errors. A client without an address
// (source 0) only has the limits that all share. BucketTable bounds two of the tables, the uploads under way the third.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "papo/base/bucket_table.h"
#include "papo/base/clock.h"
#include "papo/base/limit.h"

namespace papo::ops {

struct GateLimits {
    std::size_t uploads_at_once = 256;  // of all addresses; one may have half of them; 0: no limit
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

    // The limit that refuses the upload; absent if the upload may begin, and then the caller must call end_upload().
    std::optional<Limit> begin_upload(std::uint64_t source, Now now);
    void end_upload(std::uint64_t source);
    // Counts an error of this address; false if the address has made too many to get an answer.
    bool may_err(std::uint64_t source, Now now) { return source == 0 || errors_.take(source, now.mono_ms); }

private:
    std::size_t uploads_at_once_;
    std::size_t under_way_ = 0;
    std::unordered_map<std::uint64_t, std::size_t> under_way_of_;  // by source, without source 0
    BucketTable<std::uint64_t> uploads_;
    BucketTable<std::uint64_t> errors_;
};

// An upload's place among the uploads under way; the destructor gives the place back.
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
