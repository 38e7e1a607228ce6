// Uploads, several at once over one thread: each is a form on a connection of its own, made in memory while it is sent.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "papo/base/result.h"
#include "papo/net/fd.h"
#include "tools/load/histogram.h"
#include "tools/load/options.h"

namespace papo::load {

struct PourResult {
    std::uint64_t uploads = 0;  // taken by the server
    std::uint64_t refused = 0;
    std::uint64_t bytes = 0;  // of the files
    double seconds = 0;
    std::int64_t server_cpu_ns = 0;
    std::int64_t own_cpu_ns = 0;
    std::int64_t resident_before = 0;
    std::int64_t resident_peak = 0;  // of some fifty looks a second
    Histogram latency;               // from the first byte to the answer
};

class Pour {
public:
    explicit Pour(const Options& options);
    // An error when the server cannot be reached or ends a connection without an answer.
    Result<PourResult> run();

private:
    struct Stream {
        net::Fd fd;
        std::uint64_t sent = 0;  // of the request
        std::int64_t begun = 0;
        std::string answer;
    };
    Result<void> begin(Stream& stream);
    Result<void> push(Stream& stream);
    Result<bool> take_answer(Stream& stream);
    std::string_view piece_at(std::uint64_t offset) const;
    void look();

    const Options& options_;
    std::string head_;     // of request and form, up to the file
    std::string content_;  // repeated until the file is long enough
    std::string tail_;
    std::uint64_t total_ = 0;  // bytes of a request
    std::uint64_t begun_ = 0;
    std::int64_t looked_ = 0;
    PourResult result_;
};

}  // namespace papo::load
