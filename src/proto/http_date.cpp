#include "papo/proto/http_date.h"

#include <array>
#include <ctime>

#include "papo/proto/http_chars.h"

namespace papo::proto {
namespace {

constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 7> long_days{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Removes one of `names` from the front of `text` and returns its index; -1 when there is none.
template <std::size_t size>
int take_name(std::string_view& text, const std::array<std::string_view, size>& names) {
    for (std::size_t i = 0; i < size; ++i) {
        if (text.substr(0, names[i].size()) != names[i]) continue;
        text.remove_prefix(names[i].size());
        return static_cast<int>(i);
    }
    return -1;
}

// Reads `text` by `form`. Each letter is one digit: D day, Y year, h, m, s time. BBB is a month's name, _ a digit or a
// space, and any other character is literal.
bool read_by(std::string_view text, std::string_view form, std::tm& time) {
    if (text.size() != form.size()) return false;
    while (!form.empty()) {
        const char sign = form.front();
        if (sign == 'B') {
            time.tm_mon = take_name(text, months);
            form.remove_prefix(3);
            if (time.tm_mon < 0) return false;
            continue;
        }
        const char c = text.front();
        form.remove_prefix(1);
        text.remove_prefix(1);
        int* number = sign == 'D' || sign == '_' ? &time.tm_mday
                      : sign == 'Y'              ? &time.tm_year
                      : sign == 'h'              ? &time.tm_hour
                      : sign == 'm'              ? &time.tm_min
                      : sign == 's'              ? &time.tm_sec
                                                 : nullptr;
        if (sign == '_' && c == ' ') continue;
        if (number == nullptr ? c != sign : !is_digit(c)) return false;
        if (number != nullptr) *number = *number * 10 + (c - '0');
    }
    return true;
}

// RFC 9110 section 5.6.7: IMF-fixdate, then the two obsolete formats. `time` gets the full year.
bool read(std::string_view text, std::tm& time) {
    auto rest = text;
    if (take_name(rest, long_days) >= 0 && rest.substr(0, 2) == ", ") {
        if (!read_by(rest, ", DD-BBB-YY hh:mm:ss GMT", time)) return false;
        time.tm_year += time.tm_year < 70 ? 2000 : 1900;
        return true;
    }
    rest = text;
    if (take_name(rest, days) < 0) return false;
    const auto form = rest.substr(0, 1) == "," ? ", DD BBB YYYY hh:mm:ss GMT" : " BBB _D hh:mm:ss YYYY";
    return read_by(rest, form, time);
}

}  // namespace

// Without printf, which takes longer than the rest of a head: every answer has one or two dates.
std::string http_date(std::int64_t seconds) {
    const std::time_t time = seconds;
    std::tm utc{};
    ::gmtime_r(&time, &utc);
    std::string text;
    text.reserve(32);
    const auto add = [&text](int number, std::string_view behind) {
        text += static_cast<char>('0' + number / 10 % 10);
        text += static_cast<char>('0' + number % 10);
        text += behind;
    };
    text.append(days[static_cast<std::size_t>(utc.tm_wday)]).append(", ");
    add(utc.tm_mday, " ");
    text.append(months[static_cast<std::size_t>(utc.tm_mon)]).append(" ");
    add((utc.tm_year + 1900) / 100, "");
    add((utc.tm_year + 1900) % 100, " ");
    add(utc.tm_hour, ":");
    add(utc.tm_min, ":");
    add(utc.tm_sec, " GMT");
    return text;
}

std::optional<std::int64_t> parse_http_date(std::string_view text) {
    std::tm given{};
    if (!read(text, given)) return std::nullopt;
    given.tm_year -= 1900;
    if (given.tm_hour > 23 || given.tm_min > 59 || given.tm_sec > 60) return std::nullopt;
    std::tm normal = given;
    const std::int64_t seconds = ::timegm(&normal);
    // timegm() normalizes a day that the month does not have; refuse such dates.
    const std::int64_t second = given.tm_hour * 3600 + given.tm_min * 60 + given.tm_sec;
    std::tm midnight{};
    const std::time_t day = seconds - second;
    ::gmtime_r(&day, &midnight);
    const bool exists = midnight.tm_mday == given.tm_mday && midnight.tm_mon == given.tm_mon;
    return exists ? std::optional{seconds} : std::nullopt;
}

}  // namespace papo::proto
