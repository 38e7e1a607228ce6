#include "papo/chat/entry.h"

#include <string_view>

namespace papo::chat {
namespace {

std::size_t escaped(std::string_view text) {
    std::size_t size = text.size();
    for (const char c : text) {
        if (c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t') ++size;
    }
    return size;
}

}  // namespace

void weigh(Entry& entry) {
    constexpr std::size_t fixed = 160;
    entry.weight = fixed + escaped(entry.from) + escaped(entry.id);
    if (entry.text) entry.weight += escaped(*entry.text);
    if (entry.file) entry.weight += fixed + escaped(entry.file->name) + entry.file->type.size();
}

}  // namespace papo::chat
