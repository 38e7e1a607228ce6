// What a hub under test is connected to: an outbox that notes in words what everybody was told, and passwords that are
// answered when the test says so.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "papo/chat/outbox.h"
#include "papo/chat/passwords.h"
#include "tests/support/said.h"

namespace papo::test {

using Lines = std::vector<std::string>;

// What each connection was told, in words.
class Told : public chat::Outbox {
public:
    std::map<chat::ConnId, Lines> lines;

    Lines take(chat::ConnId who) { return std::exchange(lines[who], {}); }

    void joined(chat::ConnId to, const chat::Joined& event) override {
        std::string line = "joined " + std::string(event.you) + " seq " + std::to_string(event.seq) +
                           (event.resumed ? " resumed" : "") + (event.more ? " more" : "") + ":";
        for (const auto& entry : event.messages) line += " " + std::to_string(entry->seq);
        lines[to].push_back(line);
        epoch = event.epoch;
    }
    void left(chat::ConnId to, const chat::Left&) override { lines[to].emplace_back("left"); }
    void history(chat::ConnId to, const chat::HistoryPage& event) override {
        lines[to].push_back("history " + std::to_string(event.messages.size()) + (event.more ? " more" : ""));
    }
    void found(chat::ConnId to, const chat::Found& event) override {
        std::string line = "found";
        for (const auto& entry : event.messages) line += " " + std::to_string(entry->seq);
        lines[to].push_back(line + (event.more ? " more" : ""));
    }
    void refused(chat::ConnId to, const chat::Refusal& event) override {
        words = event.message;
        lines[to].push_back("! " + std::string(to_string(event.code)));
    }
    void messages(std::span<const chat::ConnId> to, const chat::Messages& event) override {
        ++runs;
        for (const auto who : to) {
            for (const auto& entry : event.entries) {
                lines[who].push_back(std::to_string(entry->seq) + " " + entry->from + ": " + text_of(*entry));
            }
        }
    }
    void presence(std::span<const chat::ConnId> to, const chat::Presence& event) override {
        for (const auto who : to) {
            lines[who].push_back((event.joined ? "+" : "-") + std::string(event.name) + " " +
                                 std::to_string(event.members));
        }
    }
    void typing(std::span<const chat::ConnId> to, const chat::Typing& event) override {
        for (const auto who : to) lines[who].push_back("typing " + std::string(event.from));
    }
    void rooms(std::span<const chat::ConnId> to, const chat::RoomList& event) override {
        for (const auto who : to) {
            std::string line = "rooms";
            for (const auto& room : event.rooms) line += " " + room.name + ":" + std::to_string(room.members);
            lines[who].push_back(line);
        }
    }
    void evict(chat::ConnId who, std::string_view) override { lines[who].emplace_back("evicted"); }

    std::string epoch;
    int runs = 0;
    std::string words;  // of the last refusal
};

// Answers when the test says so.
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
