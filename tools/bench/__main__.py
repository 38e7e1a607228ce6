"""Measures papo beside its lower bound: every scenario with every server in turn, several times over, medians.
python3 tools/bench [--long] [--report FILE] [--scenarios S1,S3] [--servers 'papo;...'] [--repeats N] [--seconds S]"""
import argparse
import json
import pathlib
import shutil
import signal
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[0] = str(ROOT / "tools")  # the modules here are a package
sys.dont_write_bytecode = True
from bench import measure, report, scenarios, servers, surroundings, table, verdicts  # noqa: E402


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--long", action="store_true",
                        help="7 repeats of 5 s instead of 3 of 1 s, more servers, and others must be quiet; "
                             "25 minutes")
    parser.add_argument("--report", type=pathlib.Path, metavar="FILE",
                        help="write what was measured there, with goals and machine, and a plot into images/ "
                                                   "beside it; what people have written at its end stays")
    parser.add_argument("--scenarios", default=",".join(scenarios.ALL), help="which, in this order (default: all)")
    parser.add_argument("--servers", help="which, separated by ';': bound, coalesced; bound, naive; nginx; "
                                          "nginx, files kept open; papo; papo, :memory: (default: those that tell most; with "
                                          "--long all that a scenario is about)")
    parser.add_argument("--repeats", type=int, help="runs of each, where they are not fixed")
    parser.add_argument("--seconds", type=float, help="length of a run, where it is not fixed")
    parser.add_argument("--build", default=str(ROOT / "build"), help="folder with papo-load and papo-bound")
    parser.add_argument("--papo", action="append", metavar="[NAME=]FILE",
                        help="another papo than the one there; several are compared with each other")
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
    arguments.repeats = arguments.repeats or (7 if arguments.long else 3)
    arguments.seconds = arguments.seconds or (5 if arguments.long else 1)
    arguments.quiet = arguments.quiet if arguments.quiet is not None else (5 if arguments.long else 100)
    arguments.scenarios = arguments.scenarios.split(",")
    for unknown in [name for name in arguments.scenarios if name not in scenarios.ALL]:
        parser.error(f"no scenario is named {unknown}; there are: {', '.join(scenarios.ALL)}")
    arguments.papos = {}
    for given in arguments.papo or [f"{arguments.build}/papo"]:
        name, _, file = given.rpartition("=")
        arguments.papos[name or "papo"] = file
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


def main() -> int:
    arguments = read_arguments()
    place = surroundings.enter_own_network()
    control = surroundings.choose_congestion_control(arguments.congestion)
    bench = measure.Bench(arguments.build, arguments.seconds, arguments.profile)
    heading = (f"{arguments.repeats} runs of {arguments.seconds:g} s each, interleaved; medians, (ratio to the "
               f"reference), ± half the spread. Network: {place}; TCP {control}. Server on core "
               f"{bench.server_core}, generator on core {bench.generator_core}.")
    print(heading + "\n", flush=True)
    everything = {}
    if arguments.report:
        report.kept_part(arguments.report)  # fails before half an hour is spent, not after
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
