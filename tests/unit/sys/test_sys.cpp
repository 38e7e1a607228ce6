// Tests each protection with a child process, which applies it, tries what it forbids, and reports by its exit status.
#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <functional>
#include <future>
#include <string>
#include <thread>

#include "papo/config/config.h"
#include "papo/sys/call_filter.h"
#include "papo/sys/file_rules.h"
#include "papo/sys/privileges.h"
#include "papo/sys/user.h"
#include "tests/support/temp_folder.h"

namespace papo::sys {
namespace {

constexpr int as_promised = 0;
constexpr int cannot_begin = 99;

// The waitpid(2) status of a child that ran `probe`.
int in_child(const std::function<int()>& probe) {
    const auto child = ::fork();
    if (child == 0) {
        allow_core_dumps(false);
        ::_exit(probe());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

bool kept_promise(int status) {
    return WIFEXITED(status) && WEXITSTATUS(status) == as_promised;
}

bool was_killed(int status) {
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS;
}

// Skipped under a sanitizer, whose runtime makes calls that papo does not need.
class Confined : public testing::Test {
protected:
    void SetUp() override {
        if (!config::sandbox_by_default) GTEST_SKIP() << "a sanitizer needs forbidden calls";
    }
};

class CallFilter : public Confined {
protected:
    void SetUp() override {
        Confined::SetUp();
        const auto filters = [] { return give_up_new_privileges() && restrict_calls() ? as_promised : cannot_begin; };
        if (!IsSkipped() && !kept_promise(in_child(filters))) GTEST_SKIP() << "seccomp cannot be used here";
    }
    static int confined(const std::function<int()>& probe) {
        return in_child([&] { return give_up_new_privileges() && restrict_calls() ? probe() : cannot_begin; });
    }
    // Whether the kernel refuses the call without ending the process.
    static bool refused(const std::function<long()>& call) {
        return kept_promise(confined([&] { return call() == -1 && errno == ENOSYS ? as_promised : 1; }));
    }
};

TEST_F(CallFilter, ShouldEndAProcessThatMakesAForbiddenCall) {
    const std::array<char*, 2> arguments{const_cast<char*>("true"), nullptr};
    EXPECT_TRUE(was_killed(confined([&] { return ::execv("/bin/true", arguments.data()); })));
    const auto parent = ::getpid();
    EXPECT_TRUE(was_killed(confined([&] { return static_cast<int>(::ptrace(PTRACE_ATTACH, parent, 0, 0)); })));
    for (const long call :
         {SYS_execveat, SYS_process_vm_readv, SYS_process_vm_writev, SYS_bpf, SYS_init_module, SYS_kexec_load,
          SYS_mount, SYS_umount2, SYS_chroot, SYS_setns, SYS_unshare, SYS_setuid, SYS_setresuid, SYS_setgid,
          SYS_setgroups, SYS_capset, SYS_keyctl, SYS_perf_event_open, SYS_open_by_handle_at}) {
        EXPECT_TRUE(was_killed(confined([&] { return static_cast<int>(::syscall(call, 0, 0, 0, 0, 0, 0)); }))) << call;
    }
}

TEST_F(CallFilter, ShouldLeaveNoWayToMakeSocketsOrProcesses) {
    EXPECT_TRUE(refused([] { return ::socket(AF_INET, SOCK_STREAM, 0); }));
    EXPECT_TRUE(refused([] { return ::socket(AF_UNIX, SOCK_STREAM, 0); }));
    EXPECT_TRUE(refused([] { return ::syscall(SYS_connect, 0, nullptr, 0); }));
    EXPECT_TRUE(refused([] { return ::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); }));
    EXPECT_TRUE(refused([] { return ::syscall(SYS_clone3, nullptr, 0); }));
    EXPECT_TRUE(refused([] { return ::kill(::getppid(), 0); }));
    EXPECT_TRUE(refused([] { return ::ioctl(0, 0); }));
}

TEST_F(CallFilter, ShouldLeaveNoWayToBringInCode) {
    EXPECT_TRUE(refused([] {
        const auto* memory = ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        return memory == MAP_FAILED ? -1L : 0L;
    }));
    EXPECT_TRUE(refused([] {
        auto* memory = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        return memory == MAP_FAILED ? 0L : ::mprotect(memory, 4096, PROT_READ | PROT_EXEC);
    }));
}

TEST_F(CallFilter, ShouldHoldForThreadsThatRanBefore) {
    EXPECT_TRUE(kept_promise(in_child([] {
        std::promise<void> filtered;
        std::promise<bool> refused;
        std::thread before([&] {
            filtered.get_future().wait();
            refused.set_value(::socket(AF_INET, SOCK_STREAM, 0) == -1 && errno == ENOSYS);
        });
        const bool done = give_up_new_privileges() && restrict_calls();
        filtered.set_value();
        before.join();
        return done && refused.get_future().get() ? as_promised : 1;
    })));
}

TEST_F(CallFilter, ShouldLetAProcessEndItself) {
    const auto status = confined([]() -> int { std::abort(); });
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

class FileRulesTest : public Confined {
protected:
    void SetUp() override {
        Confined::SetUp();
        if (!IsSkipped() && landlock_version() == 0) GTEST_SKIP() << "this kernel has no Landlock";
        test::write_file(inside() / "file", "inside");
        test::write_file(read_only() / "file", "to be read");
        test::write_file(outside() / "file", "outside");
    }
    std::filesystem::path inside() const { return folder.path() / "inside"; }
    std::filesystem::path read_only() const { return folder.path() / "read"; }
    std::filesystem::path outside() const { return folder.path() / "outside"; }
    int confined(const std::function<int()>& probe) const {
        return in_child([&] {
            const FileRules rules{{inside().string()}, {read_only().string(), "/nonexistent"}};
            return give_up_new_privileges() && restrict_files(rules) ? probe() : cannot_begin;
        });
    }
    static bool opens(const std::filesystem::path& path, int flags) {
        return ::open(path.c_str(), flags | O_CLOEXEC, 0600) >= 0;
    }
    static bool is_refused(const std::filesystem::path& path, int flags) {
        return !opens(path, flags) && errno == EACCES;
    }

    test::TempFolder folder;
};

TEST_F(FileRulesTest, ShouldDenyAllOtherFiles) {
    EXPECT_TRUE(kept_promise(confined([&] {
        if (!is_refused("/etc/passwd", O_RDONLY)) return 1;
        if (!is_refused("/proc/self/environ", O_RDONLY)) return 2;
        if (!is_refused(outside() / "file", O_RDONLY)) return 3;
        if (!is_refused(outside() / "file", O_WRONLY)) return 4;
        if (!is_refused(outside() / "new", O_WRONLY | O_CREAT)) return 5;
        if (!is_refused(outside(), O_RDONLY | O_DIRECTORY)) return 6;
        if (::unlink((outside() / "file").c_str()) == 0) return 7;
        if (::rename((inside() / "file").c_str(), (outside() / "stolen").c_str()) == 0) return 8;
        if (!is_refused(inside() / ".." / "outside" / "file", O_RDONLY)) return 9;
        return as_promised;
    })));
    EXPECT_EQ(test::read_file(outside() / "file"), "outside");
}

TEST_F(FileRulesTest, ShouldAllowOnlyReadingOfReadOnlyFiles) {
    EXPECT_TRUE(kept_promise(confined([&] {
        if (!opens(read_only() / "file", O_RDONLY)) return 1;
        if (!is_refused(read_only() / "file", O_WRONLY)) return 2;
        if (!is_refused(read_only() / "new", O_WRONLY | O_CREAT)) return 3;
        if (::unlink((read_only() / "file").c_str()) == 0) return 4;
        return as_promised;
    })));
}

TEST_F(FileRulesTest, ShouldAllowAllThatStoringNeeds) {
    EXPECT_TRUE(kept_promise(confined([&] {
        const auto place = inside();
        if (!opens(place, O_RDONLY | O_DIRECTORY)) return 1;
        if (!opens(place / "new", O_RDWR | O_CREAT | O_EXCL)) return 2;
        if (::truncate((place / "new").c_str(), 0) != 0) return 3;
        if (::rename((place / "new").c_str(), (place / "renamed").c_str()) != 0) return 4;
        if (::unlink((place / "renamed").c_str()) != 0) return 5;
        const int nameless = ::open(place.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
        if (nameless < 0) return errno == EOPNOTSUPP ? as_promised : 6;
        const auto source = "/proc/self/fd/" + std::to_string(nameless);
        const auto target = place / "whole";
        return ::linkat(AT_FDCWD, source.c_str(), AT_FDCWD, target.c_str(), AT_SYMLINK_FOLLOW) == 0 ? as_promised : 7;
    })));
}

TEST_F(FileRulesTest, ShouldRunNoProgramAndMakeNoLinkOrDevice) {
    test::write_file(inside() / "program", "#!/bin/true\n");
    ::chmod((inside() / "program").c_str(), 0755);
    EXPECT_TRUE(kept_promise(confined([&] {
        const auto program = inside() / "program";
        const std::array<char*, 2> arguments{const_cast<char*>(program.c_str()), nullptr};
        if (::execv(program.c_str(), arguments.data()) != -1 || errno != EACCES) return 1;
        if (::symlink("/etc/passwd", (inside() / "link").c_str()) == 0) return 2;
        if (::mknod((inside() / "device").c_str(), S_IFIFO | 0600, 0) == 0) return 3;
        return as_promised;
    })));
}

TEST_F(FileRulesTest, ShouldHoldForThreadsThatComeLater) {
    EXPECT_TRUE(kept_promise(confined([&] {
        bool refused = false;
        std::thread later([&] { refused = is_refused("/etc/passwd", O_RDONLY); });
        later.join();
        return refused ? as_promised : 1;
    })));
}

TEST_F(FileRulesTest, ShouldMakeNoConnections) {
    if (landlock_version() < 4) GTEST_SKIP() << "this kernel's Landlock has no rules for sockets";
    EXPECT_TRUE(kept_promise(confined([] {
        const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 || errno != EACCES) return 1;
        address.sin_port = htons(9);
        if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 || errno != EACCES) return 2;
        return as_promised;
    })));
}

TEST_F(FileRulesTest, ShouldReachNoOtherProcess) {
    if (landlock_version() < 6) GTEST_SKIP() << "this kernel's Landlock has no scopes";
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto name = "papo-test-" + std::to_string(::getpid());
    name.copy(address.sun_path + 1, name.size());  // abstract: begins with NUL
    ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(::listen(listener, 1), 0);
    EXPECT_TRUE(kept_promise(confined([&] {
        if (::kill(::getppid(), 0) == 0 || errno != EPERM) return 1;
        const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 || errno != EPERM) return 2;
        return as_promised;
    })));
    ::close(listener);
}

TEST_F(FileRulesTest, ShouldSayWhichFolderIsMissing) {
    EXPECT_TRUE(kept_promise(in_child([&] {
        const auto done = restrict_files({{"/nonexistent/folder"}, {}});
        return !done && done.error().message.find("/nonexistent/folder") != std::string::npos ? as_promised : 1;
    })));
}

class UserTest : public testing::Test {
protected:
    void SetUp() override {
        if (::geteuid() != 0) GTEST_SKIP() << "only root can become another user";
    }
    static std::string status_line(const std::string& key) {
        std::ifstream status("/proc/self/status");
        for (std::string line; std::getline(status, line);) {
            if (line.rfind(key + ":", 0) == 0) return line.substr(key.size() + 2);
        }
        return "none";
    }
    static constexpr const char* nothing = "0000000000000000";
};

TEST(Users, ShouldBeLookedUpInTheSystem) {
    EXPECT_NE(find_user("no-such-user").error().message.find("no-such-user"), std::string::npos);
    EXPECT_NE(find_user("nobody:no-such-group").error().message.find("no-such-group"), std::string::npos);
    EXPECT_FALSE(find_user(""));
    EXPECT_FALSE(find_user("root")) << "the process has no capabilities to give up";
    const auto user = find_user("nobody:daemon");
    ASSERT_TRUE(user);
    EXPECT_EQ(user->gid, ::getgrnam("daemon")->gr_gid);
}

TEST_F(UserTest, ShouldNeverBeRootAgain) {
    EXPECT_TRUE(kept_promise(in_child([] {
        const auto user = find_user("nobody");
        if (!user || !become(*user)) return cannot_begin;
        if (::getuid() != user->uid || ::geteuid() != user->uid || ::getegid() != user->gid) return 1;
        if (::setuid(0) == 0 || ::seteuid(0) == 0 || ::setresuid(0, 0, 0) == 0) return 2;
        if (::setgid(0) == 0 || ::setgroups(0, nullptr) == 0) return 3;
        if (::open("/etc/shadow", O_RDONLY | O_CLOEXEC) >= 0) return 4;
        std::array<gid_t, 64> groups{};
        const int count = ::getgroups(static_cast<int>(groups.size()), groups.data());
        for (int i = 0; i < count; ++i) {
            if (groups.at(static_cast<std::size_t>(i)) == 0) return 5;
        }
        return status_line("CapEff") == nothing && status_line("CapPrm") == nothing ? as_promised : 6;
    })));
}

TEST_F(UserTest, ShouldNotBecomeAnotherUserWithoutRoot) {
    EXPECT_TRUE(kept_promise(in_child([] {
        const auto user = find_user("nobody");
        if (!user || ::setuid(user->uid) != 0) return cannot_begin;
        const auto done = become(*user);
        return !done && done.error().message.find("only root") != std::string::npos ? as_promised : 1;
    })));
}

TEST_F(UserTest, ShouldOwnTheFoldersThatAreMadeForIt) {
    const test::TempFolder folder;
    const auto user = find_user("nobody");
    ASSERT_TRUE(user);
    const auto path = folder.path() / "a" / "b";
    ASSERT_TRUE(make_folder_of(*user, path.string()));
    struct stat info {};
    for (const auto& made : {folder.path() / "a", path}) {
        ASSERT_EQ(::stat(made.c_str(), &info), 0);
        EXPECT_EQ(info.st_uid, user->uid) << made;
        EXPECT_EQ(info.st_gid, user->gid) << made;
    }
    ASSERT_TRUE(make_folder_of(*user, folder.path().string())) << "an existing folder is no error";
    ASSERT_EQ(::stat(folder.path().c_str(), &info), 0);
    EXPECT_EQ(info.st_uid, 0U) << "an existing folder keeps its owner";
    EXPECT_FALSE(make_folder_of(*user, "/proc/papo"));
}

TEST_F(UserTest, ShouldKeepOnlyTheNamedCapabilities) {
    EXPECT_TRUE(kept_promise(in_child([] {
        if (!keep_capabilities({CAP_DAC_OVERRIDE})) return cannot_begin;
        return status_line("CapEff") == "0000000000000002" && status_line("CapPrm") == "0000000000000002" ? as_promised
                                                                                                          : 1;
    })));
}

TEST(Privileges, ShouldBeGivenUpForGood) {
    EXPECT_TRUE(kept_promise(in_child([] {
        if (!give_up_new_privileges()) return cannot_begin;
        ::prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0);
        return ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? as_promised : 1;
    })));
}

TEST(Privileges, ShouldSwitchCoreDumps) {
    EXPECT_TRUE(kept_promise(in_child([] {
        allow_core_dumps(false);
        if (::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0) return 1;
        allow_core_dumps(true);
        return ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 1 ? as_promised : 2;
    })));
}

}  // namespace
}  // namespace papo::sys
