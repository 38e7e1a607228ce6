// A storage without a disk: keeps whole logs in memory and answers at once. A test can make it answer later, as the
// real one does, drop logs from memory, or fail.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "papo/chat/storage.h"
#include "tests/support/said.h"

namespace papo::test {

class MemoryStorage : public chat::Storage {
public:
    // Whether even answers that are ready wait for take_answers().
    bool answers_later = false;
    // The error of the next commits; empty: they succeed.
    std::string broken;
    // Whether only answer() answers proposals, as a disk that must sync first.
    bool slow = false;

    chat::Ready prepare(std::string_view room, const chat::SessionId& session, bool is_new,
                        chat::Ticket ticket) override {
        auto* log = find(room);
        if (log != nullptr && log->ids(session) == nullptr) {
            auto& own = log->keep_ids(session);
            for (const auto& entry : said_[log->name()]) {
                if (entry->session == session && !is_new) own.add(entry->id, entry->seq);
            }
        }
        if (!answers_later || prepared_.contains({std::string(room), session})) return chat::Ready::now;
        prepared_[{std::string(room), session}] = true;
        answers_.push_back({ticket, std::nullopt, {}, false});
        return chat::Ready::later;
    }
    chat::RoomLog* find_room(std::string_view room) override { return find(room); }
    Result<chat::RoomLog*> create_room(std::string_view room, std::string_view password_hash) override {
        chat::RoomRecord record;
        record.number = ++rooms_made;
        record.name = room;
        record.epoch = "epoch" + std::to_string(rooms_made);
        record.password_hash = password_hash;
        auto& made = rooms_[std::string(room)];
        made = std::make_unique<chat::RoomLog>(std::move(record));
        return made.get();
    }
    void forget_room(chat::RoomLog& log) override {
        newest_ts_.erase(&log);
        rooms_.erase(std::string(log.name()));
    }
    void hold_room(chat::RoomLog& log) override { ++held[log.name()]; }
    void release_room(chat::RoomLog& log) override { held.erase(log.name()); }
    chat::Ready extend_tail(chat::RoomLog& log, std::uint64_t seq, chat::Ticket ticket) override {
        std::vector<chat::EntryPtr> older;
        for (const auto& entry : said_[log.name()]) {
            if (entry->seq >= seq && entry->seq < log.in_memory_from()) older.push_back(entry);
        }
        log.prepend(older);
        answers_.push_back({ticket, std::nullopt, {}, false});
        return chat::Ready::later;
    }
    void person_came(chat::RoomLog&, const chat::SessionId&, std::string_view name) override {
        notes.push_back("+" + std::string(name));
    }
    void person_went(chat::RoomLog&, const chat::SessionId&, std::string_view name) override {
        notes.push_back("-" + std::string(name));
    }

    void answer_to(chat::Proposer* proposer) override { proposer_ = proposer; }
    void propose(chat::RoomLog& log, chat::Draft draft, chat::Ticket ticket) override {
        auto& newest = newest_ts_[&log];
        draft->seq = log.record().seq + log.proposals() + 1;
        draft->ts = newest = std::max({newest, log.record().ts, draft->ts});
        log.propose(*draft);
        proposed_.push_back({&log, std::move(draft), ticket});
    }
    void commit() override {
        if (!slow) answer();
    }
    // Answers all proposals, each room's in one run.
    void answer() {
        std::vector<Run> runs;
        for (auto& [log, draft, ticket] : std::exchange(proposed_, {})) {
            auto run = std::find_if(runs.begin(), runs.end(), [in = log](const Run& each) { return each.log == in; });
            if (run == runs.end()) run = runs.insert(run, Run{log, {}, {}});
            run->entries.push_back(std::move(draft));
            run->tickets.push_back(ticket);
        }
        for (auto& run : runs) broken.empty() ? accept(run) : refuse(run);
    }

    void read_page(chat::RoomLog& log, std::uint64_t before, std::size_t limit, std::size_t max_weight,
                   chat::Ticket ticket) override {
        answers_.push_back({ticket, std::nullopt, page_of(log, before, limit, max_weight, ""), false});
    }
    void read_said(chat::RoomLog& log, const chat::SessionId& session, std::uint64_t seq, std::string_view id,
                   chat::Ticket ticket) override {
        chat::StorageAnswer answer;
        answer.ticket = ticket;
        for (const auto& entry : said_[log.name()]) {
            if (entry->seq != seq || entry->session != session || entry->id != id) continue;
            answer.said = true;
            if (seq >= log.record().first) answer.page.entries = {entry};
        }
        answers_.push_back(std::move(answer));
    }
    void search(chat::RoomLog& log, std::string_view query, std::uint64_t before, std::size_t limit,
                std::size_t max_weight, chat::Ticket ticket) override {
        answers_.push_back({ticket, std::nullopt, page_of(log, before, limit, max_weight, query), false});
    }
    chat::Ready prepare_file(std::string_view, chat::Ticket) override { return chat::Ready::now; }
    std::shared_ptr<const chat::FileInfo> find_file(std::string_view filename) override {
        const auto at = files.find(std::string(filename));
        return at == files.end() ? nullptr : at->second;
    }

    std::vector<chat::StorageAnswer> take_answers() { return std::exchange(answers_, {}); }

    std::map<std::string, std::shared_ptr<const chat::FileInfo>> files;
    std::map<std::string, int> held;  // rooms in use
    std::vector<std::string> notes;   // joins and leaves
    std::uint64_t rooms_made = 0;

private:
    struct Proposed {
        chat::RoomLog* log = nullptr;
        chat::Draft draft;
        chat::Ticket ticket = 0;
    };
    struct Run {
        chat::RoomLog* log = nullptr;
        std::vector<chat::EntryPtr> entries;
        std::vector<chat::Ticket> tickets;
    };
    void accept(Run& run) {
        for (const auto& entry : run.entries) run.log->accept(entry);
        auto& all = said_[run.log->name()];
        all.insert(all.end(), run.entries.begin(), run.entries.end());
        proposer_->stored(*run.log, run.entries, run.tickets);
    }
    void refuse(Run& run) {
        for (const auto& draft : run.entries) run.log->refuse(*draft);
        proposer_->refused(*run.log, run.entries, run.tickets, Error{broken});
    }
    chat::RoomLog* find(std::string_view room) {
        const auto at = rooms_.find(std::string(room));
        return at == rooms_.end() ? nullptr : at->second.get();
    }
    chat::Page page_of(const chat::RoomLog& log, std::uint64_t before, std::size_t limit, std::size_t max_weight,
                       std::string_view word) {
        chat::Page page;
        std::size_t total = 0;
        const auto& all = said_[log.name()];
        for (auto at = all.rbegin(); at != all.rend() && !page.more; ++at) {
            const auto& entry = *at;
            if (entry->seq >= before || entry->seq < log.record().first) continue;
            if (!word.empty() && text_of(*entry).find(word) == std::string::npos) continue;
            total += weight(*entry);
            page.more = page.entries.size() == limit || (total > max_weight && !page.entries.empty());
            if (!page.more) page.entries.insert(page.entries.begin(), entry);
        }
        return page;
    }

    std::map<std::string, std::unique_ptr<chat::RoomLog>> rooms_;
    std::map<std::string, std::vector<chat::EntryPtr>> said_;
    std::vector<Proposed> proposed_;
    std::map<chat::RoomLog*, std::int64_t> newest_ts_;
    chat::Proposer* proposer_ = nullptr;
    std::map<std::pair<std::string, chat::SessionId>, bool> prepared_;
    std::vector<chat::StorageAnswer> answers_;
};

}  // namespace papo::test
