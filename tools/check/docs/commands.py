"""Every command that the documents show, with a check that it does what they say. An unknown command fails the check."""

import fnmatch
import functools
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

from world import Failure, World, expect

Check = Callable[[World, "re.Match[str]"], None]
KNOWN: list[tuple[str, Check]] = []

# Targets that take minutes, or need more than this machine has: only `make -n` is tried. Each with the source that reads
# its ARGS, SUITES or PARTS, if it has any.
LONG = {"deps": None, "debug": None, "style": None, "lint": None, "asan": None, "tsan": None, "valgrind": None, "docker": None,
        "test": "tools/check/run-tests", "check": "tools/check/everything", "bench": "tools/bench/__main__.py",
        "fuzz": "tools/fuzz/__main__.py", "soak": "tools/soak/__main__.py", "chaos": "tools/chaos/options.cpp",
        "storage": "tools/bench/storage/main.cpp"}


def command(pattern: str) -> Callable[[Check], Check]:
    def add(check: Check) -> Check:
        KNOWN.append((pattern, check))
        return check
    return add


def check(world: World, text: str) -> None:
    for pattern, does in KNOWN:
        if match := re.fullmatch(pattern, text):
            does(world, match)
            return
    raise Failure("no check knows this command; tools/check/docs/commands.py has the list")


@command(r"make run(?: ARGS=\"(?P<options>[^\"]*)\")?")
def starts(world: World, match: "re.Match[str]") -> None:
    options = match["options"] or ""
    planned = world.run(f"make -n run ARGS={shlex.quote(options)}", world.root)
    expect(f"exec build/papo {options}" in planned, "make run does not start papo so")
    serve_in_memory(world, options)


def serve_in_memory(world: World, options: str) -> None:
    words = shlex.split(re.sub(r"--port \d+|--db :memory:", "", options))
    world.serve(["--db", ":memory:", *(str(world.root / "www") if word == "www" else word for word in words)])


@functools.cache
def long_targets_can_be_made(world: World) -> None:
    world.run(f"make -n {' '.join(LONG)}", world.root)


@command(rf"make (?P<target>{'|'.join(LONG)})(?: (?P<variable>ARGS|SUITES|PARTS)=\"(?P<words>[^\"]*)\")?")
def takes_minutes(world: World, match: "re.Match[str]") -> None:
    long_targets_can_be_made(world)
    for word in re.findall(r"--[a-z-]+" if match["variable"] == "ARGS" else r"\w+", match["words"] or ""):
        reader = (world.root / LONG[match["target"]]).read_text()
        expect(re.search(rf"(?<![a-z-]){word}(?![a-z-])", reader), f"it has no {word}")


@command(r"make(?P<files>(?: build/\S+)*)")
def builds(world: World, match: "re.Match[str]") -> None:
    world.run(f"make -n{match['files']}", world.root)


@command(r"(?:PAPO_BIN=build/papo )?build/papo-(?P<suite>tests|integration) --gtest_filter='(?P<filter>[^']+)'")
def runs_a_test(world: World, match: "re.Match[str]") -> None:
    folder = world.root / "tests" / {"tests": "unit", "integration": "integration"}[match["suite"]]
    tests = [f"{suite}.{name}" for source in folder.rglob("*.cpp")
             for suite, name in re.findall(r"TEST(?:_F)?\((\w+), (\w+)\)", source.read_text())]
    expect(fnmatch.filter(tests, match["filter"]), "no test is called so")


@command(r"PAPO_SIM_SEED=\d+ build/papo-sim")
def repeats_a_seed(world: World, _: "re.Match[str]") -> None:
    expect("PAPO_SIM_SEED" in (world.root / "tests/sim/test_sim.cpp").read_text(), "the simulation knows no such variable")


@command(r"(?:PAPO_\w+=\w+ )?node --test (?:--test-name-pattern='(?P<name>[^']+)' )?(?P<files>tests/(?:web|e2e)/[\w*.]+\.mjs)")
def runs_tests_in_node(world: World, match: "re.Match[str]") -> None:
    files = list(world.root.glob(match["files"]))
    expect(files, "there are no such tests")
    expect(any(f"test('{match['name'] or ''}" in file.read_text() for file in files), "no test is called so")


@command(r"(?:gdb --args build/debug|build)/papo(?P<options>(?: --(?:www|sandbox|log-level|db) \S+)+)")
def serves_for_developers(world: World, match: "re.Match[str]") -> None:
    serve_in_memory(world, match["options"])


@command(r"make help")
def helps(world: World, _: "re.Match[str]") -> None:
    expect("make run" in world.run("make help", world.root), "it does not list make run")


@command(r"websocat 'ws://192\.168\.0\.10:5000(?P<path>/ws\?room=sala1&name=ana&format=text)'")
def talks(world: World, match: "re.Match[str]") -> None:
    heard = world.chat(match["path"], "oi de ana")
    expect(re.fullmatch(r"\[\d\d:\d\d:\d\d\] ana: oi de ana", heard), f"read {heard!r}")


@command(r"curl -F file=@praia\.png http://192\.168\.0\.10:5000/upload")
def uploads(world: World, match: "re.Match[str]") -> None:
    if not world.has("curl"):
        return
    (world.folder / "praia.png").write_bytes(next((world.root / "www/icons").glob("*.png")).read_bytes())
    answer = json.loads(world.run(match[0].replace("http://192.168.0.10:5000", world.url).replace("curl", "curl -s")))
    expect(answer["success"] and (world.folder / "uploads" / answer["filename"]).exists(), f"answered {answer}")


@command(r"docker run (?P<rest>.*)")
def runs_in_a_container(world: World, match: "re.Match[str]") -> None:
    image = (world.root / "Dockerfile").read_text()
    words = shlex.split(match["rest"])
    expect(words.pop() == "papo", "make docker makes the image papo")
    while words:
        word = words.pop(0)
        if word == "-p":
            expect(f"EXPOSE {words.pop(0).split(':')[-1]}\n" in image, "the image has another port")
        elif word == "-v":
            expect(f'"{words.pop(0).split(":")[-1]}"' in image, "the image has another volume")
        elif word == "-e":
            world.run(f"{shlex.quote(words.pop(0))} papo config")
        else:
            expect(word in ("--rm", "-it"), f"no check knows {word}")


@command(r"(?P<setting>PAPO_PUBLIC_URL=\S+) docker-compose up -d")
def composes(world: World, match: "re.Match[str]") -> None:
    world.run(f"{match['setting']} papo config")
    expect("PAPO_PUBLIC_URL: ${PAPO_PUBLIC_URL:-}" in (world.root / "compose.yaml").read_text(), "compose.yaml does not pass it on")
    try:
        world.run("docker-compose version")
    except Failure:
        return  # not on this machine
    shown = world.run(f"{match['setting']} docker-compose -f {world.root}/compose.yaml config", world.folder)
    expect(match["setting"].partition("=")[2] in shown, "it does not reach the container")


@command(r"make && sudo make install")
def installs(world: World, _: "re.Match[str]") -> None:
    stage = world.staged()
    for name in ("usr/local/bin/papo", "usr/local/share/papo/www/index.html", "usr/local/share/man/man1/papo.1", "etc/papo/papo.conf"):
        expect((stage / name).stat().st_size, f"{name} is empty")
    unit = unit_of(stage, "papo.service")
    expect("ExecStart=/usr/local/bin/papo --config /etc/papo/papo.conf\n" in unit, "the service reads another file")
    expect("StateDirectory=papo\n" in unit, "what the service keeps lies elsewhere than in /var/lib/papo")
    world.run(f"{stage}/usr/local/bin/papo --config {stage}/etc/papo/papo.conf config")


def unit_of(stage: Path, name: str) -> str:
    return (stage / "usr/local/lib/systemd/system" / name).read_text()


@command(r"sudo systemctl (?P<verb>enable --now|reload) (?P<unit>papo(?:\.socket)?)")
def serves(world: World, match: "re.Match[str]") -> None:
    name = match["unit"] if "." in match["unit"] else match["unit"] + ".service"
    needed = "ExecReload=" if match["verb"] == "reload" else "[Install]"
    expect(needed in unit_of(world.staged(), name), f"{name} has no {needed}")


@command(r"(?:build/)?papo config --example > papo\.conf")
def writes_an_example(world: World, match: "re.Match[str]") -> None:
    world.run(match[0])
    written = (world.folder / "papo.conf").read_text()
    # Defaults must be understood when they are not commented out; placeholders stay commented out.
    said = re.sub(r"(?m)^#(?=(?:port|max-upload|history-days|upload-types|log-format|compress) = )", "", written)
    (world.folder / "said.conf").write_text(said)
    expect("said.conf:" in world.run("papo --config said.conf config"), "what it writes is not read")


@command(r"(?:build/)?papo --config papo\.conf")
def reads_its_file(world: World, _: "re.Match[str]") -> None:
    world.run("papo config --example > papo.conf")
    world.serve(["--config", "papo.conf", "--db", ":memory:"])


@command(r"papo config --config papo\.conf")
def prints_what_is_in_force(world: World, match: "re.Match[str]") -> None:
    (world.folder / "papo.conf").write_text("max-upload = \"1GiB\"\n")
    shown = world.run(match[0])
    expect("# papo.conf:1\nmax-upload = \"1GiB\"\n" in shown, "it does not say what is in force")
    (world.folder / "again.conf").write_text(shown)
    world.run("papo config --config again.conf")


@command(r"(?:sudo )?(?P<command>(?:build/)?papo backup (?P<copy>papo-[a-z-]+\.db)(?P<db> --db (?P<path>\S+))?)")
def backs_up(world: World, match: "re.Match[str]") -> None:
    if (match["path"] or "").startswith("/"):
        expect("PAPO_DB=%S/papo/data/papo.db" in unit_of(world.staged(), "papo.service"), "the service's history lies elsewhere")
        expect(match["path"] == "/var/lib/papo/data/papo.db", "the service's history lies elsewhere")
    copy = world.folder / match["copy"]
    copy.unlink(missing_ok=True)
    world.chat("/ws?room=sala1&name=bia&format=text", "para a copia")
    world.run(match["command"].replace(" --db /var/lib/papo/", " --db "))
    expect("para a copia" in world.run(f"papo export --room sala1 --db {match['copy']}"), "the copy lacks what was said")


@command(r"(?:build/)?papo export --room sala1(?P<html> --format html --output (?P<page>\S+))?(?: > (?P<lines>\S+))?")
def exports(world: World, match: "re.Match[str]") -> None:
    world.chat("/ws?room=sala1&name=bia&format=text", "para a pagina")
    made = world.folder / (match["page"] or match["lines"])
    made.unlink(missing_ok=True)
    world.run(match[0])
    expect("para a pagina" in made.read_text(), f"{made.name} lacks what was said")
    if match["lines"]:
        expect(all(json.loads(line) for line in made.read_text().splitlines()), "a line is no JSON")
    else:
        expect("<html" in made.read_text(), "it is no page")
