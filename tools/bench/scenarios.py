"""What is measured: the scenarios, what is shown of each, and what each is to reach."""
import dataclasses

BOUND, NAIVE = "bound, coalesced", "bound, naive"
NGINX, NGINX_OPEN = "nginx", "nginx, files kept open"


@dataclasses.dataclass(frozen=True)
class Column:
    key: str
    heading: str
    form: str
    compared: bool = True  # with the reference's


@dataclasses.dataclass(frozen=True)
class Scenario:
    name: str
    group: str
    what: str
    kind: str  # of tools/bench/measure.py
    columns: list
    reference: str = BOUND
    others: tuple = ()  # that are worth a row in a long run
    repeats: int = 0    # 0: as many as the others
    details: tuple = ()  # of the kind


@dataclasses.dataclass(frozen=True)
class Goal:
    scenario: str
    key: str
    what: str
    limit: float
    at_least: bool = False
    of_reference: bool = True  # else the limit is absolute
    unit: str = ""

    def text(self) -> str:
        word = "at least" if self.at_least else "at most"
        return f"{word} {self.limit:,g}" + (" x reference" if self.of_reference else f" {self.unit}".rstrip())


GENERATOR = Column("generator_busy_percent", "generator busy, %", "{:.0f}", False)
CPU_DELIVERY = Column("server_cpu_us_per_delivery", "CPU a delivery, us", "{:.3f}")
P99 = Column("latency_p99_ms", "p99, ms", "{:.3f}")
MEAN = Column("latency_mean_ms", "mean, ms", "{:.3f}")
FILES = [Column("requests_per_s", "requests/s", "{:,.0f}"), Column("cpu_us_per_request", "CPU a request, us", "{:.2f}"),
         P99, GENERATOR]
UPLOAD = [Column("mb_per_s", "MB/s", "{:,.0f}"), Column("server_cpu_s_per_gb", "CPU a GB, s", "{:.3f}"),
          Column("growth_mib", "memory grown by, MiB", "{:.2f}", False),
          Column("upload_p50_ms", "an upload, p50, ms", "{:.1f}"), GENERATOR]

ALL = {scenario.name: scenario for scenario in [
    Scenario("S1", "Chat", "50 clients in one room, all sending, 100 messages/s in all", "chat",
             [MEAN, P99, CPU_DELIVERY], others=(NAIVE, ":memory:")),
    Scenario("S1b", "Chat", "50 clients in one room, all sending at one instant, 20 times", "chat",
             [MEAN, Column("latency_max_ms", "max, ms", "{:.3f}"), CPU_DELIVERY], others=(NAIVE, ":memory:")),
    Scenario("S2", "Chat", "200 clients in one room, 20 with 4 messages under way each, as fast as it goes", "chat",
             [Column("deliveries_per_s", "deliveries/s", "{:,.0f}"), CPU_DELIVERY, P99, GENERATOR],
             others=(NAIVE, ":memory:")),
    Scenario("S3", "Chat", "1,000 clients in 100 rooms, 5,000 messages/s: 50,000 deliveries/s", "chat",
             [CPU_DELIVERY, Column("latency_p50_ms", "p50, ms", "{:.3f}"), P99,
              Column("lateness_p99_ms", "sent late, p99, ms", "{:.3f}", False)], others=(NAIVE, ":memory:")),
    Scenario("S4", "Connections", "10,000 idle connections", "chat",
             [Column("bytes_per_connection", "memory a connection, B", "{:,.0f}"),
              Column("connections_per_s", "opened/s", "{:,.0f}"),
              Column("server_cpu_us_per_connection", "CPU a connection, us", "{:.1f}"), GENERATOR], others=(":memory:",)),
    Scenario("F1", "Static files", "a file of 1 KB, 64 keep-alive connections", "files", FILES, NGINX,
             others=(NGINX_OPEN,), details=("1k.txt", 1, False)),
    Scenario("F40", "Static files", "a file of 40 KB, 64 keep-alive connections", "files", FILES, NGINX,
             others=(NGINX_OPEN,), details=("40k.txt", 1, False)),
    Scenario("F1p", "Static files", "1 KB, 16 requests at once on each connection (pipelining)", "files", FILES, NGINX,
             details=("1k.txt", 16, False)),
    Scenario("F1c", "Static files", "1 KB that the client has already (304)", "files", FILES, NGINX,
             details=("1k.txt", 1, True)),
    Scenario("U1", "Uploads", "one file of 1 GiB", "uploads", UPLOAD),
    Scenario("U2", "Uploads", "200 files of 2 MiB, 20 at once", "uploads", UPLOAD),
    Scenario("S3U", "Under load", "S3 while files of 1 GiB are uploaded, one after the other", "chat beside uploads",
             [P99, Column("alone_p99_ms", "p99 alone, ms", "{:.3f}"),
              Column("moved_ms", "p99 moved by, ms", "{:.3f}", False),
              Column("upload_mb_per_s", "uploaded, MB/s", "{:,.0f}")]),
    Scenario("J1", "Under load", "200 newcomers while 1,000 clients in 100 rooms send as fast as they are answered",
             "joins",
             [Column("join_p50_ms", "join, p50, ms", "{:.3f}"), Column("join_p99_ms", "join, p99, ms", "{:.3f}"),
              Column("join_max_ms", "join, max, ms", "{:.3f}"),
              Column("entrance_p99_ms", "connect and join, p99, ms", "{:.3f}"),
              Column("deliveries_per_s", "deliveries/s meanwhile", "{:,.0f}")]),
    Scenario("START", "Start", "from exec to the ready line, on an empty database, 20 times", "start",
             [Column("ready_ms", "ready, ms", "{:.2f}"),
              Column("ready_in_memory_ms", "with its files in memory, ms", "{:.2f}"),
              Column("resident_mib", "resident, MiB", "{:.2f}"), Column("own_mib", "of it its own, MiB", "{:.2f}"),
              Column("stripped_mib", "stripped binary, MiB", "{:.2f}")], repeats=20),
    Scenario("E1", "Echo", "100 clients with 4 short messages under way each", "chat",
             [Column("messages_per_s", "echoes/s", "{:,.0f}"),
              Column("server_cpu_us_per_delivery", "CPU an echo, us", "{:.3f}"), P99, GENERATOR]),
    Scenario("E2", "Echo", "8 clients with one message of 1 MiB under way each", "chat",
             [Column("mib_per_s", "MiB/s each way", "{:,.0f}"),
              Column("server_cpu_us_per_delivery", "CPU an echo, us", "{:.0f}"), P99, GENERATOR]),
]}

GOALS = [
    Goal("S1", "latency_mean_ms", "mean latency", 1.25),
    Goal("S1b", "latency_mean_ms", "mean latency", 1.25),
    Goal("S1b", "latency_mean_ms", "mean latency itself", 1, of_reference=False, unit="ms"),
    Goal("S2", "deliveries_per_s", "deliveries/s", 0.6, at_least=True),
    Goal("S3", "server_cpu_us_per_delivery", "CPU a delivery", 1.1),
    Goal("S3", "latency_p99_ms", "p99 latency", 1.5),
    Goal("S4", "bytes_per_connection", "memory a connection", 500, of_reference=False, unit="B"),
    Goal("S4", "connections_per_s", "opened/s", 20000, at_least=True, of_reference=False),
    Goal("F1", "requests_per_s", "requests/s", 2, at_least=True),
    Goal("F40", "requests_per_s", "requests/s", 1.2, at_least=True),
    Goal("U1", "mb_per_s", "MB/s", 0.9, at_least=True),
    Goal("U1", "server_cpu_s_per_gb", "CPU a GB", 1.15),
    Goal("U1", "growth_mib", "memory grown by", 1, of_reference=False, unit="MiB"),
    Goal("U2", "mb_per_s", "MB/s", 0.9, at_least=True),
    Goal("U2", "server_cpu_s_per_gb", "CPU a GB", 1.15),
    Goal("U2", "growth_mib", "memory grown by", 1, of_reference=False, unit="MiB"),
    Goal("S3U", "moved_ms", "p99 moved by", 2, of_reference=False, unit="ms"),
    Goal("J1", "join_p99_ms", "join, p99", 5, of_reference=False, unit="ms"),
    Goal("START", "ready_ms", "ready after", 25, of_reference=False, unit="ms"),
    Goal("START", "resident_mib", "resident", 8, of_reference=False, unit="MiB"),
    Goal("START", "stripped_mib", "stripped binary", 3, of_reference=False, unit="MiB"),
]
