#include "papo/net/output_queue.h"

#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <utility>

namespace papo::net {
namespace {

constexpr std::size_t budget_a_turn = 1U << 20U;  // bytes that one connection may write per turn
constexpr std::size_t max_iovecs = 64;            // pieces per call
constexpr std::size_t small = 16U * 1024U;        // pieces of owned bytes up to this size are merged

FlushResult after_error() {
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS || errno == ENOMEM ? FlushResult::blocked
                                                                                          : FlushResult::failed;
}

}  // namespace

// Empty for a file part.
std::string_view OutputQueue::memory_of(const Piece& piece) {
    if (const auto* own = std::get_if<std::string>(&piece)) return *own;
    if (const auto* shared = std::get_if<SharedBytes>(&piece)) return shared->view();
    return {};
}

OutputQueue::Pieces& OutputQueue::pieces() {
    if (pieces_) return *pieces_;
    pieces_ = std::make_unique<Pieces>();
    pieces_->bytes = only_.view().size();
    if (pieces_->bytes > 0) pieces_->list.emplace_back(std::exchange(only_, {}));
    return *pieces_;
}

void OutputQueue::clear() {
    only_ = {};
    pieces_.reset();
}

void OutputQueue::append(std::string_view bytes) {
    if (bytes.empty()) return;
    auto& all = pieces();
    all.bytes += bytes.size();
    auto* tail = all.list.empty() ? nullptr : std::get_if<std::string>(&all.list.back());
    if (tail != nullptr && tail->size() + bytes.size() <= small) {
        tail->append(bytes);
    } else {
        all.list.emplace_back(std::string(bytes));
    }
}

void OutputQueue::append(SharedBytes bytes) {
    if (bytes.empty()) return;
    if (empty()) {
        only_ = std::move(bytes);
        return;
    }
    auto& all = pieces();
    all.bytes += bytes.view().size();
    all.list.emplace_back(std::move(bytes));
}

void OutputQueue::append_own(std::string bytes) {
    if (bytes.size() <= small) return append(std::string_view(bytes));
    auto& all = pieces();
    all.bytes += bytes.size();
    all.list.emplace_back(std::move(bytes));
}

void OutputQueue::append_file(std::shared_ptr<const Fd> file, std::uint64_t offset, std::uint64_t length) {
    if (length > 0) pieces().list.emplace_back(FilePart{std::move(file), offset, length});
}

void OutputQueue::drop_unbegun() {
    only_ = {};
    if (!pieces_) return;
    auto& all = *pieces_;
    assert(all.first < all.list.size());
    const auto* file = std::get_if<FilePart>(&all.list[all.first]);
    const bool begun = file != nullptr ? file->begun : all.offset > 0;
    if (!begun) return pieces_.reset();
    all.list.resize(all.first + 1);
    all.bytes = file != nullptr ? 0 : memory_of(all.list[all.first]).size() - all.offset;
}

FlushResult OutputQueue::flush(int socket, std::uint64_t& sent) {
    if (!only_.empty()) return send_only(socket, sent);
    std::size_t budget = budget_a_turn;
    auto result = FlushResult::drained;
    while (pieces_ && result == FlushResult::drained) {
        if (budget == 0)
            result = FlushResult::blocked;
        else
            result = write_some(socket, budget);
    }
    sent += budget_a_turn - budget;
    return result;
}

FlushResult OutputQueue::send_only(int socket, std::uint64_t& sent) {
    const auto bytes = only_.view();
    ssize_t taken = 0;
    do taken = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    while (taken < 0 && errno == EINTR);
    if (taken < 0) return after_error();
    sent += static_cast<std::uint64_t>(taken);
    if (static_cast<std::size_t>(taken) == bytes.size()) {
        only_ = {};
        return FlushResult::drained;
    }
    pieces();
    advance(static_cast<std::size_t>(taken));
    return FlushResult::blocked;
}

FlushResult OutputQueue::write_some(int socket, std::size_t& budget) {
    auto* part = std::get_if<FilePart>(&pieces_->list[pieces_->first]);
    return part != nullptr ? send_file(socket, *part, budget) : send_memory(socket, budget);
}

// One call for up to 64 pieces. `drained` means here that the caller may go on.
FlushResult OutputQueue::send_memory(int socket, std::size_t& budget) {
    std::array<iovec, max_iovecs> vectors;
    std::size_t count = 0;
    std::size_t total = 0;
    auto& all = *pieces_;
    for (auto at = all.first; at < all.list.size() && count < max_iovecs; ++at) {
        auto bytes = memory_of(all.list[at]);
        if (bytes.empty()) break;  // a file part
        if (at == all.first) bytes.remove_prefix(all.offset);
        vectors[count++] = {const_cast<char*>(bytes.data()), bytes.size()};
        total += bytes.size();
    }
    msghdr message{};
    message.msg_iov = vectors.data();
    assert(count > 0);
    message.msg_iovlen = count;
    const bool more = all.first + count < all.list.size();
    const auto sent = ::sendmsg(socket, &message, MSG_NOSIGNAL | (more ? MSG_MORE : 0));
    if (sent < 0) return errno == EINTR ? FlushResult::drained : after_error();
    advance(static_cast<std::size_t>(sent));
    budget -= std::min(budget, static_cast<std::size_t>(sent));
    return static_cast<std::size_t>(sent) < total ? FlushResult::blocked : FlushResult::drained;
}

FlushResult OutputQueue::send_file(int socket, FilePart& part, std::size_t& budget) {
    auto offset = static_cast<off_t>(part.offset);
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(part.length, budget));
    const auto sent = ::sendfile(socket, part.file->get(), &offset, count);
    if (sent < 0) return errno == EINTR ? FlushResult::drained : after_error();
    if (sent == 0) return FlushResult::failed;  // the file is shorter than announced
    part.begun = true;
    part.offset += static_cast<std::uint64_t>(sent);
    part.length -= static_cast<std::uint64_t>(sent);
    budget -= static_cast<std::size_t>(sent);
    if (part.length == 0) advance(0);
    return FlushResult::drained;
}

// Removes sent output: `sent` bytes of memory, or a file part with no length left.
void OutputQueue::advance(std::size_t sent) {
    auto& all = *pieces_;
    assert(sent <= all.bytes);
    all.bytes -= sent;
    sent += all.offset;
    while (all.first < all.list.size()) {
        const auto size = memory_of(all.list[all.first]).size();
        if (const auto* part = std::get_if<FilePart>(&all.list[all.first]); part != nullptr && part->length > 0) break;
        if (size > sent) break;
        sent -= size;
        all.list[all.first++] = std::string{};
    }
    all.offset = sent;
    if (all.first == all.list.size()) return pieces_.reset();
    if (all.first < 64) return;
    all.list.erase(all.list.begin(), all.list.begin() + static_cast<std::ptrdiff_t>(all.first));
    all.first = 0;
}

}  // namespace papo::net
