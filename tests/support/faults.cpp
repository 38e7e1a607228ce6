#include "tests/support/faults.h"

#include <fcntl.h>
#include <sys/mman.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "papo/base/fd.h"

namespace papo::test {
namespace {

std::filesystem::path shim() {
    const char* path = std::getenv("PAPO_BIN");
    return std::filesystem::absolute(path != nullptr ? path : "build/papo").parent_path() / "papo-faults.so";
}

}  // namespace

bool Faults::available() {
    return std::filesystem::exists(shim());
}

Faults::Faults() {
    const auto path = folder_.path() / "control";
    write_file(path, std::string(sizeof(FaultControl), '\0'));
    const Fd file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
    void* memory = ::mmap(nullptr, sizeof(FaultControl), PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
    if (memory == MAP_FAILED) throw std::runtime_error("no shared memory");
    control_ = static_cast<FaultControl*>(memory);
}

Faults::~Faults() {
    ::munmap(control_, sizeof(FaultControl));
}

Options Faults::environment() const {
    return {"LD_PRELOAD=" + shim().string(), std::string(fault_variable) + "=" + (folder_.path() / "control").string()};
}

void Faults::arm(Call call, int error, int n) {
    control_->hits = 0;
    control_->error = error;
    control_->call = call;
    control_->countdown = n;
}

bool Faults::disarm() {
    control_->countdown = 0;
    return control_->hits.exchange(0) > 0;
}

}  // namespace papo::test
