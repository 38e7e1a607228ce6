// What is checked, and what was found to be broken. Shared by all actors.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace papo::chaos {

enum class Check : std::uint8_t {
    kept,
    once,
    numbered,
    agreed,
    ordered,
    known,
    repeated,
    resumed,
    epochs,
    sessions,
    present,
    answers,
    finished,
    started,
    count  // how many there are
};

// The promise in words.
std::string_view sentence_of(Check check);

class Findings {
public:
    static constexpr std::size_t shown = 5;  // of each check

    void broken(Check check, std::string what);
    std::uint64_t count(Check check) const;
    std::vector<std::string> first(Check check) const;
    std::size_t failed_checks() const;

private:
    struct Broken {
        std::uint64_t count = 0;
        std::vector<std::string> first;
    };
    mutable std::mutex mutex_;
    std::array<Broken, static_cast<std::size_t>(Check::count)> broken_;
};

}  // namespace papo::chaos
