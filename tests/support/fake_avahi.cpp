#include "tests/support/fake_avahi.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <stdexcept>
#include <thread>

namespace papo::test {
namespace {

constexpr std::chrono::seconds patience{20};

void must(int result, const char* what) {
    if (result < 0) throw std::runtime_error(std::string("the fake Avahi cannot ") + what);
}

}  // namespace

bool MessageBus::is_here() {
    return ::access("/usr/bin/dbus-daemon", X_OK) == 0;
}

MessageBus::MessageBus() {
    const auto file = folder_.path() / "bus.conf";
    write_file(file, "<busconfig><listen>" + address() +
                         "</listen><auth>EXTERNAL</auth><policy context=\"default\"><allow send_destination=\"*\"/>"
                         "<allow receive_sender=\"*\"/><allow own=\"*\"/></policy></busconfig>");
    std::array<int, 2> ready{};
    if (::pipe(ready.data()) != 0) throw std::runtime_error("no pipe");
    const Fd read(ready[0]);
    Fd write(ready[1]);
    const auto config = "--config-file=" + file.string();
    const auto print = "--print-address=" + std::to_string(write.get());
    pid_ = ::fork();
    if (pid_ == 0) {
        ::close(STDERR_FILENO);  // dbus-daemon complains about limits that it cannot raise
        ::execl("/usr/bin/dbus-daemon", "dbus-daemon", "--nofork", "--nopidfile", config.c_str(), print.c_str(),
                nullptr);
        ::_exit(127);
    }
    write.reset();
    char byte = 0;
    if (::read(read.get(), &byte, 1) != 1) throw std::runtime_error("there is no message bus");
}

void MessageBus::stop() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

// Runs on a separate thread; a lock guards the published groups, which the test reads.
class FakeAvahi::Loop {
public:
    Loop(const MessageBus& bus, Taken taken, int refusals)
        : taken_(std::move(taken)), refusals_(refusals), stop_(::eventfd(0, EFD_CLOEXEC)) {
        must(::sd_bus_new(&bus_), "make a connection");
        must(::sd_bus_set_address(bus_, bus.address().c_str()), "set the address");
        must(::sd_bus_set_bus_client(bus_, 1), "be a client");
        must(::sd_bus_start(bus_), "connect");
        must(::sd_bus_add_fallback(bus_, nullptr, "/", on_call, this), "be an object");
        must(::sd_bus_request_name(bus_, "org.freedesktop.Avahi", 0), "be Avahi");
        thread_ = std::thread([this] { run(); });
    }
    ~Loop() {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(stop_.get(), &one, sizeof one);
        thread_.join();
        ::sd_bus_flush_close_unref(bus_);
    }
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    std::vector<Published> published(std::size_t count) {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, patience, [&] { return published_.size() >= count; })) {
            throw std::runtime_error("nothing is published");
        }
        return published_;
    }

private:
    void run() {
        for (;;) {
            while (::sd_bus_process(bus_, nullptr) > 0) continue;
            std::array<pollfd, 2> waiting{
                {{::sd_bus_get_fd(bus_), static_cast<short>(::sd_bus_get_events(bus_)), 0}, {stop_.get(), POLLIN, 0}}};
            ::poll(waiting.data(), waiting.size(), -1);
            if (waiting[1].revents != 0) return;
        }
    }

    static int on_call(sd_bus_message* call, void* self, sd_bus_error*) {
        if (::sd_bus_message_is_method_call(call, nullptr, nullptr) <= 0) return 0;
        try {
            return static_cast<Loop*>(self)->answer(call);
        } catch (const std::exception& error) {  // which must not pass through C
            return ::sd_bus_reply_method_errorf(call, "org.freedesktop.DBus.Error.InvalidArgs", "%s", error.what());
        }
    }

    int answer(sd_bus_message* call) {
        const std::string member = ::sd_bus_message_get_member(call);
        if (member == "EntryGroupNew" && refusals_ > 0) {
            --refusals_;
            return ::sd_bus_reply_method_errorf(call, "org.freedesktop.Avahi.TooManyObjectsError", "too many");
        }
        if (member == "EntryGroupNew") return ::sd_bus_reply_method_return(call, "o", "/Client1/EntryGroup1");
        if (member == "Reset") group_ = {};
        if (member == "AddAddress" && !add_address(call)) {
            return ::sd_bus_reply_method_errorf(call, "org.freedesktop.Avahi.CollisionError", "Local name collision");
        }
        if (member == "AddService") add_service(call);
        ::sd_bus_reply_method_return(call, "");
        if (member == "Commit") commit();
        return 1;
    }

    bool add_address(sd_bus_message* call) {
        int interface = 0;
        int protocol = 0;
        std::uint32_t flags = 0;
        const char* name = nullptr;
        const char* address = nullptr;
        must(::sd_bus_message_read(call, "iiuss", &interface, &protocol, &flags, &name, &address), "read an address");
        if (interface <= 0) throw std::runtime_error("an address belongs to an interface");
        group_.host = name;
        group_.addresses.emplace_back(address);
        return taken_.here.count(name) == 0;
    }

    void add_service(sd_bus_message* call) {
        int interface = 0;
        int protocol = 0;
        std::uint32_t flags = 0;
        const char* name = nullptr;
        const char* type = nullptr;
        const char* domain = nullptr;
        const char* host = nullptr;
        std::uint16_t port = 0;
        must(
            ::sd_bus_message_read(call, "iiussssq", &interface, &protocol, &flags, &name, &type, &domain, &host, &port),
            "read a service");
        if (interface <= 0) throw std::runtime_error("a site is where the host is");
        group_.type = type;
        group_.site_host = host;
        group_.port = port;
    }

    void commit() {
        say_state(1);
        const bool taken = taken_.in_network.count(group_.host) != 0;
        say_state(taken ? 3 : 2);
        if (taken) return;
        const std::lock_guard lock(mutex_);
        published_.push_back(group_);
        changed_.notify_all();
    }

    void say_state(int state) {
        ::sd_bus_emit_signal(bus_, "/Client1/EntryGroup1", "org.freedesktop.Avahi.EntryGroup", "StateChanged", "is",
                             state, "");
    }

    Taken taken_;
    int refusals_;
    Fd stop_;
    sd_bus* bus_ = nullptr;
    Published group_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Published> published_;
    std::thread thread_;
};

FakeAvahi::FakeAvahi(const MessageBus& bus, Taken taken, int refusals)
    : loop_(std::make_unique<Loop>(bus, std::move(taken), refusals)) {}
FakeAvahi::~FakeAvahi() = default;

std::vector<Published> FakeAvahi::published(std::size_t count) {
    return loop_->published(count);
}

}  // namespace papo::test
