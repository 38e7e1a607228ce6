"""What a server spends its processor time on in a scenario: samples of perf(1), by thread and by what they were taken in."""
import contextlib
import pathlib
import re
import signal
import subprocess
import tempfile

EVENT = "cpu-clock"  # needs no counters: a virtual machine often has none
HERTZ = 4_000
# A sample within a system call is that call's, by the names that the kernel's functions have for it.
CALLS = {"sendto": "send", "sendmsg": "send", "recvfrom": "receive", "epoll_wait": "epoll", "epoll_pwait": "epoll",
         "epoll_ctl": "epoll", "pwrite64": "file write", "write": "file write", "pwritev": "file write",
         "fdatasync": "file sync", "fsync": "file sync", "sendfile64": "sendfile", "writev": "send", "futex": "threads",
         "read": "file read", "pread64": "file read", "openat": "file names", "renameat2": "file names",
         "rename": "file names", "linkat": "file names", "unlink": "file names", "close": "close", "accept4": "accept",
         "sendfile": "sendfile"}
# Of what runs in user space, the first that a symbol or its library matches.
PARTS = [("JSON", r"nlohmann|wire_parse|parse_command"), ("WebSocket, HTTP, multipart", r"papo::proto|llhttp"),
         ("storage", r"papo::store|sqlite3|libsqlite3|fts5"), ("chat", r"papo::chat|papo::base"), ("network floor", r"papo::net"),
         ("application floor", r"papo::\w+"), ("memory", r"malloc|free|operator new|operator delete|_int_")]


class Profile:
    """Shares of the processor time by (thread, part), of everything that was sampled."""

    def __init__(self):
        self.samples: dict = {}

    def add(self, thread: str, frames: list) -> None:
        key = (thread, part_of(frames))
        self.samples[key] = self.samples.get(key, 0) + 1

    def rows(self) -> list:
        whole = max(1, sum(self.samples.values()))
        ordered = sorted(self.samples.items(), key=lambda item: -item[1])
        return [["thread", "in", "share, %"], *[[thread, part, f"{100 * count / whole:.1f}"]
                                                for (thread, part), count in ordered if count >= whole / 200]]


def part_of(frames: list) -> str:
    """`frames`: symbol and file, the innermost first."""
    for symbol, _ in frames:
        call = re.match(r"(__(?:x64|arm64|se)_sys_|__sys_|ksys_|do_)(\w+)", symbol)
        if call and call[2] in CALLS:
            return CALLS[call[2]]
        if call and call[1].endswith("_sys_") and call[1] != "__sys_":
            return f"system call {call[2]}"
    symbol, file = frames[0] if frames else ("", "")
    if "kernel" in file or file.endswith(".ko"):
        return "kernel: interrupts, switches, faults"
    matching = (part for part, pattern in PARTS if re.search(pattern, f"{symbol} {file}"))
    return next(matching, pathlib.PurePath(file).name.split(".so")[0] or "elsewhere")


def read(script: str, pid: int) -> Profile:
    """From what `perf script -F tid,ip,sym,dso` prints: a line with the thread, its frames, an empty line."""
    profile = Profile()
    for sample in script.split("\n\n"):
        lines = [line for line in sample.splitlines() if line.strip()]
        if lines:
            frames = [re.match(r"\s*[0-9a-f]+ (.*) \((.*)\)$", line) for line in lines[1:]]
            thread = "loop" if int(lines[0].split()[0].rstrip(":")) == pid else "worker"
            profile.add(thread, [(frame[1], frame[2]) for frame in frames if frame])
    return profile


@contextlib.contextmanager
def of(pid: int):
    """Samples the process meanwhile; the profile is whole behind the block."""
    with tempfile.NamedTemporaryFile(prefix="papo-profile-") as file:
        perf = subprocess.Popen(["perf", "record", "--quiet", "-e", EVENT, "-F", str(HERTZ), "-g", "-p", str(pid), "-o",
                                 file.name], stderr=subprocess.DEVNULL)
        profile = Profile()
        try:
            yield profile
        finally:
            perf.send_signal(signal.SIGINT)
            perf.wait()
        script = subprocess.run(["perf", "script", "-i", file.name, "-F", "tid,ip,sym,dso"], check=True, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        profile.samples = read(script, pid).samples
