// The words of an exported page in Portuguese and English, and dates and sizes in words.
#pragma once

#include <array>
#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

namespace papo::commands {

struct ExportWords {
    std::string_view language;  // of the page (BCP 47)
    std::string_view one_message;
    std::string_view messages;  // after their number
    std::string_view no_messages;
    std::string_view exported;      // before a date
    std::string_view missing_file;  // for an upload that is not in the folder
    std::array<std::string_view, 7> weekdays;
    std::array<std::string_view, 12> months;
    std::string_view after_weekday;
    std::string_view between_date;  // day, month and year
    char decimal_point = '.';
};

// The words in the environment's language (LC_ALL, LC_MESSAGES, LANG).
const ExportWords& words_of_environment();

// "Friday, 7 March 2025"
std::string date_in_words(const ExportWords& words, const std::tm& date);
// "1.4 MB"
std::string size_in_words(const ExportWords& words, std::uint64_t bytes);

}  // namespace papo::commands
