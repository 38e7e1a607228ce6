// What papo 0.1.0 has stored (tests/data/0.1.0), copied to where a test may change it.
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>

#include "tests/support/temp_folder.h"

namespace papo::test {

class OldData {
public:
    OldData();

    const std::filesystem::path& folder() const { return folder_.path(); }
    std::filesystem::path database() const { return folder_.path() / "data" / "papo.db"; }
    std::filesystem::path journal() const { return database().string() + ".journal"; }
    std::filesystem::path segment() const { return journal() / "0000000000000003.log"; }
    std::filesystem::path uploads() const { return folder_.path() / "uploads"; }
    // What clients were told of it: "sessions" by name, "rooms" by name (epoch, seq, messages), "nobodys" upload.
    const nlohmann::json& expected() const { return expected_; }

private:
    TempFolder folder_;
    nlohmann::json expected_;
};

}  // namespace papo::test
