"""What was measured, for people: tables with the goals beside them, and a plot of the ratios."""
import datetime
import os
import pathlib
import platform
import re
import statistics
import subprocess

from bench import table

NAMES = {
    "S1": "S1: 50 people in one room, 100 messages a second in all",
    "S1b": "S1b: all 50 send at one instant, 20 times",
    "S2": "S2: 200 people in one room, 20 of them as fast as it goes",
    "S3": "S3: 1,000 people in 100 rooms, 5,000 messages a second",
    "S3U": "S3U: the same while files of 1 GiB are uploaded, one after the other",
    "J1": "J1: somebody new comes in while 1,000 people talk as fast as it goes",
    "S4": "S4: 10,000 connections that say nothing",
    "E1": "E1: echo of 64 bytes, 100 connections",
    "E2": "E2: echo of 1 MiB, 8 connections",
    "F1": "F1: a file of 1 KB of the client, 64 connections (wrk)",
    "F40": "F40: a file of 40 KB, likewise",
    "U1": "U1: one upload of 1 GiB",
    "U2": "U2: 200 uploads of 2 MiB, 20 at once",
    "START": "Start on an empty database; memory, size",
}
# (scenario, figure, what is said of it, "at most" or "at least", times the reference or as it is)
GOALS = [
    ("S1", "latency_mean_ms", "mean latency", "at most", 1.25, True),
    ("S1b", "latency_mean_ms", "mean latency", "at most", 1.25, True),
    ("S1b", "latency_mean_ms", "mean latency, ms", "at most", 1.0, False),
    ("S2", "deliveries_per_s", "deliveries a second", "at least", 0.6, True),
    ("S3", "server_cpu_us_per_delivery", "CPU a delivery", "at most", 1.10, True),
    ("S3", "latency_p99_ms", "p99", "at most", 1.5, True),
    ("J1", "join_p99_ms", "p99 of a join, ms", "at most", 10, False),
    ("S4", "bytes_per_connection", "memory a connection, B", "at most", 500, False),
    ("S4", "connections_per_s", "connections opened a second", "at least", 20_000, False),
    ("F1", "requests_per_s", "requests a second", "at least", 1.2, True),
    ("F40", "requests_per_s", "requests a second", "at least", 1.0, True),
    ("U1", "mb_per_s", "MB a second", "at least", 0.9, True),
    ("U1", "server_cpu_s_per_gb", "CPU a GB", "at most", 1.15, True),
    ("U2", "mb_per_s", "MB a second", "at least", 0.9, True),
    ("START", "start_memory_ms", "to serving, ms", "at most", 10, False),
    ("START", "resident_mib", "resident, MiB", "at most", 8, False),
    ("START", "stripped_mib", "stripped binary, MiB", "at most", 3, False),
]


def median(runs: list, key: str):
    found = table.values(runs, key)
    return statistics.median(found) if found else None


def judged(everything: dict) -> list:
    """(scenario, words, value, goal as text, reached), of what was measured; ratios to the reference are bars, too."""
    rows = []
    for scenario, key, words, way, goal, is_ratio in GOALS:
        results = everything.get(scenario, {})
        value = median(results.get("papo", []), key)
        base = median(table.reference_of(results), key) if is_ratio else 1
        if value is None or not base:
            continue
        value /= base
        reached = value <= goal if way == "at most" else value >= goal
        sign = "×" if is_ratio else ""
        rows.append((scenario, words, value, f"{way} {goal:g} {sign}".strip(), reached, is_ratio, goal))
    if "S3U" in everything and "S3" in everything:
        moved = median(everything["S3U"]["papo"], "latency_p99_ms") - median(everything["S3"]["papo"], "latency_p99_ms")
        rows.append(("S3U", "p99 moves by, ms", moved, "at most 2", moved <= 2, False, 2))
    return rows


def machine() -> str:
    def first(command):
        try:
            return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]
        except (OSError, subprocess.CalledProcessError, IndexError):
            return "unknown"
    model = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text())
    return (f"{os.cpu_count()} processors ({model.group(1) if model else platform.machine()}), "
            f"{int(memory.group(1)) / 2 ** 20:.0f} GiB; Linux {platform.release()}; {first(['g++', '--version'])}")


def goals_table(rows: list) -> str:
    lines = ["| scenario | figure | papo | goal | |", "| --- | --- | ---: | --- | --- |"]
    for scenario, words, value, goal, reached, is_ratio, _ in rows:
        lines.append(f"| {scenario} | {words} | {value:,.2f}{' ×' if is_ratio else ''} | {goal} | "
                     f"{'reached' if reached else '**missed**'} |")
    return "\n".join(lines)


def plot(rows: list) -> str:
    """Bars of how far each figure is from its goal: 1 is the goal, shorter is better for all."""
    width, left, line = 900, 330, 26
    bars = [(f"{scenario}: {words}", value / limit if goal.startswith("at most") else limit / max(value, 1e-9), reached)
            for scenario, words, value, goal, reached, _, limit in rows]
    scale = (width - left - 80) / 2
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {line * len(bars) + 60}" font-family="sans-serif">',
           f'<rect width="{width}" height="{line * len(bars) + 60}" fill="white"/>',
           '<style>text{font-size:13px;fill:#222}</style>',
           f'<text x="{left}" y="20">of the goal (1 is just reached; shorter is better)</text>']
    for index, (words, part, reached) in enumerate(bars):
        top = 34 + index * line
        length = max(1, min(part, 2) * scale)
        colour = "#2f7d4f" if reached else "#c2410c"
        out.append(f'<text x="{left - 8}" y="{top + 14}" text-anchor="end">{words}</text>')
        out.append(f'<rect x="{left}" y="{top}" width="{length:.1f}" height="18" rx="3" fill="{colour}"/>')
        out.append(f'<text x="{left + length + 6:.1f}" y="{top + 14}">{part:.2f}</text>')
    at = left + scale
    out.append(f'<line x1="{at}" x2="{at}" y1="28" y2="{34 + line * len(bars)}" stroke="#222" stroke-dasharray="4 3"/>')
    return "\n".join(out + ["</svg>"]) + "\n"


def write(file: pathlib.Path, heading: str, everything: dict) -> None:
    rows = judged(everything)
    picture = file.with_suffix(".svg").name.lower()
    parts = ["# Benchmarks", "",
             "Written by `make bench ARGS=\"--long --report docs/BENCHMARKS.md\"`; figures move from machine to machine, the "
             "ratios to what the bare system calls cost (measured in the same run) much less. \"bound\" is a program that "
             "does nothing but these calls: it parses, stores and checks nothing.", "",
             f"{datetime.date.today()}. {machine()}.", "", heading, "", goals_table(rows), "",
             f"![How far each figure is from its goal]({picture})"]
    for scenario, results in everything.items():
        parts += ["", f"## {NAMES[scenario]}", "", table.as_markdown(table.rows_of(scenario, results))]
    file.write_text("\n".join(parts) + "\n")
    (file.parent / picture).write_text(plot(rows))
