// Stands between the hub and its storage, reports each call to the model, and counts unanswered questions.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "papo/chat/storage.h"
#include "tests/sim/model.h"

namespace papo::sim {

class Witness final : public chat::Storage, public chat::Proposer {
public:
    // `has_written`: whether all facts are in the journal.
    Witness(chat::Storage& storage, Model& model, std::function<bool()> has_written)
        : storage_(storage), model_(model), has_written_(std::move(has_written)) {
        storage_.answer_to(this);
    }
    ~Witness() override { storage_.answer_to(nullptr); }
    Witness(const Witness&) = delete;
    Witness& operator=(const Witness&) = delete;

    std::uint64_t asked() const { return asked_; }
    // A question about a room that was just forgotten waits until the storage has written the removal, and later
    // questions wait behind it.
    bool is_answer_held() const { return answer_held_; }

    // All facts up to now are in the journal.
    void written() {
        model_.facts_written();
        forgotten_ = answer_held_ = false;
    }

    chat::Ready prepare(std::string_view room, const chat::SessionId& session, bool is_new,
                        chat::Ticket ticket) override {
        const auto ready = count(storage_.prepare(room, session, is_new, ticket));
        if (ready == chat::Ready::later && forgotten_) answer_held_ = true;
        return ready;
    }
    chat::RoomLog* find_room(std::string_view room) override { return storage_.find_room(room); }
    Result<chat::RoomLog*> create_room(std::string_view room, std::string_view password_hash) override {
        auto made = storage_.create_room(room, password_hash);
        if (made) model_.room_made(std::string(room), (*made)->record().epoch, std::string(password_hash));
        return made;
    }
    void forget_room(chat::RoomLog& log) override {
        model_.room_forgotten(log.name());
        forgotten_ = true;
        storage_.forget_room(log);
    }
    void hold_room(chat::RoomLog& log) override {
        model_.room_held(log.name());
        storage_.hold_room(log);
    }
    void release_room(chat::RoomLog& log) override {
        model_.room_released(log.name());
        storage_.release_room(log);
    }
    chat::Ready extend_tail(chat::RoomLog& log, std::uint64_t seq, chat::Ticket ticket) override {
        return count(storage_.extend_tail(log, seq, ticket));
    }
    void person_came(chat::RoomLog& log, const chat::SessionId& session, std::string_view name) override {
        model_.person_came(log.name(), session, std::string(name));
        storage_.person_came(log, session, name);
    }
    void person_went(chat::RoomLog& log, const chat::SessionId& session, std::string_view name) override {
        model_.person_went(log.name(), std::string(name));
        storage_.person_went(log, session, name);
    }
    void answer_to(chat::Proposer* proposer) override { proposer_ = proposer; }
    void propose(chat::RoomLog& log, chat::Draft draft, chat::Ticket ticket) override {
        storage_.propose(log, draft, ticket);
        model_.proposed(log.name(), std::move(draft), ticket);
    }
    void commit() override {
        storage_.commit();
        if (has_written_()) written();
    }
    void stored(chat::RoomLog& log, std::span<const chat::EntryPtr> entries,
                std::span<const chat::Ticket> tickets) override {
        model_.stored(log.name(), entries);
        if (proposer_ != nullptr) proposer_->stored(log, entries, tickets);
    }
    void refused(chat::RoomLog& log, std::span<const chat::EntryPtr> drafts, std::span<const chat::Ticket> tickets,
                 const Error& why) override {
        model_.refused(log.name(), drafts);
        if (proposer_ != nullptr) proposer_->refused(log, drafts, tickets, why);
    }
    void read_page(chat::RoomLog& log, std::uint64_t before, std::size_t limit, std::size_t max_weight,
                   chat::Ticket ticket) override {
        ++asked_;
        storage_.read_page(log, before, limit, max_weight, ticket);
    }
    void read_said(chat::RoomLog& log, const chat::SessionId& session, std::uint64_t seq, std::string_view id,
                   chat::Ticket ticket) override {
        ++asked_;
        storage_.read_said(log, session, seq, id, ticket);
    }
    void search(chat::RoomLog& log, std::string_view query, std::uint64_t before, std::size_t limit,
                std::size_t max_weight, chat::Ticket ticket) override {
        ++asked_;
        storage_.search(log, query, before, limit, max_weight, ticket);
    }
    chat::Ready prepare_file(std::string_view filename, chat::Ticket ticket) override {
        return count(storage_.prepare_file(filename, ticket));
    }
    std::shared_ptr<const chat::FileInfo> find_file(std::string_view filename) override {
        return storage_.find_file(filename);
    }

private:
    chat::Ready count(chat::Ready ready) {
        if (ready == chat::Ready::later) ++asked_;
        return ready;
    }

    chat::Storage& storage_;
    Model& model_;
    std::function<bool()> has_written_;
    chat::Proposer* proposer_ = nullptr;
    std::uint64_t asked_ = 0;
    bool forgotten_ = false;  // the hub has forgotten a room since the last commit
    bool answer_held_ = false;
};

}  // namespace papo::sim
