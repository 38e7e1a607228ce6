#include "papo/server/greeting.h"

#include <filesystem>

#include "papo/base/version.h"
#include "papo/net/address.h"
#include "papo/ops/reach.h"
#include "papo/proto/authority.h"
#include "papo/server/qr_code.h"
#include "papo/store/log_storage.h"

namespace papo::server {
namespace {

constexpr std::size_t label_columns = 13;

std::string line(std::string label, const std::string& value) {
    label.resize(label_columns, ' ');
    return "  " + label + value + "\n";
}

std::string absolute(const std::string& path) {
    std::error_code error;
    const auto whole = std::filesystem::absolute(path, error);
    return error ? path : whole.lexically_normal().string();
}

bool names_an_address(const std::string& url) {
    const auto authority = proto::parse_authority(std::string_view(url).substr(std::string_view("http://").size()));
    if (!authority) return false;
    return authority->host.front() == '[' || net::Address::parse(std::string(authority->host)).has_value();
}

std::string lines_of_addresses(const config::Config& config, const std::vector<std::string>& urls) {
    if (urls.empty() && !ops::is_loopback(config.host))
        return line("guests open", "nothing: this machine has no network");
    if (urls.empty()) return line("guests open", "nothing: only this machine reaches it (--host 0.0.0.0 opens it)");
    std::string lines;
    for (const auto& url : urls) lines += line(lines.empty() ? "guests open" : "", url);
    return lines;
}

}  // namespace

std::string best_url(const config::Config& config, const std::vector<std::string>& urls) {
    if (!config.public_url.empty()) return config.public_url;
    for (const auto& url : urls) {
        if (names_an_address(url)) return url;
    }
    return {};
}

std::string greeting(const config::Config& config, const std::vector<std::string>& urls, std::size_t columns) {
    const bool kept = config.db != store::LogStorage::in_memory;
    std::string text = "\n" + line("papo", std::string(version));
    text += line("history", kept ? absolute(config.db) : "in memory, gone when papo stops");
    text += line("uploads", absolute(config.uploads)) + "\n";
    const auto best = best_url(config, urls);
    const auto code = best.empty() ? std::nullopt : draw_qr_code(best);
    if (code && code->columns <= columns) text += code->text + "\n";
    // What guests need comes last: 24 rows have room for it and the code.
    return text + lines_of_addresses(config, urls) + line("to stop", "Ctrl-C");
}

}  // namespace papo::server
