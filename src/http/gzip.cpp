#include "papo/http/gzip.h"

#include <zlib.h>

namespace papo::http {

std::optional<std::string> Gzip::of(std::string_view bytes) {
    if (!begin()) return {};
    std::string smaller(bytes.size(), '\0');
    stream_->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_->avail_in = static_cast<uInt>(bytes.size());
    stream_->next_out = reinterpret_cast<Bytef*>(smaller.data());
    stream_->avail_out = static_cast<uInt>(smaller.size());
    if (::deflate(stream_.get(), Z_FINISH) != Z_STREAM_END || stream_->avail_out == 0) return {};
    smaller.resize(stream_->total_out);
    return smaller;
}

// Makes the stream empty, whether new or reused.
bool Gzip::begin() {
    if (stream_) return ::deflateReset(stream_.get()) == Z_OK;
    constexpr int gzip_window = 15 + 16;  // zlib's way to ask for gzip's frame
    stream_.reset(new z_stream{});
    if (::deflateInit2(stream_.get(), Z_BEST_COMPRESSION, Z_DEFLATED, gzip_window, 9, Z_DEFAULT_STRATEGY) == Z_OK) {
        return true;
    }
    stream_.reset();
    return false;
}

void Gzip::End::operator()(z_stream_s* stream) const {
    ::deflateEnd(stream);
    delete stream;
}

}  // namespace papo::http
