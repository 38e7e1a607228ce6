"""Medians of repeated runs, their spread, and their ratio to the reference, as text or Markdown."""
import statistics

REFERENCES = ("bound, coalesced", "bound, upload", "nginx")  # whichever was measured

# What is shown of each scenario: (key of papo-load's JSON, heading, format).
COLUMNS = {
    "S1": [("latency_mean_ms", "mean, ms", "{:.3f}"), ("latency_p99_ms", "p99, ms", "{:.3f}"),
           ("server_cpu_us_per_delivery", "CPU a delivery, us", "{:.2f}")],
    "S1b": [("latency_mean_ms", "mean, ms", "{:.3f}"), ("latency_max_ms", "max, ms", "{:.3f}"),
            ("server_cpu_us_per_delivery", "CPU a delivery, us", "{:.3f}")],
    "S2": [("deliveries_per_s", "deliveries/s", "{:,.0f}"),
           ("server_cpu_us_per_delivery", "CPU a delivery, us", "{:.3f}"),
           ("latency_p99_ms", "p99, ms", "{:.3f}"), ("generator_busy_percent", "generator busy, %", "{:.0f}")],
    "S3": [("server_cpu_us_per_delivery", "CPU a delivery, us", "{:.2f}"), ("latency_p50_ms", "p50, ms", "{:.3f}"),
           ("latency_p99_ms", "p99, ms", "{:.3f}"), ("lateness_p99_ms", "sent late, p99, ms", "{:.3f}")],
    "S4": [("bytes_per_connection", "memory a connection, B", "{:,.0f}"), ("connections_per_s", "opened/s", "{:,.0f}"),
           ("server_cpu_us_per_connection", "CPU a connection, us", "{:.1f}"),
           ("generator_busy_percent", "generator busy, %", "{:.0f}")],
    "E1": [("messages_per_s", "echoes/s", "{:,.0f}"), ("server_cpu_us_per_delivery", "CPU an echo, us", "{:.3f}"),
           ("latency_p99_ms", "p99, ms", "{:.3f}"), ("generator_busy_percent", "generator busy, %", "{:.0f}")],
    "E2": [("mib_per_s", "MiB/s each way", "{:,.0f}"), ("server_cpu_us_per_delivery", "CPU an echo, us", "{:.0f}"),
           ("latency_p99_ms", "p99, ms", "{:.2f}"), ("generator_busy_percent", "generator busy, %", "{:.0f}")],
    "J1": [("join_p50_ms", "join p50, ms", "{:.2f}"), ("join_p99_ms", "join p99, ms", "{:.2f}"),
           ("join_max_ms", "max, ms", "{:.2f}"), ("deliveries_per_s", "deliveries/s meanwhile", "{:,.0f}")],
    "START": [("start_memory_ms", "to serving, files in memory, ms", "{:.1f}"),
              ("start_disk_ms", "on this disk, ms", "{:.1f}"), ("resident_mib", "resident, MiB", "{:.1f}"),
              ("own_mib", "of it its own, MiB", "{:.1f}"), ("stripped_mib", "stripped binary, MiB", "{:.2f}")],
}
COLUMNS["S3U"] = COLUMNS["S3"]
COLUMNS["U1"] = COLUMNS["U2"] = [
    ("mb_per_s", "MB/s", "{:,.0f}"), ("server_cpu_s_per_gb", "CPU a GB, s", "{:.2f}"),
    ("resident_growth_kib", "memory grew by, KiB", "{:,.0f}"), ("generator_busy_percent", "generator busy, %", "{:.0f}")]
COLUMNS["F1"] = COLUMNS["F40"] = [
    ("requests_per_s", "requests/s", "{:,.0f}"), ("cpu_us_per_request", "CPU a request, us", "{:.1f}"),
    ("latency_p99_ms", "p99, ms", "{:.2f}")]
NO_RATIO = {"generator_busy_percent", "lateness_p99_ms", "resident_growth_kib"}
FAULTS = ["lost", "duplicate", "gaps", "disorder", "foreign", "altered", "lost_connections", "refused"]


def values(runs: list, key: str) -> list:
    return [run[key] for run in runs if key in run]


def cell(runs: list, reference: list, key: str, form: str) -> str:
    """Median, its ratio to the reference's, and how far the extremes are from each other."""
    own = values(runs, key)
    if not own:
        return "-"
    median = statistics.median(own)
    text = form.format(median)
    base = statistics.median(values(reference, key)) if reference else 0
    if base > 0 and key not in NO_RATIO:
        text += f" (x{median / base:.2f})"
    if len(own) > 1 and median > 0:
        text += f" ±{50 * (max(own) - min(own)) / median:.0f}%"
    return text


def faults(runs: list) -> str:
    counts = {key: sum(values(runs, key)) for key in FAULTS}
    return ", ".join(f"{key} {count:.0f}" for key, count in counts.items() if count) or "none"


def reference_of(results: dict) -> list:
    return next((results[name] for name in REFERENCES if name in results), [])


def rows_of(scenario: str, results: dict) -> list:
    columns = COLUMNS[scenario]
    rows = [[scenario, *[heading for _key, heading, _form in columns], "faults", "others' CPU, %"]]
    reference = reference_of(results)
    for server, runs in results.items():
        others = max(values(runs, "others_percent"), default=0)
        rows.append([server, *[cell(runs, reference, key, form) for key, _heading, form in columns],
                     faults(runs), f"{others:.0f}"])
    return rows


def as_text(rows: list) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join("  ".join(word.ljust(width) for word, width in zip(row, widths)).rstrip() for row in rows)


def as_markdown(rows: list) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])
