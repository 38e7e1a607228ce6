// Journal records with any content, as damage with a matching checksum: a fact that decodes also encodes.
#include "papo/store/codec.h"
#include "papo/store/facts.h"
#include "tests/fuzz/target.h"

namespace papo::fuzz {
namespace {

// Decodes and encodes all facts of a record up to the first malformed one.
std::string rewritten(std::string_view record) {
    store::Decoder decoder(record);
    std::string facts;
    while (!decoder.at_end() && !decoder.failed()) {
        const auto fact = store::take_fact(decoder);
        if (!fact || decoder.failed()) break;
        std::visit([&](const auto& one) { store::append_fact(facts, one); }, *fact);
    }
    return facts;
}

}  // namespace

void journal(std::string_view input) {
    const auto record = exact(input);
    const auto once = rewritten({record.data(), record.size()});
    require_equal(once, rewritten(once), "facts are the same written and read again");
}

}  // namespace papo::fuzz
