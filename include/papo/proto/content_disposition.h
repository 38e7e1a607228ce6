// Content-Disposition, as answers carry it (RFC 6266) and as form parts do (RFC 7578 section 4.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace papo::proto {

// `attachment` with the name in ASCII for old readers and whole (RFC 8187) for all others. `name` is UTF-8.
std::string attachment(std::string_view name);
// `name` as it may be written to a disk: what Windows or a shell takes for something else is replaced.
std::string download_name(std::string_view name);

struct FormDataDisposition {
    std::string name;
    std::optional<std::string> filename;
};

// Absent when it is not form-data with a name. filename* is not for forms and ignored; browsers write quotes in
// names as %22.
std::optional<FormDataDisposition> parse_form_data(std::string_view value);

// The value of a parameter (`; name="value"`) of a header value, unquoted; absent when there is none.
std::optional<std::string> parameter(std::string_view header_value, std::string_view name);

}  // namespace papo::proto
