// What was sent, acknowledged and shown to all actors together. The first entry shown under a seq of a room defines it;
// a different one later is a broken promise.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "entry.h"
#include "findings.h"

namespace papo::chaos {

struct Sent {
    std::uint64_t digest = 0;
    std::optional<std::uint64_t> acknowledged;  // the seq it got
};

struct RoomRecord {
    std::map<Key, Sent> sent;
    std::map<std::uint64_t, Entry> shown;
    std::map<Key, std::uint64_t> shown_at;
    std::string epoch;
};

class Record {
public:
    explicit Record(Findings& findings) : findings_(findings) {}

    // Called before the first byte of the message is sent.
    void sent(const std::string& room, const Key& key, std::uint64_t digest);
    void shown(const std::string& who, const std::string& room, const Entry& entry);
    // The sender was given its own copy.
    void acknowledged(const std::string& room, const Entry& entry);
    void epoch(const std::string& who, const std::string& room, const std::string& epoch);

    std::uint64_t newest(const std::string& room) const;
    // Changes whenever an entry is shown for the first time.
    std::uint64_t version() const { return version_; }
    RoomRecord of(const std::string& room) const;

private:
    Findings& findings_;
    mutable std::mutex mutex_;
    std::map<std::string, RoomRecord> rooms_;
    std::atomic<std::uint64_t> version_{1};
};

}  // namespace papo::chaos
