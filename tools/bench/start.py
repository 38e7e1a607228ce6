"""How long a server takes from exec to its ready line, on an empty database, and how much memory it then has."""
import functools
import os
import pathlib
import select
import subprocess
import tempfile
import time

from . import servers

MEMORY = "/dev/shm"  # a folder there is in memory: what is left without the disk's syncs


@functools.lru_cache
def stripped_mib(binary: str) -> float:
    with tempfile.NamedTemporaryFile() as stripped:
        subprocess.run(["strip", "-o", stripped.name, binary], check=True)
        return os.path.getsize(stripped.name) / 2**20


def memory_of(pid: int) -> dict:
    """All that is resident, and what of it is not of a file."""
    kib = {}
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        key, value, *_ = line.split()
        kib[key] = int(value)
    return {"resident_mib": kib["Rss:"] / 1024, "own_mib": kib["Anonymous:"] / 1024}


def started_in(place: str, command: list, core: int) -> dict:
    """With posix_spawn by hand: Popen takes a millisecond of its own."""
    everywhere = os.sched_getaffinity(0)
    with servers.own_folder(place) as folder:
        words = [word.replace("{folder}", folder) for word in command]
        reading, writing = os.pipe()
        os.sched_setaffinity(0, {core})
        begun = time.perf_counter()
        pid = os.posix_spawn(words[0], words, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, writing, 1)])
        os.close(writing)
        try:
            first = os.read(reading, 4096) if select.select([reading], [], [], servers.READY_S)[0] else b""
            ready = time.perf_counter() - begun
            if b"listening on" not in first:
                raise RuntimeError(f"{words[0]} did not start")
            time.sleep(servers.SETTLING_S)
            return {"ready_ms": 1e3 * ready, **memory_of(pid)}
        finally:
            os.sched_setaffinity(0, everywhere)
            os.kill(pid, 15)
            os.waitpid(pid, 0)
            os.close(reading)


def figures_of(command: list, core: int, disk: str) -> dict:
    on_disk, in_memory = started_in(disk, command, core), started_in(MEMORY, command, core)
    return {**on_disk, "ready_in_memory_ms": in_memory["ready_ms"], "stripped_mib": stripped_mib(command[0])}
