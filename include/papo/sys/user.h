// The unprivileged user to which a server started as root switches.
#pragma once

#include <sys/types.h>

#include <string>

#include "papo/base/result.h"

namespace papo::sys {

struct User {
    std::string name;
    uid_t uid = 0;
    gid_t gid = 0;
};

// Looks up "NAME" or "NAME:GROUP" in the system's user database. An error for root: switching would change nothing.
Result<User> find_user(const std::string& name_and_group);

// Makes a missing folder and its missing parents, owned by the user. Leaves an existing folder unchanged.
Result<void> make_folder_of(const User& user, const std::string& path);

// Switches groups, user and capabilities; fails unless the switch is irreversible. Call it before starting threads.
Result<void> become(const User& user);

}  // namespace papo::sys
