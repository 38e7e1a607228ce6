#include "papo/commands/export_words.h"

#include <cstdlib>

namespace papo::commands {
namespace {

constexpr ExportWords english{"en",
                              "1 message",
                              "messages",
                              "Nothing was said here.",
                              "exported on",
                              "this file is not in the uploads folder any more",
                              {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
                              {"January", "February", "March", "April", "May", "June", "July", "August", "September",
                               "October", "November", "December"},
                              ", ",
                              " ",
                              '.'};

constexpr ExportWords portuguese{
    "pt-BR",
    "1 mensagem",
    "mensagens",
    "Nada foi dito aqui.",
    "exportado em",
    "este arquivo não está mais na pasta de arquivos enviados",
    {"domingo", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado"},
    {"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro",
     "dezembro"},
    ", ",
    " de ",
    ','};

}  // namespace

const ExportWords& words_of_environment() {
    for (const auto* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        const std::string_view language = value != nullptr ? value : "";
        if (!language.empty()) return language.substr(0, 2) == "pt" ? portuguese : english;
    }
    return english;
}

std::string date_in_words(const ExportWords& words, const std::tm& date) {
    std::string text(words.weekdays.at(static_cast<std::size_t>(date.tm_wday)));
    text += words.after_weekday;
    text += std::to_string(date.tm_mday);
    text += words.between_date;
    text += words.months.at(static_cast<std::size_t>(date.tm_mon));
    text += words.between_date;
    return text + std::to_string(date.tm_year + 1900);
}

std::string size_in_words(const ExportWords& words, std::uint64_t bytes) {
    constexpr std::array<std::string_view, 5> units{" B", " KB", " MB", " GB", " TB"};
    std::size_t unit = 0;
    auto tenths = bytes * 10;
    for (; tenths >= 10'240 && unit + 1 < units.size(); ++unit) tenths /= 1024;
    auto text = std::to_string(tenths / 10);
    if (unit > 0 && tenths < 100) {
        text += words.decimal_point;
        text += std::to_string(tenths % 10);
    }
    return text.append(units.at(unit));
}

}  // namespace papo::commands
