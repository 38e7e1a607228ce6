"""A soak: guests come, talk, upload, break rules and go for half an hour, and papo stays as it was.

python3 tools/soak [--minutes 30] [--guests 40] [--papo build/papo] [--plot FILE.svg]

Shows descriptors, memory and the latency of a message as they were; ends with status 1 when the last third has more
descriptors or memory than the second, or a journey failed.
"""

import argparse
import asyncio
import json
import multiprocessing
import pathlib
import queue
import re
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import journeys  # noqa: E402
import plot  # noqa: E402
import watch  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
INTERVAL = 10  # seconds of a point
# Small bounds, so that what is kept is removed again many times within the soak.
SERVER_OPTIONS = ["--host", "127.0.0.1", "--port", "0", "--history-messages", "2000", "--uploads-quota", "256MiB"]


def start(papo, folder):
    process = subprocess.Popen(
        [papo, *SERVER_OPTIONS, "--uploads", f"{folder}/uploads", "--db", f"{folder}/data/papo.db"],
        stdout=subprocess.PIPE, stderr=open(f"{folder}/log", "w"), text=True)
    port = int(re.search(r":(\d+)\s*$", process.stdout.readline()).group(1))
    return process, port


def drain(samples):
    taken = []
    while True:
        try:
            taken.append(samples.get_nowait()[1])
        except queue.Empty:
            return taken


def quantile(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else float("nan")


async def soak(options, process, port, samples):
    stop, counts = asyncio.Event(), {"done": 0, "cut": 0, "failed": 0}
    travellers = [asyncio.create_task(journeys.travel(port, stop, counts)) for _ in range(options.guests)]
    begun, rows, before = time.monotonic(), [], 0
    while time.monotonic() - begun < options.minutes * 60 and process.poll() is None:
        await asyncio.sleep(INTERVAL)
        latencies = drain(samples)
        row = {"minute": (time.monotonic() - begun) / 60, **watch.server_figures(process.pid),
               "p50": quantile(latencies, 0.5), "p99": quantile(latencies, 0.99),
               "journeys": (counts["done"] - before) / INTERVAL, "failed": counts["failed"], "cut": counts["cut"]}
        before = counts["done"]
        rows.append(row)
        print(json.dumps({k: round(v, 3) for k, v in row.items()}), flush=True)
    stop.set()
    await asyncio.gather(*travellers)
    return rows, counts


def draw(rows, file):
    def line(name, key):
        return name, [(row["minute"], row[key]) for row in rows]
    minutes = rows[-1]["minute"]
    panels = [
        ("Open descriptors", [line("", "descriptors")], None),
        ("Memory of its own (MiB)", [line("", "memory")], None),
        ("From one person to another (ms)", [line("p50", "p50"), line("p99", "p99")], None),
        ("Guests that came and went, a second", [line("", "journeys")], None),
    ]
    pathlib.Path(file).write_text(plot.svg("papo under guests that come, talk, upload, break rules and go", panels, minutes))


def thirds(rows, key):
    third = len(rows) // 3
    return [statistics.median(row[key] for row in rows[i * third:(i + 1) * third]) for i in range(3)]


def judge(rows, counts):
    """Medians of each third; whether the last is as good as the second."""
    good = counts["failed"] == 0
    for key, unit, slack in (("descriptors", "", 1.15), ("memory", " MiB", 1.05), ("p50", " ms", None), ("p99", " ms", None)):
        first, second, last = thirds(rows, key)
        flat = slack is None or last <= second * slack
        good = good and flat
        print(f"{key:<12} {first:8.2f} {second:8.2f} {last:8.2f}{unit}{'' if flat else '  GROWS'}")
    print(f"{counts['done']} journeys, {counts['cut']} cut off by the server, {counts['failed']} failed")
    for why, count in sorted(counts.get("why", {}).items(), key=lambda item: -item[1])[:10]:
        print(f"  {count} {why}")
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--guests", type=int, default=40, help="at a time")
    parser.add_argument("--papo", default=str(ROOT / "build/papo"))
    parser.add_argument("--plot", help="an SVG file to make")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        process, port = start(options.papo, folder)
        stop, samples = multiprocessing.Event(), multiprocessing.Queue()
        prober = multiprocessing.Process(target=watch.probe_until, args=(port, stop, samples), daemon=True)
        prober.start()
        rows, counts = asyncio.run(soak(options, process, port, samples))
        stop.set()
        at_rest = settled(process.pid)
        process.terminate()
        status = process.wait()
        log = pathlib.Path(folder, "log").read_text().splitlines()
        print(f"exit status {status}; {len(log)} lines of log; {at_rest} descriptors when all had gone")
        if options.plot:
            draw(rows, options.plot)
        return 0 if judge(rows, counts) and status == 0 else 1


def settled(pid):
    """Descriptors once they have not become fewer for three seconds."""
    fewest, since = watch.server_figures(pid)["descriptors"], time.monotonic()
    while time.monotonic() - since < 3:
        time.sleep(0.2)
        now = watch.server_figures(pid)["descriptors"]
        if now < fewest:
            fewest, since = now, time.monotonic()
    return fewest


if __name__ == "__main__":
    sys.exit(main())
