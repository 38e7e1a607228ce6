// Reads a server's history, from the server or from its database.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/ws_client.h"

namespace papo::test {

// All entries of a room, read page by page from the newest one. The client is in the room.
std::vector<Json> read_log(ChatClient& client, const std::string& room);

// Runs the statements on the database and returns the first column of the last row; empty if there is none.
std::string run_sql(const std::filesystem::path& path, const std::string& sql);

}  // namespace papo::test
