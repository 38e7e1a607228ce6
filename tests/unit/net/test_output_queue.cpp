#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <memory>
#include <string>

#include "papo/base/fd.h"
#include "papo/net/output_queue.h"
#include "tests/support/temp_folder.h"

namespace papo::test {
namespace {

using namespace net;

class Output : public testing::Test {
protected:
    void SetUp() override {
        std::array<int, 2> ends{};
        ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()), 0);
        ours = Fd(ends[0]);
        theirs = Fd(ends[1]);
    }
    std::string received() {
        std::string all;
        std::array<char, 65536> part{};
        for (ssize_t got = 0; (got = ::recv(theirs.get(), part.data(), part.size(), 0)) > 0;)
            all.append(part.data(), static_cast<std::size_t>(got));
        return all;
    }
    Fd ours;
    Fd theirs;
    OutputQueue queue;
    std::uint64_t sent = 0;
};

TEST_F(Output, ShouldSendBytesSharedBytesAndFilesInTheirOrder) {
    TempFolder folder;
    write_file(folder.path() / "f", "0123456789");
    queue.append("a");
    queue.append(SharedBytes::copy_of("b"));
    queue.append_file(std::make_shared<const Fd>(::open((folder.path() / "f").c_str(), O_RDONLY | O_CLOEXEC)), 2, 3);
    queue.append("c");
    EXPECT_EQ(queue.bytes(), 3U) << "a file does not count as memory";
    EXPECT_EQ(queue.flush(ours.get(), sent), FlushResult::drained);
    EXPECT_EQ(received(), "ab234c");
    EXPECT_EQ(sent, 6U);
    EXPECT_TRUE(queue.empty());
}

TEST_F(Output, ShouldSendSharedBytesBeforeLaterBytes) {
    queue.append(SharedBytes::copy_of("a"));
    EXPECT_EQ(queue.bytes(), 1U);
    queue.append("b");
    queue.append(SharedBytes::copy_of("c"));
    EXPECT_EQ(queue.bytes(), 3U);
    EXPECT_EQ(queue.flush(ours.get(), sent), FlushResult::drained);
    queue.append(SharedBytes::copy_of("d"));
    EXPECT_EQ(queue.flush(ours.get(), sent), FlushResult::drained);
    EXPECT_EQ(received(), "abcd");
    EXPECT_EQ(sent, 4U);
    EXPECT_TRUE(queue.empty());
    EXPECT_EQ(queue.bytes(), 0U);
}

TEST_F(Output, ShouldDropAllPiecesIfNoneIsBegun) {
    queue.append(SharedBytes::copy_of("dropped"));
    queue.drop_unbegun();
    EXPECT_TRUE(queue.empty());
    queue.append(SharedBytes::copy_of("dropped"));
    queue.append("too");
    queue.drop_unbegun();
    EXPECT_TRUE(queue.empty());
    queue.append(SharedBytes::copy_of("cleared"));
    queue.clear();
    EXPECT_EQ(queue.bytes(), 0U);
    EXPECT_EQ(queue.flush(ours.get(), sent), FlushResult::drained);
    EXPECT_EQ(received(), "");
}

TEST_F(Output, ShouldKeepBytesForASlowPeer) {
    const std::string large(4U << 20U, 'x');
    queue.append(large);
    EXPECT_EQ(queue.flush(ours.get(), sent), FlushResult::blocked);
    EXPECT_EQ(queue.bytes() + sent, large.size());
    std::string all = received();
    while (!queue.empty()) {
        queue.flush(ours.get(), sent);
        all += received();
    }
    EXPECT_EQ(all, large);
}

TEST_F(Output, ShouldDropOnlyPiecesThatAreNotBegun) {
    const std::string large(4U << 20U, 'x');
    queue.append(SharedBytes::copy_of(large));
    queue.flush(ours.get(), sent);
    queue.append(SharedBytes::copy_of("dropped"));
    queue.drop_unbegun();
    queue.append("end");
    std::string all = received();
    while (!queue.empty()) {
        queue.flush(ours.get(), sent);
        all += received();
    }
    EXPECT_EQ(all, large + "end");
}

TEST_F(Output, ShouldSayThatThePeerIsGone) {
    theirs.reset();
    queue.append("x");
    EXPECT_EQ(queue.flush(ours.get(), sent), FlushResult::failed);
}

}  // namespace
}  // namespace papo::test
