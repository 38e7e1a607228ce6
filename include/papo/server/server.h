// The whole server: makes the parts, wires them, runs the loop until it is told to stop.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "papo/base/result.h"
#include "papo/config/config.h"
#include "papo/ops/log.h"

namespace papo::server {

class Server {
public:
    // Everything that can fail at a start fails here, in words: folder, port, client. Afterwards this process is
    // confined (server/confinement).
    // `read_again`: reads the configuration as it is now; absent where SIGHUP is to stop the server.
    static Result<std::unique_ptr<Server>> create(const config::Config& config, ops::Log log,
                                                  std::function<Result<config::Config>()> read_again = {});
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // What is in force; of sockets that were passed on, where they listen.
    const config::Config& config() const;
    // "0.0.0.0:5000"
    const std::string& address() const;
    // Where others on the network reach it, as it was at the start (ops/reach).
    const std::vector<std::string>& lan_urls() const;
    // Serves until SIGTERM, SIGINT, or SIGHUP without a file to read again, then ends every connection in order, for at
    // most 5 s.
    void run();

private:
    struct Parts;
    explicit Server(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

}  // namespace papo::server
