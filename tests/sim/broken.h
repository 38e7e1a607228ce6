// A broken promise. The code that notices it throws; the run ends and prints its seed.
#pragma once

#include <stdexcept>
#include <string>

namespace papo::sim {

class Broken : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

inline void require(bool holds, const std::string& promise) {
    if (!holds) throw Broken(promise);
}

}  // namespace papo::sim
