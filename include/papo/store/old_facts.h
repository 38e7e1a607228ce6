// The facts of papo 0.1.0, whose journal papo reads and never writes: a kind, then its fields without a length. This
// format never changes, whatever facts.h becomes.
#pragma once

#include <string>
#include <string_view>

namespace papo::store {

// Appends the record's facts to `out` in today's format; false when one of them is malformed.
bool append_old_facts(std::string& out, std::string_view record);

}  // namespace papo::store
