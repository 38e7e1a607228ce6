// A proposer that records the answer to each proposal.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "papo/chat/storage.h"

namespace papo::test {

class Answers final : public chat::Proposer {
public:
    void stored(chat::RoomLog&, std::span<const chat::EntryPtr> entries, std::span<const chat::Ticket>) override {
        kept.insert(kept.end(), entries.begin(), entries.end());
    }
    void refused(chat::RoomLog&, std::span<const chat::EntryPtr> drafts, std::span<const chat::Ticket>,
                 const Error& why) override {
        for (const auto& draft : drafts) lost.push_back(draft->id + ": " + why.message);
    }

    std::vector<chat::EntryPtr> kept;
    std::vector<std::string> lost;
};

}  // namespace papo::test
