"""The documents as a reader sees them: their commands, what they name, where they lead."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Line:
    page: str
    number: int
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.number}: {self.text}"


def without_comment(command: str) -> str:
    return re.sub(r"(^|\s)\s*# .*$", "", command).strip()


class Page:
    """One Markdown file. What is in a fence of `sh` is a command a line; any other fence says what it is."""

    def __init__(self, root: Path, path: Path):
        self.path, self.name = path, str(path.relative_to(root))
        self.commands: list[Line] = []
        self.prose: list[Line] = []
        self.nameless: list[Line] = []  # blocks of which nobody can know whether they are commands
        self._read(path.read_text().split("\n"))

    def _read(self, lines: list[str]) -> None:
        fence = None
        before = ""
        for number, text in enumerate(lines, 1):
            line = Line(self.name, number, text)
            if text.lstrip().startswith("```") and text.count("```") == 1:
                fence = text.strip()[3:] if fence is None else None
                if fence == "":
                    self.nameless.append(line)
            elif fence == "sh":
                command = without_comment(text)
                if command:
                    self.commands.append(Line(self.name, number, command))
            elif fence is None:
                if text.startswith("    ") and not before.strip():
                    self.nameless.append(line)
                self.prose.append(line)
            before = text

    def spans(self) -> list[Line]:
        """What stands in `code` within the text."""
        return [Line(line.page, line.number, span) for line in self.prose for span in re.findall(r"`([^`]+)`", line.text)]

    def targets(self) -> list[Line]:
        """Where links and pictures lead."""
        pattern = r"""\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)\""""
        return [Line(line.page, line.number, a or b) for line in self.prose for a, b in re.findall(pattern, line.text)]

    def anchors(self) -> set[str]:
        """The names that headings have on a page of GitHub."""
        headings = [line.text.lstrip("#").strip().lower() for line in self.prose if line.text.startswith("#")]
        return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in headings}


def all_pages(root: Path) -> list[Page]:
    return [Page(root, path) for folder in (root, root / "docs") for path in sorted(folder.glob("*.md"))]
