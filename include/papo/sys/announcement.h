// Announces a host name in the local network (multicast DNS, RFC 6762) and the web site at it (RFC 6763), through the
// system's Avahi. Owns a connection to the system's message bus, which it never reopens, because a confined process
// cannot. No function waits.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "papo/base/clock.h"

namespace papo::sys {

// An IPv4 address and the kernel's number of its interface.
struct AnnouncedAddress {
    int interface = 0;
    std::string address;

    friend bool operator==(const AnnouncedAddress&, const AnnouncedAddress&) = default;
};

struct AnnouncementOptions {
    std::string name;  // "papo" for papo.local; papo-2.local and so on are tried when it is taken
    std::uint16_t port = 0;
    // Called every 30 s, because machines move between networks. Without addresses, nothing is announced.
    std::function<std::vector<AnnouncedAddress>(Now)> addresses;
    std::function<void(const std::string& host)> on_announced;  // "papo.local", once no other host claims it
    std::function<void(const std::string&)> warn;               // a message for people
};

class Announcement {
public:
    // Loads open()'s library; to be called before confinement, which forbids reading it.
    static void prepare();
    // nullptr when the system has no message bus.
    static std::unique_ptr<Announcement> open(AnnouncementOptions options);
    ~Announcement();
    Announcement(const Announcement&) = delete;
    Announcement& operator=(const Announcement&) = delete;

    // Readable when process() is due.
    int fd() const;
    void process(Now now);
    // The time at which process() is due even if fd() is not readable.
    std::int64_t next_deadline() const;

private:
    class Bus;
    explicit Announcement(std::unique_ptr<Bus> bus);

    std::unique_ptr<Bus> bus_;
};

// The next name by Avahi's rule: "papo-2" after "papo", "papo-3" after "papo-2". At most 63 bytes, the limit of a
// label.
std::string alternative_name(const std::string& name);

}  // namespace papo::sys
