"""Every figure of the documentation, made again: one table of what the benchmarks print.

    python -m benchmarks.all [--quick] [--minutes N] [--only NAME] [--keep DIR [--show]] [--list]

The commands are those that docs/ names beside their figures (`python -m benchmarks...` between backticks), so
none is forgotten and none is made up. DIR in a command is one folder for all of them: what one keeps, the
next ones take. Each runs by itself, one after the other, and its rows go out when it ends; one that fails or
takes longer than --minutes has a row that says so. Alone on the machine, the whole takes some hours: the
soak, serving and six million credits are most of it. With --keep, what each came to stays in a folder, and a
later run with the same folder takes up where this one ended, so that the table can be made in pieces; --show
prints what there is and runs nothing. A row says how much of the processors others had meanwhile. --quick
runs each in its smallest form, on made-up credits, in a minute or two: whether all of it works, and no figure
that means anything.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.ending import PATIENCE, program
from benchmarks.family import session

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ROOT = Path(__file__).resolve().parents[1]
_COMMAND = re.compile(r"`(python\s+-m\s+benchmarks\.[^`]+)`")
#: Words that stand for something of the reader's own: such a command is described, not given. DIR is ours.
_PLACEHOLDER = re.compile(r"\b(?!DIR\b)[A-Z]+\b(?!=)")
_THIS = "python -m benchmarks.all"
#: The page that has the table as it was last made: it gives no command of its own.
TABLE = "figures.md"
#: The smallest forms: of each program the options that choose what it does, and what it is given then; the
#: first that fits. CREDITS and OSCARS are tables of a few lines.
_SERVE = "--credits CREDITS --triples 2000 --seconds 0.05 --patience 2"
_SMALL: dict[str, tuple[tuple[str, str], ...]] = {
    "archive": (
        ("--keep DIR", "20 --credits CREDITS --keep DIR"),
        ("", "20 --credits CREDITS"),
    ),
    "export": (("--check", "--pages 20 --peer 2 --check"), ("--data DIR", ""), ("", "--pages 20 --peer 2")),
    "imdb": (("", "100"),),
    "ingest": (("--add", ""), ("--credits", "--credits 500"), ("", "10")),
    "link_capsules": (("", "--seeds 1 --credits CREDITS"),),
    "link_credits": (("", "CREDITS"),),
    "link_films": (
        ("--speed", "--speed 500 --credits CREDITS"),
        ("", "--seeds 21 --halves 0 --credits CREDITS"),
    ),
    "link_oscars": (("", "OSCARS"),),
    "link_scale": (("", "2000"),),
    "read": (("", "10"),),
    "serve": (
        ("--soak", "--soak 0.5 --credits CREDITS --triples 2000"),
        ("--dump", "--dump --credits CREDITS --triples 2000"),
        ("", f"--queries 1 --connections 1 {_SERVE}"),
    ),
    "soak": (("", "--minutes 0.05"),),
    "stores": (
        ("--start oxigraph", "--start oxigraph --triples 500 --graphs 20"),
        ("--start fuseki", "--start fuseki --triples 500 --graphs 20"),
    ),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A command that a page gives for its figures."""

    page: str
    command: str

    def words(self, folder: Path) -> list[str]:
        """The command as this interpreter runs it, with what it keeps in a folder."""
        places = {"DIR": folder / "kept", "CREDITS": folder / "credits.tsv", "OSCARS": folder / "oscars.tsv"}
        words = [sys.executable]
        for word in shlex.split(self.command)[1:]:
            name, slash, rest = word.partition("/")
            words.append(f"{places[name]}{slash}{rest}" if name in places else word)
        return words

    def small(self) -> Figure:
        """The same in its smallest form; where none is known, as it is."""
        program = self.command.split()[2]
        for chosen, given in _SMALL.get(program.removeprefix("benchmarks."), ()):
            if chosen in self.command:
                return Figure(self.page, f"python -m {program} {given}".strip()) if given else self
        return self


@dataclass(frozen=True, slots=True)
class Made:
    """What a command came to: seconds on the wall and of processors, its lines, and why there are no more.

    ``others`` is how many processors were busy with anything else meanwhile, on average (None: not known);
    ``state`` the day, and the commit that the files were of.
    """

    seconds: float
    processor: float
    lines: list[str]
    why: str = ""
    others: float | None = None
    state: str = ""


class Kept:
    """What commands came to in this and earlier runs, in a folder; a command that failed is run again."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "figures.jsonl"
        folder.mkdir(parents=True, exist_ok=True)
        self._made: dict[str, Made] = {}
        with suppress(FileNotFoundError):
            for line in self._file.read_text("utf-8").splitlines():
                command, made = json.loads(line)
                self._made[command] = Made(**made)

    def get(self, figure: Figure) -> Made | None:
        """What a command came to when it was last run."""
        return self._made.get(figure.command)

    def add(self, figure: Figure, made: Made) -> None:
        """Keeps what a command came to."""
        self._made[figure.command] = made
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps([figure.command, asdict(made)]) + "\n")


def figures() -> list[Figure]:
    """The commands of all pages, each once, in the order of the pages."""
    found: dict[str, Figure] = {}
    for page in sorted(set((_ROOT / "docs").glob("*.md")) - {_ROOT / "docs" / TABLE}):
        for match in _COMMAND.finditer(page.read_text(encoding="utf-8")):
            command = " ".join(match[1].split())
            if not _PLACEHOLDER.search(command) and not command.startswith(_THIS):
                found.setdefault(command, Figure(page.name, command))
    return list(found.values())


def chosen(only: Sequence[str], *, quick: bool) -> list[Figure]:
    """The commands that hold one of some texts, and before them those that keep what they take; each once."""
    known = figures()
    wanted = [figure for figure in known if any(text in figure.command for text in only or ("",))]
    if any("DIR" in figure.command for figure in wanted):
        wanted = [figure for figure in known if figure in wanted or "--keep DIR" in figure.command]
    if not quick:
        return wanted
    return list({one.command: one for one in map(Figure.small, wanted)}.values())


def run(figure: Figure, minutes: float, folder: Path) -> Made:
    """Runs a command, and stops it with all that it started when its time is over."""
    begin, spent, busy = time.monotonic(), _spent(), _busy()
    why = ""
    # Files and no pipes: what a benchmark leaves running would hold a pipe open for ever.
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            figure.words(folder), cwd=_ROOT, stdout=out, stderr=errors, stdin=subprocess.DEVNULL,
            start_new_session=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        try:
            code = process.wait(60 * minutes)
        except subprocess.TimeoutExpired:
            code, why = 0, f"stopped after {minutes:g} minutes"
        finally:
            _end(process)
        out.seek(0)
        errors.seek(0)
        if code:
            said = errors.read().decode("utf-8", "replace").strip().splitlines()
            why = f"ended with {code}: {said[-1] if said else 'no reason given'}"
        lines = out.read().decode("utf-8", "replace").splitlines()
    seconds, spent = time.monotonic() - begin, _spent() - spent
    others = None if busy is None else max(0.0, (_busy() or busy) - busy - spent) / seconds
    return Made(seconds, spent, lines, why, others, _state())


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a command, which clears away what it made, and what is left of its processes by force."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(2 * PATIENCE)
    for one in session(process.pid):
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    process.wait()


def _spent() -> float:
    """Seconds of processors that the commands until now took, with all processes of theirs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _busy() -> float | None:
    """Seconds that all processors of the machine were busy until now; None where the system does not say."""
    try:
        line = Path("/proc/stat").read_text("ascii").partition("\n")[0]
    except OSError:
        return None
    # Fields of proc(5): user, nice, system, idle, iowait, irq, softirq.
    user, nice, system, _, _, irq, softirq = (int(field) for field in line.split()[1:8])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def _state() -> str:
    """The day, and the commit that the files are of, with a + where some have changed since."""
    day = datetime.now(UTC).date().isoformat()
    try:
        said = subprocess.run(
            ["git", "describe", "--always", "--dirty=+"],
            cwd=_ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return day
    return f"{day} {said.stdout.strip()}"


def header() -> Iterator[str]:
    """The head of the table in Markdown."""
    yield "| page | command | at | seconds | of processors | others' processors | printed |"
    yield "|---|---|---|---|---|---|---|"


def rows(figure: Figure, made: Made) -> Iterator[str]:
    """The rows of a command: one for each line that it printed, and one that says how it failed."""
    told = [line.rstrip() for line in made.lines if line.strip()] + ([f"({made.why})"] if made.why else [])
    others = "-" if made.others is None else f"{made.others:.1f}"
    cost = f"{made.seconds:,.0f} | {made.processor:,.0f} | {others}"
    name = f"| {figure.page} | `{figure.command}` | {made.state} | {cost} |"
    for line in told or ["(nothing)"]:
        yield f"{name} {line.replace('|', '/')} |"
        name = "| | | | | | |"


def _few(folder: Path) -> None:
    """Makes the tables that the smallest forms take."""
    from benchmarks.link_oscars import DATA  # noqa: PLC0415 - and pyarrow, which nothing else here needs
    from benchmarks.link_scale import generate  # noqa: PLC0415

    table, truth = folder / "made.tsv", folder / "people.txt"
    generate(3_000, table, truth)
    lines, people = table.read_text("utf-8").splitlines(), truth.read_text("utf-8").splitlines()
    whole = (f"{line}\t{person}\n" for line, person in zip(lines, ["person_id", *people], strict=True))
    (folder / "credits.tsv").write_text("".join(whole), "utf-8")
    if DATA.exists():
        nominees = DATA.read_text("utf-8").splitlines(keepends=True)
        (folder / "oscars.tsv").write_text("".join(nominees[:1_500]), "utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Runs all of them and prints the table as it grows. Exit code 1 where one did not end well."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=90, help="the most that one may take")
    parser.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="commands that hold this; repeatable"
    )
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="a folder for what each came to; not run again"
    )
    parser.add_argument("--show", action="store_true", help="print what --keep has, and run nothing")
    parser.add_argument("--list", action="store_true", help="list the commands, and run none")
    parser.add_argument("--quick", action="store_true", help="the smallest form of each: does it work?")
    given = parser.parse_args(arguments)
    wanted = chosen(given.only, quick=given.quick)
    if given.list:
        for figure in wanted:
            print(f"{figure.page}\t{figure.command}")
        return 0
    if given.show and given.keep is None:
        parser.error("--show prints what is in a folder: give it with --keep DIR")
    with tempfile.TemporaryDirectory(prefix="figures-") as made:
        folder = given.keep or Path(made)
        kept = Kept(folder)
        if given.quick:
            _few(folder)
        return _table(wanted, kept, folder, 0.0 if given.show else given.minutes)


def _table(wanted: Sequence[Figure], kept: Kept, folder: Path, minutes: float) -> int:
    """Prints the table as it grows; with no minutes, of what there is. 1 where one did not end well."""
    failed = False
    print("\n".join(header()), flush=True)
    for figure in wanted:
        done = kept.get(figure)
        if minutes and (done is None or done.why):
            print(f"{figure.command} ...", file=sys.stderr, flush=True)
            done = run(figure, minutes, folder)
            kept.add(figure, done)
        done = done or Made(0, 0, [], "not run yet")
        failed = failed or bool(done.why)
        print("\n".join(rows(figure, done)), flush=True)
    return int(failed)


if __name__ == "__main__":
    program(main)
