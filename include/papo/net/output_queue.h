// A connection's unsent output, in order: owned bytes, shared bytes, and parts of files. An empty queue owns no memory.
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
    drained,  // the queue is empty
    blocked,  // the socket takes no more, or the turn's budget is spent
    failed,   // the connection is broken
};

class OutputQueue {
public:
    void append(std::string_view bytes);
    void append(SharedBytes bytes);
    // Moves the bytes; copies only small ones.
    void append_own(std::string bytes);
    // Appends bytes [offset, offset + length) of a file; sendfile(2) sends them without copying them into the process.
    void append_file(std::shared_ptr<const Fd> file, std::uint64_t offset, std::uint64_t length);

    // Unsent bytes in memory; files are not counted.
    std::size_t bytes() const { return pieces_ ? pieces_->bytes : only_.view().size(); }
    bool empty() const { return pieces_ == nullptr && only_.empty(); }
    void clear();

    // Drops everything except the rest of a piece that is partly sent.
    void drop_unbegun();

    // Writes a bounded amount with few system calls; adds the bytes that the kernel took to `sent`.
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
        std::size_t first = 0;   // the piece being sent
        std::size_t offset = 0;  // its sent bytes, if it is memory
        std::size_t bytes = 0;
    };

    static std::string_view memory_of(const Piece& piece);
    Pieces& pieces();
    FlushResult send_only(int socket, std::uint64_t& sent);
    FlushResult write_some(int socket, std::size_t& budget);
    FlushResult send_memory(int socket, std::size_t& budget);
    FlushResult send_file(int socket, FilePart& part, std::size_t& budget);
    void advance(std::size_t sent);

    SharedBytes only_;  // the usual case: the only piece, with nothing of it sent; then pieces_ is null
    std::unique_ptr<Pieces> pieces_;
};

}  // namespace papo::net
