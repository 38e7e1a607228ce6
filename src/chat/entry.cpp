#include "papo/chat/entry.h"

#include <string_view>

#include "papo/base/text.h"

namespace papo::chat {
namespace {

constexpr std::size_t fixed = 160;  // bytes of numbers, keys and punctuation, for an entry and again for its file

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
    const auto of_body = [](const Said& said) {
        std::size_t size = said.text ? escaped(*said.text) : 0;
        if (said.file) size += fixed + escaped(said.file->name) + said.file->type.size();
        return size;
    };
    entry.weight = fixed + escaped(entry.from) + escaped(entry.id) + std::visit(of_body, entry.body);
}

}  // namespace papo::chat
