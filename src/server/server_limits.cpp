#include "papo/server/server_limits.h"

#include <sys/resource.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "papo/http/http_answer.h"
#include "papo/store/log_storage.h"

namespace papo::server {
namespace {

// For listeners, log, database, files being sent, and connections that get only a refusal.
constexpr std::uint32_t reserved_descriptors = 128;
// Bounds a history in memory, which no disk bounds.
constexpr std::uint64_t max_bytes_in_memory = 64U << 20U;

// For connections that are refused before they get a protocol.
std::string full_answer(std::string_view why, Now now) {
    auto answer = http::later_answer({503, "full", std::string(why)}, 5);
    return http::head_of(answer, false, now.wall_ms) + std::get<std::string>(answer.body);
}

std::uint32_t connection_limit(const config::Config& config, std::uint32_t descriptors) {
    if (config.max_connections != 0) return config.max_connections;
    const auto uploads = std::min(config.max_uploads != 0 ? config.max_uploads : UINT32_MAX, descriptors / 4);
    const auto reserved = reserved_descriptors + uploads;
    return descriptors > 2 * reserved ? descriptors - reserved : descriptors / 2;
}

}  // namespace

std::uint32_t raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return static_cast<std::uint32_t>(std::min<rlim_t>(limit.rlim_cur, 10'000'000));
}

net::ConnectionLimits connection_limits(const config::Config& config, std::uint32_t descriptors) {
    net::ConnectionLimits limits;
    limits.in_all = connection_limit(config, descriptors);
    limits.per_source = config.address.connections.value_or((limits.in_all + 1) / 2);
    if (limits.per_source == 0) limits.per_source = SIZE_MAX;
    limits.full = [](Now now) { return full_answer("the server takes no more connections right now", now); };
    limits.full_for_source = [](Now now) { return full_answer(http::full_for_address, now); };
    return limits;
}

chat::HubLimits hub_limits(const config::Config& config) {
    chat::HubLimits limits;
    limits.max_text = config.max_message;
    limits.rate = config.rate;
    limits.rooms = config.max_rooms;
    const auto& address = config.address;
    const std::uint64_t rate = address.rate.value_or(1000 * config.rate);
    limits.source_rate = TokenRate::per_second(rate, 2 * rate);
    limits.source_joins = TokenRate::per_second(address.joins, std::uint64_t{20} * address.joins);
    limits.passwords = TokenRate::every_ms(60'000, config.password_tries);
    limits.source_passwords = TokenRate::every_ms(10'000, address.password_tries);
    return limits;
}

ops::GateLimits gate_limits(const config::Config& config) {
    const auto& address = config.address;
    return {config.max_uploads, TokenRate::per_second(address.uploads, std::uint64_t{10} * address.uploads),
            TokenRate::per_second(address.errors, std::uint64_t{10} * address.errors)};
}

store::Retention retention(const config::Config& config) {
    store::Retention rules;
    rules.max_age_ms = std::int64_t{config.history_days} * 24 * 3600 * 1000;
    rules.max_messages = config.history_messages;
    if (config.db == store::LogStorage::in_memory) rules.max_bytes = max_bytes_in_memory;
    return rules;
}

}  // namespace papo::server
