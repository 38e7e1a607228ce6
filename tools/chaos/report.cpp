#include "report.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace papo::chaos {
namespace {

using Row = std::pair<std::string, std::string>;

std::string text_of(std::uint64_t number) {
    auto digits = std::to_string(number);
    for (auto at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
    return digits;
}

std::string starts_of(std::vector<Millis> times) {
    if (times.empty()) return "-";
    std::sort(times.begin(), times.end());
    return std::to_string(times[times.size() / 2].count()) + " / " + std::to_string(times.back().count());
}

std::string with_decimal(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", number);
    return text;
}

void add_mischief(std::vector<Row>& rows, const World& world, const Outcome& outcome) {
    const auto& ends = outcome.ends;
    const auto& tally = world.tally;
    rows.insert(
        rows.end(),
        {{"rooms; people who write, who read",
          text_of(world.options.rooms) + "; " + text_of(world.options.writers) + ", " + text_of(world.options.readers)},
         {"server killed (kill -9)", text_of(ends.kills)},
         {"... while it was starting; stopping", text_of(ends.during_start) + "; " + text_of(ends.during_stop)},
         {"server stopped (SIGTERM)", text_of(ends.terminations)},
         {"server's start, ms: median / longest", starts_of(outcome.start_times)},
         {"connections made", text_of(tally.connections)},
         {"... reset at a random byte", text_of(tally.cut)},
         {"... left half-open; hung up", text_of(tally.half_open) + "; " + text_of(tally.hung_up)},
         {"... not read for a while; cut off as too slow", text_of(tally.stalls) + "; " + text_of(tally.too_slow)},
         {"rooms resumed; holes filled from the history",
          text_of(tally.resumes) + "; " + text_of(tally.holes_filled)}});
}

void add_messages(std::vector<Row>& rows, const World& world, const Outcome& outcome) {
    const auto& verdict = outcome.verdict;
    const auto& tally = world.tally;
    rows.insert(
        rows.end(),
        {{"messages sent", text_of(verdict.sent)},
         {"... sent again: unacknowledged; acknowledged", text_of(tally.resent) + "; " + text_of(tally.repeated)},
         {"messages acknowledged", text_of(verdict.acknowledged)},
         {"messages found by a fresh reader", text_of(verdict.found)},
         {"**lost**", text_of(verdict.lost)},
         {"**duplicated**", text_of(verdict.duplicated)},
         {"**out of order**", text_of(verdict.out_of_order)},
         {"**altered or unknown**", text_of(verdict.altered + verdict.unknown)},
         {"**told of as having left**", text_of(tally.leaves)},
         {"longest absence, s", with_decimal(static_cast<double>(world.attendance.longest_absence().count()) / 1000)},
         {"seconds", with_decimal(outcome.seconds)}});
}

}  // namespace

std::string table_of(const World& world, const Outcome& outcome) {
    std::vector<Row> rows{{"chaos", "seed " + std::to_string(world.options.seed)}, {"", ""}};
    add_mischief(rows, world, outcome);
    add_messages(rows, world, outcome);
    std::size_t left = 0;
    std::size_t right = 0;
    for (const auto& [what, count] : rows) {
        left = std::max(left, what.size());
        right = std::max(right, count.size());
    }
    rows[1] = {std::string(left, '-'), std::string(right - 1, '-') + ":"};
    std::string table;
    for (const auto& [what, count] : rows) {
        table += "| " + what + std::string(left - what.size(), ' ') + " | " + std::string(right - count.size(), ' ') +
                 count + " |\n";
    }
    return table;
}

std::string failures_of(const Findings& findings) {
    std::string text;
    for (std::size_t i = 0; i < static_cast<std::size_t>(Check::count); ++i) {
        const auto check = static_cast<Check>(i);
        const auto count = findings.count(check);
        if (count == 0) continue;
        text += "\nFAILED: " + std::string(sentence_of(check)) + " (" + text_of(count) + ")\n";
        for (const auto& what : findings.first(check)) text += "  " + what + "\n";
        if (count > Findings::shown) text += "  ...\n";
    }
    return text;
}

std::string summary_of(const Findings& findings) {
    const auto all = static_cast<std::size_t>(Check::count);
    const auto failed = findings.failed_checks();
    return std::to_string(all - failed) + " passed, " + std::to_string(failed) + " failed\n";
}

}  // namespace papo::chaos
