// Measures uploads: several at a time, each on a connection of its own, until all are answered with 201 or the time is
// over.
#pragma once

#include <netinet/in.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "papo/base/fd.h"
#include "papo/base/result.h"
#include "tools/bench/load/histogram.h"
#include "tools/bench/load/options.h"
#include "tools/bench/load/upload_form.h"

namespace papo::load {

struct UploadResult {
    double seconds = 0;       // from the first connect to the last answer
    std::uint64_t files = 0;  // answered
    std::uint64_t bytes = 0;  // sent, of unfinished ones too
    Histogram latency;        // of each, from its connect to its answer
    std::int64_t server_cpu_ns = 0;
    std::int64_t own_cpu_ns = 0;
    std::int64_t growth = 0;  // of the server's own memory, at the highest seen, bytes
};

// The status of an answer; nothing until it is whole by its Content-Length.
std::optional<int> status_of(std::string_view answer);

class Uploads {
public:
    static Result<Uploads> create(const Options& options);
    Result<UploadResult> run();

private:
    struct Upload {
        Fd socket;
        std::int64_t begun = 0;
        std::uint64_t sent = 0;
        bool all_sent = false;
        std::string answer;
    };

    Uploads(const Options& options, Fd epoll, sockaddr_in address);

    bool is_over() const;
    Result<void> begin(std::size_t place);
    Result<void> turn();
    Result<void> send(std::size_t place);
    Result<void> receive(std::size_t place);
    void watch(std::size_t place, int operation);

    const Options& options_;
    Fd epoll_;
    sockaddr_in address_;
    UploadForm form_;
    std::vector<Upload> uploads_;  // under way
    std::uint64_t begun_ = 0;
    std::int64_t until_ = INT64_MAX;
    UploadResult result_;
};

}  // namespace papo::load
