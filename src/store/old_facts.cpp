#include "papo/store/old_facts.h"

#include <array>

#include "papo/store/codec.h"

namespace papo::store {
namespace {

// The fields of each kind, by its number: n a number, s a string, o a number and, unless the number is 0, a string.
constexpr std::array<std::string_view, 8> fields_of{
    "",            // no kind
    "nsss",        // room made: room, name, epoch, password
    "n",           // room forgotten: room
    "nnnsssos",    // said: room, seq, time, session, name, id, text, file
    "nss",         // person came: room, session, name
    "ns",          // person went: room, name
    "sssnnnnsnn",  // file added: stored name, name, type, kind, size, width, height, preview, bytes, time
    "s",           // file removed: stored name
};

void skip_field(Decoder& in, char field) {
    if (field == 'n') {
        (void)in.number();
    } else if (field == 's' || in.number() != 0) {
        (void)in.string();
    }
}

}  // namespace

bool append_old_facts(std::string& out, std::string_view record) {
    Decoder in(record);
    while (!in.at_end()) {
        const auto kind = in.number();
        if (kind == 0 || kind >= fields_of.size()) return false;
        const auto from = in.rest();
        for (const char field : fields_of[static_cast<std::size_t>(kind)]) skip_field(in, field);
        if (in.failed()) return false;
        const auto fields = from.substr(0, from.size() - in.rest().size());
        out += static_cast<char>(kind);
        put_u32(out, static_cast<std::uint32_t>(fields.size()));
        out += fields;
    }
    return true;
}

}  // namespace papo::store
