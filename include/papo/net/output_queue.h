// What one connection has waiting to be written, in order: bytes of its own, bytes shared with others, parts of
// files. An empty queue owns no memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "papo/base/fd.h"
#include "papo/net/shared_bytes.h"

namespace papo::net {

enum class FlushResult : std::uint8_t {
    drained,  // nothing is left
    blocked,  // the socket takes no more now, or this turn's share is used up
    failed,   // the connection is of no further use
};

class OutputQueue {
public:
    void append(std::string_view bytes);
    void append(SharedBytes bytes);
    // Not copied if they are many.
    void append_own(std::string bytes);
    // Bytes [offset, offset + length) of a file, sent without passing through this process (sendfile(2)).
    void append_file(std::shared_ptr<const Fd> file, std::uint64_t offset, std::uint64_t length);

    // Bytes in memory that are not sent; files are not counted.
    std::size_t bytes() const { return pieces_ ? pieces_->bytes : only_.view().size(); }
    bool empty() const { return pieces_ == nullptr && only_.empty(); }
    void clear();

    // Forgets everything but the rest of the piece that is partly sent.
    void drop_unbegun();

    // Writes with as few calls as can be, and not more than a bounded amount; adds to `sent` what the kernel took.
    FlushResult flush(int socket, std::uint64_t& sent);

private:
    struct FilePart {
        std::shared_ptr<const Fd> file;
        std::uint64_t offset = 0;
        std::uint64_t length = 0;
        bool begun = false;
    };
    using Piece = std::variant<std::string, SharedBytes, FilePart>;
    struct Pieces {
        std::vector<Piece> list;
        std::size_t first = 0;   // the piece under way
        std::size_t offset = 0;  // what of it is sent, if it is memory
        std::size_t bytes = 0;
    };

    static std::string_view memory_of(const Piece& piece);
    Pieces& pieces();
    FlushResult send_only(int socket, std::uint64_t& sent);
    FlushResult write_some(int socket, std::size_t& budget);
    FlushResult send_memory(int socket, std::size_t& budget);
    FlushResult send_file(int socket, FilePart& part, std::size_t& budget);
    void advance(std::size_t sent);

    SharedBytes only_;  // all there is, as long as nothing is with it and none of it is sent: the usual case
    std::unique_ptr<Pieces> pieces_;
};

}  // namespace papo::net
