"""docs/BENCHMARKS.md and its plot."""
import datetime
import os
import pathlib
import platform
import subprocess

from . import plot, scenarios, table, verdicts

INTRODUCTION = """# How fast papo is

`make bench ARGS="--long --report"` writes this page. papo and what it is compared with ran in turn in the same run; figures are
medians, with (x the reference) and ± half the spread between the extremes. The reference makes the system calls that the task cannot do
without and nothing else (`tools/bound`): it believes what it reads, stores nothing and checks nothing. For files it is nginx with one
worker, `sendfile` on and no access log. *naive* is the same bound with one `send` for each delivery. papo keeps its history (`papo`) or
not (`papo, :memory:`). Absolute figures move from machine to machine; the ratios are what counts.

![share of what each goal allows](benchmarks.svg)
"""


def first_line(*words: str) -> str:
    try:
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        return (done.stdout.strip().splitlines() or ["unknown"])[0].strip()
    except OSError:
        return "not there"


def processor() -> str:
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def surroundings(papo: str, heading: str, everything: dict) -> list:
    others = [run["others_percent"] for results in everything.values() for runs in results.values() for run in runs
              if "others_percent" in run]
    system = platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
    nginx = first_line("/usr/sbin/nginx", "-v").replace("nginx version: ", "")
    return [["", ""],
            ["date", datetime.date.today().isoformat()],
            ["papo", f"{first_line(papo, '--version')}, commit {first_line('git', 'rev-parse', '--short', 'HEAD')}"],
            ["machine", f"{processor()}, {os.cpu_count()} cores, {memory_gib():.0f} GiB"],
            ["system", f"{system}, Linux {platform.release()}"],
            ["compiler", first_line(os.environ.get("CXX", "g++"), "--version")],
            ["beside it", f"{nginx}, {first_line('wrk', '-v').partition(' [')[0]}"],
            ["how", heading],
            ["others' share of the processors", f"{sum(others) / max(len(others), 1):.0f}% on average, "
                                                f"{max(others, default=0):.0f}% at most in a run that counts"]]


def group_section(group: str, everything: dict, found: list) -> list:
    members = [scenario for scenario in scenarios.ALL.values()
               if scenario.group == group and scenario.name in everything]
    if not members:
        return []
    parts = [f"## {group}"]
    own = [verdict.row() for verdict in found if scenarios.ALL[verdict.goal.scenario].group == group]
    if own:
        parts.append(table.as_markdown([verdicts.HEADING, *own]))
    for scenario in members:
        parts.append(f"{scenario.name}: {scenario.what}.")
        parts.append(table.as_markdown(table.rows_of(scenario, everything[scenario.name])))
    return parts


def write(folder: pathlib.Path, papo_name: str, papo_file: str, heading: str, everything: dict) -> None:
    found = verdicts.verdicts(everything, papo_name)
    parts = [INTRODUCTION.rstrip(), table.as_markdown(surroundings(papo_file, heading, everything))]
    for group in dict.fromkeys(scenario.group for scenario in scenarios.ALL.values()):
        parts += group_section(group, everything, found)
    (folder / "BENCHMARKS.md").write_text("\n\n".join(parts) + "\n")
    (folder / "benchmarks.svg").write_text(plot.svg(found))
