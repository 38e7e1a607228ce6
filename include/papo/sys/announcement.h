// A name for this machine in the local network (multicast DNS, RFC 6762) and the web site behind it (RFC 6763),
// published by the system's Avahi as long as both run. Owns a connection to the system's message bus, which is opened
// once: a confined process can open no more. Nothing here waits.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "papo/base/clock.h"

namespace papo::sys {

// An IPv4 address and the kernel's number of the interface that has it.
struct AnnouncedAddress {
    int interface = 0;
    std::string address;

    friend bool operator==(const AnnouncedAddress&, const AnnouncedAddress&) = default;
};

struct AnnouncementOptions {
    std::string name;  // "papo" for papo.local; when it is taken, papo-2.local is tried, and so on
    std::uint16_t port = 0;
    // Asked again every 30 s, for machines move from one network to another; none: nothing is announced.
    std::function<std::vector<AnnouncedAddress>(Now)> addresses;
    std::function<void(const std::string& host)> on_announced;  // "papo.local", when the network has agreed
    std::function<void(const std::string&)> warn;               // in words
};

class Announcement {
public:
    // Loads what open() needs, while files can still be read.
    static void prepare();
    // nullptr when there is no message bus here.
    static std::unique_ptr<Announcement> open(AnnouncementOptions options);
    ~Announcement();
    Announcement(const Announcement&) = delete;
    Announcement& operator=(const Announcement&) = delete;

    // Readable when process() has something to do.
    int fd() const;
    void process(Now now);
    // When process() is due even though fd() is not readable.
    std::int64_t next_deadline() const;

private:
    class Bus;
    explicit Announcement(std::unique_ptr<Bus> bus);

    std::unique_ptr<Bus> bus_;
};

// What Avahi would call it next: "papo-2" after "papo", "papo-3" after "papo-2". At most 63 bytes, as a label is.
std::string alternative_name(const std::string& name);

}  // namespace papo::sys
