// The user that a server started as root goes on as.
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

// "NAME" or "NAME:GROUP", as the system's user database knows them. Not root: that would change nothing.
Result<User> find_user(const std::string& name_and_group);

// A folder that is missing is made, with those above it, and belongs to the user. One that is there stays as it is.
Result<void> make_folder_of(const User& user, const std::string& path);

// Groups, user and capabilities, for good: succeeds only when there is no way back. Before threads are started.
Result<void> become(const User& user);

}  // namespace papo::sys
