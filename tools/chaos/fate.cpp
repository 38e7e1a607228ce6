#include "fate.h"

namespace papo::chaos {
namespace {

// Handshake, hello and joins are where a cut hurts most; the rest is for the conversation.
std::uint64_t some_byte(Dice& dice) {
    return dice.chance(0.5) ? dice.between(1, 1500) : dice.spread(17);
}

}  // namespace

Fate draw_fate(Dice& dice) {
    Fate fate;
    fate.after = dice.millis(0, 2000);
    const auto number = dice.between(0, 99);
    if (number < 40) {
        (number < 20 ? fate.cuts.sent : fate.cuts.received) = some_byte(dice);
        fate.turn = Fate::Turn::reset;
    } else if (number < 50) {
        fate.turn = Fate::Turn::abandon;
        fate.lasting = dice.millis(100, 3000);
    } else if (number < 60) {
        fate.turn = Fate::Turn::stall;
        fate.lasting = dice.millis(200, 3000);
        fate.receive_buffer = 4096;
    } else {
        fate.turn = Fate::Turn::hang_up;
        fate.after *= 3;
    }
    return fate;
}

}  // namespace papo::chaos
