#include "papo/proto/http_request.h"

namespace papo::proto {

const std::string* HttpRequest::find(std::string_view lowercase_name) const {
    for (const auto& header : headers) {
        if (header.name == lowercase_name) return &header.value;
    }
    return nullptr;
}

}  // namespace papo::proto
