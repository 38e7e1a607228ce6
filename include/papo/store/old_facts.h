// The facts of 0.1.0, whose journal is read and never written: a kind, and its fields without a length in front. What
// those of each kind were is stated here once for all time; facts.h may go on.
#pragma once

#include <string>
#include <string_view>

namespace papo::store {

// Appends them to `out` in today's format; false when `record` is not whole facts of that version.
bool append_old_facts(std::string& out, std::string_view record);

}  // namespace papo::store
