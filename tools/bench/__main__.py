"""Measures papo beside its lower bound: every scenario with every server in turn, several times over, medians.
python3 tools/bench [--long] [--report FILE] [--scenarios S1,S3] [--servers 'papo;...'] [--repeats N] [--seconds S]
python3 tools/bench --against OLD [--papo NEW] [--scenarios S1,S3] [--repeats PAIRS]: two builds in pairs, ratios"""
import argparse
import json
import pathlib
import shutil
import signal
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[0] = str(ROOT / "tools")  # the modules here are a package
sys.dont_write_bytecode = True
from bench import measure, pairs, report, scenarios, servers, surroundings, table, verdicts  # noqa: E402


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--long", action="store_true",
                        help="7 repeats of 5 s instead of 3 of 1 s, more servers, and others must be quiet; "
                             "25 minutes")
    parser.add_argument("--report", type=pathlib.Path, metavar="FILE",
                        help="write what was measured there, with goals and machine, and a plot into images/ "
                                                   "beside it; what people have written at its end stays")
    parser.add_argument("--scenarios", help="which, in this order (default: all; with --against: "
                                            f"{pairs.SCENARIOS})")
    parser.add_argument("--servers", help="which, separated by ';': bound, coalesced; bound, naive; nginx; "
                                          "nginx, files kept open; papo; papo, :memory: (default: those that tell most; with "
                                          "--long all that a scenario is about)")
    parser.add_argument("--repeats", type=int, help="runs of each, where they are not fixed")
    parser.add_argument("--seconds", type=float, help="length of a run, where it is not fixed")
    parser.add_argument("--build", default=str(ROOT / "build"), help="folder with papo-load and papo-bound")
    parser.add_argument("--papo", action="append", metavar="[NAME=]FILE",
                        help="another papo than the one there; several are compared with each other")
    parser.add_argument("--against", metavar="FILE",
                        help="an older papo: both run in pairs and nothing else does; the ratio of each pair counts "
                             f"({pairs.REPEATS} pairs unless --repeats says otherwise)")
    parser.add_argument("--congestion", default="reno", help="TCP's congestion control; bbr and its pacing add delays "
                                                             "of their own; default: the machine's")
    parser.add_argument("--quiet", type=float, metavar="PERCENT",
                        help="repeat a run (at most twice) in which others used more than so much of the processors "
                             "(default: 5 with --long, else never)")
    parser.add_argument("--profile", action="store_true",
                        help="show also what each server's last run spent its processor time on; figures suffer; "
                             "needs perf (package linux-perf)")
    parser.add_argument("--json", type=pathlib.Path, help="write every run's figures there")
    arguments = parser.parse_args()
    usual_repeats = pairs.REPEATS if arguments.against else 7 if arguments.long else 3
    arguments.repeats = arguments.repeats or usual_repeats
    arguments.seconds = arguments.seconds or (5 if arguments.long else 1)
    arguments.quiet = arguments.quiet if arguments.quiet is not None else (5 if arguments.long else 100)
    usual_scenarios = pairs.SCENARIOS if arguments.against else ",".join(scenarios.ALL)
    arguments.scenarios = (arguments.scenarios or usual_scenarios).split(",")
    for unknown in [name for name in arguments.scenarios if name not in scenarios.ALL]:
        parser.error(f"no scenario is named {unknown}; there are: {', '.join(scenarios.ALL)}")
    arguments.papos = {}
    for given in arguments.papo or [f"{arguments.build}/papo"]:
        name, _, file = given.rpartition("=")
        arguments.papos[name or "papo"] = file
    if arguments.against and (arguments.report or len(arguments.papos) > 1):
        parser.error("--against compares two builds and writes no report")
    return arguments


def chosen_servers(arguments, scenario) -> dict:
    known = servers.commands(arguments.build, arguments.papos)
    others = scenario.others if arguments.long or arguments.servers else ()
    in_memory = [f"{name}, :memory:" for name in arguments.papos] if ":memory:" in others else []
    about = [scenario.reference, *others, *arguments.papos, *in_memory]
    if arguments.servers:
        names = [name.strip() for name in arguments.servers.split(";")]
        for unknown in [name for name in names if name not in known]:
            sys.exit(f"bench: no server is named {unknown}; there are: " + "; ".join(known))
        about = [name for name in about if name in names]
    return {name: known[name] for name in about if name in known}


def measure_quietly(arguments, bench, command: list, scenario) -> dict:
    """The quietest of the runs that were needed."""
    runs = []
    while len(runs) < 3:
        runs.append(measure.KINDS[scenario.kind](bench, command, scenario))
        if runs[-1]["others_percent"] <= arguments.quiet:
            break
    return min(runs, key=lambda run: run["others_percent"])


def run_scenario(arguments, bench, scenario) -> tuple:
    """Runs by server, and profiles by server where they are wanted."""
    profiles = {}
    chosen = chosen_servers(arguments, scenario)
    results = {name: [] for name in chosen}
    for _ in range(scenario.repeats or arguments.repeats):
        for name, command in chosen.items():
            results[name].append(measure_quietly(arguments, bench, command, scenario))
            profiles[name] = bench.profile
    return results, profiles


def run_pairs(arguments, bench, scenario) -> dict:
    """Runs by old and new."""
    new = next(iter(arguments.papos.values()))
    known = servers.commands(arguments.build, {pairs.OLD: arguments.against, pairs.NEW: new})
    results = {pairs.OLD: [], pairs.NEW: []}
    for pair in range(arguments.repeats):
        for name in pairs.order(pair):
            results[name].append(measure_quietly(arguments, bench, known[name], scenario))
    return results


def compare(arguments, bench) -> dict:
    everything = {}
    for scenario in [scenarios.ALL[name] for name in arguments.scenarios]:
        everything[scenario.name] = results = run_pairs(arguments, bench, scenario)
        faults = ", ".join(f"{name} {table.faults(runs)}" for name, runs in results.items())
        others = max(run["others_percent"] for runs in results.values() for run in runs)
        print(f"{scenario.what}\n{table.as_text(pairs.rows_of(scenario, results))}\n"
              f"faults: {faults}; others' CPU at most {others:.0f}%\n", flush=True)
    return everything


def measure_all(arguments, bench) -> dict:
    everything = {}
    for scenario in [scenarios.ALL[name] for name in arguments.scenarios]:
        if scenario.kind == "files" and not shutil.which("wrk"):
            print(f"{scenario.name}: left out, wrk is not there\n", flush=True)
            continue
        everything[scenario.name], profiles = run_scenario(arguments, bench, scenario)
        rows = table.rows_of(scenario, everything[scenario.name])
        print(f"{scenario.what}\n{table.as_text(rows)}\n", flush=True)
        for name, seen in profiles.items():
            if seen:
                print(f"{name}\n{table.as_text(seen.rows())}\n", flush=True)
    return everything


def main() -> int:
    arguments = read_arguments()
    place = surroundings.enter_own_network()
    control = surroundings.choose_congestion_control(arguments.congestion)
    bench = measure.Bench(arguments.build, arguments.seconds, arguments.profile)
    heading = (f"{arguments.repeats} runs of {arguments.seconds:g} s each, interleaved; medians, (ratio to the "
               f"reference), ± half the spread. Network: {place}; TCP {control}. Server on core "
               f"{bench.server_core}, generator on core {bench.generator_core}.")
    print(heading + "\n", flush=True)
    if arguments.report:
        report.kept_part(arguments.report)  # fails before half an hour is spent, not after
    everything = compare(arguments, bench) if arguments.against else measure_all(arguments, bench)
    papo_name, papo_file = next(iter(arguments.papos.items()))
    goals = [verdict.row() for verdict in verdicts.verdicts(everything, papo_name)]
    if goals:
        print(table.as_text([verdicts.HEADING, *goals]).replace("**", ""), flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(everything, indent=1) + "\n")
    if arguments.report:
        report.write(arguments.report, papo_name, papo_file, heading, everything)
    faulty = any(table.faults(runs) != "none" for results in everything.values() for runs in results.values())
    return 1 if faulty else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("bench: ended"))  # not without ending the server
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
    except (RuntimeError, OSError) as error:
        sys.exit(f"bench: {error}")
