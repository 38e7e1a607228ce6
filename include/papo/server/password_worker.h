// Hashes room passwords on a separate thread, because scrypt costs tens of milliseconds and 16 MiB by design, which
// would stall the loop. The two threads share only two bounded queues and an eventfd.
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

// The scrypt hash (RFC 7914) with a new salt, as "scrypt$N$r$p$salt$key"; empty if OpenSSL fails.
std::string hash_password(std::string_view password);
// Whether the password has this hash; compares in constant time.
bool check_password(std::string_view password, std::string_view hash);

class PasswordWorker final : public chat::Passwords {
public:
    struct Answer {
        chat::Ticket ticket = 0;
        bool hashed = false;  // answers hash(); else check()
        bool right = false;   // for check()
        std::string hash;     // for hash(); empty if OpenSSL failed
    };

    // The worker notifies `wake` when answers are ready; `wake` outlives the worker.
    explicit PasswordWorker(net::WakeFd& wake);
    ~PasswordWorker() override;
    PasswordWorker(const PasswordWorker&) = delete;
    PasswordWorker& operator=(const PasswordWorker&) = delete;

    bool hash(chat::Ticket ticket, std::string password) override;
    bool check(chat::Ticket ticket, std::string password, std::string hash) override;

    // Takes the answers since the last call. For the loop's thread.
    std::vector<Answer> take_answers();

private:
    struct Job {
        chat::Ticket ticket = 0;
        std::string password;
        std::string hash;  // to check; empty: hash the password
    };

    bool push(Job job);
    void run();

    static constexpr std::size_t max_jobs = 64;  // about 3 s of work; hash() and check() refuse more

    net::WakeFd& wake_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> jobs_;
    std::vector<Answer> answers_;
    bool stopping_ = false;
    std::thread thread_;  // runs from construction: a confined process cannot start threads (sys/call_filter)
};

}  // namespace papo::server
