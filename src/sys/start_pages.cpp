#include "papo/sys/start_pages.h"

#include <link.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <string>

namespace papo::sys {
namespace {

// Only read-only segments: the kernel can read their bytes from the file again (madvise(2), MADV_DONTNEED).
int unmap_constant_pages(dl_phdr_info* object, std::size_t, void*) {
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    if (object->dlpi_phdr == nullptr) return 0;
    for (int i = 0; i < object->dlpi_phnum; ++i) {
        const auto& part = object->dlpi_phdr[i];
        if (part.p_type != PT_LOAD || (part.p_flags & PF_W) != 0) continue;
        const auto begin = (object->dlpi_addr + part.p_vaddr) & ~(page - 1);
        const auto end = object->dlpi_addr + part.p_vaddr + part.p_memsz;
        if (begin == ::getauxval(AT_SYSINFO_EHDR)) continue;  // the vDSO, which has no file
        // NOLINTNEXTLINE(performance-no-int-to-ptr): the loader gives addresses as numbers
        (void)::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
    }
    return 0;
}

}  // namespace

bool is_traced() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("TracerPid:")) return !line.ends_with("\t0");
    }
    return true;  // unknown
}

void give_back_start_pages() {
    ::dl_iterate_phdr(unmap_constant_pages, nullptr);
}

}  // namespace papo::sys
