#include "options_checks.h"

#include <algorithm>

#include "papo/media/file_type.h"
#include "papo/proto/authority.h"
#include "papo/proto/http_chars.h"

namespace papo::config {

std::string label_problem(const std::string& text) {
    const auto fits = [](char c) { return proto::is_digit(c) || proto::is_alpha(c) || c == '-'; };
    const bool good = !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
                      std::all_of(text.begin(), text.end(), fits);
    return good ? "" : text + " is not of letters, digits and hyphens alone, at most 63 of them, as in papo";
}

std::string type_problem(const std::string& text) {
    const bool good = text.empty() || media::find_type(text) != nullptr;
    return good ? "" : "this program does not know how to check ." + text + " files";
}

std::string host_problem(const std::string& text) {
    const auto authority = proto::parse_authority(text);
    const bool good = text.empty() || text == "*" || (authority && !authority->host.empty() && !authority->port);
    return good ? "" : text + " is not a name alone, as in chat.example.org";
}

}  // namespace papo::config
