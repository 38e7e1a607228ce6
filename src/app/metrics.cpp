#include "papo/app/metrics.h"

#include <string_view>

#include "papo/app/version.h"

namespace papo::app {
namespace {

void append(std::string& out, std::string_view type, std::string_view name, std::string_view help,
            std::uint64_t value) {
    out.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
    out.append(name).append(" ").append(type).append("\n").append(name).append(" ");
    out.append(std::to_string(value)).append("\n");
}

}  // namespace

std::string to_prometheus(const Metrics& m, const Gauges& g) {
    std::string out = "# HELP papo_build_info The running version.\n# TYPE papo_build_info gauge\n";
    out.append("papo_build_info{version=\"").append(version).append("\"} 1\n");
    append(out, "gauge", "papo_connections", "Open connections of every kind.", g.connections);
    append(out, "gauge", "papo_chat_connections", "Open WebSocket connections of the chat.", g.chatters);
    append(out, "gauge", "papo_rooms", "Rooms with somebody in them.", g.rooms);
    append(out, "counter", "papo_http_requests_total", "HTTP requests whose head was read.", m.http_requests);
    append(out, "counter", "papo_http_refusals_total", "HTTP requests answered with 4xx or 5xx.", m.http_refusals);
    append(out, "counter", "papo_websockets_total", "WebSocket connections opened.", m.websockets_opened);
    append(out, "counter", "papo_messages_received_total", "WebSocket messages received.", m.messages_in);
    append(out, "counter", "papo_messages_stored_total", "Chat messages stored.", m.messages_stored);
    append(out, "counter", "papo_deliveries_total", "Chat messages queued to readers.", m.deliveries);
    append(out, "counter", "papo_slow_readers_total", "Connections cut off for reading too slowly.", m.slow_readers);
    append(out, "counter", "papo_uploads_total", "Files uploaded.", m.uploads);
    append(out, "counter", "papo_upload_bytes_total", "Bytes of files uploaded.", m.upload_bytes);
    return out;
}

}  // namespace papo::app
