#include "tests/support/old_data.h"

namespace papo::test {

OldData::OldData() {
    namespace fs = std::filesystem;
    const fs::path source = "tests/data/0.1.0";
    for (const auto* part : {"data", "uploads"}) {
        fs::copy(source / part, folder_.path() / part, fs::copy_options::recursive);
    }
    expected_ = nlohmann::json::parse(read_file(source / "expected.json"));
}

}  // namespace papo::test
