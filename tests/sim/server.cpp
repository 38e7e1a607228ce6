#include "tests/sim/server.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "papo/proto/ws_encoder.h"
#include "tests/sim/broken.h"

namespace papo::sim {

using chat::ConnId;

Server::Server(Dice& dice, Model& model, Backend& backend, std::size_t max_backlog)
    : dice_(dice), model_(model), backend_(backend), max_backlog_(max_backlog), passwords_(dice) {
    begin_life({}, {});
}

void Server::begin_life(std::span<const chat::Seat> people, Now now) {
    passwords_.jobs.clear();
    witness_ = std::make_unique<Witness>(backend_.storage(), model_, [this] { return backend_.has_written(); });
    hub_ = std::make_unique<chat::Hub>(model_.limits(), *witness_, *this, passwords_);
    hub_->restore(people, now);
}

// ---- connections ----------------------------------------------------------------------------------

ConnId Server::connect(bool grace, Now now) {
    const auto conn = ++last_conn_;
    talk::Tokens::Seed seed{};
    for (auto& byte : seed) byte = static_cast<std::uint8_t>(dice_.below(256));
    auto& link = *(links_[conn] = std::make_unique<Link>(seed, grace));
    model_.opened(conn, talk::Tokens::session_of(seed));
    hub_->opened(conn, talk::Tokens::session_of(seed), 0, now);
    welcome(conn, link);
    return conn;
}

void Server::receive(ConnId conn, std::string_view bytes) {
    if (auto* link = find(conn)) link->inbox += bytes;
}

std::string Server::send(ConnId conn, std::size_t most) {
    std::string bytes;
    auto* link = find(conn);
    while (link != nullptr && !link->socket.empty() && bytes.size() < most) {
        const auto& piece = link->socket.front();
        const auto part = std::string_view(piece).substr(link->begun, most - bytes.size());
        bytes += part;
        link->begun += part.size();
        if (link->begun < piece.size()) break;
        link->socket.pop_front();
        link->begun = 0;
    }
    return bytes;
}

void Server::hang_up(ConnId conn) {
    if (auto* link = find(conn)) link->hung_up = true;
}

Server::Link* Server::find(ConnId conn) {
    const auto at = links_.find(conn);
    return at == links_.end() ? nullptr : at->second.get();
}

std::size_t Server::Link::backlog() const {
    std::size_t sum = 0;
    for (const auto& piece : socket) sum += piece.size();
    for (const auto& piece : turn) sum += piece.size();
    return sum - begun;
}

void Server::close(ConnId conn) {
    call([&] {
        hub_->closed(conn, now_);
        model_.closed(conn, now_);
    });
    links_.erase(conn);
}

// ---- a turn ---------------------------------------------------------------------------------------

void Server::call(const std::function<void()>& work) {
    work();
    if (!witness_->is_answer_held()) backend_.wait(witness_->asked());
    model_.settled();
    if (backend_.is_prompt()) take_answers();
}

void Server::take_answers() {
    for (auto& answer : backend_.take_answers()) {
        call([&] { hub_->answered(std::move(answer), now_); });
    }
}

void Server::answer_passwords(bool in_peace) {
    while (!passwords_.jobs.empty() && (in_peace || dice_.chance(50))) {
        const auto job = passwords_.jobs.front();
        passwords_.jobs.pop_front();
        if (job.against.empty()) {
            call([&] { hub_->password_hashed(job.ticket, job.hashed, now_); });
            continue;
        }
        const bool right = job.hashed == job.against;
        if (!right) model_.password_was_wrong(job.ticket);
        call([&] { hub_->password_checked(job.ticket, right, now_); });
    }
}

// Like WsProtocol::on_bytes.
void Server::feed(ConnId conn, Link& link) {
    link.decoder.feed(link.inbox);
    std::size_t left = 0;
    while (link.open) {
        if (hub_->busy(conn) || backend_.is_congested()) {
            left = link.decoder.suspend();
            break;
        }
        const auto event = link.decoder.next();
        if (std::holds_alternative<proto::WsNeedMore>(event)) break;
        if (const auto* message = std::get_if<proto::WsMessage>(&event)) {
            obey(conn, link, talk::parse_client_message(message->payload));
        } else if (const auto* ping = std::get_if<proto::WsPing>(&event)) {
            std::string pong;
            proto::append_frame(pong, proto::Opcode::pong, ping->payload);
            link.turn.push_back(std::move(pong));
            cut_if_slow(link);
        } else if (const auto* bye = std::get_if<proto::WsClose>(&event)) {
            finish(link, bye->code == 1005 ? std::uint16_t{1000} : bye->code);
        } else if (std::holds_alternative<proto::WsError>(event)) {
            throw Broken("the decoder refuses valid frames");
        }
    }
    link.inbox.erase(0, link.inbox.size() - left);
}

void Server::hello(ConnId conn, Link& link, const talk::Hello& hello) {
    const auto seed = tokens_.seed_of(hello.session);
    const auto session = talk::Tokens::session_of(seed.value_or(link.seed));
    if (!hub_->identify(conn, session)) {
        model_.commanded(conn, hello, link.grace);
        return call([&] {
            hub_->apply(conn,
                        chat::Unreadable{
                            {chat::ErrorCode::bad_request, "\"hello\" must come before the first \"join\"", {}, {}}},
                        now_);
        });
    }
    model_.identified(conn, session);
    hub_->charge(conn, now_);
    if (seed) link.seed = *seed;
    welcome(conn, link);
}

void Server::obey(ConnId conn, Link& link, talk::ClientMessage command) {
    if (const auto* greeting = std::get_if<talk::Hello>(&command)) return hello(conn, link, *greeting);
    model_.commanded(conn, command, link.grace);
    auto& order = std::get<chat::Command>(command);
    if (auto* join = std::get_if<chat::Join>(&order)) join->grace = link.grace;
    call([&] { hub_->apply(conn, std::move(order), now_); });
}

void Server::upload() {
    call([&] { hub_->commit(); });
    const auto filename = "upload" + std::to_string(uploads_ + 1) + ".png";
    const bool stored = backend_.add_file(filename, now_);
    take_answers();  // the answers that came with the upload's
    if (!stored) return;
    ++uploads_;
    model_.add_file(filename);
    witness_->written();  // storing the upload also wrote the waiting facts
}

void Server::flush() {
    for (auto& [conn, link] : links_) {
        for (auto& piece : std::exchange(link->turn, {})) link->socket.push_back(std::move(piece));
    }
}

// Removes connections that have sent their last bytes, or whose peer has closed.
void Server::reap(bool in_peace) {
    std::vector<ConnId> gone;
    for (const auto& [conn, link] : links_) {
        if (link->hung_up || (!link->open && (link->socket.empty() || in_peace || dice_.chance(10))))
            gone.push_back(conn);
    }
    for (const auto conn : gone) close(conn);
}

void Server::turn(Now now, bool in_peace) {
    now_ = now;
    model_.at(now);
    if (in_peace || dice_.chance(60)) take_answers();
    answer_passwords(in_peace);
    if (dice_.chance(2)) upload();
    std::vector<ConnId> ready;
    for (const auto& [conn, link] : links_) {
        if (!link->inbox.empty()) ready.push_back(conn);
    }
    for (auto i = ready.size(); i > 1; --i) std::swap(ready[i - 1], ready[static_cast<std::size_t>(dice_.below(i))]);
    for (const auto conn : ready) feed(conn, *links_.at(conn));
    if (!in_peace && backend_.has_lives() && dice_.below(300) == 0) return restart(false, now);
    reap(in_peace);
    call([&] {
        hub_->tick(now_);
        model_.ticked(now_);
    });
    call([&] { hub_->commit(); });
    call([&] { backend_.answer_proposals(in_peace); });
    call([&] { hub_->commit(); });
    witness_->commit();
    if (!witness_->is_answer_held()) backend_.wait(witness_->asked());
    if (!backend_.end_turn(witness_->is_answer_held())) {
        for (auto& [conn, link] : links_) link->turn.clear();
        return restart(true, now);
    }
    model_.turn_ended(*hub_);
    flush();
}

bool Server::is_busy() const {
    return std::any_of(links_.begin(), links_.end(),
                       [&](const auto& each) { return hub_->busy(each.first) || !each.second->inbox.empty(); });
}

// In order, the protocols end before the hub; a killed server sends nothing more.
void Server::restart(bool in_order, Now now) {
    now_ = now;
    if (in_order) {
        backend_.set_faulty(false);
        flush();
        while (!links_.empty()) close(links_.begin()->first);
        witness_->commit();
    }
    links_.clear();
    hub_.reset();
    witness_.reset();
    const auto people = backend_.restart(in_order);
    model_.restarted(people, now);
    begin_life(people, now);
}

void Server::require_empty() {
    require(links_.empty() && hub_->connections() == 0 && hub_->active_rooms().empty(),
            "a connection or member is left");
    require(model_.nobody_is_there(), "the model has a connection or person left");
    backend_.require_empty(model_);
}

}  // namespace papo::sim
