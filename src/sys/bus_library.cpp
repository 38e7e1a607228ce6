#include "bus_library.h"

#include <dlfcn.h>
#include <unistd.h>

#include <cstdlib>

namespace papo::sys {
namespace {

// Where sd_bus_open_system(3) looks.
bool is_there_a_bus() {
    const char* address = std::getenv("DBUS_SYSTEM_BUS_ADDRESS");
    if (address != nullptr && *address != '\0') return true;
    return ::access("/run/dbus/system_bus_socket", F_OK) == 0 || ::access("/var/run/dbus/system_bus_socket", F_OK) == 0;
}

}  // namespace

BusLibrary::Symbol BusLibrary::find(const char* name) {
    const Symbol symbol{::dlsym(library_, name)};
    is_whole_ = is_whole_ && symbol.address != nullptr;
    return symbol;
}

// It stays loaded: its threads' keys and its caches outlive a connection.
Result<const BusLibrary*> BusLibrary::load() {
    if (!is_there_a_bus()) return nullptr;
    void* library = ::dlopen("libsystemd.so.0", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr) return Error{::dlerror()};
    static const BusLibrary loaded(library);
    if (!loaded.is_whole_) return Error{"libsystemd.so.0 is too old"};
    return &loaded;
}

}  // namespace papo::sys
