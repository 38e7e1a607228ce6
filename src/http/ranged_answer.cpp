#include "papo/http/ranged_answer.h"

#include <algorithm>
#include <utility>

#include "papo/base/random.h"
#include "papo/proto/http_range.h"

namespace papo::http {
namespace {

BodyPart slice_of(const HttpAnswer& answer, const proto::ByteRange& range) {
    if (const auto* shared = std::get_if<net::SharedBytes>(&answer.body)) {
        return shared->slice(static_cast<std::size_t>(range.first), static_cast<std::size_t>(range.size()));
    }
    const auto& file = std::get<FileSlice>(answer.body);
    return FileSlice{file.file, file.offset + range.first, range.size()};
}

std::uint64_t size_of(const HttpAnswer& answer) {
    if (const auto* shared = std::get_if<net::SharedBytes>(&answer.body)) return shared->view().size();
    return std::get<FileSlice>(answer.body).length;
}

std::string content_range(const proto::ByteRange& range, std::uint64_t size) {
    return "bytes " + std::to_string(range.first) + "-" + std::to_string(range.last) + "/" + std::to_string(size);
}

HttpAnswer unsatisfiable(std::uint64_t size) {
    auto answer = refusal_answer({416, "bad_range", "the file has no such range"});
    answer.headers.push_back({"Content-Range", "bytes */" + std::to_string(size)});
    return answer;
}

HttpAnswer one_part(HttpAnswer answer, const proto::ByteRange& range) {
    answer.status = 206;
    answer.headers.push_back({"Content-Range", content_range(range, size_of(answer))});
    auto part = slice_of(answer, range);
    std::visit([&](auto& body) { answer.body = std::move(body); }, part);
    return answer;
}

// RFC 9110 section 14.6. A random boundary, because a file must not contain it.
HttpAnswer several_parts(HttpAnswer answer, const std::vector<proto::ByteRange>& ranges) {
    const auto boundary = uuid4();
    const auto type = std::find_if(answer.headers.begin(), answer.headers.end(),
                                   [](const proto::HttpHeader& header) { return header.name == "Content-Type"; });
    std::vector<BodyPart> parts;
    for (const auto& range : ranges) {
        parts.emplace_back("\r\n--" + boundary + "\r\nContent-Type: " + type->value +
                           "\r\nContent-Range: " + content_range(range, size_of(answer)) + "\r\n\r\n");
        parts.push_back(slice_of(answer, range));
    }
    parts.emplace_back("\r\n--" + boundary + "--\r\n");
    answer.status = 206;
    type->value = "multipart/byteranges; boundary=" + boundary;
    answer.body = std::move(parts);
    return answer;
}

}  // namespace

HttpAnswer ranged_answer(HttpAnswer answer, const proto::HttpRequest& request, const proto::Validators& validators) {
    const auto* header = request.find("range");
    if (header == nullptr || request.method != "GET" || !proto::range_applies(request, validators)) return answer;
    const auto ranges = proto::parse_range(*header, size_of(answer));
    if (ranges.unsatisfiable) return unsatisfiable(size_of(answer));
    if (ranges.ranges.empty()) return answer;
    if (ranges.ranges.size() == 1) return one_part(std::move(answer), ranges.ranges.front());
    return several_parts(std::move(answer), ranges.ranges);
}

}  // namespace papo::http
