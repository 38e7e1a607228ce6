// A room's log as one page that needs nothing beside it: its own style, pictures within it, no script. It is written
// as it goes, however long the log and however large the pictures.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "papo/base/result.h"
#include "papo/chat/entry.h"
#include "papo/commands/export_words.h"

namespace papo::commands {

class HtmlLog {
public:
    using Write = std::function<Result<void>(std::string_view bytes)>;

    // `uploads`: the folder that pictures are read from. All but `uploads` outlives the page.
    HtmlLog(std::string_view room, std::string uploads, const ExportWords& words, Write write)
        : room_(room), uploads_(std::move(uploads)), words_(words), write_(std::move(write)) {}

    Result<void> begin();
    // The next entry.
    Result<void> add(const chat::Entry& entry);
    Result<void> end(std::int64_t now_ms);

private:
    void append_day(std::int64_t ts);
    Result<void> add_body(const chat::Said& said);
    Result<void> add_picture(const chat::FileInfo& file);
    Result<void> flush();

    std::string_view room_;
    std::string uploads_;
    const ExportWords& words_;
    Write write_;
    std::string out_;  // not written yet
    std::string day_;  // of the last entry
    std::uint64_t entries_ = 0;
};

}  // namespace papo::commands
