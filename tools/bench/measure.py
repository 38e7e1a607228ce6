"""One run of one scenario with one server, of each kind; gives figures by key.

A load that is not measured itself (an upload beside the chat, a chat beside newcomers) runs in the scheduler's idle class.
It takes only what is left of the generator's core, so the measured clients do not wait for it."""
import contextlib
import http.client
import json
import os
import pathlib
import subprocess

from . import profile, servers, surroundings
from . import start as start_of

TICKS = os.sysconf("SC_CLK_TCK")
WRK_SCRIPT = pathlib.Path(__file__).resolve().parent / "figures.lua"
BESIDE_S = 2  # how long a load and what is beside it are measured


class Meter:
    """How much of the processors others use meanwhile, and how much the generators do."""

    def __init__(self, server: int = 0):  # 0: none that outlives what is measured
        self.server = server
        self.before = self.snapshot()

    def snapshot(self) -> tuple:
        now = os.times()
        return (surroundings.busy_ticks() - surroundings.own_ticks([self.server]),
                now.children_user + now.children_system, now.user + now.system, now.elapsed)

    def read(self) -> dict:
        busy, children, own, elapsed = (after - before for after, before in zip(self.snapshot(), self.before))
        elapsed = max(elapsed, 0.01)
        others = busy - TICKS * (children + own)
        return {"others_percent": max(0.0, 100 * others / (elapsed * TICKS * (os.cpu_count() or 1))),
                "generator_busy_percent": 100 * children / elapsed}


class Bench:
    """Where the programs are, how long a run is, and which core is whose."""

    def __init__(self, build: str, seconds: float, profiling: bool = False):
        self.build, self.seconds = build, seconds
        self.server_core, self.generator_core = surroundings.cores()
        self.profiling, self.profile = profiling, None  # of the server that ran last

    @contextlib.contextmanager
    def server(self, command: list, more: tuple = (), echo: bool = False):
        with servers.running(command, self.server_core, self.build, more, echo) as (process, port):
            with profile.of(process.pid) if self.profiling else contextlib.nullcontext() as self.profile:
                yield process, port

    def on_generator_core(self, words: list, is_load: bool = False) -> subprocess.Popen:
        pinned = ["taskset", "-c", str(self.generator_core), *(["chrt", "--idle", "0"] if is_load else []), *words]
        return subprocess.Popen(pinned, stdout=subprocess.PIPE, text=True)

    def load(self, process, port: int, *words, is_load: bool = False) -> subprocess.Popen:
        return self.on_generator_core([f"{self.build}/papo-load", "--json", "--port", str(port), "--pid",
                                       str(process.pid), *map(str, words)], is_load)


def figures_of(generator: subprocess.Popen) -> dict:
    """Of the JSON in its last line."""
    output = generator.communicate()[0].strip()
    if not output.endswith("}"):
        raise RuntimeError(f"{' '.join(map(str, generator.args))} gave no figures")
    return json.loads(output.splitlines()[-1])


@contextlib.contextmanager
def ended(generator: subprocess.Popen):
    try:
        yield generator
    finally:
        generator.kill()
        generator.wait()


def wait_until_measuring(generator: subprocess.Popen) -> None:
    if generator.stdout.readline().strip() != "measuring":
        raise RuntimeError("papo-load did not begin to measure")


def chat(bench: Bench, command: list, scenario) -> dict:
    with bench.server(command, echo=scenario.group == "Echo") as (process, port):
        meter = Meter(process.pid)
        figures = figures_of(bench.load(process, port, "--scenario", scenario.name, "--seconds", bench.seconds))
        return {**meter.read(), **figures}


def uploads(bench: Bench, command: list, scenario) -> dict:
    with bench.server(command) as (process, port):
        meter = Meter(process.pid)
        figures = figures_of(bench.load(process, port, "--scenario", scenario.name))
        return {**meter.read(), **figures}


def chat_beside_uploads(bench: Bench, command: list, _scenario) -> dict:
    talk = ["--scenario", "S3", "--seconds", BESIDE_S, "--announce"]
    with bench.server(command) as (process, port):
        quiet = Meter(process.pid)
        alone = figures_of(bench.load(process, port, *talk))
        quiet = quiet.read()
    with bench.server(command) as (process, port):
        meter = Meter(process.pid)
        with ended(bench.load(process, port, *talk)) as talkers:
            wait_until_measuring(talkers)
            upload = bench.load(process, port, "--upload-size", "1GiB", "--uploads", 0, "--seconds", BESIDE_S,
                                is_load=True)
            with ended(upload):
                figures = figures_of(talkers)
                uploaded = figures_of(upload)
        seen = meter.read()
    seen["others_percent"] = max(seen["others_percent"], quiet["others_percent"])
    return {**seen, **figures, "alone_p99_ms": alone["latency_p99_ms"], "upload_mb_per_s": uploaded["mb_per_s"],
            "moved_ms": figures["latency_p99_ms"] - alone["latency_p99_ms"]}


def joins(bench: Bench, command: list, _scenario) -> dict:
    with bench.server(command) as (process, port):
        meter = Meter(process.pid)
        # Longer than the newcomers come, so that all of them meet it.
        with ended(bench.load(process, port, "--scenario", "J1", "--seconds", BESIDE_S + 1, "--announce",
                              is_load=True)) as talkers:
            wait_until_measuring(talkers)
            newcomers = figures_of(bench.load(process, port, "--joins", 200, "--rooms", 100, "--seconds", BESIDE_S))
            figures = figures_of(talkers)
        return {**meter.read(), **figures, **newcomers}


def cpu_ns(pid: int) -> int:
    total = 0
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):
            total += int((task / "schedstat").read_text().split()[0])
    return total


def etag_of(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.headers["ETag"]


def files(bench: Bench, command: list, scenario) -> dict:
    name, depth, conditional = scenario.details
    with bench.server(command, more=("--www", "{folder}/www")) as (process, port):
        extra = [str(depth), etag_of(port, f"/{name}")] if conditional else [str(depth)]
        meter, before = Meter(process.pid), cpu_ns(process.pid)
        wrk = figures_of(bench.on_generator_core(
            ["wrk", "-t1", "-c64", f"-d{max(1, round(bench.seconds))}s", "-s", str(WRK_SCRIPT),
             f"http://127.0.0.1:{port}/{name}", "--", *extra]))
        spent = cpu_ns(process.pid) - before
        requests = max(wrk["requests"], 1)
        return {**meter.read(), **wrk, "requests_per_s": requests / wrk["seconds"],
                "cpu_us_per_request": spent / 1e3 / requests}


def start(bench: Bench, command: list, _scenario) -> dict:
    meter = Meter()
    figures = start_of.figures_of(command, bench.server_core, bench.build)
    return {**meter.read(), **figures}


KINDS = {"chat": chat, "uploads": uploads, "chat beside uploads": chat_beside_uploads, "joins": joins, "files": files,
         "start": start}
