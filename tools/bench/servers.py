"""The servers that are compared: each starts afresh for each run, on a free port, with folders of its own."""
import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile

PAPO_OPTIONS = ["--host", "127.0.0.1", "--port", "0", "--rate", "0", "--log-level", "error"]
READY_S = 10


def commands(build: str, papos: dict) -> dict:
    """Command lines by name, of the bounds and of each papo (file by name); {folder} is a fresh one."""
    known = {
        "bound, coalesced": [f"{build}/papo-bound", "--port", "0"],
        "bound, naive": [f"{build}/papo-bound", "--port", "0", "--mode", "naive"],
    }
    for name, file in papos.items():
        options = [file, *PAPO_OPTIONS, "--uploads", "{folder}/uploads", "--db"]
        known[name] = [*options, "{folder}/db/papo.db"]
        known[f"{name}, :memory:"] = [*options, ":memory:"]
    return known


@contextlib.contextmanager
def running(command: list, core: int, echo: bool):
    """(process, port) while the server runs pinned to that core; `echo`: a papo has one."""
    folder = tempfile.mkdtemp(prefix="papo-bench-")
    words = ["taskset", "-c", str(core), *[word.replace("{folder}", folder) for word in command]]
    environment = {**os.environ, "PAPO_ENABLE_ECHO": "true" if echo else "false"}
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        yield process, wait_until_ready(process)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(READY_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_ready(process) -> int:
    line = process.stdout.readline()
    found = re.search(r"listening on http://\S+:(\d+)", line)
    if not found:
        raise RuntimeError(f"{os.path.basename(process.args[3])} did not start: {line.strip() or 'no ready line'}")
    return int(found.group(1))
