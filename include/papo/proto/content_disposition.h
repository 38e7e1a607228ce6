// Content-Disposition in answers (RFC 6266) and in form parts (RFC 7578 section 4.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace papo::proto {

// `attachment` with the name in ASCII for old clients, and in UTF-8 (RFC 8187) for all others. `name` is UTF-8.
std::string attachment(std::string_view name);
// `name` made safe as a file name: replaces characters and names that are special to Windows or a shell.
std::string download_name(std::string_view name);

struct FormDataDisposition {
    std::string name;
    std::optional<std::string> filename;
};

// Nothing when the value is not form-data with a name. Ignores filename*, which RFC 7578 forbids in forms. Browsers
// write quotes in names as %22.
std::optional<FormDataDisposition> parse_form_data(std::string_view value);

// The unquoted value of a header's parameter (`; name="value"`); nothing when there is no such parameter.
std::optional<std::string> parameter(std::string_view header_value, std::string_view name);

}  // namespace papo::proto
