// sd-bus, loaded when there is a message bus to speak to: with the six libraries that it brings it would take a tenth
// of the start from all who have none. Included by announcement.cpp alone.
#pragma once

#include <systemd/sd-bus.h>

#include "papo/base/result.h"

namespace papo::sys {

class BusLibrary {
    struct Symbol {
        void* address;
        template <typename Function>
        operator Function*() const {
            return reinterpret_cast<Function*>(address);
        }
    };
    void* library_;
    bool is_whole_ = true;

    Symbol find(const char* name);

public:
    explicit BusLibrary(void* library) : library_(library) {}

    // nullptr when there is no bus. A confined process can load nothing, but finds what was loaded before.
    static Result<const BusLibrary*> load();

    decltype(&::sd_bus_add_match_async) add_match_async = find("sd_bus_add_match_async");
    decltype(&::sd_bus_call_async) call_async = find("sd_bus_call_async");
    decltype(&::sd_bus_call_method_async) call_method_async = find("sd_bus_call_method_async");
    decltype(&::sd_bus_close_unref) close_unref = find("sd_bus_close_unref");
    decltype(&::sd_bus_get_events) get_events = find("sd_bus_get_events");
    decltype(&::sd_bus_get_fd) get_fd = find("sd_bus_get_fd");
    decltype(&::sd_bus_get_timeout) get_timeout = find("sd_bus_get_timeout");
    decltype(&::sd_bus_message_append) message_append = find("sd_bus_message_append");
    decltype(&::sd_bus_message_get_error) message_get_error = find("sd_bus_message_get_error");
    decltype(&::sd_bus_message_get_path) message_get_path = find("sd_bus_message_get_path");
    decltype(&::sd_bus_message_is_method_error) message_is_method_error = find("sd_bus_message_is_method_error");
    decltype(&::sd_bus_message_new_method_call) message_new_method_call = find("sd_bus_message_new_method_call");
    decltype(&::sd_bus_message_read) message_read = find("sd_bus_message_read");
    decltype(&::sd_bus_message_unref) message_unref = find("sd_bus_message_unref");
    decltype(&::sd_bus_open_system) open_system = find("sd_bus_open_system");
    decltype(&::sd_bus_process) process = find("sd_bus_process");
    decltype(&::sd_bus_slot_unref) slot_unref = find("sd_bus_slot_unref");
};

}  // namespace papo::sys
