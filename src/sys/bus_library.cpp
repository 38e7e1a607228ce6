#include "bus_library.h"

#include <unistd.h>

#include <cstdlib>
#include <utility>

namespace papo::sys {
namespace {

// Checks the places that sd_bus_open_system(3) tries.
bool is_there_a_bus() {
    const char* address = std::getenv("DBUS_SYSTEM_BUS_ADDRESS");
    if (address != nullptr && *address != '\0') return true;
    return ::access("/run/dbus/system_bus_socket", F_OK) == 0 || ::access("/var/run/dbus/system_bus_socket", F_OK) == 0;
}

}  // namespace

Result<const BusLibrary*> BusLibrary::load() {
    if (!is_there_a_bus()) return nullptr;
    auto library = LateLibrary::open("libsystemd.so.0");
    if (!library) return library.error();
    static const BusLibrary loaded(std::move(*library));
    if (auto whole = loaded.library_.check(); !whole) return whole.error();
    return &loaded;
}

}  // namespace papo::sys
