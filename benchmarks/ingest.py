"""What it costs to ingest: pages or a credit table up to a published version, then one changed page.

    python -m benchmarks.ingest [PAGES...]
    python -m benchmarks.ingest --table FILE [--ignore-column NAME]
    python -m benchmarks.ingest --credits N
    python -m benchmarks.ingest --add DATA

Has the command ingest so many generated pages (2,000 by default) into an empty dataset, then changes one page
and has it ingest that. Prints seconds of processor time and on the wall, from the start of the command to its
end, and the most memory of all its processes together; and the same for a peer in the same run: plain
pyoxigraph bulk-loading the quads of the version, as N-Quads, into an empty store. --table has it ingest a
table of credits, --credits one of so many made-up credits. --add has it ingest one new page into a copy of
the dataset DATA, five times over.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from benchmarks.archive import processes
from benchmarks.ending import apart, program
from benchmarks.link_scale import generate
from benchmarks.pages import pages
from graph.store import Dataset

#: How often one page is added.
_TIMES = 5


class _Step(NamedTuple):
    """What a step cost: processor seconds, seconds on the wall, and memory."""

    name: str
    seconds: float
    wall: float
    megabytes: float


def _seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _ingest(name: str, place: Path, source: Path, ignored: tuple[str, ...]) -> _Step:
    columns = [part for column in ignored for part in ("--ignore-column", column)]
    command = [sys.executable, "-m", "server", "--data", str(place / "data"), "ingest", str(source), *columns]
    cost = processes.run(command, place)
    if cost.code not in (0, 1):
        raise SystemExit(cost.errors)
    return _Step(name, cost.processor, cost.wall, cost.megabytes or 0)


def _peer(place: Path) -> tuple[_Step, int]:
    dump = place / "version.nq"
    store = Dataset(place / "data").version().store
    quads = len(store)
    store.dump(str(dump), ox.RdfFormat.N_QUADS)
    started, wall = _seconds(), time.perf_counter()
    loaded = ox.Store(str(place / "peer"))
    loaded.bulk_load(path=str(dump), format=ox.RdfFormat.N_QUADS)
    loaded.flush()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return _Step("peer: bulk_load", _seconds() - started, time.perf_counter() - wall, most), quads


def _write(place: Path, number: int) -> tuple[Path, Path]:
    """Writes the pages; returns their folder and one of them."""
    folder = place / "pages"
    folder.mkdir()
    for name, content in pages(number):
        (folder / name).write_bytes(content)
    return folder, sorted(folder.iterdir())[number // 2]


def _run(number: int, table: str | None, ignored: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory(prefix="ingest-") as made:
        place = Path(made)
        source, changed = _write(place, number) if table is None else (Path(table), None)
        steps = [_ingest("ingest", place, source, ignored)]
        if changed is not None:
            changed.write_text(changed.read_text(encoding="utf-8").replace(" the ", " a "), "utf-8")
            steps.append(_ingest("one page changed", place, changed, ()))
        peer, quads = apart(_peer, place)
        what = f"{number:,} pages" if table is None else Path(table).name
        print(f"{what}, {quads:,} quads")
        for step in (*steps, peer):
            each = f"{step.seconds / number * 1000:8.1f} ms a page" if number and step is steps[0] else ""
            cost = f"{step.seconds:9.2f} s {step.wall:9.2f} s wall {step.megabytes:6.0f} MB"
            print(f"  {step.name:<18} {cost} {each}")


def _add(data: Path) -> None:
    """What one more page costs; each time the dataset is what it was."""
    with tempfile.TemporaryDirectory(prefix="ingest-", dir=data.parent) as made:
        place = Path(made)
        ((name, content),) = pages(1, seed=97, people=8)
        (place / name).write_bytes(content)
        for _ in range(_TIMES):
            # The files of a version are never written to: links to them do.
            shutil.copytree(data / "versions", place / "data" / "versions", copy_function=os.link)
            shutil.copyfile(data / "dataset.json", place / "data" / "dataset.json")
            (place / "data" / "current").symlink_to((data / "current").readlink())
            step = _ingest("one page more", place, place / name, ())
            print(f"{step.seconds:9.2f} s {step.wall:9.2f} s wall {step.megabytes:6.0f} MB")
            shutil.rmtree(place / "data")


def main() -> None:
    """Runs what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pages", nargs="*", type=int, default=[2_000])
    parser.add_argument("--table")
    parser.add_argument("--credits", type=int, metavar="N")
    parser.add_argument("--add", type=Path)
    parser.add_argument("--ignore-column", action="append", default=[])
    given = parser.parse_args()
    if given.add:
        _add(given.add.resolve())
        return
    if given.table:
        _run(0, given.table, tuple(given.ignore_column))
        return
    if given.credits:
        with tempfile.TemporaryDirectory(prefix="credits-") as made:
            table = Path(made, f"{given.credits} credits.tsv")
            generate(given.credits, table, Path(made, "people.txt"))
            _run(0, str(table), ())
        return
    for number in given.pages:
        _run(number, None, ())


if __name__ == "__main__":
    program(main)
