#include "tests/support/error_output.h"

#include <fcntl.h>
#include <unistd.h>

namespace papo::test {

ErrorOutput::ErrorOutput() : before_(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)) {
    const Fd file(::open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    ::dup2(file.get(), STDERR_FILENO);
}

ErrorOutput::~ErrorOutput() {
    ::dup2(before_.get(), STDERR_FILENO);
}

}  // namespace papo::test
