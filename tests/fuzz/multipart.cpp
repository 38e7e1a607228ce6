// Forms: the parts do not depend on how the bytes arrive, no byte is lost or invented, and nothing follows the end.
#include <algorithm>

#include "papo/proto/content_disposition.h"
#include "papo/proto/multipart.h"
#include "tests/fuzz/target.h"

namespace papo::fuzz {
namespace {

using namespace proto;

std::string understand(const std::string& boundary, const std::vector<std::vector<char>>& pieces) {
    MultipartParser parser(boundary);
    std::string said;
    std::size_t fed = 0;
    std::size_t shown = 0;
    bool over = false;
    for (const auto& piece : pieces) {
        fed += piece.size();
        parser.feed({piece.data(), piece.size()});
        while (true) {
            const auto event = parser.next();
            if (std::holds_alternative<MultipartNeedMore>(event)) break;
            require(!over, "nothing comes after the end");
            if (const auto* begin = std::get_if<PartBegin>(&event)) {
                said += "\n<" + begin->name + (begin->filename ? "|" + *begin->filename : "") + ">";
            }
            if (const auto* data = std::get_if<PartData>(&event)) {
                require(!data->bytes.empty(), "data is never empty");
                shown += data->bytes.size();
                require(shown <= fed, "no more data than was fed");
                said += data->bytes;
            }
            if (std::holds_alternative<PartEnd>(event)) said += "\n</>";
            over = std::holds_alternative<MultipartEnd>(event) || std::holds_alternative<MultipartError>(event);
            if (over) said += std::holds_alternative<MultipartEnd>(event) ? "\nEND" : "\nERROR";
        }
    }
    return said;
}

}  // namespace

// The input's first line is a Content-Type, the rest a body.
void multipart(std::string_view input) {
    const auto type = input.substr(0, input.find('\n'));
    const auto body = exact(input.substr(std::min(input.size(), type.size() + 1)));
    const auto boundary = boundary_of(type);
    if (boundary) require(!boundary->empty() && boundary->size() <= 70, "a boundary has 1 to 70 characters");
    const auto delimiter = boundary.value_or("papo");
    require_equal(understand(delimiter, {body}), understand(delimiter, pieces_of({body.data(), body.size()})),
                  "parts are the same however cut");
    (void)parse_form_data(type);
}

}  // namespace papo::fuzz
