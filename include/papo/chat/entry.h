// What a room's log holds: entries, each with a body of one kind. Immutable once numbered, shared by all who show it.
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

// What an entry is about. Every visitor of it names each kind, so that a new one does not compile until all of them
// have decided what it means to them.
using Body = std::variant<Said>;

struct Entry {
    std::uint64_t seq = 0;
    std::int64_t ts = 0;  // ms since 1970, never less than the entry's before
    SessionId session{};  // who said it; never sent to anyone
    std::string from;
    std::string id;
    Body body;
    std::size_t weight = 0;  // see weigh()
};

// With a shared pointer's counts it fills the allocator's block of 192 bytes: a million of them are in memory.
static_assert(sizeof(Entry) <= 168);

using EntryPtr = std::shared_ptr<const Entry>;

// The upload that it names; nullptr when it names none.
inline const FileInfo* file_of(const Entry& entry) {
    return std::visit([](const Said& said) { return said.file.get(); }, entry.body);
}

// Notes in an entry that is whole what it counts wherever a bound is given in bytes: its strings, as long as they get
// where quotes and controls have to be escaped, and a fixed part for numbers, keys and punctuation.
void weigh(Entry& entry);
inline std::size_t weight(const Entry& entry) {
    return entry.weight;
}

}  // namespace papo::chat
