// Room passwords: checking, limits on guesses, setting. Hashing is costly and happens elsewhere (Passwords).
#include <algorithm>
#include <utility>

#include "hub_state.h"

namespace papo::chat {

void Hub::State::ask_password(Client& client, const RoomLog& log, const PendingJoin& pending) {
    const auto password = pending.join.password.value_or("");
    if (password.empty()) return fail_join(client, pending, ErrorCode::wrong_password, "this room has a password");
    if (!may_begin_job(client.source)) {
        return fail_join(client, pending, ErrorCode::rate_limited,
                         "too many passwords of your address are being checked; try again in a moment");
    }
    if (const auto wait_ms = take_guess(client, pending.join.room); wait_ms > 0) {
        return fail_join(client, pending, ErrorCode::rate_limited,
                         "too many wrong passwords; try again in " + std::to_string((wait_ms + 999) / 1000) + " s");
    }
    const auto ticket = ++last_ticket;
    auto checked = pending;
    checked.hash = log.record().password_hash;
    if (!passwords.check(ticket, password, checked.hash)) {
        give_guess_back(&client, pending);
        limit_counts.add(Limit::password_queue);
        return fail_join(client, pending, ErrorCode::rate_limited,
                         "too many passwords are being checked; try again in a moment");
    }
    client.waiting = true;
    password_jobs[ticket] = std::move(checked);
}

// Takes a guess before the check, so that a client without guesses cannot learn that a password is right; a right
// password gives it back. Returns 0, or the ms to wait.
std::int64_t Hub::State::take_guess(Client& client, const std::string& room) {
    if (const auto wait_ms = client.passwords.wait_ms(limits.passwords, now.mono_ms); wait_ms > 0) {
        limit_counts.add(Limit::passwords);
        return wait_ms;
    }
    const GuessKey key{client.source, room};
    if (client.source != 0 && !source_passwords.take(key, now.mono_ms)) {
        limit_counts.add(Limit::passwords_per_address);
        return std::max<std::int64_t>(source_passwords.wait_ms(key, now.mono_ms), 1);
    }
    client.passwords.take(limits.passwords, now.mono_ms);
    return 0;
}

// `client`: nullptr when its connection has closed.
void Hub::State::give_guess_back(Client* client, const PendingJoin& pending) {
    if (client != nullptr) client->passwords.give_back(limits.passwords);
    if (pending.source != 0) source_passwords.give_back({pending.source, pending.join.room});
}

// An address may not fill the whole queue.
bool Hub::State::may_begin_job(SourceId source) {
    const auto waiting = std::count_if(password_jobs.begin(), password_jobs.end(),
                                       [&](const auto& job) { return job.second.source == source; });
    if (source == 0 || static_cast<std::size_t>(waiting) < limits.source_password_jobs) return true;
    limit_counts.add(Limit::password_queue_per_address);
    return false;
}

void Hub::State::begin_creation(Client& client, PendingJoin pending) {
    if (client.rooms.size() >= limits.rooms_per_connection || room_limit(client.source)) {
        return enter(client, pending.join, pending.sent, {});  // enter() tells which limit
    }
    if (!may_begin_job(client.source)) {
        return fail_join(client, pending, ErrorCode::rate_limited,
                         "too many passwords of your address are being set; try again in a moment");
    }
    const auto ticket = ++last_ticket;
    if (!passwords.hash(ticket, *pending.join.password)) {
        limit_counts.add(Limit::password_queue);
        return fail_join(client, pending, ErrorCode::rate_limited,
                         "too many passwords are being set; try again in a moment");
    }
    client.waiting = true;
    creations[pending.join.room];
    password_jobs[ticket] = std::move(pending);
}

// If the room was deleted and created again meanwhile, its hash differs and go_on() checks the password again.
void Hub::password_checked(Ticket ticket, bool right, Now now) {
    auto& s = *state_;
    s.now = now;
    auto job = s.password_jobs.extract(ticket);
    if (job.empty()) return;
    auto& pending = job.mapped();
    auto* client = s.client(pending.conn);
    if (right) s.give_guess_back(client, pending);
    if (client == nullptr) return s.drop_unused_ids(pending);
    client->waiting = false;
    if (right) return s.go_on(*client, std::move(pending));
    s.fail_join(*client, pending, ErrorCode::wrong_password, "that is not the room's password");
}

// The entry in `creations` has kept other joins from creating the room: it is still absent.
void Hub::password_hashed(Ticket ticket, const std::string& hash, Now now) {
    auto& s = *state_;
    s.now = now;
    auto job = s.password_jobs.extract(ticket);
    if (job.empty()) return;
    const auto& pending = job.mapped();
    auto waiters = s.creations.extract(pending.join.room);
    if (auto* client = s.client(pending.conn)) {
        client->waiting = false;
        if (hash.empty()) {
            s.error(*client, ErrorCode::storage, "the password could not be stored; try again", pending.sent);
        } else {
            s.enter(*client, pending.join, pending.sent, hash);
        }
    }
    if (waiters.empty()) return;
    for (auto& waiter : waiters.mapped()) {
        auto* client = s.client(waiter.conn);
        if (client == nullptr) continue;
        client->waiting = false;
        s.go_on(*client, std::move(waiter));
    }
}

}  // namespace papo::chat
