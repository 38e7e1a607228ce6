// Makes system calls of a server under test fail, one at a time, through a preloaded shim.
#pragma once

#include <memory>
#include <string>

#include "tests/faults/control.h"
#include "tests/support/server_process.h"
#include "tests/support/temp_folder.h"

namespace papo::test {

class Faults {
public:
    Faults();
    ~Faults();
    Faults(const Faults&) = delete;
    Faults& operator=(const Faults&) = delete;

    // Whether the shim lies beside the program; builds with sanitizers have none, because they preload their runtime.
    static bool available();
    // For the server's environment.
    Options environment() const;
    // The n-th such call from now on fails with `error` (errno); 0: it transfers only one byte.
    void arm(Call call, int error, int n);
    // Stops all faults; returns whether the armed call has failed.
    bool disarm();

private:
    TempFolder folder_;
    FaultControl* control_;
};

}  // namespace papo::test
