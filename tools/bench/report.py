"""The document of what was measured, with its plot; what people have written below it stays."""
import datetime
import os
import pathlib
import platform
import subprocess

from . import plot, scenarios, table, verdicts

INTRODUCTION = """# How fast papo is

`make bench ARGS="--long --report docs/BENCHMARKS.md"` writes this page. papo and the servers it is compared with ran in turn, in one run.
Figures are medians, with (x the reference) and ± half the spread between the extremes. The reference is the lower
bound (`tools/bench/bound`): it makes the system calls that the task cannot do without and nothing else, believes what it reads, stores
nothing and checks nothing. *naive* is the bound with one `send` for each delivery. For files the reference is nginx with one worker,
`sendfile` on and no access log; beside it is one that keeps its files open (`open_file_cache`). papo keeps its history (`papo`) or not
(`papo, :memory:`). Absolute figures differ from machine to machine; compare the ratios.

![share of what each goal allows](images/benchmarks.svg)
"""
MARK = "<!-- Written by hand from here on: make bench leaves it as it is. -->"


def first_line(*words: str) -> str:
    try:
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        return (done.stdout.strip().splitlines() or ["unknown"])[0].strip()
    except OSError:
        return "not there"


def commit() -> str:
    """Of the sources; nothing when they are not a clone."""
    words = ["git", "-C", str(pathlib.Path(__file__).parent), "describe", "--always", "--dirty", "--exclude", "*"]
    try:
        return "commit " + subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


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
            ["papo", ", ".join(filter(None, [first_line(papo, "--version"), commit()]))],
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


def kept_part(file: pathlib.Path) -> str:
    """From the mark on. A file without it is not one of ours."""
    if not file.exists():
        return MARK + "\n"
    _, mark, kept = file.read_text().partition(MARK)
    if not mark:
        raise RuntimeError(f"{file} would be overwritten: the line {MARK!r} is not in it; add it, or name another file")
    return mark + kept


def write(file: pathlib.Path, papo_name: str, papo_file: str, heading: str, everything: dict) -> None:
    """The plot goes into the folder images beside the file."""
    found = verdicts.verdicts(everything, papo_name)
    parts = [INTRODUCTION.rstrip(), table.as_markdown(surroundings(papo_file, heading, everything))]
    for group in dict.fromkeys(scenario.group for scenario in scenarios.ALL.values()):
        parts += group_section(group, everything, found)
    picture = file.parent / "images" / "benchmarks.svg"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_text(plot.svg(found))
    file.write_text("\n\n".join([*parts, kept_part(file)]))
