#include "papo/server/password_worker.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <utility>

#include "papo/base/random.h"

namespace papo::server {
namespace {

// RFC 7914 section 2. N·r·128 bytes of memory: 16 MiB, about 40 ms on a small machine.
constexpr std::uint64_t cost_n = 1U << 14U;
constexpr std::uint64_t cost_r = 8;
constexpr std::uint64_t cost_p = 1;
constexpr std::uint64_t max_memory = 64ULL << 20U;
constexpr std::string_view prefix = "scrypt$16384$8$1$";

using Key = std::array<std::uint8_t, 32>;

bool derive(std::string_view password, std::string_view salt, Key& key) {
    return EVP_PBE_scrypt(password.data(), password.size(), reinterpret_cast<const unsigned char*>(salt.data()),
                          salt.size(), cost_n, cost_r, cost_p, max_memory, key.data(), key.size()) == 1;
}

std::string encoded(std::string_view salt, const Key& key) {
    return std::string(prefix) + std::string(salt) + "$" + base64url(key);
}

}  // namespace

std::string hash_password(std::string_view password) {
    std::array<std::uint8_t, 16> random{};
    random_bytes(random);
    const auto salt = base64url(random);
    Key key{};
    return derive(password, salt, key) ? encoded(salt, key) : std::string{};
}

bool check_password(std::string_view password, std::string_view hash) {
    const auto end_of_salt = hash.rfind('$');
    if (hash.substr(0, prefix.size()) != prefix || end_of_salt < prefix.size()) return false;
    const auto salt = hash.substr(prefix.size(), end_of_salt - prefix.size());
    Key key{};
    if (!derive(password, salt, key)) return false;
    const auto expected = encoded(salt, key);
    return expected.size() == hash.size() && CRYPTO_memcmp(expected.data(), hash.data(), hash.size()) == 0;
}

PasswordWorker::PasswordWorker(net::WakeFd& wake) : wake_(wake) {
    thread_ = std::thread([this] { run(); });
}

PasswordWorker::~PasswordWorker() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

bool PasswordWorker::hash(chat::Ticket ticket, std::string password) {
    return push({ticket, std::move(password), {}});
}

bool PasswordWorker::check(chat::Ticket ticket, std::string password, std::string hash) {
    return push({ticket, std::move(password), std::move(hash)});
}

bool PasswordWorker::push(Job job) {
    {
        const std::lock_guard lock(mutex_);
        if (jobs_.size() >= max_jobs) return false;
        jobs_.push_back(std::move(job));
    }
    changed_.notify_one();
    return true;
}

std::vector<PasswordWorker::Answer> PasswordWorker::take_answers() {
    const std::lock_guard lock(mutex_);
    return std::exchange(answers_, {});
}

void PasswordWorker::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
        if (stopping_) return;
        Job job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        Answer answer{job.ticket, job.hash.empty(), false, {}};
        if (answer.hashed) {
            answer.hash = hash_password(job.password);
        } else {
            answer.right = check_password(job.password, job.hash);
        }
        lock.lock();
        answers_.push_back(std::move(answer));
        wake_.notify();
    }
}

}  // namespace papo::server
