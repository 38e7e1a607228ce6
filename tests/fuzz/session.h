// The target that needs a whole server; the fuzzers alone have it.
#pragma once

#include <string_view>

namespace papo::fuzz {

void session(std::string_view input);

}  // namespace papo::fuzz
