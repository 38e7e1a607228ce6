// papo's version. --version, the manual, welcome, /metrics and /api/status take it from here.
#pragma once

#include <string_view>

namespace papo {

inline constexpr std::string_view version = "0.2.0";

}  // namespace papo
