// Lets system calls of a server under test fail, one at a time: the shim that is preloaded into it, and its control.
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

    // Whether the shim was built (beside the program); sanitizers do without, they preload their own.
    static bool available();
    // What the server's environment must have.
    Options environment() const;
    // The n-th call from now on fails with that errno; 0: it does one byte only.
    void arm(Call call, int error, int n);
    // Whether it came to that call; nothing fails any more.
    bool disarm();

private:
    TempFolder folder_;
    FaultControl* control_;
};

}  // namespace papo::test
