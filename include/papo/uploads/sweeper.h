// Removes uploads that no message named within an hour, or none names any more, a few at a time.
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
    // `found`: stored names that were there at the start; what a crash left is among them. The references outlive it.
    Sweeper(store::LogStorage& storage, const UploadStore& uploads, std::vector<std::string> found);

    // Does its round if it is due.
    void tick(Now now);
    std::int64_t next_deadline() const { return next_ms_; }

private:
    store::LogStorage& storage_;
    const UploadStore& uploads_;
    std::vector<std::string> found_;
    std::int64_t next_ms_ = 0;
};

}  // namespace papo::uploads
