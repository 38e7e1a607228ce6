// The fuzz target that needs a whole server; only the fuzzers have it, not the unit tests.
#pragma once

#include <string_view>

namespace papo::fuzz {

void session(std::string_view input);

}  // namespace papo::fuzz
