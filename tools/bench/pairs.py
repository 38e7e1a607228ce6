"""Two builds of papo against each other. They run in pairs, so that a machine whose speed changes from minute to minute
changes it for both; the ratio within each pair counts."""
import statistics

from . import table

OLD, NEW = "old", "new"
SCENARIOS = "S1b,S2,S3,S4,J1,S3U,U1"
REPEATS = 15
HEADING = ["", "", OLD, NEW, "ratio, median", "middle half", "extremes"]


def order(pair: int) -> list:
    """Each goes first as often as the other."""
    return [OLD, NEW] if pair % 2 == 0 else [NEW, OLD]


def ratios(results: dict, key: str) -> list:
    both = zip(table.values(results[OLD], key), table.values(results[NEW], key))
    return [new / old for old, new in both if old > 0]


def row(scenario, column, results: dict) -> list:
    show = column.form.format
    medians = [show(table.median(results[name], column.key)) for name in (OLD, NEW)]
    found = sorted(ratios(results, column.key))
    if len(found) < 2:
        return [scenario.name, column.heading, *medians, "-", "-", "-"]
    low, middle, high = statistics.quantiles(found, n=4, method="inclusive")
    return [scenario.name, column.heading, *medians, f"{middle:.3f}", f"{low:.3f} to {high:.3f}",
            f"{found[0]:.3f} to {found[-1]:.3f}"]


def rows_of(scenario, results: dict) -> list:
    """A row for each figure that both have."""
    known = [column for column in scenario.columns if table.values(results[OLD], column.key)]
    return [HEADING, *[row(scenario, column, results) for column in known]]
