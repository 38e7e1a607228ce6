// What is going to happen to a connection, drawn before it is made.
#pragma once

#include "dice.h"
#include "socket.h"

namespace papo::chaos {

struct Fate {
    enum class Turn {
        none,
        abandon,  // left open and unread, while its person comes back on another
        hang_up,  // closed without a Close frame
        reset,    // a cut whose byte did not come
        stall     // not read for a while
    };
    Cuts cuts;
    Turn turn = Turn::none;
    Millis after{0};    // the upgrade
    Millis lasting{0};  // of a stall, or until what was abandoned is closed
    int receive_buffer = 0;
};

Fate draw_fate(Dice& dice);

}  // namespace papo::chaos
