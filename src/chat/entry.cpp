#include "papo/chat/entry.h"

#include <string_view>

#include "papo/base/text.h"

namespace papo::chat {
namespace {

std::size_t escaped(std::string_view text) {
    std::size_t size = text.size();
    for (;;) {
        text.remove_prefix(json_plain_prefix(text));
        if (text.empty()) return size;
        text.remove_prefix(1);
        ++size;
    }
}

}  // namespace

void weigh(Entry& entry) {
    constexpr std::size_t fixed = 160;
    entry.weight = fixed + escaped(entry.from) + escaped(entry.id);
    if (entry.text) entry.weight += escaped(*entry.text);
    if (entry.file) entry.weight += fixed + escaped(entry.file->name) + entry.file->type.size();
}

}  // namespace papo::chat
