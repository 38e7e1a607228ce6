#include "tests/support/stored_log.h"

#include <sqlite3.h>

#include <stdexcept>

namespace papo::test {

std::vector<Json> read_log(ChatClient& client, const std::string& room) {
    std::vector<Json> log;
    std::uint64_t before = 1ULL << 50U;
    for (bool more = true; more;) {
        client.say({{"type", "history"}, {"room", room}, {"before", before}, {"limit", 200}});
        const auto page = client.read("history");
        const auto& entries = page.at("messages");
        log.insert(log.begin(), entries.begin(), entries.end());
        more = page.at("more").get<bool>();
        if (!log.empty()) before = log.front().at("seq").get<std::uint64_t>();
    }
    return log;
}

std::string run_sql(const std::filesystem::path& path, const std::string& sql) {
    sqlite3* db = nullptr;
    std::string last;
    char* trouble = nullptr;
    const auto take = [](void* out, int, char** columns, char**) {
        *static_cast<std::string*>(out) = columns[0] != nullptr ? columns[0] : "";
        return 0;
    };
    if (sqlite3_open(path.c_str(), &db) == SQLITE_OK) sqlite3_exec(db, sql.c_str(), take, &last, &trouble);
    const std::string error = trouble != nullptr ? trouble : "";
    sqlite3_free(trouble);
    sqlite3_close(db);
    if (!error.empty()) throw std::runtime_error(error);
    return last;
}

}  // namespace papo::test
