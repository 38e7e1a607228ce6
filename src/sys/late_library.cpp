#include "papo/sys/late_library.h"

#include <dlfcn.h>

namespace papo::sys {

Result<LateLibrary> LateLibrary::open(const std::string& soname) {
    void* handle = ::dlopen(soname.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (handle == nullptr) return Error{::dlerror()};
    return LateLibrary(soname, handle);
}

LateLibrary::Symbol LateLibrary::find(const char* name) {
    void* address = ::dlsym(handle_, name);
    if (address == nullptr && missing_.empty()) missing_ = name;
    return {address};
}

Result<void> LateLibrary::check() const {
    if (missing_.empty()) return {};
    return Error{soname_ + " is too old: it has no " + missing_};
}

}  // namespace papo::sys
