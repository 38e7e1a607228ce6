#include "papo/proto/content_disposition.h"

#include <algorithm>

#include "papo/base/text.h"

namespace papo::proto {
namespace {

bool is_attr_char(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("!#$&+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_plain(char c) {
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '%';
}

// Names that Windows reserves for devices, with any extension.
bool is_device(std::string_view name) {
    auto stem = name.substr(0, name.find('.'));
    while (!stem.empty() && stem.back() == ' ') stem.remove_suffix(1);
    for (const std::string_view device : {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}) {
        if (iequals(stem, device)) return true;
    }
    const auto port = stem.substr(0, 3);
    if (!iequals(port, "COM") && !iequals(port, "LPT")) return false;
    const auto number = stem.substr(port.size());
    // Windows counts the superscripts of Latin-1 as digits.
    return (number.size() == 1 && number[0] >= '0' && number[0] <= '9') || number == "\u00B9" || number == "\u00B2" ||
           number == "\u00B3";
}

std::string_view skip_space(std::string_view text) {
    return text.substr(std::min(text.size(), text.find_first_not_of(" \t")));
}

// Removes a quoted-string from the front of `text` and returns its content. A backslash escapes only a quote or itself,
// because old browsers send whole paths with single backslashes.
std::string take_quoted(std::string_view& text) {
    std::string value;
    std::size_t i = 1;
    for (; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\')) ++i;
        value += text[i];
    }
    text.remove_prefix(std::min(text.size(), i + 1));
    return value;
}

std::string take_value(std::string_view& text) {
    if (!text.empty() && text.front() == '"') return take_quoted(text);
    const auto value = text.substr(0, text.find(';'));
    text.remove_prefix(value.size());
    return std::string(value.substr(0, value.find_last_not_of(" \t") + 1));
}

}  // namespace

std::string download_name(std::string_view name) {
    std::string safe;
    for (const char c : name) {
        const bool is_control = (static_cast<unsigned char>(c) < 0x20) || c == 0x7F;
        safe += is_control || std::string_view("<>:\"/\\|?*").find(c) != std::string_view::npos ? '_' : c;
    }
    while (!safe.empty() && (safe.back() == '.' || safe.back() == ' ')) safe.pop_back();
    if (safe.empty() || safe.front() == '.' || is_device(safe)) safe.insert(0, "_");
    return safe;
}

std::string attachment(std::string_view name) {
    static constexpr std::string_view hex = "0123456789ABCDEF";
    std::string ascii;
    std::string extended;
    for (const char c : download_name(name)) {
        const auto byte = static_cast<unsigned char>(c);
        const bool continues = (byte & 0xC0U) == 0x80U;  // the character's first byte has already become a _
        if (!continues) ascii += is_plain(c) ? c : '_';
        if (is_attr_char(c)) {
            extended += c;
            continue;
        }
        extended += '%';
        extended += hex[byte >> 4U];
        extended += hex[byte & 15U];
    }
    return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + extended;
}

std::optional<std::string> parameter(std::string_view header_value, std::string_view name) {
    auto rest = header_value.substr(std::min(header_value.size(), header_value.find(';')));
    while (!rest.empty()) {
        rest = skip_space(rest.substr(1));  // the semicolon
        const auto equals = rest.find_first_of("=;");
        if (equals == std::string_view::npos) return std::nullopt;
        auto key = rest.substr(0, equals);
        key = key.substr(0, key.find_last_not_of(" \t") + 1);
        const bool has_value = rest[equals] == '=';
        rest = has_value ? skip_space(rest.substr(equals + 1)) : rest.substr(equals);
        auto value = has_value ? take_value(rest) : std::string{};
        if (has_value && iequals(key, name)) return value;
        rest = rest.substr(std::min(rest.size(), rest.find(';')));
    }
    return std::nullopt;
}

std::optional<FormDataDisposition> parse_form_data(std::string_view value) {
    auto kind = value.substr(0, value.find(';'));
    kind = kind.substr(0, kind.find_last_not_of(" \t") + 1);
    if (!iequals(kind, "form-data")) return std::nullopt;
    auto name = parameter(value, "name");
    if (!name) return std::nullopt;
    auto filename = parameter(value, "filename");
    for (std::size_t at = 0; filename && (at = filename->find("%22", at)) != std::string::npos; ++at) {
        filename->replace(at, 3, "\"");
    }
    return FormDataDisposition{std::move(*name), std::move(filename)};
}

}  // namespace papo::proto
