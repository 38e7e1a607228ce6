#include "papo/http/host_guard.h"

#include <arpa/inet.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <sstream>

#include "papo/base/text.h"
#include "papo/proto/authority.h"
#include "papo/proto/http_chars.h"

namespace papo::http {
namespace {

// RFC 6762 (local), RFC 8375 (home.arpa), RFC 6761 (localhost), ICANN's reservation of internal; routers use lan.
constexpr std::array<std::string_view, 5> local_domains{".local", ".lan", ".home.arpa", ".internal", ".localhost"};

constexpr std::size_t max_file = 64 * 1024;  // bytes read of /etc/hosts or /etc/resolv.conf

std::string without_last_point(std::string_view name) {
    if (!name.empty() && name.back() == '.') name.remove_suffix(1);
    return ascii_lower(name);
}

bool is_label_char(char c) {
    return proto::is_digit(c) || proto::is_alpha(c) || c == '-' || c == '_';
}

// Labels separated by points; no label is empty.
bool is_domain_name(std::string_view name) {
    if (name.empty() || name.front() == '.' || name.back() == '.') return false;
    if (name.find("..") != std::string_view::npos) return false;
    return std::all_of(name.begin(), name.end(), [](char c) { return is_label_char(c) || c == '.'; });
}

bool is_ipv4(const std::string& name) {
    in_addr address{};
    return ::inet_pton(AF_INET, name.c_str(), &address) == 1;
}

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() > end.size() && text.substr(text.size() - end.size()) == end;
}

// The words of each line, without comments.
std::vector<std::vector<std::string>> read_lines(std::string_view text) {
    std::vector<std::vector<std::string>> lines;
    std::istringstream in{std::string(text)};
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line.substr(0, line.find('#')));
        lines.emplace_back(std::istream_iterator<std::string>(words), std::istream_iterator<std::string>());
    }
    return lines;
}

std::string read_file(const char* path) {
    std::ifstream in(path, std::ios::binary);
    std::string text(max_file, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, in.gcount())));
    return text;
}

}  // namespace

HostGuard::HostGuard(std::span<const std::string> names) {
    for (const auto& name : names) {
        all_ = all_ || name == "*";
        names_.push_back(without_last_point(name));
    }
}

bool HostGuard::knows(std::string_view host) const {
    if (all_) return true;
    const auto authority = proto::parse_authority(host);
    if (!authority) return false;
    if (!authority->host.empty() && authority->host.front() == '[') return true;
    const auto name = without_last_point(authority->host);
    if (!is_domain_name(name)) return false;
    if (name.find('.') == std::string::npos || is_ipv4(name)) return true;
    const auto is_under = [&](std::string_view domain) { return ends_with(name, domain); };
    return std::any_of(local_domains.begin(), local_domains.end(), is_under) ||
           std::find(names_.begin(), names_.end(), name) != names_.end();
}

std::vector<std::string> machine_names(std::string_view hostname, std::string_view hosts,
                                       std::string_view resolv_conf) {
    if (hostname.empty()) return {};
    std::vector<std::string> names{std::string(hostname)};
    for (const auto& line : read_lines(hosts)) {
        if (line.empty() || std::find(line.begin() + 1, line.end(), hostname) == line.end()) continue;
        names.insert(names.end(), line.begin() + 1, line.end());
    }
    for (const auto& line : read_lines(resolv_conf)) {
        if (line.empty() || (line.front() != "search" && line.front() != "domain")) continue;
        for (auto domain = line.begin() + 1; domain != line.end(); ++domain) {
            names.push_back(std::string(hostname) + "." + *domain);
        }
    }
    return names;
}

std::vector<std::string> names_of_this_machine() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0) return {};
    return machine_names(name.data(), read_file("/etc/hosts"), read_file("/etc/resolv.conf"));
}

}  // namespace papo::http
