#include "papo/store/stored_room.h"

#include <map>
#include <utility>
#include <variant>

#include "papo/store/codec.h"
#include "papo/store/facts.h"
#include "papo/store/snapshot.h"

namespace papo::store {
namespace {

constexpr Portion read_at_once{200, 1U << 20U};

// Collects one room's entries that are in the journal and not in the database yet.
class Unfolded {
public:
    Unfolded(Database& database, std::string_view name) : database_(database), name_(name) {}

    // `room`: the room as the database has it.
    void begin(const chat::RoomRecord& room) {
        number_ = room.number;
        newest_ = room.seq;
    }

    Result<void> take(const Record& record) {
        Decoder decoder(record.payload());
        while (!decoder.at_end()) {
            const auto fact = take_fact(decoder);
            if (!fact) return misfit();
            if (auto taken = std::visit([&](const auto& each) { return take(each); }, *fact); !taken) return taken;
        }
        return {};
    }

    std::optional<std::uint64_t> number() const { return number_; }
    std::vector<chat::EntryPtr> take_entries() { return std::exchange(entries_, {}); }

private:
    static Error misfit() { return {"the journal does not fit the database"}; }

    template <typename Other>
    Result<void> take(const Other&) {
        return {};
    }

    Result<void> take(const RoomMade& fact) {
        if (fact.name != name_) return {};
        number_ = fact.room;
        newest_ = 0;
        return {};
    }

    Result<void> take(const RoomForgotten& fact) {
        if (number_ == fact.room) number_.reset();
        return {};
    }

    Result<void> take(const FileAdded& fact) {
        files_[fact.info.filename] = std::make_shared<chat::FileInfo>(fact.info);
        return {};
    }

    Result<void> take(const FileRemoved& fact) {
        if (const auto at = files_.find(fact.filename); at != files_.end()) files_.erase(at);
        return {};
    }

    Result<void> take(const Said& fact) {
        if (number_ != fact.room) return {};
        if (fact.seq != ++newest_) return misfit();
        auto entry = std::make_shared<chat::Entry>();
        entry->seq = fact.seq;
        entry->ts = fact.ts;
        entry->session = fact.session;
        entry->from = fact.from;
        entry->id = fact.id;
        chat::Said body;
        if (fact.text) body.text = std::string(*fact.text);
        if (!fact.filename.empty()) {
            auto file = find_file(fact.filename);
            if (!file) return file.error();
            body.file = std::move(*file);
        }
        entry->body = std::move(body);
        entries_.push_back(std::move(entry));
        return {};
    }

    Result<std::shared_ptr<const chat::FileInfo>> find_file(std::string_view filename) {
        if (const auto at = files_.find(filename); at != files_.end()) return at->second;
        auto file = database_.find_file(filename);
        if (!file) return file.error();
        return *file ? (*file)->info : nullptr;
    }

    Database& database_;
    std::string name_;
    std::optional<std::uint64_t> number_;
    std::uint64_t newest_ = 0;
    std::map<std::string, std::shared_ptr<const chat::FileInfo>, std::less<>> files_;
    std::vector<chat::EntryPtr> entries_;
};

}  // namespace

Result<std::optional<StoredRoom>> StoredRoom::find(const std::string& database, std::string_view name) {
    auto snapshot = Snapshot::take(database);
    if (!snapshot) return snapshot.error();
    const auto room = snapshot->database().load_room(name, {});
    if (!room) return room.error();
    Unfolded unfolded(snapshot->database(), name);
    if (*room) unfolded.begin((*room)->record);
    const auto read = snapshot->read_journal([&](std::span<const Record> records) -> Result<void> {
        for (const auto& record : records) {
            if (auto taken = unfolded.take(record); !taken) return taken;
        }
        return {};
    });
    if (!read) return read.error();
    if (!unfolded.number()) return std::optional<StoredRoom>{};
    const auto folded = *room ? (*room)->record.seq : 0;
    return std::optional(StoredRoom(snapshot->release(), *unfolded.number(), folded, unfolded.take_entries()));
}

Result<std::vector<chat::EntryPtr>> StoredRoom::read_on() {
    if (read_ < folded_) {
        auto entries = database_->read_on(number_, read_, folded_, read_at_once);
        if (!entries) return entries.error();
        read_ = entries->empty() ? folded_ : entries->back()->seq;
        if (!entries->empty()) return entries;
    }
    return std::exchange(unfolded_, {});
}

}  // namespace papo::store
