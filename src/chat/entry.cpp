#include "papo/chat/entry.h"

namespace papo::chat {

std::size_t weight(const Entry& entry) {
    constexpr std::size_t fixed = 160;
    std::size_t sum = fixed + entry.from.size() + entry.id.size();
    if (entry.text) sum += entry.text->size();
    if (entry.file) sum += fixed + entry.file->name.size() + entry.file->type.size();
    return sum;
}

}  // namespace papo::chat
