// Rooms' logs in memory, for one run of the process: a bounded tail of each room. Owns all it keeps.
#pragma once

#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "papo/chat/storage.h"

namespace papo::store {

struct MemoryLimits {
    std::size_t tail_bytes = 1U << 20U;          // of a room's log; its newest entry is always kept
    std::size_t ids_per_session = 1000;          // remembered in a room
    std::size_t ids_bytes = 32U << 20U;          // of entries remembered for their ids in a room
    std::size_t empty_rooms = 4096;              // rooms with nobody in them that are kept,
    std::size_t empty_rooms_bytes = 64U << 20U;  // and what their tails may weigh together
    std::size_t files = 100'000;                 // uploads whose metadata is kept
};

class MemoryStorage final : public chat::Storage {
public:
    // `make_epoch` gives a text that was never given before, at most 64 bytes.
    explicit MemoryStorage(std::function<std::string()> make_epoch, MemoryLimits limits = {});

    std::optional<chat::RoomRecord> find_room(std::string_view room) override;
    chat::RoomRecord create_room(std::string_view room, std::string_view password_hash) override;
    void forget_room(std::string_view room) override;
    void hold_room(std::string_view room) override;
    void release_room(std::string_view room) override;
    void append(std::string_view room, chat::EntryPtr entry) override;
    Result<void> commit() override { return {}; }
    chat::Page page(std::string_view room, std::uint64_t before, std::size_t limit, std::size_t max_weight) override;
    std::optional<std::vector<chat::EntryPtr>> since(std::string_view room, std::uint64_t since, std::size_t limit,
                                                     std::size_t max_weight) override;
    chat::EntryPtr find_entry(std::string_view room, const chat::SessionId& session, std::string_view id) override;
    void add_file(std::shared_ptr<const chat::FileInfo> file, std::int64_t now_ms) override;
    std::shared_ptr<const chat::FileInfo> find_file(std::string_view filename) override;
    std::vector<std::string> take_orphans(std::int64_t before_ms) override;

private:
    // What one session said in a room, by its ids.
    struct Sent {
        chat::SessionId session{};
        std::deque<chat::EntryPtr> order;
        std::unordered_map<std::string, chat::EntryPtr> by_id;
    };
    struct Room {
        std::string name;
        chat::RoomRecord record;
        std::deque<chat::EntryPtr> tail;
        std::size_t tail_bytes = 0;
        std::list<Sent> sent;  // who spoke last comes first
        std::unordered_map<chat::SessionId, std::list<Sent>::iterator, chat::SessionIdHash> sent_by;
        std::size_t sent_bytes = 0;
        std::list<std::string>::iterator empty_at;  // in empty_, if `empty`
        bool empty = false;
    };
    struct File {
        std::shared_ptr<const chat::FileInfo> info;
        std::int64_t added_ms = 0;
        bool named = false;
    };

    Room* find(std::string_view room);
    void remember(Room& room, const chat::EntryPtr& entry);
    void trim_empty_rooms();

    std::function<std::string()> make_epoch_;
    MemoryLimits limits_;
    std::map<std::string, Room, std::less<>> rooms_;
    std::list<std::string> empty_;  // rooms with nobody in them, the one left last first
    std::size_t empty_bytes_ = 0;
    std::map<std::string, File, std::less<>> files_;
    std::deque<std::string> file_order_;
};

}  // namespace papo::store
