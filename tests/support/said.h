// Reads the fields of an entry that is a message.
#pragma once

#include <string>
#include <variant>

#include "papo/chat/entry.h"

namespace papo::test {

inline const chat::Said& said_in(const chat::Entry& entry) {
    return std::get<chat::Said>(entry.body);
}

inline std::string text_of(const chat::Entry& entry) {
    return said_in(entry).text.value_or("");
}

}  // namespace papo::test
