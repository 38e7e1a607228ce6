// A private message bus (dbus-daemon), and on it the part of Avahi that papo uses.
#pragma once

#include <sys/types.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "papo/base/fd.h"
#include "tests/support/temp_folder.h"

struct sd_bus;
struct sd_bus_message;

namespace papo::test {

class MessageBus {
public:
    // Whether this machine has dbus-daemon.
    static bool is_here();

    MessageBus();
    ~MessageBus() { stop(); }
    MessageBus(const MessageBus&) = delete;
    MessageBus& operator=(const MessageBus&) = delete;

    std::string address() const { return "unix:path=" + (folder_.path() / "bus").string(); }
    // For the environment of the program under test.
    std::string variable() const { return "DBUS_SYSTEM_BUS_ADDRESS=" + address(); }
    void stop();

private:
    TempFolder folder_;
    pid_t pid_ = -1;
};

// A published entry group: the host's addresses and its web site.
struct Published {
    std::string host;
    std::vector<std::string> addresses;
    std::string type;
    std::string site_host;
    unsigned port = 0;
};

class FakeAvahi {
public:
    // Names that other hosts have: this machine's Avahi refuses them at once, or finds them later in the network.
    struct Taken {
        std::set<std::string> here;
        std::set<std::string> in_network;
    };

    // `refusals`: how many times Avahi refuses new entries first.
    explicit FakeAvahi(const MessageBus& bus, Taken taken = {}, int refusals = 0);
    ~FakeAvahi();
    FakeAvahi(const FakeAvahi&) = delete;
    FakeAvahi& operator=(const FakeAvahi&) = delete;

    // Waits until `count` groups are published under free names, and returns all; throws after 20 s.
    std::vector<Published> published(std::size_t count);

private:
    class Loop;

    std::unique_ptr<Loop> loop_;
};

}  // namespace papo::test
