// Removes uploads that no message names, an hour after they were made, a few at a time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "papo/base/clock.h"
#include "papo/store/log_storage.h"
#include "papo/uploads/upload_store.h"

namespace papo::uploads {

class Sweeper {
public:
    // `found`: stored names in the folder at the start, among them files that a crash left. The references outlive the
    // sweeper.
    Sweeper(store::LogStorage& storage, const UploadStore& uploads, std::vector<std::string> found);

    // Sweeps if a round is due.
    void tick(Now now);
    std::int64_t next_deadline() const { return next_ms_; }

private:
    store::LogStorage& storage_;
    const UploadStore& uploads_;
    std::vector<std::string> found_;
    std::int64_t next_ms_ = 0;
};

}  // namespace papo::uploads
