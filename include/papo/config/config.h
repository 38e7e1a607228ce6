// How papo is to run: a field for each option of the table (config/options), with its default.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "papo/net/address.h"

namespace papo::config {

// Sanitizers read /proc, make threads and trace this process when they have something to report.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sandbox_by_default = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool sandbox_by_default = false;
#else
constexpr bool sandbox_by_default = true;
#endif
#else
constexpr bool sandbox_by_default = true;
#endif

// What one address may take of the server, so that it never takes the whole; 0: no limit. The defaults leave room for
// a class behind one address. Loopback is never limited.
struct AddressLimits {
    std::optional<std::uint32_t> connections;  // at a time; absent: half of those there may be in all
    std::optional<std::uint32_t> rate;         // objects a second, twice that in a burst; absent: 1000 times --rate
    std::uint32_t joins = 500;                 // a second, 20 times that in a burst
    std::uint32_t uploads = 1'000;             // a second, 10 times that in a burst
    std::uint32_t errors = 200;                // a second, 10 times that in a burst
    std::uint32_t password_tries = 20;         // wrong ones for one room, and one more every 10 s
};

// How long is waited for what others owe, in ms.
struct Timeouts {
    std::int64_t handshake = 60'000;      // for the first byte of a connection
    std::int64_t header = 10'000;         // for a whole header block, from its first byte
    std::int64_t body = 30'000;           // for the next byte of a body
    std::int64_t answer = 30'000;         // for 16 KiB of an answer to be taken
    std::int64_t idle = 60'000;           // for the next request
    std::int64_t ping_interval = 30'000;  // between a pong and the next ping
    std::int64_t pong = 30'000;           // for the pong
    std::int64_t silent = 600'000;        // for a WebSocket that does nothing to say something
};

// An option as it is said, or is by default.
struct Setting {
    std::string name;                 // "max-upload"
    std::vector<std::string> values;  // one, unless it is a list
    bool is_list = false;
    bool has_value = true;  // else what it is depends on others
    std::string origin;     // "default", "environment", "command line", or a place in a file
};

struct Config {
    std::string file;               // that it was read from; empty: none
    std::vector<Setting> settings;  // all that can be in a file
    std::string host = "0.0.0.0";
    std::uint16_t port = 5000;  // 0: any free one
    std::string www;            // empty: the one that belongs to the binary
    std::string uploads = "uploads";
    std::string db = "data/papo.db";
    bool power_safe = false;                   // --durability power
    std::uint32_t history_days = 0;            // 0: for ever
    std::uint64_t history_messages = 0;        // of a room; 0: all
    std::uint64_t uploads_quota = 0;           // bytes; 0: no bound
    std::uint64_t min_free = 64ULL << 20U;     // bytes of the uploads' disk
    std::uint64_t max_upload = 64ULL << 20U;   // bytes
    std::uint64_t max_message = 16ULL << 10U;  // bytes of UTF-8
    std::uint32_t max_connections = 0;         // 0: what the descriptor limit allows
    std::uint32_t rate = 20;                   // objects a second and connection; 0: no limit
    std::uint64_t max_backlog = 2ULL << 20U;   // unsent bytes a connection
    std::vector<std::string> upload_types = {  // lower-case extensions
        "png", "jpg", "jpeg", "gif", "webp", "avif", "heic", "pdf", "docx", "xlsx", "pptx", "odt",
        "ods", "odp", "txt",  "md",  "csv",  "zip",  "mp3",  "ogg", "wav",  "mp4",  "webm"};
    std::vector<std::string> allow_origins;  // lower case; "*" for all
    std::vector<std::string> public_hosts;   // names it is served under; "*" for all
    std::string public_url;                  // what guests open, without a slash at the end; empty: not known
    std::string name = "papo";               // in the network, as NAME.local
    std::uint32_t max_rooms = 10'000;        // with somebody in them, half of them opened by one address; 0: no limit
    std::uint32_t password_tries = 5;        // wrong ones of a connection, and one more every minute; 0: no limit
    std::uint32_t max_uploads = 1'024;       // under way, half of them of one address; 0: no limit
    std::uint64_t min_upload_rate = 1024;    // bytes a second; 0: none
    Timeouts timeouts;
    std::vector<net::AddressRange> trusted_proxies;
    std::vector<net::AddressRange> admin_from;  // who may ask for figures, besides this machine
    AddressLimits address;
    bool enable_echo = false;
    bool compress = false;
    bool mdns = true;  // the name is announced
    std::string user;  // "NAME" or "NAME:GROUP" to become; empty: stays who starts it
    bool sandbox = sandbox_by_default;
    std::string log_level = "info";
    std::string log_format = "text";
};

}  // namespace papo::config
