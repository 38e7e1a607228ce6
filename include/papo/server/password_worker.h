// Hashes room passwords on a thread of its own: scrypt costs tens of milliseconds and 16 MiB on purpose, and the
// loop must not feel it. The two share nothing but two bounded queues and an eventfd.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "papo/base/result.h"
#include "papo/chat/passwords.h"
#include "papo/net/wake.h"

namespace papo::server {

// scrypt (RFC 7914) of a password with a fresh salt, as text "scrypt$N$r$p$salt$key"; empty if OpenSSL fails.
std::string hash_password(std::string_view password);
// Whether the password has that hash; compared in constant time.
bool check_password(std::string_view password, std::string_view hash);

class PasswordWorker final : public chat::Passwords {
public:
    struct Answer {
        chat::Ticket ticket = 0;
        bool hashed = false;  // else checked
        bool right = false;   // of a check
        std::string hash;     // of a hashing
    };

    // `wake` is notified when answers are ready; it outlives the worker.
    explicit PasswordWorker(net::WakeFd& wake);
    ~PasswordWorker() override;
    PasswordWorker(const PasswordWorker&) = delete;
    PasswordWorker& operator=(const PasswordWorker&) = delete;

    bool hash(chat::Ticket ticket, std::string password) override;
    bool check(chat::Ticket ticket, std::string password, std::string hash) override;

    // The answers since the last call. For the loop's thread.
    std::vector<Answer> take_answers();

private:
    struct Job {
        chat::Ticket ticket = 0;
        std::string password;
        std::string hash;  // empty: make one
    };

    bool push(Job job);
    void run();

    static constexpr std::size_t max_jobs = 64;  // about 3 s of work; those behind are told to try again

    net::WakeFd& wake_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> jobs_;
    std::vector<Answer> answers_;
    bool stopping_ = false;
    std::thread thread_;  // from the start: a confined process starts no more (sys/call_filter)
};

}  // namespace papo::server
