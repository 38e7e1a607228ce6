#include "papo/sys/user.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "papo/base/fd.h"
#include "papo/sys/privileges.h"

namespace papo::sys {
namespace {

Error cannot_become(const User& user, const std::string& why) {
    return {"cannot become the user " + user.name + ": " + why};
}

Error cannot_make(const std::string& path, int error) {
    return {"cannot make the folder " + path + ": " + std::strerror(error)};
}

bool is_for_good(const User& user) {
    uid_t real = 0;
    uid_t effective = 0;
    uid_t saved = 0;
    gid_t real_group = 0;
    gid_t effective_group = 0;
    gid_t saved_group = 0;
    if (::getresuid(&real, &effective, &saved) != 0) return false;
    if (::getresgid(&real_group, &effective_group, &saved_group) != 0) return false;
    if (real != user.uid || effective != user.uid || saved != user.uid) return false;
    if (real_group != user.gid || effective_group != user.gid || saved_group != user.gid) return false;
    return ::setuid(0) != 0 && ::seteuid(0) != 0 && ::setgroups(0, nullptr) != 0;
}

// Never follows a symbolic link, which another user might have put there meanwhile.
Result<void> make_one(const User& user, const std::string& path) {
    if (::mkdir(path.c_str(), 0755) != 0) {
        if (errno == EEXIST) return {};
        return cannot_make(path, errno);
    }
    const Fd folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!folder || ::fchown(folder.get(), user.uid, user.gid) != 0) return cannot_make(path, errno);
    return {};
}

}  // namespace

Result<User> find_user(const std::string& name_and_group) {
    const auto colon = name_and_group.find(':');
    const auto name = name_and_group.substr(0, colon);
    const auto* entry = ::getpwnam(name.c_str());
    if (entry == nullptr) return Error{"--user: there is no user \"" + name + "\" on this system"};
    if (entry->pw_uid == 0) return Error{"--user: " + name + " is root, and papo is to be somebody else"};
    User user{name, entry->pw_uid, entry->pw_gid};
    if (colon == std::string::npos) return user;
    const auto group = name_and_group.substr(colon + 1);
    const auto* group_entry = ::getgrnam(group.c_str());
    if (group_entry == nullptr) return Error{"--user: there is no group \"" + group + "\" on this system"};
    user.gid = group_entry->gr_gid;
    return user;
}

Result<void> make_folder_of(const User& user, const std::string& path) {
    std::filesystem::path made;
    for (const auto& part : std::filesystem::path(path)) {
        made /= part;
        if (std::error_code error; std::filesystem::exists(made, error)) continue;
        if (auto done = make_one(user, made.string()); !done) return done;
    }
    return {};
}

Result<void> become(const User& user) {
    if (::geteuid() != 0) return cannot_become(user, "only root can; start papo as root, or leave --user away");
    if (::initgroups(user.name.c_str(), user.gid) != 0 || ::setresgid(user.gid, user.gid, user.gid) != 0 ||
        ::setresuid(user.uid, user.uid, user.uid) != 0) {
        return cannot_become(user, std::strerror(errno));
    }
    if (auto dropped = keep_capabilities({}); !dropped) return cannot_become(user, dropped.error().message);
    if (!is_for_good(user)) return cannot_become(user, "the system would let papo go back");
    return {};
}

}  // namespace papo::sys
