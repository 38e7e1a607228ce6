// Removes uploads that no message named within an hour, a few at a time.
#pragma once

#include <cstdint>
#include <vector>

#include "papo/app/upload_store.h"
#include "papo/base/clock.h"
#include "papo/chat/storage.h"

namespace papo::app {

class Sweeper {
public:
    // `found`: files that were there at the start. Both references outlive it.
    Sweeper(chat::Storage& storage, const UploadStore& uploads, std::vector<UploadStore::Found> found);

    // Does its round if it is due.
    void tick(Now now);
    std::int64_t next_deadline() const { return next_ms_; }

private:
    void remove_found(Now now);

    chat::Storage& storage_;
    const UploadStore& uploads_;
    std::vector<UploadStore::Found> found_;
    std::int64_t next_ms_ = 0;
};

}  // namespace papo::app
