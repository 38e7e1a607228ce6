#include "tests/support/metric.h"

#include "tests/support/http_client.h"

namespace papo::test {

std::uint64_t metric(const ServerProcess& server, const std::string& name) {
    const auto text = HttpClient(server.port()).get("/metrics").body;
    const auto at = text.find("\n" + name + " ");
    return at == std::string::npos ? UINT64_MAX : std::stoull(text.substr(at + name.size() + 2));
}

std::uint64_t refusals(const ServerProcess& server, const std::string& reason) {
    return metric(server, "papo_refusals_total{reason=\"" + reason + "\"}");
}

}  // namespace papo::test
