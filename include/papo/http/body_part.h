// What the body of an HTTP answer is made of.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "papo/base/fd.h"
#include "papo/net/shared_bytes.h"

namespace papo::http {

// Bytes [offset, offset + length) of an open file.
struct FileSlice {
    std::shared_ptr<const Fd> file;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

using BodyPart = std::variant<std::string, net::SharedBytes, FileSlice>;

}  // namespace papo::http
