"""python3 tools/check/docs PAPO: checks that the documents are true. Every command that they and the manual show is run, or
checked as far as possible without root, docker or minutes of time (commands.py). Links, pictures, options, variables, figures
and make targets that they name must exist. Both READMEs must show the same, and docs/images/terminal.svg what papo says now."""

import re
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[3]

from commands import check  # noqa: E402
from pages import Line, Page, all_pages  # noqa: E402
from world import Failure, World  # noqa: E402

# Not of the table of options.
FOREIGN_VARIABLES = {"PAPO_CONFIG", "PAPO_BIN", "PAPO_WWW", "PAPO_THOROUGH", "PAPO_SEED", "PAPO_SIM_SEED", "PAPO_SIM_SEEDS", "PAPO_SIM_TRACE"}
problems: list[str] = []


def complain(where: object, what: str) -> None:
    problems.append(f"{where}: {what}")


def commands_of_manual(world: World) -> list[Line]:
    shown = "".join(re.findall(r"(?ms)^\.EX\n(.*?)^\.EE$", world.run("papo manual"))).replace("\\-", "-")
    return [Line("papo manual", number, text) for number, text in enumerate(shown.splitlines(), 1)]


def check_commands(world: World, commands: list[Line]) -> int:
    done: set[str] = set()
    for line in commands:
        if line.text in done:
            continue
        done.add(line.text)
        try:
            check(world, line.text)
        except (Failure, OSError, KeyError, ValueError, subprocess.TimeoutExpired) as failure:
            complain(line, str(failure))
    return len(done)


def check_blocks(pages: list[Page]) -> None:
    for line in (line for page in pages for line in page.nameless):
        complain(line, "a block that does not say what it is: begin it with ```sh or ```text")


def check_targets(pages: list[Page]) -> None:
    by_path = {page.path: page for page in pages}
    for page in pages:
        for line in page.targets():
            if re.match(r"[a-z]+:", line.text):
                continue
            name, _, anchor = line.text.partition("#")
            path = (page.path.parent / name).resolve() if name else page.path
            if not path.exists():
                complain(line, "it is not there")
            elif anchor and path in by_path and anchor not in by_path[path].anchors():
                complain(line, "no heading is called so")


def check_paths(pages: list[Page]) -> None:
    for line in (line for page in pages for line in page.spans()):
        if not re.fullmatch(r"(?:src|include|tests|tools|www)/[\w./-]+", line.text) or (ROOT / line.text).exists():
            continue
        if not list(ROOT.glob(line.text + ".*")):  # a module may be named without its endings
            complain(line, "there is no such file")


def words(lines: list[Line], pattern: str) -> list[Line]:
    return [Line(line.page, line.number, word) for line in lines for word in re.findall(pattern, line.text)]


def check_names(world: World, pages: list[Page]) -> None:
    helps = "".join(world.run(f"papo {command} --help") for command in ("", "backup", "export", "health", "manual", "config"))
    options = set(re.findall(r"--[a-z][a-z-]*", helps))
    variables = set(re.findall(r"Env:(PAPO_[A-Z_]+)", helps)) | FOREIGN_VARIABLES
    metrics = world.get(world.url + "/metrics")
    figures = set(re.findall(r"# TYPE ((?:papo|process)_\w+)", metrics)) | set(re.findall(r"(?m)^\w+{[^}]+}", metrics))
    targets = set(re.findall(r"(?m)^([a-z-]+):[^=]", (ROOT / "Makefile").read_text()))
    for page in pages:
        spans = page.spans()
        ours = [line for line in spans if not line.text.startswith("make ") or line.text.startswith("make run")]
        ours += [line for line in page.commands if re.match(r"(build/)?papo |make run", line.text)]
        everything = page.prose + page.commands
        for what, named, known in (("option", words(ours, r"(?<!\S)--[a-z][a-z-]*"), options),
                                   ("variable", words(everything, r"\bPAPO_[A-Z_]+\b"), variables),
                                   ("figure", words(page.prose, r"\b(?:papo|process)_[a-z_]+(?:{[^}]+}|\b)"), figures),
                                   ("make target", words(spans + page.commands, r"(?:^|\s)make ([a-z-]+)(?![\w/-])"), targets)):
            for line in named:
                if line.text not in known:
                    complain(line, f"there is no such {what}")


def check_twins(pages: list[Page]) -> None:
    english, portuguese = (next(page for page in pages if page.name == name) for name in ("README.md", "README.pt-BR.md"))
    for what, of in (("command", lambda page: [line.text for line in page.commands]),
                     ("link or picture", lambda page: [line.text for line in page.targets() if not line.text.startswith(("#", "README"))])):
        for text in sorted(set(of(english)) ^ set(of(portuguese))):
            complain(text, f"only one of {english.name} and {portuguese.name} has this {what}")
        if set(of(english)) == set(of(portuguese)) and of(english) != of(portuguese):
            complain(portuguese.name, f"has each {what} of {english.name}, but in another order or number")


def check_terminal(papo: Path) -> None:
    fresh = subprocess.run([ROOT / "tools/pictures/terminal-picture", papo], stdout=subprocess.PIPE, text=True, check=True, timeout=20).stdout
    if fresh != (ROOT / "docs/images/terminal.svg").read_text():
        complain("docs/images/terminal.svg", "papo says something else now: tools/pictures/terminal-picture build/papo > docs/images/terminal.svg")


if __name__ == "__main__":
    papo = Path(sys.argv[1]).resolve()
    pages = all_pages(ROOT)
    with World(ROOT, papo) as world:
        count = check_commands(world, [line for page in pages for line in page.commands] + commands_of_manual(world))
        check_names(world, pages)
    check_blocks(pages)
    check_targets(pages)
    check_paths(pages)
    check_twins(pages)
    check_terminal(papo)
    for problem in problems:
        print(problem)
    verdict = f"{len(problems)} problems" if problems else "all is as they say"
    print(f"{count} commands in {len(pages)} documents and the manual: {verdict}")
    sys.exit(1 if problems else 0)
