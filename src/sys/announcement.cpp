// Avahi documents its interface in org.freedesktop.Avahi.Server.xml and org.freedesktop.Avahi.EntryGroup.xml.
#include "papo/sys/announcement.h"

#include <sys/epoll.h>

#include <algorithm>
#include <charconv>
#include <deque>
#include <set>

#include "bus_library.h"
#include "papo/base/fd.h"

namespace papo::sys {
namespace {

constexpr const char* avahi = "org.freedesktop.Avahi";
constexpr const char* server_interface = "org.freedesktop.Avahi.Server";
constexpr const char* group_interface = "org.freedesktop.Avahi.EntryGroup";
constexpr const char* owner_matches =
    "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='org.freedesktop.Avahi'";
constexpr const char* state_matches =
    "type='signal',sender='org.freedesktop.Avahi',interface='org.freedesktop.Avahi.EntryGroup',member='StateChanged'";

// <avahi-common/defs.h>
constexpr int ipv4 = 0;
constexpr std::uint32_t no_reverse = 16;  // no reverse entry: the address already has the machine's name
enum GroupState : int { established = 2, collision = 3, failure = 4 };

constexpr int max_names = 20;  // tried in turn
constexpr int messages_a_turn = 64;
constexpr std::uint64_t patience_us = 10'000'000;  // time-out of an answer
constexpr std::int64_t look_again_ms = 30'000;
constexpr std::size_t max_label = 63;

const BusLibrary* sd = nullptr;  // shared by all announcements

struct Closed {
    void operator()(sd_bus* bus) const { sd->close_unref(bus); }
    void operator()(sd_bus_slot* slot) const { sd->slot_unref(slot); }
    void operator()(sd_bus_message* message) const { sd->message_unref(message); }
};
using BusPointer = std::unique_ptr<sd_bus, Closed>;
using Slot = std::unique_ptr<sd_bus_slot, Closed>;
using Message = std::unique_ptr<sd_bus_message, Closed>;

// A call of Avahi's entry group; `fill` appends its arguments.
struct Call {
    const char* member;
    std::function<int(sd_bus_message*)> fill;
};

}  // namespace

std::string alternative_name(const std::string& name) {
    auto stem = name;
    unsigned number = 1;
    if (const auto hyphen = name.rfind('-'); hyphen != std::string::npos && hyphen + 1 < name.size()) {
        unsigned found = 0;
        const auto [end, error] = std::from_chars(name.data() + hyphen + 1, name.data() + name.size(), found);
        if (error == std::errc{} && end == name.data() + name.size() && found > 1 && found < 1'000'000) {
            stem.resize(hyphen);
            number = found;
        }
    }
    const auto tail = "-" + std::to_string(number + 1);
    stem.resize(std::min(stem.size(), max_label - tail.size()));
    return stem + tail;
}

// Makes one call at a time, so that an answer belongs to the last call. Freeing the call's slot cancels it.
class Announcement::Bus {
public:
    Bus(AnnouncementOptions options, BusPointer bus, Fd epoll)
        : options_(std::move(options)), name_(options_.name), epoll_(std::move(epoll)), bus_(std::move(bus)) {}

    bool begin();
    int fd() const { return epoll_.get(); }
    void process(Now now);
    std::int64_t next_deadline() const { return bus_ ? deadline_ms_ : INT64_MAX; }

private:
    template <void (Bus::*handle)(sd_bus_message*)>
    static int to(sd_bus_message* message, void* self, sd_bus_error*) {
        (static_cast<Bus*>(self)->*handle)(message);
        return 0;
    }

    void on_owner_changed(sd_bus_message* message);
    void on_owner(sd_bus_message* message);
    void on_group(sd_bus_message* message);
    void on_answer(sd_bus_message* message);
    void on_state(sd_bus_message* message);
    void daemon_is(bool there);
    void publish();
    void next_call();
    void next_name();
    void failed(const std::string& why);
    void watch();

    AnnouncementOptions options_;
    std::string name_;
    int names_tried_ = 1;
    Fd epoll_;  // holds only the bus's socket, so that the reactor's read events also cover writing
    BusPointer bus_;
    Slot owner_signal_;
    Slot state_signal_;
    Slot under_way_;
    std::string group_;  // the entry group's object path; empty without a group
    std::deque<Call> calls_;
    std::vector<AnnouncedAddress> addresses_;
    bool there_ = false;    // Avahi is on the bus
    bool settled_ = false;  // published or being published
    std::string last_warning_;
    Now now_{};
    std::int64_t look_ms_ = 0;
    std::int64_t deadline_ms_ = 0;
};

bool Announcement::Bus::begin() {
    sd_bus_slot* owner = nullptr;
    sd_bus_slot* state = nullptr;
    sd_bus_slot* call = nullptr;
    const bool good =
        sd->add_match_async(bus_.get(), &owner, owner_matches, to<&Bus::on_owner_changed>, nullptr, this) >= 0 &&
        sd->add_match_async(bus_.get(), &state, state_matches, to<&Bus::on_state>, nullptr, this) >= 0 &&
        sd->call_method_async(bus_.get(), &call, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                              "org.freedesktop.DBus", "NameHasOwner", to<&Bus::on_owner>, this, "s", avahi) >= 0;
    owner_signal_.reset(owner);
    state_signal_.reset(state);
    under_way_.reset(call);
    epoll_event event{};
    return good && ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, sd->get_fd(bus_.get()), &event) == 0;
}

void Announcement::Bus::process(Now now) {
    if (!bus_) return;
    now_ = now;
    int done = 1;
    for (int i = 0; i < messages_a_turn && done > 0; ++i) done = sd->process(bus_.get(), nullptr);
    if (done < 0) {
        if (there_)
            options_.warn("the message bus is gone: " + name_ + ".local is not announced until papo is started again");
        under_way_.reset();
        owner_signal_.reset();
        state_signal_.reset();
        bus_.reset();
        return;
    }
    if (now.mono_ms >= look_ms_) {
        look_ms_ = now.mono_ms + look_again_ms;
        auto addresses = options_.addresses(now);
        const bool moved = addresses != addresses_;
        addresses_ = std::move(addresses);
        if (there_ && !under_way_ && (moved || !settled_)) publish();
    }
    watch();
}

void Announcement::Bus::watch() {
    const int events = sd->get_events(bus_.get());
    epoll_event event{};
    event.events = events < 0 ? 0U : static_cast<std::uint32_t>(events);  // epoll's bits equal poll(2)'s
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, sd->get_fd(bus_.get()), &event);
    std::uint64_t until_us = UINT64_MAX;  // on the monotonic clock; 0: at once
    sd->get_timeout(bus_.get(), &until_us);
    deadline_ms_ =
        std::min(look_ms_, static_cast<std::int64_t>(std::min(until_us, std::uint64_t{INT64_MAX}) / 1000) + 1);
    if (until_us == 0) deadline_ms_ = now_.mono_ms;
}

void Announcement::Bus::on_owner_changed(sd_bus_message* message) {
    const char* name = nullptr;
    const char* before = nullptr;
    const char* after = nullptr;
    if (sd->message_read(message, "sss", &name, &before, &after) >= 0) daemon_is(*after != '\0');
}

void Announcement::Bus::on_owner(sd_bus_message* message) {
    int there = 0;
    if (sd->message_read(message, "b", &there) >= 0) daemon_is(there != 0);
}

void Announcement::Bus::daemon_is(bool there) {
    under_way_.reset();
    calls_.clear();
    group_.clear();
    there_ = there;
    settled_ = false;
    if (there) publish();
}

// Avahi announces nothing for a group without addresses, and probes the network before it establishes a name.
void Announcement::Bus::publish() {
    settled_ = true;
    if (addresses_.empty() && group_.empty()) return;
    if (group_.empty()) {
        sd_bus_slot* call = nullptr;
        if (sd->call_method_async(bus_.get(), &call, avahi, "/", server_interface, "EntryGroupNew", to<&Bus::on_group>,
                                  this, "") < 0) {
            return failed("the message bus takes no calls");
        }
        under_way_.reset(call);
        return;
    }
    const auto host = name_ + ".local";
    calls_.clear();
    calls_.push_back({"Reset", [](sd_bus_message*) { return 0; }});
    for (const auto& each : addresses_) {
        calls_.push_back({"AddAddress", [each, host](sd_bus_message* call) {
                              return sd->message_append(call, "iiuss", each.interface, ipv4, no_reverse, host.c_str(),
                                                        each.address.c_str());
                          }});
    }
    std::set<int> interfaces;  // one service each: other interfaces, such as loopback, do not reach the host
    for (const auto& each : addresses_) interfaces.insert(each.interface);
    for (const int interface : interfaces) {
        calls_.push_back({"AddService", [this, interface, host](sd_bus_message* call) {
                              return sd->message_append(call, "iiussssqaay", interface, ipv4, 0U, name_.c_str(),
                                                        "_http._tcp", "", host.c_str(),
                                                        static_cast<unsigned>(options_.port), 0U);
                          }});
    }
    if (!addresses_.empty()) calls_.push_back({"Commit", [](sd_bus_message*) { return 0; }});
    next_call();
}

void Announcement::Bus::next_call() {
    under_way_.reset();
    if (calls_.empty()) return;
    const auto call = std::move(calls_.front());
    calls_.pop_front();
    sd_bus_message* made = nullptr;
    sd_bus_slot* slot = nullptr;
    if (sd->message_new_method_call(bus_.get(), &made, avahi, group_.c_str(), group_interface, call.member) < 0) {
        return failed("the message bus takes no calls");
    }
    const Message message(made);
    if (call.fill(made) < 0 || sd->call_async(bus_.get(), &slot, made, to<&Bus::on_answer>, this, patience_us) < 0) {
        return failed("the message bus takes no calls");
    }
    under_way_.reset(slot);
}

void Announcement::Bus::on_group(sd_bus_message* message) {
    under_way_.reset();
    const char* path = nullptr;
    if (sd->message_is_method_error(message, nullptr) > 0) {
        return failed(sd->message_get_error(message)->message);
    }
    if (sd->message_read(message, "o", &path) < 0) return failed("Avahi gives no entry group");
    group_ = path;
    publish();
}

void Announcement::Bus::on_answer(sd_bus_message* message) {
    if (sd->message_is_method_error(message, nullptr) <= 0) return next_call();
    under_way_.reset();
    calls_.clear();
    const auto* error = sd->message_get_error(message);
    // Another program on this machine has the name: try the next.
    if (std::string(error->name) == "org.freedesktop.Avahi.CollisionError") return next_name();
    failed(error->message != nullptr ? error->message : error->name);
}

void Announcement::Bus::on_state(sd_bus_message* message) {
    int state = 0;
    const char* error = nullptr;
    if (group_ != sd->message_get_path(message)) return;
    if (sd->message_read(message, "is", &state, &error) < 0) return;
    if (state == established) {
        last_warning_.clear();
        names_tried_ = 1;
        options_.on_announced(name_ + ".local");
    } else if (state == collision) {
        next_name();
    } else if (state == failure) {
        failed(error);
    }
}

void Announcement::Bus::next_name() {
    if (names_tried_++ >= max_names) {
        name_ = options_.name;
        names_tried_ = 1;
        return failed("every name from " + name_ + ".local on is taken");
    }
    name_ = alternative_name(name_);
    publish();
}

// The next look at the addresses tries again.
void Announcement::Bus::failed(const std::string& why) {
    settled_ = false;
    if (why != last_warning_) options_.warn("Avahi does not announce " + name_ + ".local: " + why);
    last_warning_ = why;
}

void Announcement::prepare() {
    (void)BusLibrary::load();  // open() loads it again and reports the error
}

std::unique_ptr<Announcement> Announcement::open(AnnouncementOptions options) {
    const auto library = BusLibrary::load();
    if (!library) options.warn(options.name + ".local is not announced: " + library.error().message);
    if (!library || *library == nullptr) return nullptr;
    sd = *library;
    sd_bus* made = nullptr;
    if (sd->open_system(&made) < 0) return nullptr;
    BusPointer pointer(made);
    Fd epoll(::epoll_create1(EPOLL_CLOEXEC));
    if (!epoll) return nullptr;
    auto bus = std::make_unique<Bus>(std::move(options), std::move(pointer), std::move(epoll));
    if (!bus->begin()) return nullptr;
    return std::unique_ptr<Announcement>(new Announcement(std::move(bus)));
}

Announcement::Announcement(std::unique_ptr<Bus> bus) : bus_(std::move(bus)) {}
Announcement::~Announcement() = default;

int Announcement::fd() const {
    return bus_->fd();
}

void Announcement::process(Now now) {
    bus_->process(now);
}

std::int64_t Announcement::next_deadline() const {
    return bus_->next_deadline();
}

}  // namespace papo::sys
