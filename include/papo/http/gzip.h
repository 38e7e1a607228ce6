// gzip (RFC 1952) at the best compression, for content that is compressed once and sent often.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct z_stream_s;

namespace papo::http {

// Reuses its memory, some 270 KB from the first use on.
class Gzip {
public:
    // Absent if the gzip would not be smaller, or without memory. Carries neither name nor time, so equal bytes
    // compress to equal bytes.
    std::optional<std::string> of(std::string_view bytes);

private:
    struct End {
        void operator()(z_stream_s* stream) const;
    };
    bool begin();

    std::unique_ptr<z_stream_s, End> stream_;
};

}  // namespace papo::http
