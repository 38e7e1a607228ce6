#include "papo/http/body_pace.h"

#include <algorithm>

namespace papo::http {

void BodyPace::begin(std::int64_t now_ms, std::int64_t window_ms, std::uint64_t min_rate) {
    *this = {};
    window_ms_ = window_ms;
    share_ = min_rate * static_cast<std::uint64_t>(window_ms) / 1000;
    last_byte_ms_ = now_ms;
    window_end_ms_ = now_ms + window_ms;
}

void BodyPace::add(std::uint64_t bytes, std::int64_t now_ms) {
    last_byte_ms_ = now_ms;
    in_window_ += bytes;
}

std::int64_t BodyPace::deadline() const {
    return std::min(last_byte_ms_ + window_ms_, window_end_ms_);
}

std::optional<Limit> BodyPace::check(std::int64_t now_ms) {
    if (now_ms >= last_byte_ms_ + window_ms_) return Limit::body_timeout;
    if (now_ms < window_end_ms_) return std::nullopt;
    if (!first_window_ && in_window_ < share_) return Limit::upload_rate;
    first_window_ = false;
    in_window_ = 0;
    window_end_ms_ = now_ms + window_ms_;
    return std::nullopt;
}

}  // namespace papo::http
