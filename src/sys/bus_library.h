// sd-bus, loaded only when the system has a message bus: it and its six dependencies would take a tenth of every start.
// Only announcement.cpp includes this file.
#pragma once

#include <systemd/sd-bus.h>

#include "papo/base/result.h"
#include "papo/sys/late_library.h"

namespace papo::sys {

class BusLibrary {
    LateLibrary library_;

public:
    explicit BusLibrary(LateLibrary library) : library_(std::move(library)) {}

    // nullptr when there is no bus.
    static Result<const BusLibrary*> load();

    decltype(&::sd_bus_add_match_async) add_match_async = library_.find("sd_bus_add_match_async");
    decltype(&::sd_bus_call_async) call_async = library_.find("sd_bus_call_async");
    decltype(&::sd_bus_call_method_async) call_method_async = library_.find("sd_bus_call_method_async");
    decltype(&::sd_bus_close_unref) close_unref = library_.find("sd_bus_close_unref");
    decltype(&::sd_bus_get_events) get_events = library_.find("sd_bus_get_events");
    decltype(&::sd_bus_get_fd) get_fd = library_.find("sd_bus_get_fd");
    decltype(&::sd_bus_get_timeout) get_timeout = library_.find("sd_bus_get_timeout");
    decltype(&::sd_bus_message_append) message_append = library_.find("sd_bus_message_append");
    decltype(&::sd_bus_message_get_error) message_get_error = library_.find("sd_bus_message_get_error");
    decltype(&::sd_bus_message_get_path) message_get_path = library_.find("sd_bus_message_get_path");
    decltype(&::sd_bus_message_is_method_error) message_is_method_error =
        library_.find("sd_bus_message_is_method_error");
    decltype(&::sd_bus_message_new_method_call) message_new_method_call =
        library_.find("sd_bus_message_new_method_call");
    decltype(&::sd_bus_message_read) message_read = library_.find("sd_bus_message_read");
    decltype(&::sd_bus_message_unref) message_unref = library_.find("sd_bus_message_unref");
    decltype(&::sd_bus_open_system) open_system = library_.find("sd_bus_open_system");
    decltype(&::sd_bus_process) process = library_.find("sd_bus_process");
    decltype(&::sd_bus_slot_unref) slot_unref = library_.find("sd_bus_slot_unref");
};

}  // namespace papo::sys
