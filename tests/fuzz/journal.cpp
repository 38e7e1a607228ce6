// Segments and records with any content, as damage with a matching checksum: a fact that decodes also encodes, and what
// 0.1.0 wrote decodes to facts of today's format.
#include <optional>

#include "papo/store/codec.h"
#include "papo/store/facts.h"
#include "papo/store/journal.h"
#include "papo/store/old_facts.h"
#include "tests/fuzz/target.h"

namespace papo::fuzz {
namespace {

// Decodes and encodes all facts of a record up to the first malformed one.
std::string rewritten(std::string_view record, bool must_be_whole = false) {
    store::Decoder decoder(record);
    std::string facts;
    while (!decoder.at_end() && !decoder.failed()) {
        const auto fact = store::take_fact(decoder);
        if (!fact || decoder.failed()) break;
        std::visit([&](const auto& one) { store::append_fact(facts, one); }, *fact);
    }
    require(!must_be_whole || (decoder.at_end() && !decoder.failed()), "old facts are facts");
    return facts;
}

// Of whoever's database; records and what is cut off make up what the head leaves.
void check_segment(std::string_view bytes) {
    const auto segment = store::read_segment(bytes, 1, {}, std::nullopt);
    const auto end = segment.records.empty() ? 0 : segment.records.back().end.offset;
    require(end <= bytes.size() && segment.cut <= bytes.size() - end, "nothing is read twice");
    require(segment.end != store::SegmentEnd::whole || segment.cut == 0, "nothing of a whole segment is left out");
    for (const auto& record : segment.records) (void)rewritten(record.payload());
}

}  // namespace

void journal(std::string_view input) {
    const auto bytes = exact(input);
    const std::string_view record(bytes.data(), bytes.size());
    const auto once = rewritten(record);
    require_equal(once, rewritten(once), "facts are the same written and read again");
    std::string facts;
    if (store::append_old_facts(facts, record)) (void)rewritten(facts, true);
    check_segment(record);
}

}  // namespace papo::fuzz
