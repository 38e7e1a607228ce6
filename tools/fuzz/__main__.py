"""Fuzzes the parsers, each for a bounded time: python3 tools/fuzz [--seconds N] [--jobs N] [--keep] [TARGET...]

Starts from the committed corpora (tests/fuzz/corpus) and what earlier runs found (build/fuzz/corpus). A finding is
left in build/fuzz/findings, shown, and makes the exit status 1. --keep adds what reached new code to the committed
corpora, as few and as small inputs as reach the same.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build/fuzz/papo-fuzz"
CORPUS = ROOT / "tests/fuzz/corpus"
GROWN = ROOT / "build/fuzz/corpus"
FINDINGS = ROOT / "build/fuzz/findings"
MAX_LENGTH = 4096  # bytes of an input: a parser's state is small, long inputs only slow the search
MAX_KEPT = 1024    # bytes of an input that is committed


def targets():
    return sorted(folder.name for folder in CORPUS.iterdir() if folder.is_dir())


def libfuzzer(target, *arguments):
    environment = dict(os.environ, PAPO_FUZZ=target, UBSAN_OPTIONS="print_stacktrace=1")
    if os.path.isdir("/dev/shm"):
        environment.setdefault("TMPDIR", "/dev/shm")  # uploads need no disk
    return subprocess.run([PROGRAM, *arguments], env=environment, capture_output=True, text=True, errors="replace")


def fuzz(target, seconds):
    grown = GROWN / target
    grown.mkdir(parents=True, exist_ok=True)
    FINDINGS.mkdir(parents=True, exist_ok=True)
    dictionary = ROOT / f"tests/fuzz/dictionaries/{target}.dict"
    options = [f"-dict={dictionary}"] if dictionary.exists() else []
    run = libfuzzer(
        target, f"-max_total_time={seconds}", f"-max_len={MAX_LENGTH}", "-timeout=10", "-rss_limit_mb=2048",
        "-print_final_stats=1", f"-artifact_prefix={FINDINGS}/{target}-", *options, str(grown), str(CORPUS / target))
    (FINDINGS / f"{target}.log").write_text(run.stderr)
    return target, run


def figure(pattern, text):
    found = re.findall(pattern, text)
    return found[-1] if found else "?"


def show(target, run):
    executions = figure(r"stat::number_of_executed_units:\s*(\d+)", run.stderr)
    rate = figure(r"stat::average_exec_per_sec:\s*(\d+)", run.stderr)
    edges = figure(r"cov: (\d+)", run.stderr)
    verdict = "clean" if run.returncode == 0 else "FINDING"
    print(f"{target:<10} {executions:>12} executions {rate:>8}/s {edges:>6} edges  {verdict}", flush=True)
    if run.returncode != 0:
        print(run.stderr[-6000:])


def keep(target):
    """The committed corpus becomes the smallest set that reaches what all inputs of both folders reach."""
    with tempfile.TemporaryDirectory() as folder:
        small = pathlib.Path(folder) / "small"
        best = pathlib.Path(folder) / "best"
        small.mkdir()
        best.mkdir()
        for source in (CORPUS / target, GROWN / target):
            for file in source.glob("*") if source.exists() else []:
                if file.stat().st_size <= MAX_KEPT:
                    shutil.copy(file, small)
        # Inputs that reach an edge are kept, not each count of how often it was passed.
        libfuzzer(target, "-set_cover_merge=1", "-use_counters=0", str(best), str(small))
        shutil.rmtree(CORPUS / target)
        shutil.copytree(best, CORPUS / target)
    files = list((CORPUS / target).iterdir())
    print(f"{target:<10} {len(files)} inputs, {sum(f.stat().st_size for f in files)} bytes kept")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60, help="time of each target (60)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="targets at a time")
    parser.add_argument("--keep", action="store_true", help="minimise into tests/fuzz/corpus afterwards")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(targets())} (all)")
    options = parser.parse_args()
    chosen = options.targets or targets()
    unknown = set(chosen) - set(targets())
    if unknown:
        parser.error(f"no target is named {', '.join(sorted(unknown))}")
    clean = True
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for job in concurrent.futures.as_completed([pool.submit(fuzz, t, options.seconds) for t in chosen]):
            target, run = job.result()
            clean = clean and run.returncode == 0
            show(target, run)
    if options.keep and clean:
        for target in chosen:
            keep(target)
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
