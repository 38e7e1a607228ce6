// Immutable bytes with many readers: one allocation holds the count, the size and the bytes. The count is not
// atomic: all owners live on the loop's thread.
#pragma once

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
        void* memory = ::operator new(sizeof(Block) + bytes.size());
        auto* block = new (memory) Block{1, bytes.size()};
        if (!bytes.empty()) std::memcpy(block + 1, bytes.data(), bytes.size());
        return SharedBytes(block);
    }
    ~SharedBytes() { drop(); }
    SharedBytes(const SharedBytes& other) : block_(other.block_), view_(other.view_) {
        if (block_ != nullptr) ++block_->owners;
    }
    SharedBytes(SharedBytes&& other) noexcept
        : block_(std::exchange(other.block_, nullptr)), view_(std::exchange(other.view_, {})) {}
    SharedBytes& operator=(SharedBytes other) noexcept {
        std::swap(block_, other.block_);
        std::swap(view_, other.view_);
        return *this;
    }

    std::string_view view() const { return view_; }
    // Bytes [offset, offset + length) of these, without copying them.
    SharedBytes slice(std::size_t offset, std::size_t length) const {
        auto part = *this;
        part.view_ = view_.substr(offset, length);
        return part;
    }

private:
    struct Block {
        std::size_t owners;
        std::size_t size;
    };
    explicit SharedBytes(Block* block) : block_(block), view_(reinterpret_cast<const char*>(block + 1), block->size) {}
    void drop() {
        if (block_ != nullptr && --block_->owners == 0) ::operator delete(block_);
    }

    Block* block_ = nullptr;
    std::string_view view_;  // of the block's bytes
};

}  // namespace papo::net
