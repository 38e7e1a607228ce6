// gzip (RFC 1952), as small as it gets: for what is compressed once and sent often.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct z_stream_s;

namespace papo::http {

// Its memory, some 270 KB from the first use on, serves one content after the other.
class Gzip {
public:
    // Absent where it would not be smaller, or there is no memory. The same bytes make the same gzip, which has neither
    // name nor time.
    std::optional<std::string> of(std::string_view bytes);

private:
    struct End {
        void operator()(z_stream_s* stream) const;
    };
    bool begin();

    std::unique_ptr<z_stream_s, End> stream_;
};

}  // namespace papo::http
