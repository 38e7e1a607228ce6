// A room's log as one self-contained page, with style and pictures inside and no script. The writer holds one part at a
// time, so neither a long log nor large pictures need memory.
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

    // `uploads`: the folder of the pictures. `room` and `words` outlive the page.
    HtmlLog(std::string_view room, std::string uploads, const ExportWords& words, Write write)
        : room_(room), uploads_(std::move(uploads)), words_(words), write_(std::move(write)) {}

    Result<void> begin();
    // Appends the next entry.
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
    std::string out_;  // unwritten
    std::string day_;  // of the last entry
    std::uint64_t entries_ = 0;
};

}  // namespace papo::commands
