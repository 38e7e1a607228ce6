// Password hashing as the hub sees it: costly on purpose, so it happens elsewhere and answers later.
#pragma once

#include <string>

#include "papo/chat/ids.h"

namespace papo::chat {

class Passwords {
public:
    virtual ~Passwords() = default;

    // Each is answered later through Hub::password_hashed or Hub::password_checked.
    // False: too many jobs are waiting; nothing was begun.
    virtual bool hash(Ticket ticket, std::string password) = 0;
    virtual bool check(Ticket ticket, std::string password, std::string hash) = 0;
};

}  // namespace papo::chat
