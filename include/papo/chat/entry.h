// The entries of a room's log, each with a body of one kind. An entry is immutable once it has its seq, and shared.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "papo/chat/ids.h"

namespace papo::chat {

enum class FileKind : std::uint8_t { image, file };

// An uploaded file as messages carry it.
struct FileInfo {
    std::string filename;  // stored name: a UUID and the extension
    std::string name;      // the sender's name for it
    std::string type;      // media type
    FileKind kind = FileKind::file;
    std::uint64_t size = 0;    // bytes
    std::uint32_t width = 0;   // pixels, 0 when not known
    std::uint32_t height = 0;  // pixels, 0 when not known
    std::string thumb;         // stored name of the small preview, empty when there is none
};

// A message: words, a file, or both.
struct Said {
    std::optional<std::string> text;
    std::shared_ptr<const FileInfo> file;
};

// An entry's content. Visitors name each kind and have no default, so a new kind compiles only when all handle it.
using Body = std::variant<Said>;

struct Entry {
    std::uint64_t seq = 0;
    std::int64_t ts = 0;  // ms since 1970, never less than the previous entry's
    SessionId session{};  // the sender's; never sent to a client
    std::string from;
    std::string id;
    Body body;
    std::size_t weight = 0;  // see weigh()
};

// With the control block of a shared pointer, an entry fits a 192-byte block of the allocator: up to a million entries
// are in memory.
static_assert(sizeof(Entry) <= 168);

using EntryPtr = std::shared_ptr<const Entry>;

// The entry's upload; nullptr when it has none.
inline const FileInfo* file_of(const Entry& entry) {
    return std::visit([](const Said& said) { return said.file.get(); }, entry.body);
}

// Sets the weight of a complete entry, which every limit in bytes counts: its strings, with one more byte for each
// escaped character, and a fixed part for numbers, keys and punctuation.
void weigh(Entry& entry);
inline std::size_t weight(const Entry& entry) {
    return entry.weight;
}

}  // namespace papo::chat
