#include "papo/server/confinement.h"

#include <linux/capability.h>
#include <openssl/crypto.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "papo/store/disk.h"
#include "papo/store/journal.h"
#include "papo/store/log_storage.h"
#include "papo/sys/call_filter.h"
#include "papo/sys/file_rules.h"
#include "papo/sys/privileges.h"
#include "papo/sys/user.h"

namespace papo::server {
namespace {

std::vector<std::string> folders_of_history(const config::Config& config) {
    if (config.db == store::LogStorage::in_memory) return {};
    const auto folder = std::filesystem::path(config.db).parent_path().string();
    return {folder.empty() ? "." : folder, store::journal_folder(config.db)};
}

// The path that a reload must read. If the configuration's folder is named "papo", the whole folder, because editors
// replace a file by a new one; else the file alone, which a reload can read until it is replaced.
std::string readable_for(const std::string& file) {
    if (file.empty()) return {};
    std::error_code error;
    const auto folder = std::filesystem::canonical(file, error).parent_path();
    return folder.filename() == "papo" ? folder.string() : file;
}

std::vector<std::string> folders_of(const config::Config& config) {
    auto folders = folders_of_history(config);
    folders.push_back(config.uploads);
    return folders;
}

Result<void> become_user(const config::Config& config) {
    const auto user = sys::find_user(config.user);
    if (!user) return user.error();
    if (::geteuid() == 0) {
        for (const auto& folder : folders_of(config)) {
            if (auto made = sys::make_folder_of(*user, folder); !made) return made;
        }
    }
    return sys::become(*user);
}

// File rules apply only to folders that exist.
Result<void> make_folders_of_history(const config::Config& config) {
    for (const auto& folder : folders_of_history(config)) {
        if (auto made = store::real_disk().make_folder(folder); !made) return made;
    }
    return {};
}

}  // namespace

Result<void> take_on_user(const config::Config& config) {
    if (!config.user.empty()) {
        if (auto become = become_user(config); !become) return become;
    } else if (config.sandbox) {
        if (auto kept = sys::keep_capabilities({CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FOWNER}); !kept) return kept;
    }
    // A core dump holds passwords and the key of session tokens. The kernel changes this setting with the user, so it
    // follows become_user().
    sys::allow_core_dumps(!config.sandbox);
    if (auto given_up = sys::give_up_new_privileges(); !given_up) return given_up;
    return make_folders_of_history(config);
}

void restrict_files(const config::Config& config, const ops::Log& log) {
    // libcrypto would load the system's configuration at its first use, when that file is out of reach; papo needs only
    // the built-in providers.
    ::OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
    if (!config.sandbox) return;
    ::tzset();
    // The time zone for terminals, the boot id for the journal, random numbers for SQLite.
    sys::FileRules rules{folders_of(config),
                         {"/etc/localtime", "/usr/share/zoneinfo", "/proc/sys/kernel/random/boot_id", "/dev/urandom"}};
    if (const auto file = readable_for(config.file); !file.empty()) rules.read.push_back(file);
    if (auto done = sys::restrict_files(rules); !done) {
        log->warn("files outside of papo's folders are not locked away: {}", done.error().message);
    }
}

void restrict_calls(const config::Config& config, const ops::Log& log) {
    if (!config.sandbox) return;
    if (auto done = sys::restrict_calls(); !done) log->warn("system calls are not filtered: {}", done.error().message);
}

}  // namespace papo::server
