#include "papo/chat/hub.h"

#include <algorithm>
#include <cassert>
#include <utility>
#include <variant>

#include "hub_state.h"
#include "papo/base/text.h"

namespace papo::chat {
namespace {

constexpr std::int64_t error_window_ms = 60'000;

}  // namespace

Hub::Hub(HubLimits limits, Storage& storage, Sink& sink, Passwords& passwords)
    : state_(std::make_unique<State>(limits, storage, sink, passwords)) {}
Hub::~Hub() = default;

Client* Hub::State::client(ConnId id) {
    const auto at = clients.find(id);
    return at == clients.end() ? nullptr : &at->second;
}

// An object over the rate takes no tokens, so a client that waits is always served again.
bool Hub::State::charge(Client& client) {
    const auto rate = TokenRate::per_second(limits.rate, std::uint64_t{2} * limits.rate);
    if (!client.allowance.has(rate, now.mono_ms)) {
        limit_counts.add(Limit::rate);
        return false;
    }
    if (client.source != 0 && !source_rate.take(client.source, now.mono_ms)) {
        limit_counts.add(Limit::rate_per_address);
        return false;
    }
    return client.allowance.take(rate, now.mono_ms);
}

void Hub::State::error(Client& client, const Refusal& refusal) {
    if (!client.errors) client.errors = std::make_unique<std::vector<std::int64_t>>();
    auto& times = *client.errors;
    const auto recent = std::find_if(times.begin(), times.end(),
                                     [&](std::int64_t time) { return time > now.mono_ms - error_window_ms; });
    times.erase(times.begin(), recent);
    if (times.size() >= limits.errors_per_minute) {
        limit_counts.add(Limit::errors);
        return sink.tell(client.id, Eviction{"too many errors in a minute"});
    }
    times.push_back(now.mono_ms);
    sink.tell(client.id, refusal);
}

void Hub::State::error(Client& client, ErrorCode code, std::string message, const std::string& room) {
    error(client, Refusal{code, std::move(message), room, std::nullopt});
}

Room* Hub::State::find_room(std::string_view name) {
    const auto at = rooms.find(name);
    return at == rooms.end() ? nullptr : at->second.get();
}

Membership* Hub::State::membership(Client& client, std::string_view room) {
    const auto at = std::find_if(client.rooms.begin(), client.rooms.end(),
                                 [&](const Membership& seat) { return seat.room->name() == room; });
    return at == client.rooms.end() ? nullptr : &*at;
}

void Hub::opened(ConnId conn, const SessionId& session, SourceId source, Now) {
    auto& client = state_->clients[conn];
    client.id = conn;
    client.session = session;
    client.source = source;
    client.opened_after = state_->identifications;
}

bool Hub::identify(ConnId conn, const SessionId& session) {
    auto* client = state_->client(conn);
    if (client == nullptr || client->has_joined) return false;
    if (client->session == session) return true;
    client->session = session;
    ++state_->identifications;
    return true;
}

// Whether the client's session cannot have said anything in a room that the client is not in: the session is as old as
// the connection, the client has left no room, and no connection has identified since. J1 of `make bench` pays for it:
// a newcomer joins a busy server in 0.2 ms, but in 2.6 s if the storage must look for its ids.
bool Hub::State::is_new(const Client& client) const {
    return !client.has_left && client.opened_after == identifications;
}

void Hub::apply(ConnId conn, Command command, Now now) {
    auto& s = *state_;
    s.now = now;
    auto* client = s.client(conn);
    if (client == nullptr) return;
    const bool in_rate = s.charge(*client);
    s.obey(*client, std::move(command), in_rate);
}

// A connection's proposals are answered before its later commands are, except `say` and `typing`.
void Hub::State::obey(Client& client, Command command, bool in_rate) {
    const bool keeps_order = std::holds_alternative<Say>(command) || std::holds_alternative<Type>(command);
    if (client.proposals > 0 && !keeps_order) storage.commit();
    if (client.proposals > 0 && !keeps_order) return hold(client, std::move(command), in_rate);
    std::visit([&](auto& what) { apply(client, std::move(what), in_rate); }, command);
}

void Hub::State::hold(Client& client, Command command, bool in_rate) {
    client.waiting = true;
    held.insert_or_assign(client.id, Held{std::move(command), in_rate});
}

void Hub::State::obey_held() {
    if (!std::exchange(answered, false)) return;
    for (auto& [conn, each] : std::exchange(held, {})) {
        auto* waiting = client(conn);
        assert(waiting != nullptr);
        waiting->waiting = false;
        obey(*waiting, std::move(each.command), each.in_rate);
    }
}

void Hub::State::apply(Client& client, const Unreadable& command, bool) {
    error(client, command.refusal);
}

void Hub::charge(ConnId conn, Now now) {
    state_->now = now;
    if (auto* client = state_->client(conn)) state_->charge(*client);
}

bool Hub::busy(ConnId conn) const {
    const auto* client = state_->client(conn);
    return client != nullptr && client->waiting;
}

bool Hub::is_engaged(ConnId conn) const {
    const auto* client = state_->client(conn);
    return client != nullptr && (!client->rooms.empty() || client->watching || client->waiting);
}

void Hub::State::wait(Client& client, Ticket ticket, Continuation next, std::function<void()> abandoned) {
    client.waiting = true;
    waits[ticket] = {client.id, std::move(next), std::move(abandoned)};
}

void Hub::answered(StorageAnswer answer, Now now) {
    auto& s = *state_;
    s.now = now;
    auto wait = s.waits.extract(answer.ticket);
    if (wait.empty()) return;
    auto* client = s.client(wait.mapped().conn);
    if (client == nullptr) {
        if (wait.mapped().abandoned) wait.mapped().abandoned();
        return;
    }
    client->waiting = false;
    wait.mapped().next(*client, answer);
}

// Repeats because a held command may propose another message.
void Hub::commit() {
    do {
        state_->storage.commit();
        state_->obey_held();
    } while (state_->answered);
}

void Hub::tick(Now now) {
    state_->now = now;
    state_->end_graces();
    state_->send_lists();
}

std::int64_t Hub::next_deadline() const {
    const auto grace = state_->graces.empty() ? INT64_MAX : state_->graces.front().until;
    return std::min(grace, state_->watchers.empty() ? INT64_MAX : state_->next_lists);
}

std::size_t Hub::connections() const {
    return state_->clients.size();
}

const LimitCounts& Hub::limit_counts() const {
    return state_->limit_counts;
}

void Hub::set_limits(const HubLimits& limits) {
    state_->limits = limits;
    state_->source_rate.set_rate(limits.source_rate);
    state_->source_joins.set_rate(limits.source_joins);
    state_->source_passwords.set_rate(limits.source_passwords);
}

}  // namespace papo::chat
