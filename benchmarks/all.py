"""Every figure of the documentation, made again: one table of what the benchmarks print.

    python -m benchmarks.all [--minutes N] [--only NAME] [--list]

The commands are those that docs/ names beside their figures (`python -m benchmarks...` between backticks), so
none is forgotten and none is made up. Each runs by itself, one after the other; one that takes longer than
--minutes is stopped and says so. Alone on the machine, the whole takes some hours: serving and six million
credits are most of it.
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).resolve().parents[1]
_COMMAND = re.compile(r"`(python\s+-m\s+benchmarks\.[^`]+)`")
#: Words that stand for something of the reader's own: such a command is described, not given.
_PLACEHOLDER = re.compile(r"\b[A-Z]{1,}\b(?!=)")
#: This program itself, and the soak, which reports no figure.
_NO_FIGURES = ("python -m benchmarks.all", "python -m benchmarks.soak")


@dataclass(frozen=True, slots=True)
class Figure:
    """A command that a page gives for its figures."""

    page: str
    command: str

    @property
    def words(self) -> list[str]:
        """The command as this interpreter runs it."""
        return [sys.executable, *shlex.split(self.command)[1:]]


def figures() -> list[Figure]:
    """The commands of all pages, each once, in the order of the pages."""
    found: dict[str, Figure] = {}
    for page in sorted((_ROOT / "docs").glob("*.md")):
        for match in _COMMAND.finditer(page.read_text(encoding="utf-8")):
            command = " ".join(match[1].split())
            if not _PLACEHOLDER.search(command) and not command.startswith(_NO_FIGURES):
                found.setdefault(command, Figure(page.name, command))
    return list(found.values())


def run(figure: Figure, minutes: float) -> tuple[float, list[str], str]:
    """Seconds, the lines that it printed, and why there are no more of them; empty where all is well."""
    begin = time.monotonic()
    try:
        done = subprocess.run(
            figure.words, cwd=_ROOT, capture_output=True, text=True, check=False, timeout=60 * minutes
        )
    except subprocess.TimeoutExpired as error:
        printed = error.stdout or b""
        text = printed.decode(errors="replace") if isinstance(printed, bytes) else printed
        return time.monotonic() - begin, text.splitlines(), f"stopped after {minutes:g} minutes"
    why = ""
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        why = f"ended with {done.returncode}: {last}"
    return time.monotonic() - begin, done.stdout.splitlines(), why


def table(rows: list[tuple[Figure, float, list[str], str]]) -> Iterator[str]:
    """The table in Markdown."""
    yield "| page | command | seconds | printed |"
    yield "|---|---|---|---|"
    for figure, seconds, lines, why in rows:
        told = [line.rstrip() for line in lines if line.strip()] + ([f"({why})"] if why else [])
        name = f"| {figure.page} | `{figure.command}` | {seconds:,.0f} |"
        for line in told or ["(nothing)"]:
            yield f"{name} {line.replace('|', '/')} |"
            name = "| | | |"


def main(arguments: list[str] | None = None) -> int:
    """Runs all of them and prints the table. Exit code 1 where one did not end well."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=60, help="the most that one may take")
    parser.add_argument("--only", default="", metavar="NAME", help="commands that hold this")
    parser.add_argument("--list", action="store_true", help="list the commands, and run none")
    given = parser.parse_args(arguments)
    chosen = [figure for figure in figures() if given.only in figure.command]
    if given.list:
        for figure in chosen:
            print(f"{figure.page}\t{figure.command}")
        return 0
    rows = []
    for figure in chosen:
        print(f"{figure.command} ...", file=sys.stderr, flush=True)
        rows.append((figure, *run(figure, given.minutes)))
    print("\n".join(table(rows)))
    return 1 if any(why for *_, why in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
