"""The code in the documentation: what stands in its blocks, and where."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Pages that are written from the code, and held against it by a test of their own.
_MADE = {"commands.md", "http.md", "ontology.md"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of code in a page."""

    page: str
    number: int
    text: str

    @property
    def name(self) -> str:
        """What a test is called that is about it."""
        return f"{self.page}:{self.number}"


def pages() -> list[Path]:
    """README and docs/."""
    found = sorted((ROOT / "docs").glob("*.md"))
    return [ROOT / "README.md", *(page for page in found if page.name not in _MADE)]


def lines() -> Iterator[Line]:
    """The lines of all blocks, indented by four or between fences. Continued ones are joined."""
    for page in pages():
        inside, waiting = False, ""
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
            if line.startswith("```"):
                inside = not inside
            elif inside or line.startswith("    "):
                text = waiting + (line if inside else line[4:])
                waiting = text[:-1] if text.endswith("\\") else ""
                if not waiting and text.strip():
                    yield Line(page.name, number, text.strip())


def commands(program: str) -> list[Line]:
    """The lines that call a program, settings of the environment before it included."""
    pattern = re.compile(rf"(?:[A-Z_]+=\S+ )*{re.escape(program)}\b")
    return [line for line in lines() if pattern.match(line.text)]


def words(text: str) -> list[str]:
    """The words of a command, without the environment before it and the remark after it.

    A remark follows after two spaces or more, or after a #; what a shell does with it ends the command, too.
    """
    found: list[str] = []
    for part in re.findall(r"""(?:[^\s"']|"[^"]*"|'[^']*')+|\s{2,}""", text):
        if part in ("#", "|", ">", "<") or (not part.strip() and found):
            break
        found += shlex.split(part)
    while found and re.fullmatch(r"[A-Z_]+=.*", found[0]):
        found.pop(0)
    return found


def inline(pattern: str) -> list[Line]:
    """What stands between backticks and matches, wherever in a page."""
    found = []
    for page in pages():
        text = page.read_text(encoding="utf-8")
        for match in re.finditer(r"`([^`]+)`", text):
            code = " ".join(match[1].split())
            if re.match(pattern, code):
                found.append(Line(page.name, text.count("\n", 0, match.start()) + 1, code))
    return found


@dataclass(frozen=True, slots=True)
class Block:
    """A block between fences."""

    page: str
    number: int
    language: str
    text: str

    @property
    def name(self) -> str:
        """What a test is called that is about it."""
        return f"{self.page}:{self.number}"


def blocks(language: str) -> list[Block]:
    """The blocks of one language."""
    found = []
    for page in pages():
        text = page.read_text(encoding="utf-8")
        for match in re.finditer(r"^```(\w*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            number = text.count("\n", 0, match.start()) + 1
            found.append(Block(page.name, number, match[1], match[2]))
    return [block for block in found if block.language == language]
