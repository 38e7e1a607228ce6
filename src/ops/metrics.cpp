#include "papo/ops/metrics.h"

#include <algorithm>

namespace papo::ops {

void Metrics::count_upload_refusal(std::string_view code) {
    const auto at = std::find(upload_refusals.begin(), upload_refusals.end() - 1, code);
    ++refused_uploads[static_cast<std::size_t>(at - upload_refusals.begin())];
}

std::uint64_t Metrics::upload_refusals_of(std::string_view code) const {
    const auto at = std::find(upload_refusals.begin(), upload_refusals.end() - 1, code);
    return refused_uploads[static_cast<std::size_t>(at - upload_refusals.begin())];
}

}  // namespace papo::ops
