#include "tests/sim/client.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <utility>

#include "tests/sim/broken.h"
#include "tests/support/said.h"
#include "tools/client/masked_frame.h"

namespace papo::sim {

using proto::Opcode;

// PAPO_SIM_TRACE=1 prints all messages from and to clients.
static void trace(const std::string& mark, const char* way, const std::string& text) {
    static const bool wanted = std::getenv("PAPO_SIM_TRACE") != nullptr;
    if (wanted) std::cerr << mark << way << text.substr(0, 300) << '\n';
}

Client::Client(Stage& stage, Persona& persona, std::string mark)
    : stage_(stage),
      persona_(persona),
      mark_(std::move(mark)),
      grace_(!stage.dice.chance(15)),
      slow_(stage.dice.chance(25)) {}

// ---- the connection -------------------------------------------------------------------------------

void Client::connect(Now now) {
    conn_ = stage_.server.connect(grace_, now);
    if (!persona_.token.empty()) tell({{"type", "hello"}, {"session", persona_.token}});
}

void Client::hang_up() {
    stage_.server.hang_up(conn_);
    go_offline();
}

void Client::go_offline() {
    conn_ = 0;
    to_server_.clear();
    from_server_.clear();
    for (auto& [name, view] : views_) view.inside = view.joining = false;
}

// Sends one message in one to three frames, sometimes with a ping between them.
void Client::tell(const Json& message) {
    auto& dice = stage_.dice;
    const auto text = message.dump();
    trace(mark_, "> ", text);
    if (dice.chance(85)) {
        to_server_ += client::masked_frame(Opcode::text, text);
        return;
    }
    const auto cut = static_cast<std::size_t>(dice.below(text.size()));
    to_server_ += client::masked_frame(Opcode::text, text.substr(0, cut), false);
    if (dice.chance(50)) to_server_ += client::masked_frame(Opcode::ping, "p");
    to_server_ += client::masked_frame(Opcode::continuation, text.substr(cut));
}

void Client::send(bool all) {
    if (!is_online()) return;
    if (!stage_.server.knows(conn_)) return go_offline();
    const auto size = all ? to_server_.size() : static_cast<std::size_t>(stage_.dice.below(to_server_.size() + 1));
    stage_.server.receive(conn_, to_server_.substr(0, size));
    to_server_.erase(0, size);
}

void Client::read(std::size_t most) {
    if (!is_online()) return;
    if (!stage_.server.knows(conn_)) return go_offline();
    if (slow_) most /= 8;
    from_server_ += stage_.server.send(conn_, most);
    client::FrameWalker walker(from_server_);
    for (client::Frame frame; is_online() && walker.next(frame);) take_frame(frame);
    require(!walker.broken(), "a server's frame is masked, fragmented or far too large");
    if (is_online()) from_server_.erase(0, walker.consumed());
}

void Client::take_frame(const client::Frame& frame) {
    trace(mark_, "< ", std::string(frame.payload));
    if (frame.opcode == Opcode::close) return hang_up();
    if (frame.opcode == Opcode::text) on(Json::parse(frame.payload));
}

// ---- actions --------------------------------------------------------------------------------------

void Client::join(const std::string& room, unsigned as_oneself) {
    auto& dice = stage_.dice;
    auto& view = views_[room];
    if (view.joining) return;
    if (!view.inside) view.name = dice.chance(as_oneself) ? persona_.name : dice.chance(50) ? "ana" : "bia";
    Json message{{"type", "join"}, {"room", dice.chance(5) ? " " + room + " " : room}, {"name", view.name}};
    if (view.newest > 0 && dice.chance(85)) {
        message["since"] = dice.chance(90) ? view.newest : dice.below(view.newest * 2);
        message["epoch"] = dice.chance(95) ? view.epoch : "another";
    }
    if (room == "cofre" && !dice.chance(15)) message["password"] = dice.chance(90) ? "segredo" : "palpite";
    view.joining = true;
    view.wanted = true;
    tell(message);
}

void Client::say(const std::string& room) {
    auto& dice = stage_.dice;
    const auto id = mark_ + std::to_string(++last_id_);
    Json message{{"type", "message"}, {"room", room}, {"id", id}};
    auto text = "w" + std::to_string(dice.below(20)) + " é\n\"";
    text.append(static_cast<std::size_t>(dice.chance(5)    ? dice.below(stage_.max_text + 100)
                                         : dice.chance(20) ? dice.below(stage_.max_text / 2)
                                                           : dice.below(30)),
                'x');
    message["text"] = text;
    if (dice.chance(5)) message["file"] = "upload" + std::to_string(dice.between(1, 25)) + ".png";
    unacknowledged_[id] = message;
    tell(message);
}

void Client::say_again() {
    auto& dice = stage_.dice;
    if (said_.empty()) return;
    const auto& message = dice.pick(said_);
    unacknowledged_[message.at("id")] = message;
    tell(message);
}

void Client::do_something_odd(const std::string& room) {
    switch (stage_.dice.below(7)) {
    case 0: return tell({{"type", "message"}, {"room", room}, {"id", ""}, {"text", "x"}});
    case 1: return tell({{"type", "message"}, {"room", room}, {"id", mark_ + "empty"}, {"text", " \n"}});
    case 2: return tell({{"type", "history"}, {"room", room}, {"before", 0}});
    case 3: return tell({{"type", "shout"}, {"room", room}});
    case 4: return tell(Json::array());
    case 5: return tell({{"type", "typing"}, {"room", "nowhere"}});
    default: return tell({{"type", "hello"}, {"session", std::string(22, 'x')}});
    }
}

void Client::act(Now now) {
    auto& dice = stage_.dice;
    if (!is_online()) {
        if (dice.chance(30)) connect(now);
        return;
    }
    for (auto& [room, view] : views_) {
        if (view.wanted && !view.inside && !view.joining && dice.chance(50)) return join(room);
    }
    const auto room = dice.pick(stage_.rooms);
    const auto& view = views_[room];
    const auto number = dice.below(100);
    if (number < 4) return hang_up();
    if (number < 12) return join(room);
    if (number < (stage_.is_restless ? 60 : 15)) {
        views_[room].wanted = false;
        return tell({{"type", "leave"}, {"room", room}});
    }
    if (number < 20) return tell({{"type", "typing"}, {"room", room}});
    if (number < 24)
        return tell(dice.chance(50) ? Json{{"type", "rooms"}} : Json{{"type", "rooms"}, {"watch", dice.chance(70)}});
    if (number < 32) return ask_page(room, dice.between(1, view.newest + 3));
    if (number < 36) {
        Json message{{"type", "search"}, {"room", room}, {"query", "w" + std::to_string(dice.below(20))}};
        if (dice.chance(50)) message["before"] = dice.between(1, view.newest + 3);
        if (dice.chance(50)) message["limit"] = dice.between(1, 10);
        return tell(message);
    }
    if (number < 41) return say_again();
    if (number < 43) return do_something_odd(room);
    if (view.inside || dice.chance(5)) return say(room);
}

void Client::ask_page(const std::string& room, std::uint64_t before) {
    Json message{{"type", "history"}, {"room", room}, {"before", before}};
    if (stage_.dice.chance(70)) message["limit"] = stage_.dice.between(1, 30);
    tell(message);
}

// ---- messages from the server ---------------------------------------------------------------------

void Client::on(const Json& message) {
    const auto type = message.at("type").get<std::string>();
    if (type == "welcome") {
        if (persona_.token.empty()) persona_.token = message.at("session");
    } else if (type == "joined") {
        on_joined(message);
    } else if (type == "message") {
        on_message(message);
    } else if (type == "presence") {
        on_presence(message);
    } else if (type == "history") {
        on_history(message);
    } else if (type == "error") {
        on_error(message);
    } else if (type == "found") {
        inside(message);
        for (const auto& entry : message.at("messages")) check_entry(message.at("room"), entry);
    } else if (type == "typing") {
        require(message.at("from") != inside(message).name, "a client gets its own typing event");
    } else if (type == "left") {
        inside(message).inside = false;
    } else {
        require(type == "rooms", "a client gets an unknown message: " + type);
    }
}

Client::View& Client::inside(const Json& message) {
    auto& view = views_[message.at("room").get<std::string>()];
    require(view.inside, "a client gets a message about a room that it is not in: " + message.dump());
    return view;
}

void Client::check_entry(const std::string& room_name, const Json& entry) {
    const auto* room = stage_.model.room(room_name);
    const auto seq = entry.at("seq").get<std::uint64_t>();
    require(room != nullptr && seq >= 1 && seq <= room->entries.size(), "a client gets an entry that is not stored");
    const auto& stored = *room->entries[seq - 1];
    Json expected{{"type", "message"}, {"room", room_name},   {"seq", stored.seq},
                  {"ts", stored.ts},   {"from", stored.from}, {"id", stored.id}};
    const auto& [text, file] = test::said_in(stored);
    expected["kind"] = !file ? "text" : file->kind == chat::FileKind::image ? "image" : "file";
    if (text) expected["text"] = *text;
    auto got = entry;
    require(got.contains("file") == (file != nullptr), "a client gets an entry with another file");
    if (file) require(got.at("file").at("url") == "/uploads/" + file->filename, "a client gets another file's address");
    got.erase("file");
    require(got == expected, "a client gets " + got.dump() + " instead of " + expected.dump());
    views_[room_name].seen[seq] = true;
}

void Client::check_run(const std::string& room, const Json& entries) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
        check_entry(room, entries[i]);
        require(entries[i].at("seq").get<std::uint64_t>() == entries[0].at("seq").get<std::uint64_t>() + i,
                "entries have a gap");
    }
}

void Client::on_joined(const Json& message) {
    const std::string room = message.at("room");
    auto& view = views_[room];
    const auto members = message.at("members").get<std::vector<std::string>>();
    if (view.inside) require(members == view.members, "joined has other members than presence said");
    const auto seq = message.at("seq").get<std::uint64_t>();
    const auto epoch = message.at("epoch").get<std::string>();
    if (view.epoch != epoch) {
        // Only a room without entries can have been forgotten and made again.
        require(view.newest == 0, "a room's epoch has changed");
        view.epoch = epoch;
    }
    require(seq >= view.newest, "a room's seq has gone back");
    require(message.at("you") == view.name, "a client came in under another name");
    view.inside = true;
    view.joining = false;
    view.members = members;
    view.newest = seq;
    const auto& entries = message.at("messages");
    check_run(room, entries);
    if (!entries.empty()) require(entries.back().at("seq") == seq, "joined does not reach the newest entry");
    const auto known = known_down_to(room);
    if (known > 1 && stage_.dice.chance(30)) ask_page(room, known);
    for (const auto& [id, unacknowledged] : unacknowledged_) {
        if (unacknowledged.at("room") == room) tell(unacknowledged);
    }
}

void Client::on_message(const Json& message) {
    auto& view = inside(message);
    check_entry(message.at("room"), message);
    const auto seq = message.at("seq").get<std::uint64_t>();
    const std::string id = message.at("id");
    const bool is_own = id.starts_with(mark_);
    require(seq == view.newest + 1 || (seq <= view.newest && is_own),
            "message " + std::to_string(seq) + " comes after " + std::to_string(view.newest));
    view.newest = std::max(view.newest, seq);
    const auto at = unacknowledged_.find(id);
    if (at == unacknowledged_.end()) return;
    require(at->second.at("text") == message.at("text"), "an acknowledgement repeats another text");
    if (said_.size() < 40) said_.push_back(at->second);
    unacknowledged_.erase(at);
}

void Client::on_presence(const Json& message) {
    auto& view = inside(message);
    const std::string name = message.at("name");
    require(name != view.name, "a client gets presence about itself");
    const auto at = std::find(view.members.begin(), view.members.end(), name);
    const bool came = message.at("event") == "join";
    require((at == view.members.end()) == came, name + " came twice, or left without having been there");
    if (came) {
        view.members.push_back(name);
    } else {
        view.members.erase(at);
    }
    require(message.at("members") == view.members.size(), "presence has the wrong number of members");
}

// A page fills a gap from its upper end.
void Client::on_history(const Json& message) {
    inside(message);
    const std::string room = message.at("room");
    check_run(room, message.at("messages"));
    const auto known = known_down_to(room);
    if (known > 1 && stage_.dice.chance(30)) ask_page(room, known);
}

void Client::on_error(const Json& message) {
    if (!message.contains("room")) return;
    if (message.contains("id")) {
        unacknowledged_.erase(message.at("id"));
        return;
    }
    const std::string code = message.at("code");
    const bool is_of_join = code == "name_taken" || code == "wrong_password" || code == "room_limit" ||
                            message.at("message").get<std::string>().find("many passwords") != std::string::npos;
    if (!is_of_join) return;
    auto& view = views_[message.at("room").get<std::string>()];
    view.joining = false;
    if (!view.inside && stage_.dice.chance(50)) view.wanted = false;
}

std::uint64_t Client::known_down_to(const std::string& room) const {
    const auto& view = views_.at(room);
    auto seq = view.newest;
    while (seq > 0 && view.seen.contains(seq)) --seq;
    return seq + 1;
}

void Client::require_up_to_date() const {
    for (const auto& [name, view] : views_) {
        if (!view.inside) continue;
        const auto& room = stage_.model.rooms().at(name);
        require(view.newest == room.entries.size(), "a client does not know the newest entry");
        std::vector<std::string> members;
        for (const auto& person : room.people) members.push_back(person.name);
        require(view.members == members, "a client does not know the members");
    }
}

}  // namespace papo::sim
