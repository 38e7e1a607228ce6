// A message bus of the test's own (dbus-daemon), and on it what papo uses of Avahi.
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
    // Whether this machine has the program.
    static bool is_here();

    MessageBus();
    ~MessageBus() { stop(); }
    MessageBus(const MessageBus&) = delete;
    MessageBus& operator=(const MessageBus&) = delete;

    std::string address() const { return "unix:path=" + (folder_.path() / "bus").string(); }
    // For the program's environment.
    std::string variable() const { return "DBUS_SYSTEM_BUS_ADDRESS=" + address(); }
    void stop();

private:
    TempFolder folder_;
    pid_t pid_ = -1;
};

// What was published: the host's addresses and its web site.
struct Published {
    std::string host;
    std::vector<std::string> addresses;
    std::string type;
    std::string site_host;
    unsigned port = 0;
};

class FakeAvahi {
public:
    // Names taken by others: found at once by this machine's Avahi, or later, in the network.
    struct Taken {
        std::set<std::string> here;
        std::set<std::string> in_network;
    };

    // `refusals`: so many times it takes no new entries at all.
    explicit FakeAvahi(const MessageBus& bus, Taken taken = {}, int refusals = 0);
    ~FakeAvahi();
    FakeAvahi(const FakeAvahi&) = delete;
    FakeAvahi& operator=(const FakeAvahi&) = delete;

    // Waits until so many have been published and found free, and gives them all; throws after 20 s.
    std::vector<Published> published(std::size_t count);

private:
    class Loop;

    std::unique_ptr<Loop> loop_;
};

}  // namespace papo::test
