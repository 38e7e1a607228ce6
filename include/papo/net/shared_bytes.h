// Immutable bytes with many owners, less than 4 GiB. One allocation holds the count of owners and the bytes. The count
// is not atomic: all owners are on the loop's thread. The object is small because every connection holds one.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

namespace papo::net {

class SharedBytes {
public:
    SharedBytes() = default;
    static SharedBytes copy_of(std::string_view bytes) {
        if (bytes.size() > UINT32_MAX) throw std::bad_alloc();
        void* memory = ::operator new(sizeof(Block) + bytes.size());
        auto* block = new (memory) Block{1};
        if (!bytes.empty()) std::memcpy(block + 1, bytes.data(), bytes.size());
        return {block, bytes.size()};
    }
    ~SharedBytes() { drop(); }
    SharedBytes(const SharedBytes& other) : block_(other.block_), offset_(other.offset_), length_(other.length_) {
        if (block_ != nullptr) ++block_->owners;
    }
    SharedBytes(SharedBytes&& other) noexcept
        : block_(std::exchange(other.block_, nullptr)),
          offset_(std::exchange(other.offset_, 0)),
          length_(std::exchange(other.length_, 0)) {}
    SharedBytes& operator=(SharedBytes other) noexcept {
        std::swap(block_, other.block_);
        std::swap(offset_, other.offset_);
        std::swap(length_, other.length_);
        return *this;
    }

    std::string_view view() const {
        return block_ == nullptr ? std::string_view{}
                                 : std::string_view(reinterpret_cast<const char*>(block_ + 1) + offset_, length_);
    }
    bool empty() const { return length_ == 0; }
    // Bytes [offset, offset + length), sharing the same allocation.
    SharedBytes slice(std::size_t offset, std::size_t length) const {
        assert(offset <= length_);
        auto part = *this;
        part.length_ = static_cast<std::uint32_t>(view().substr(offset, length).size());
        part.offset_ += static_cast<std::uint32_t>(offset);
        return part;
    }

private:
    struct Block {
        std::size_t owners;
    };
    SharedBytes(Block* block, std::size_t length) : block_(block), length_(static_cast<std::uint32_t>(length)) {}
    void drop() {
        if (block_ != nullptr && --block_->owners == 0) ::operator delete(block_);
    }

    Block* block_ = nullptr;
    std::uint32_t offset_ = 0;  // of the block's bytes
    std::uint32_t length_ = 0;
};

}  // namespace papo::net
