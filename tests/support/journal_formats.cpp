#include "tests/support/journal_formats.h"

#include <zlib.h>

#include "papo/store/codec.h"

namespace papo::test {
namespace {

std::uint32_t crc(std::string_view bytes) {
    return static_cast<std::uint32_t>(
        ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

}  // namespace

std::string old_record(std::string_view payload) {
    std::string record;
    store::put_u32(record, static_cast<std::uint32_t>(payload.size()));
    store::put_u32(record, ~static_cast<std::uint32_t>(payload.size()));
    store::put_u32(record, crc(payload));
    return record.append(payload);
}

std::string head_of_format(std::uint32_t format) {
    std::string head = "papo-log";
    store::put_u32(head, format);
    store::put_u32(head, 100);
    head.append(84 - 4, 'x');
    store::put_u32(head, crc(head));
    return head;
}

}  // namespace papo::test
