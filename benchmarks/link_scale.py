"""Linking generated credit tables: ``python -m benchmarks.link_scale 60000 600000 6000000``.

Says seconds, the peak of resident memory of all processes together, and how many pairs were compared.
The people are made up: names as common as names are (a few given names for many, most family names for few),
careers of twenty years, films whose casts know each other, one credit in thirteen under another form of the
name.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pyarrow.parquet as pq

from benchmarks.ending import program
from benchmarks.family import held
from benchmarks.link_scores import pairwise
from benchmarks.sampling import Sampling
from graph.linking.duckdb_engine import DuckDBEngine
from graph.linking.tables import link_table
from graph.names import NICKNAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

_STARTS_TEXT = """
ash black brad brook carl chest clay cross dal dray ed elm fair farn fen gard glen gran hal ham hart
hazel hol horn kent kirk lam lang law lind lock mar mead mill mor nor oak pem pen perl quin rad ram
red ridg rock ros row rush sed sel shel stan sten stock strat thorn thurs tor tren wal war wes whit
wick wil wind wood yar
"""
_MIDDLES = ["", "a", "en", "er", "in", "el", "and", "ing", "mer", "ber", "der", "les", "ven", "wer"]
_ENDS_TEXT = """
berg bridge brook burn bury by combe cott dale den er field ford gate grove ham hurst land leigh ley
low man mark mere more ness ridge ron sen shaw smith son stead stein stone strom ton vale ville ward
way well wick wood worth
"""
_STARTS, _ENDS = _STARTS_TEXT.split(), _ENDS_TEXT.split()
_PER_FILM = 24


@click.command()
@click.argument("sizes", type=int, nargs=-1)
@click.option("--memory", default="2GB", show_default=True, help="what DuckDB may use")
@click.option(
    "--folder", type=click.Path(path_type=Path), default=None, help="where tables and results are written"
)
def main(sizes: tuple[int, ...], memory: str, folder: Path | None) -> None:
    """Links tables of so many credits each (60000 and 600000 without a word)."""
    for size in sizes or (60_000, 600_000):
        with tempfile.TemporaryDirectory(dir=folder) as made:
            _run(size, memory, Path(made))


def _run(size: int, memory: str, folder: Path) -> None:
    table = folder / "credits.tsv"
    truth_file = folder / "truth.txt"
    generate(size, table, truth_file)
    with Peak() as peak, DuckDBEngine(memory=memory, folder=folder) as engine:
        since, used = time.perf_counter(), _cpu()
        linked = link_table(table, engine, out=folder / "linked")
        seconds = time.perf_counter() - since
    used = _cpu() - used
    figures = linked.figures
    print(
        f"{size:,} credits, {figures['names']:,} names: {seconds:.0f} s ({used:.0f} s of processor time), "
        f"peak {peak.bytes / 2**30:.2f} GB, {figures['pairs of names compared']:,} pairs of names compared "
        f"({figures['pairs of names compared'] / size:.2f} a credit), largest component "
        f"{figures['appearances in the largest component']:,} appearances"
    )
    print(
        "  "
        + ", ".join(
            f"{name.removeprefix('seconds ')} {value:.0f} s"
            for name, value in figures.items()
            if name.startswith("seconds")
        )
    )
    if size <= 1_000_000:
        found = pq.read_table(folder / "linked/links.parquet", columns=["row_id", "person"])
        people = dict(zip(*(column.to_pylist() for column in found.columns), strict=True))
        truth = {f"r{n}": person for n, person in enumerate(truth_file.read_text().split("\n"), 1) if person}
        print(f"  against the people that were made up: {pairwise(truth, people)}")
    sys.stdout.flush()


def generate(size: int, table: Path, truth: Path, seed: int = 4) -> None:
    """Writes a table of so many credits, and the person of each row, one a line."""
    with table.open("w", encoding="utf-8") as out, truth.open("w", encoding="utf-8") as people:
        out.write("row_id\tfilm_title\tfilm_year\tjob\tbilling\tcharacter\tname\n")
        for number, (person, *row) in enumerate(_credits(size, random.Random(seed)), 1):
            out.write("\t".join((f"r{number}", *row)) + "\n")
            people.write(f"{person}\n")


def _credits(size: int, draw: random.Random) -> Iterator[tuple[str, ...]]:
    given = sorted(name for name in NICKNAMES if len(name) > 3)
    given_weights = list(accumulate(1 / (rank + 12) for rank in range(len(given))))
    families = [a + b + c for a in _STARTS for b in _MIDDLES for c in _ENDS]
    draw.shuffle(families)
    family_weights = list(accumulate(1 / (rank + 40) ** 0.8 for rank in range(len(families))))
    troupes = max(1, size // 900)
    made = 0
    films = 0
    while made < size:
        # A troupe: some hundred people of one time, a few of them in most of its films.
        start = draw.randrange(1925, 2010)
        troupe = []
        for member in range(320):
            name = (
                draw.choices(given, cum_weights=given_weights)[0],
                draw.choices(families, cum_weights=family_weights)[0],
            )
            middle = draw.choice("abcdefghjlmprstw") if draw.random() < 0.15 else ""
            troupe.append((f"p{made}-{member}", name, middle))
        busy = list(accumulate(1 / (rank + 3) ** 0.9 for rank in range(len(troupe))))
        for _ in range(38):
            films += 1
            year = min(2024, start + int(draw.expovariate(1 / 8)))
            cast = list(dict.fromkeys(draw.choices(troupe, cum_weights=busy, k=_PER_FILM)))
            for place, (person, name, middle) in enumerate(cast):
                if made >= size:
                    return
                made += 1
                job = "director" if not place else "writer" if place == 1 else "actor"
                billing = "1" if place < 2 else str(place - 1)
                character = "" if place < 2 else f"Part {draw.randrange(4000)}"
                yield person, f"Film {films}", str(year), job, billing, character, _form(name, middle, draw)
    del troupes


def _form(name: tuple[str, str], middle: str, draw: random.Random) -> str:
    first, last = name
    if draw.random() < 0.08:
        way = draw.randrange(4)
        if way == 0:
            first = draw.choice(sorted(NICKNAMES[first]))
        elif way == 1:
            first = first[0] + "."
        elif way == 2:
            return f"{last.title()}, {first.title()}"
        else:
            at = draw.randrange(1, len(last))
            last = last[:at] + last[at - 1] + last[at:]
        return f"{first} {last}".title()
    return f"{first} {middle + '. ' if middle else ''}{last}".title()


class Peak(Sampling):
    """The most memory that this process and its children held together, looked at ten times a second."""

    def __init__(self) -> None:
        super().__init__(0.1)
        self.bytes = 0

    def look(self) -> None:
        """See :class:`Sampling`."""
        self.bytes = max(self.bytes, held() or 0)


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    program(main)
