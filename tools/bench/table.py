"""Medians of repeated runs, their spread, and their ratio to the reference, as text or Markdown."""
import statistics

FAULTS = ["lost", "duplicate", "gaps", "disorder", "foreign", "altered", "lost_connections", "failed"]


def values(runs: list, key: str) -> list:
    return [run[key] for run in runs if key in run]


def median(runs: list, key: str):
    own = values(runs, key)
    return statistics.median(own) if own else None


def cell(runs: list, reference: list, column) -> str:
    """Median, its ratio to the reference's, and half of how far the extremes are from each other."""
    own = values(runs, column.key)
    if not own:
        return "-"
    middle = statistics.median(own)
    text = column.form.format(middle)
    base = median(reference, column.key) or 0
    if base > 0 and column.compared:
        text += f" (x{middle / base:.2f})"
    if len(own) > 1 and middle > 0:
        text += f" ±{50 * (max(own) - min(own)) / middle:.0f}%"
    return text


def faults(runs: list) -> str:
    counts = {key: sum(values(runs, key)) for key in FAULTS}
    return ", ".join(f"{key} {count:.0f}" for key, count in counts.items() if count) or "none"


def rows_of(scenario, results: dict) -> list:
    rows = [[scenario.name, *[column.heading for column in scenario.columns], "faults", "others' CPU, %"]]
    reference = results.get(scenario.reference, [])
    for server, runs in results.items():
        others = max(values(runs, "others_percent"), default=0)
        rows.append([server, *[cell(runs, reference, column) for column in scenario.columns], faults(runs),
                     f"{others:.0f}"])
    return rows


def as_text(rows: list) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join("  ".join(word.ljust(width) for word, width in zip(row, widths)).rstrip() for row in rows)


def as_markdown(rows: list) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])
