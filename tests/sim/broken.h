// A promise that did not hold. Thrown from wherever it is noticed; the run ends with it and its seed is told.
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
