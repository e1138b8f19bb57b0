"""Generates an archive, ingests it with the real command, and says how much of the truth came out.

    python -m benchmarks.archive [PAGES] [--credits FILE] [--seed N] [--keep DIR] [--wrong]

Writes PAGES files (10,000 by default) over all layouts into DIR/pages (a temporary folder without --keep),
runs ``reelgraph ingest DIR/pages --data DIR/data`` as a process of its own, reads the published version and
prints precision and recall by field over all pages and by layout, pages a second, processor seconds and the
most memory that the command's processes held together. --wrong prints examples of what was wrong.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.archive import facts, processes
from benchmarks.archive.making import Archive
from benchmarks.archive.published import Published
from benchmarks.archive.tallies import FilmsNamed, Pairs, Tallies, Tally, overall
from benchmarks.ending import program

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.archive.facts import Page
    from benchmarks.archive.processes import Cost
    from benchmarks.archive.published import Found

#: Where the table of credits stands beside a checkout.
CREDITS = Path(__file__).parents[2].parent / "shared" / "data" / "credits-dev.tsv"


def _write(archive: Archive, folder: Path) -> int:
    size = 0
    for page in archive.pages():
        path = folder / page.name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = page.content.encode()
        path.write_bytes(content)
        size += len(content)
    return size


@dataclass
class _Measured:
    """What of the truth came out."""

    quads: int
    reviews: int = 0
    tallies: Tallies = field(default_factory=Tallies)
    films: Pairs = field(default_factory=Pairs)
    people: Pairs = field(default_factory=Pairs)
    named: FilmsNamed = field(default_factory=FilmsNamed)


def _measure(archive: Archive, place: Path) -> _Measured:
    version = Published(place / "data")
    read = version.pages()
    measured = _Measured(version.quads)
    for page in archive.pages():  # the same pages once more: the truth of all need not be held
        found = read.pop(page.name, None)
        measured.reviews += len(page.reviews)
        measured.tallies.add(page, found)
        measured.named.add(page, found)
        if found is not None:
            _pair(page, found, measured)
    return measured


def _pair(page: Page, found: Found, measured: _Measured) -> None:
    """What of the page was read as it is counts towards which mentions were linked."""
    read = {review.title: review for review in found.reviews}
    for review in page.reviews:
        other = read.get(review.film.title)
        if other is None or review.again:
            continue
        measured.films.add(review.film.key, other.entity)
        measured.named.is_film(review.film.key, other.entity)
        entities = {role.name: role.entity for role in other.roles}
        for identifier, name in {(role.identifier, role.name) for role in review.roles}:
            if name in entities:
                measured.people.add(identifier, entities[name])


def _report(measured: _Measured, *, wrong: bool) -> None:
    tallies = measured.tallies
    print(f"{'field':18} {'true':>8} {'read':>8} {'precision':>10} {'recall':>8}")
    for name, tally in tallies.fields.items():
        print(_row(name, tally))
    print(_row("all", overall(tallies.fields.values())))
    print("\nlinked")
    print(_row("films, by pairs", measured.films.tally()))
    print(_row("people, by pairs", measured.people.tally()))
    named = measured.named
    print(
        f"\nfilms named in prose, in quotation marks: {named.read.true:,} ({named.reviewed:,} of films "
        f"reviewed here), read {named.read.right:,}, "
        f"read where none is {named.read.read - named.read.right:,}; "
        "linked {:,}, of these to another film {:,}".format(*named.linked)
    )
    print("\nby layout, all fields; title and year; the worst field")
    for layout, fields in sorted(tallies.layouts.items()):
        whole, both = overall(fields.values()), fields.get("title and year", Tally())
        worst = min(fields, key=lambda one: min(fields[one].precision, fields[one].recall))
        least = fields[worst]
        print(
            f"{layout:5} {whole.precision:.4f} {whole.recall:.4f}   {both.precision:.4f} {both.recall:.4f}"
            f"   {worst} {least.precision:.4f} {least.recall:.4f}"
        )
        if wrong:
            for name, tally in fields.items():
                for one in tally.wrong:
                    print(f"    {layout} {name}: {one[:300]}")


def _row(name: str, tally: Tally) -> str:
    return f"{name:18} {tally.true:8,} {tally.read:8,} {tally.precision:10.4f} {tally.recall:8.4f}"


def _run(given: argparse.Namespace, place: Path) -> int:
    archive = Archive(facts.films(given.credits), given.pages, given.seed)
    pages = place / "pages"
    for old in (pages, place / "data"):
        shutil.rmtree(old, ignore_errors=True)
    started = time.perf_counter()
    size = _write(archive, pages)
    print(
        f"{given.pages:,} pages, {size / 1e6:.0f} MB, written in {time.perf_counter() - started:.0f} s",
        flush=True,
    )
    if given.only_write:
        return 0
    command = [sys.executable, "-m", "server", "ingest", str(pages), "--data", str(place / "data"), "--json"]
    cost = processes.run(command, place)
    if not cost.answer:
        print(cost.errors)
        return 1
    measured = _measure(archive, place)
    _report(measured, wrong=given.wrong)
    _print_cost(cost, given.pages, measured.reviews, measured.quads)
    return 0


def _print_cost(cost: Cost, pages: int, reviews: int, quads: int) -> None:
    memory = "unknown" if cost.megabytes is None else f"{cost.megabytes:.0f} MB"
    print(
        f"\n{pages:,} pages with {reviews:,} reviews, {quads:,} quads: {cost.wall:.1f} s on the wall, "
        f"{pages / cost.wall:.0f} pages a second, {cost.processor:.1f} s of processors, {memory} at most"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what the arguments ask for; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pages", nargs="?", type=int, default=10_000)
    parser.add_argument("--credits", type=Path, default=CREDITS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="keep the pages in DIR/pages and the dataset in DIR/data")
    parser.add_argument("--only-write", action="store_true", help="write the pages and stop")
    parser.add_argument("--wrong", action="store_true", help="print examples of what was wrong")
    given = parser.parse_args(arguments)
    if not given.credits.exists():
        parser.error(f"there is no table of credits at {given.credits}: give one with --credits")
    if given.keep is not None:
        given.keep.mkdir(parents=True, exist_ok=True)
        return _run(given, given.keep)
    with tempfile.TemporaryDirectory(prefix="archive-") as made:
        return _run(given, Path(made))


if __name__ == "__main__":
    program(main)
