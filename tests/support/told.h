// The surroundings of a hub under test: a sink that records in words what each connection is told, and a password
// checker that answers when the test lets it.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "papo/chat/passwords.h"
#include "papo/chat/sink.h"
#include "tests/support/said.h"

namespace papo::test {

using Lines = std::vector<std::string>;

// Records in words what each connection is told.
class Told : public chat::Sink {
public:
    std::map<chat::ConnId, Lines> lines;

    Lines take(chat::ConnId who) { return std::exchange(lines[who], {}); }

    void tell(std::span<const chat::ConnId> recipients, const chat::Event& event) override {
        const auto words_of = std::visit([this](const auto& what) { return in_words(what); }, event);
        for (const auto who : recipients) lines[who].insert(lines[who].end(), words_of.begin(), words_of.end());
    }
    using chat::Sink::tell;

    std::string epoch;
    int runs = 0;
    std::string words;  // of the last refusal

private:
    Lines in_words(const chat::Joined& event) {
        epoch = event.epoch;
        std::string line = "joined " + std::string(event.you) + " seq " + std::to_string(event.seq) +
                           (event.resumed ? " resumed" : "") + (event.more ? " more" : "") + ":";
        for (const auto& entry : event.messages) line += " " + std::to_string(entry->seq);
        return {line};
    }
    Lines in_words(const chat::Left&) { return {"left"}; }
    Lines in_words(const chat::HistoryPage& event) {
        return {"history " + std::to_string(event.messages.size()) + (event.more ? " more" : "")};
    }
    Lines in_words(const chat::Found& event) {
        std::string line = "found";
        for (const auto& entry : event.messages) line += " " + std::to_string(entry->seq);
        return {line + (event.more ? " more" : "")};
    }
    Lines in_words(const chat::Refusal& event) {
        words = event.message;
        return {"! " + std::string(to_string(event.code))};
    }
    Lines in_words(const chat::Messages& event) {
        ++runs;
        Lines run;
        for (const auto& entry : event.entries) {
            run.push_back(std::to_string(entry->seq) + " " + entry->from + ": " + text_of(*entry));
        }
        return run;
    }
    Lines in_words(const chat::Presence& event) {
        return {(event.joined ? "+" : "-") + std::string(event.name) + " " + std::to_string(event.members)};
    }
    Lines in_words(const chat::Typing& event) { return {"typing " + std::string(event.from)}; }
    Lines in_words(const chat::RoomList& event) {
        std::string line = "rooms";
        for (const auto& room : event.rooms) line += " " + room.name + ":" + std::to_string(room.members);
        return {line};
    }
    Lines in_words(const chat::Eviction&) { return {"evicted"}; }
};

// Answers when the test lets it.
class LaterPasswords : public chat::Passwords {
public:
    bool hash(chat::Ticket ticket, std::string password) override {
        asked.emplace_back(ticket, std::move(password));
        return !full;
    }
    bool check(chat::Ticket ticket, std::string password, std::string) override {
        asked.emplace_back(ticket, std::move(password));
        return !full;
    }
    std::vector<std::pair<chat::Ticket, std::string>> asked;
    bool full = false;
};

}  // namespace papo::test
