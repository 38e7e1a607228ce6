// A library that few hosts need, loaded on demand (dlopen(3)): if papo were linked with it, every start would load it
// and its dependencies. It is never unloaded, because its threads and caches may outlive its objects. A confined
// process cannot load a library, but can use one that is already loaded.
#pragma once

#include <string>

#include "papo/base/result.h"

namespace papo::sys {

class LateLibrary {
public:
    // Loads a library by its soname, such as "libsystemd.so.0".
    static Result<LateLibrary> open(const std::string& soname);

    // The result of find(): converts to a pointer to any type of function; nullptr when the name was not found.
    struct Symbol {
        void* address;
        template <typename Function>
        operator Function*() const {
            return reinterpret_cast<Function*>(address);
        }
    };
    Symbol find(const char* name);
    // An error when find() did not find a name.
    Result<void> check() const;

private:
    LateLibrary(std::string soname, void* handle) : soname_(std::move(soname)), handle_(handle) {}

    std::string soname_;
    void* handle_;
    std::string missing_;  // the first name that was not found
};

}  // namespace papo::sys
