"""Where the benchmark runs: a network of its own if possible, and how much others use the processors meanwhile."""
import fcntl
import os
import socket
import struct
import sys

INSIDE = "PAPO_BENCH_INSIDE"  # set in the process that has its own network
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1


def enter_own_network() -> str:
    """Starts this program again in a network namespace of its own; says where it is once it is there."""
    if os.environ.get(INSIDE) == "1":
        bring_loopback_up()
        return "a network namespace of its own"
    probe = "unshare -n true 2>/dev/null"
    if os.geteuid() == 0 and os.system(probe) == 0:
        os.environ[INSIDE] = "1"
        os.execvp("unshare", ["unshare", "-n", sys.executable, *sys.argv])
    return "the machine's own loopback (root could use a network namespace): packet filters add to every send"


def bring_loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = fcntl.ioctl(any_socket, SIOCGIFFLAGS, struct.pack("16sh14x", b"lo", 0))
        flags = struct.unpack("16sh14x", request)[1]
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))


def choose_congestion_control(name: str) -> str:
    """In the own network only; says which one is in use."""
    path = "/proc/sys/net/ipv4/tcp_congestion_control"
    if os.environ.get(INSIDE) == "1" and name != "default":
        try:
            with open(path, "w") as file:
                file.write(name)
        except OSError:
            pass
    with open(path) as file:
        return file.read().strip()


def cores() -> tuple:
    """One for the server and one for the generator."""
    usable = sorted(os.sched_getaffinity(0))
    return usable[0], usable[1 % len(usable)]


def busy_ticks() -> int:
    """Hundredths of a second that all processors together have worked."""
    with open("/proc/stat") as file:
        fields = [int(field) for field in file.readline().split()[1:]]
    user, nice, system, _idle, _wait, irq, softirq, steal = fields[:8]
    return user + nice + system + irq + softirq + steal


def own_ticks(pids: list) -> int:
    """The part of it that these processes had."""
    total = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/stat") as file:
                fields = file.read().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        except OSError:
            pass
    return total
