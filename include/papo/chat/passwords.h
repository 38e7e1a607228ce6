// The hub's interface to password hashing, which is costly on purpose: it runs elsewhere and answers later.
#pragma once

#include <string>

#include "papo/chat/ids.h"

namespace papo::chat {

class Passwords {
public:
    virtual ~Passwords() = default;

    // Answers come later, through Hub::password_hashed and Hub::password_checked.
    // Both return false, and begin nothing, when too many jobs are waiting.
    virtual bool hash(Ticket ticket, std::string password) = 0;
    virtual bool check(Ticket ticket, std::string password, std::string hash) = 0;
};

}  // namespace papo::chat
