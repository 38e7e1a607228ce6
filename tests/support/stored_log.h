// What a server has stored: asked of it, or looked at in its database.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/ws_client.h"

namespace papo::test {

// Everything a room has, read page by page from its newest entry. The client is in the room.
std::vector<Json> read_log(ChatClient& client, const std::string& room);

// Runs the statements on the database; the first column of the last row, empty when there is none.
std::string run_sql(const std::filesystem::path& path, const std::string& sql);

}  // namespace papo::test
