#include "papo/commands/room_export.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "papo/base/clock.h"
#include "papo/base/text.h"
#include "papo/base/utf8.h"
#include "papo/commands/export_words.h"
#include "papo/commands/html_log.h"
#include "papo/commands/interruption.h"
#include "papo/store/new_file.h"
#include "papo/store/stored_room.h"
#include "papo/talk/wire.h"

namespace papo::commands {
namespace {

// The destination of an export.
class Output {
public:
    // An empty path means standard output.
    static Result<Output> open(const std::string& path) {
        Output output;
        if (path.empty()) return output;
        auto interruption = Interruption::watch();
        if (!interruption) return interruption.error();
        auto file = store::NewFile::create(path, 0666);
        if (!file) return file.error();
        output.path_ = path;
        output.file_.emplace(std::move(*file));
        output.interruption_.emplace(std::move(*interruption));
        return output;
    }

    Result<void> write(std::string_view bytes) {
        const int fd = file_ ? file_->fd() : STDOUT_FILENO;
        while (!bytes.empty()) {
            if (is_interrupted()) return Interruption::error(path_);
            const auto written = ::write(fd, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return Error{std::string("cannot write the export: ") + std::strerror(errno)};
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return {};
    }

    Result<void> keep() {
        if (is_interrupted()) return Interruption::error(path_);
        return file_ ? file_->keep() : Result<void>{};
    }

private:
    bool is_interrupted() { return interruption_ && interruption_->has_come(); }

    std::string path_;
    std::optional<store::NewFile> file_;        // absent: standard output
    std::optional<Interruption> interruption_;  // absent: standard output; a file must not stay half written
};

// Calls `take` with the room's entries, in parts, until a call fails.
template <typename Take>
Result<void> for_each_part(store::StoredRoom& log, Take take) {
    while (true) {
        const auto entries = log.read_on();
        if (!entries) return entries.error();
        if (entries->empty()) return {};
        if (auto taken = take(*entries); !taken) return taken;
    }
}

Result<void> write_lines(store::StoredRoom& log, std::string_view room, Output& output) {
    return for_each_part(log, [&](const std::vector<chat::EntryPtr>& entries) {
        std::string lines;
        for (const auto& entry : entries) {
            talk::append_message(lines, room, *entry);
            lines += '\n';
        }
        return output.write(lines);
    });
}

Result<void> write_page(store::StoredRoom& log, std::string_view room, const std::string& uploads, Output& output) {
    HtmlLog page(room, uploads, words_of_environment(), [&](std::string_view bytes) { return output.write(bytes); });
    if (auto begun = page.begin(); !begun) return begun;
    auto written = for_each_part(log, [&](const std::vector<chat::EntryPtr>& entries) -> Result<void> {
        for (const auto& entry : entries) {
            if (auto added = page.add(*entry); !added) return added;
        }
        return {};
    });
    if (!written) return written;
    return page.end(read_clocks().wall_ms);
}

}  // namespace

Result<void> export_room(const config::ExportOptions& options) {
    const auto room = is_utf8(options.room) ? trim_white_space(options.room) : std::string_view{};
    auto log = store::StoredRoom::find(options.db, room);
    if (!log) return log.error();
    if (!*log) return Error{"there is no such room in " + options.db};
    auto output = Output::open(options.output);
    if (!output) return output.error();
    auto written = options.format == config::ExportFormat::html ? write_page(**log, room, options.uploads, *output)
                                                                : write_lines(**log, room, *output);
    if (!written) return written;
    return output->keep();
}

}  // namespace papo::commands
