#include "papo/proto/http_date.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace papo::proto {
namespace {

constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Parts {
    int day = 0;
    std::array<char, 4> month{};
    int year = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
};

bool scan(const std::string& text, Parts& p) {
    char end = 0;
    std::array<char, 10> weekday{};
    if (std::sscanf(text.c_str(), "%3s, %2d %3s %4d %2d:%2d:%2d GM%c", weekday.data(), &p.day, p.month.data(), &p.year,
                    &p.hour, &p.minute, &p.second, &end) == 8) {
        return end == 'T';
    }
    if (std::sscanf(text.c_str(), "%9[A-Za-z], %2d-%3[A-Za-z]-%2d %2d:%2d:%2d GM%c", weekday.data(), &p.day,
                    p.month.data(), &p.year, &p.hour, &p.minute, &p.second, &end) == 8) {
        p.year += p.year < 70 ? 2000 : 1900;
        return end == 'T';
    }
    return std::sscanf(text.c_str(), "%3s %3s %2d %2d:%2d:%2d %4d", weekday.data(), p.month.data(), &p.day, &p.hour,
                       &p.minute, &p.second, &p.year) == 7;
}

int month_of(std::string_view name) {
    for (std::size_t i = 0; i < months.size(); ++i) {
        if (name == months[i]) return static_cast<int>(i);
    }
    return -1;
}

}  // namespace

std::string http_date(std::int64_t seconds) {
    const std::time_t time = seconds;
    std::tm utc{};
    ::gmtime_r(&time, &utc);
    std::array<char, 64> text{};
    const int size = std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                                   days[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                                   months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                                   utc.tm_min, utc.tm_sec);
    return {text.data(), static_cast<std::size_t>(size)};
}

std::optional<std::int64_t> parse_http_date(std::string_view text) {
    Parts p;
    if (text.size() > 40 || !scan(std::string(text), p)) return std::nullopt;
    std::tm utc{};
    utc.tm_mon = month_of(p.month.data());
    utc.tm_mday = p.day;
    utc.tm_year = p.year - 1900;
    utc.tm_hour = p.hour;
    utc.tm_min = p.minute;
    utc.tm_sec = p.second;
    const bool plausible = utc.tm_mon >= 0 && p.day >= 1 && p.day <= 31 && p.hour >= 0 && p.hour < 24 &&
                           p.minute >= 0 && p.minute < 60 && p.second >= 0 && p.second <= 60;
    if (!plausible) return std::nullopt;
    return std::int64_t{::timegm(&utc)};
}

}  // namespace papo::proto
