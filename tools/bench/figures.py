"""A run's figures: what papo-load, wrk or a look at the process tells."""
import json
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import time

from bench import joins

TICKS = os.sysconf("SC_CLK_TCK")


def of_load(build: str, core: int, port: int, pid: int, arguments: list) -> dict:
    load = subprocess.run(
        ["taskset", "-c", str(core), f"{build}/papo-load", "--json", "--port", str(port), "--pid", str(pid), *arguments],
        stdout=subprocess.PIPE, text=True, check=False)
    if not load.stdout:
        raise RuntimeError(f"papo-load gave no figures for {' '.join(arguments)}")
    return json.loads(load.stdout)


def of_chat_while_uploading(build: str, core: int, port: int, pid: int, seconds: float) -> dict:
    """S3 while one upload of 1 GiB follows the other. Who uploads has the generator's core only when it is idle."""
    uploads = subprocess.Popen(
        ["chrt", "-i", "0", "taskset", "-c", str(core), f"{build}/papo-load", "--uploads", "100", "--upload-size",
         str(2 ** 30), "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return of_load(build, core, port, pid, ["--scenario", "S3", "--seconds", str(seconds)])
    finally:
        uploads.kill()
        uploads.wait()


def of_joins_under_load(build: str, core: int, port: int, pid: int, seconds: float) -> dict:
    load = subprocess.Popen(
        ["taskset", "-c", str(core), f"{build}/papo-load", "--json", "--port", str(port), "--pid", str(pid), "--clients",
         "1000", "--rooms", "100", "--outstanding", "1", "--seconds", str(seconds + 2)], stdout=subprocess.PIPE, text=True)
    os.sched_setaffinity(0, {core})
    times = joins.measure(port, seconds)
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    under = json.loads(load.communicate()[0])
    ordered = sorted(times)
    return {"join_p50_ms": statistics.median(ordered), "join_p99_ms": ordered[int(len(ordered) * 0.99)],
            "join_max_ms": ordered[-1], "joins": len(ordered), "deliveries_per_s": under["deliveries_per_s"]}


def cpu_s(pid: int) -> float:
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def of_wrk(core: int, port: int, pid: int, name: str, seconds: float) -> dict:
    script = pathlib.Path(__file__).resolve().parent.parent / "wrk/latency.lua"
    command = ["taskset", "-c", str(core), "wrk", "-t1", "-c64", f"-d{max(1, round(seconds))}s", "-s", str(script),
               f"http://127.0.0.1:{port}/{name}.bin"]
    before = cpu_s(pid)
    output = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    figures = json.loads(re.search(r"\{.*\}", output).group(0))
    return {"requests_per_s": figures["requests"] / figures["seconds"],
            "cpu_us_per_request": 1e6 * (cpu_s(pid) - before) / max(figures["requests"], 1),
            "latency_p99_ms": figures["p99_ms"], "lost": figures["errors"]}


def of_start(command: list) -> dict:
    """From exec to the ready line, with a database that is not there yet; on the disk and in memory."""
    figures = {}
    for key, place in (("disk", None), ("memory", "/dev/shm")):
        with tempfile.TemporaryDirectory(dir=place) as folder:
            words = [word.replace("{folder}", folder) for word in command]
            begun = time.perf_counter()
            process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
            process.stdout.readline()
            figures[f"start_{key}_ms"] = 1000 * (time.perf_counter() - begun)
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
            figures["resident_mib"] = int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024
            figures["own_mib"] = int(re.search(r"RssAnon:\s+(\d+)", status).group(1)) / 1024
            process.terminate()
            process.wait()
            process.stdout.close()
    with tempfile.NamedTemporaryFile() as stripped:
        subprocess.run(["strip", "-o", stripped.name, command[0]], check=True)
        figures["stripped_mib"] = os.path.getsize(stripped.name) / 2 ** 20
    return figures
