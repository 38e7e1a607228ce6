// Which messages were sent and who has them. It finds losses, duplicates and wrong order while the run goes on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tools/bench/load/message_scanner.h"

namespace papo::load {

struct SentMessage {
    std::int64_t due = 0;  // when it was meant to be sent, nanoseconds
    std::uint32_t sender = 0;
    std::uint32_t room = 0;
};

struct Faults {
    std::uint64_t lost = 0;       // deliveries that never came
    std::uint64_t duplicate = 0;  // deliveries that came again, or of a message stored twice
    std::uint64_t gaps = 0;       // numbers of a room that a reader did not get when they were due
    std::uint64_t disorder = 0;   // two readers got different messages under one number
    std::uint64_t foreign = 0;    // not ours, or in the wrong room
    std::uint64_t altered = 0;    // of the sample: not what was sent
    std::uint64_t total() const { return lost + duplicate + gaps + disorder + foreign + altered; }
};

class Ledger {
public:
    // Reader i is in room i % rooms.
    Ledger(std::size_t readers, std::size_t rooms);

    std::uint32_t room_of(std::size_t reader) const { return readers_[reader].room; }
    // The number that the reader should get next; 0: not known until the first message comes.
    std::uint64_t next_number(std::size_t reader) const { return readers_[reader].next; }
    // The reader's next number will be the one behind `seq`.
    void joined(std::size_t reader, std::uint64_t seq);

    std::uint64_t next_id() const { return sent_.size(); }
    void sent(std::size_t sender, std::int64_t due);
    // nullptr when the message is not ours or came before.
    const SentMessage* received(std::size_t reader, const Sighting& sighting);
    void altered() { ++faults_.altered; }

    std::uint64_t expected() const { return expected_; }  // deliveries, of all that was sent up to now
    std::uint64_t delivered() const { return delivered_; }
    // Losses are counted as of now.
    Faults faults() const;

private:
    struct Room {
        std::uint64_t first = 0;           // the number of order[0]
        std::vector<std::uint64_t> order;  // ids by number
        std::uint64_t sent = 0;
        std::uint64_t members = 0;
    };
    struct Reader {
        std::uint32_t room = 0;
        std::uint64_t next = 0;
        std::uint64_t received = 0;
    };

    bool check_number(Reader& reader, Room& room, const Sighting& sighting);

    std::vector<SentMessage> sent_;
    std::vector<Room> rooms_;
    std::vector<Reader> readers_;
    std::uint64_t expected_ = 0;
    std::uint64_t delivered_ = 0;
    Faults faults_;
};

}  // namespace papo::load
