// A library that few hosts need, loaded when it is needed (dlopen(3)): linked, it and all that it brings would be read
// at every start. It stays loaded for good: a library's threads and caches may outlive what was made with it. A
// confined process can load nothing, but finds what was loaded before.
#pragma once

#include <string>

#include "papo/base/result.h"

namespace papo::sys {

class LateLibrary {
public:
    // By its soname: "libsystemd.so.0".
    static Result<LateLibrary> open(const std::string& soname);

    // What find() gives; a pointer to a function of any type, nullptr when there is none of that name.
    struct Symbol {
        void* address;
        template <typename Function>
        operator Function*() const {
            return reinterpret_cast<Function*>(address);
        }
    };
    Symbol find(const char* name);
    // An error when one that was looked for was not found.
    Result<void> check() const;

private:
    LateLibrary(std::string soname, void* handle) : soname_(std::move(soname)), handle_(handle) {}

    std::string soname_;
    void* handle_;
    std::string missing_;  // the first
};

}  // namespace papo::sys
