"""What reference data cost: IMDb-shaped files up to a published version, beside the store's own loader.

    python -m benchmarks.imdb [TITLES] [--again] [--keep DIR]

Generates files of so many titles (20,000 by default; the figures in docs/reference-data.md are for 200,000
and 1,000,000) and ten credits a title: careers as unequal as they are, names that many share. Ingests them
into an empty dataset, then has plain pyoxigraph bulk-load the same triples into an empty store on disk, from
a file of Turtle for each graph. With ``--again`` a review of one of the films comes next, and then newer
files: a title of a hundred is of another year, and one more of a hundred is new. Each step runs in a process
of its own. Prints seconds, processor seconds and the most memory of each, and how the two rates compare.
Everything is made up here; no file of IMDb's is needed.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import tempfile
import time
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import duckdb
import pyoxigraph as ox

from benchmarks.ending import apart, program
from benchmarks.family import family
from benchmarks.sampling import Sampling
from graph.build import ingest
from graph.reference.loading import Loader
from graph.store import Dataset

if TYPE_CHECKING:
    from collections.abc import Callable

#: Credits a title, and titles a person, on average.
_CREDITS, _CAREER = 10, 6

#: What the Turtle of the default graph is called.
_VIEW = "view"

_SYLLABLES = [
    "ka", "lo", "mi", "ren", "sta", "vo", "ber", "tin", "gra", "mo", "shi", "ann", "del", "our",
    "pe", "ta", "nu", "fri", "zel", "ros", "jun", "ha", "eun", "wic", "tor",
]  # fmt: skip
_CATEGORIES = [
    "actor", "actress", "actor", "actress", "actor", "self", "director", "writer", "producer",
    "cinematographer", "composer", "editor", "production_designer", "archive_footage",
]  # fmt: skip

_NAMES = f"""
CREATE MACRO syllable(h) AS ({_SYLLABLES!r})[1 + (h % {len(_SYLLABLES)})::INTEGER];
CREATE MACRO word(h) AS upper(syllable(h // 7)[1]) || syllable(h // 7)[2:] || syllable(h // 311)
    || CASE WHEN h % 3 = 0 THEN syllable(h // 5003) ELSE '' END;
CREATE MACRO chance(i, salt) AS (hash(i * 31 + salt) % 1000003) / 1000003.0;
"""

#: Each file, from the number of titles (n) and of people (p).
_FILES = {
    "title.basics": """
        SELECT 'tt' || format('{{:07d}}', i) AS tconst,
            (['movie', 'movie', 'movie', 'short', 'tvMovie', 'video', 'tvEpisode'])
                [1 + (hash(i * 3) % 7)::INTEGER]
                AS "titleType",
            word(hash(i) % 40000) || ' ' || word(hash(i * 5) % 9000) AS "primaryTitle",
            CASE WHEN i % 5 = 0 THEN word(hash(i * 7))
                ELSE word(hash(i) % 40000) || ' ' || word(hash(i * 5) % 9000) END AS "originalTitle",
            0 AS "isAdult",
            CASE WHEN i % 40 > 0 THEN 1920 + (hash(i * 11) % 105) + {later} * (i % 100 = 1)::INTEGER END
                AS "startYear",
            NULL AS "endYear", CASE WHEN i % 3 > 0 THEN 60 + (hash(i * 13) % 120) END AS "runtimeMinutes",
            (['Drama', 'Comedy,Drama', 'Horror', 'Documentary', 'Action,Crime,Thriller', NULL])
                [1 + (hash(i * 17) % 6)::INTEGER] AS genres
        FROM range(1, {n} + 1) t(i)""",
    "title.principals": f"""
        SELECT 'tt' || format('{{{{:07d}}}}', i) AS tconst, o AS ordering,
            'nm' || format('{{{{:07d}}}}', 1 + ({{p}} * chance(i * 64 + o, 1) ** 1.7)::BIGINT) AS nconst,
            category, CASE WHEN category = 'writer' THEN 'screenplay' END AS job,
            CASE WHEN category IN ('actor', 'actress') THEN
                '["' || word(hash(i * 19 + o) % 30000)
                || CASE WHEN o = 3 THEN '","' || word(hash(i * 23)) ELSE '' END || '"]' END AS characters
        FROM (
            SELECT i, o,
                ({_CATEGORIES!r})[1 + ((o * 5 + hash(i * 29 + o)) % {len(_CATEGORIES)})::INTEGER] AS category
            FROM range(1, {{n}} + 1) t(i), range(1, {_CREDITS} + 1) u(o)
        )""",
    "name.basics": """
        SELECT 'nm' || format('{{:07d}}', i) AS nconst,
            word((1500 * chance(i, 3) ** 2)::BIGINT) || ' ' || word((60000 * chance(i, 5) ** 2)::BIGINT)
                AS "primaryName",
            CASE WHEN i % 4 = 0 THEN 1900 + (hash(i) % 100) END AS "birthYear", NULL AS "deathYear",
            'actor,producer' AS "primaryProfession", NULL AS "knownForTitles"
        FROM range(1, {p} + 2) t(i)""",
    "title.akas": """
        SELECT 'tt' || format('{{:07d}}', i) AS "titleId", o AS ordering,
            word(hash(i * 37 + o)) || ' ' || word(hash(i * 41 + o)) AS title,
            NULL AS region, NULL AS language,
            NULL AS types, NULL AS attributes, 0 AS "isOriginalTitle"
        FROM range(1, {n} + 1, 2) t(i), range(1, 3) u(o)""",
    "title.ratings": """
        SELECT 'tt' || format('{{:07d}}', i) AS tconst, (10 + hash(i) % 90) / 10 AS "averageRating",
            5 + hash(i * 43) % 90000 AS "numVotes"
        FROM range(1, {n} + 1, 2) t(i)""",
}


def write(folder: Path, titles: int, *, newer: bool = False) -> None:
    """Writes the five files of so many titles into a folder, or the newer files that come after those."""
    with duckdb.connect() as database:
        database.execute("SET enable_progress_bar = false")
        database.execute(_NAMES)
        people = titles * _CREDITS // _CAREER
        for name, query in _FILES.items():
            rows = query.format(n=titles + newer * titles // 100, p=people, later=int(newer))
            database.execute(
                f"COPY ({rows}) TO '{folder / name}.tsv'"
                r" (FORMAT csv, HEADER true, DELIMITER e'\t', QUOTE '', ESCAPE '', NULL '\N')"
            )


def _measured(work: Callable[[Path], int], place: Path) -> tuple[float, float, float, int]:
    """Seconds, processor seconds, the most memory in MB, and what the work returns."""
    with _Peak() as peak:
        started, before = time.perf_counter(), _seconds()
        number = work(place)
        wall, processor = time.perf_counter() - started, _seconds() - before
    return wall, processor, peak.megabytes, number


class _Peak(Sampling):
    """The most memory while the context lasts, looked at ten times a second."""

    def __init__(self) -> None:
        super().__init__(0.1)
        self.megabytes = 0.0

    def look(self) -> None:
        """See :class:`Sampling`."""
        self.megabytes = max(self.megabytes, _megabytes())


def _seconds() -> float:
    found = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in found)


def _megabytes() -> float:
    """The memory of this process and those that it started, as it is now.

    The kernel's own record of the most would count a child's as its parent's, from before it was itself.
    """
    pages = 0
    for process in family():
        with suppress(OSError):
            pages += int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1_000_000


def _ingest(place: Path) -> int:
    summary = ingest(Dataset(place / "data"), [place / "files"])
    assert summary.version is not None, summary
    return Dataset(place / "data").version().triples


def _first(place: Path) -> int:
    """Ingests, and keeps the Turtle that the store's loader is given, as links: to dump it takes longer."""
    (place / "given").mkdir()
    number = count()
    take = Loader.take

    def kept(loader: Loader, file: Path, graph: str | None) -> None:
        name = f"{next(number)} {graph.rpartition('/')[2] if graph else _VIEW}"
        os.link(file, place / "given" / name)
        take(loader, file, graph)

    with patch.object(Loader, "take", kept):
        return _ingest(place)


def _gather(place: Path) -> int:
    """Puts the Turtle of each graph into one file: the loader alone is to take it in its own way."""
    for part in (place / "given").iterdir():
        name = part.name.partition(" ")[2]
        with part.open("rb") as given, (place / f"{name}.ttl").open("ab") as out:
            if out.tell():
                given.readline()
            shutil.copyfileobj(given, out, 1 << 20)
        part.unlink()
    return 0


def _review(place: Path) -> int:
    """A review of the first film with a year that the view has, by one of its actors."""
    dataset = Dataset(place / "data")
    found = dataset.version().store.query(
        "PREFIX reel: <https://w3id.org/reelgraph/ontology#> SELECT ?title ?year ?name"
        " { ?film reel:title ?title ; reel:year ?year ; reel:actor ?who . ?who reel:name ?name } LIMIT 1"
    )
    assert isinstance(found, ox.QuerySolutions)
    row = next(found)
    title, year, name = (row[key] for key in ("title", "year", "name"))
    assert isinstance(title, ox.Literal)
    assert isinstance(year, ox.Literal)
    assert isinstance(name, ox.Literal)
    page = place / "review.md"
    page.write_text(
        f"---\ntitle: {title.value}\nyear: {year.value}\n---\n{title.value} ({year.value})\n\n"
        f"Directed by Ida Vance\n\nCast: {name.value}\n\nA quiet film about a harbour town that waits for"
        f" its boats, and {name.value} carries it. The first hour takes its time; the second, which belongs"
        " to the storm and to those who sit it out in the chapel, is worth the evening.\n",
        encoding="utf-8",
    )
    summary = ingest(dataset, [page])
    assert summary.version is not None, summary
    return dataset.version().triples


def _peer(place: Path) -> int:
    store = ox.Store(str(place / "peer"))
    for file in place.glob("*.ttl"):
        graph = ox.DefaultGraph() if file.stem == _VIEW else ox.NamedNode(f"urn:graph:{file.stem}")
        store.bulk_load(path=str(file), format=ox.RdfFormat.TURTLE, to_graph=graph, lenient=True)
    store.flush()
    return 0


def main() -> None:
    """Measures, and prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("titles", nargs="?", type=int, default=20_000)
    parser.add_argument("--again", action="store_true", help="measure a review and newer files, too")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="work here and leave what is made")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        place = given.keep or Path(temporary)
        (place / "files").mkdir(parents=True, exist_ok=True)
        write(place / "files", given.titles)
        wall, processor, memory, triples = apart(_measured, _first, place)
        print(f"{given.titles:,} titles, {given.titles * _CREDITS:,} credits: {triples:,} triples")
        print(f"ingested: {wall:.1f} s, {processor:.1f} processor s, {memory:.0f} MB")
        apart(_measured, _gather, place)
        if not (given.again or given.keep):  # at a million titles, what the loader needs is room enough
            shutil.rmtree(place / "data")
        peer, peer_processor, peer_memory, _ = apart(_measured, _peer, place)
        print(f"bulk_load alone: {peer:.1f} s, {peer_processor:.1f} processor s, {peer_memory:.0f} MB")
        rates = triples / wall, triples / peer
        print(f"triples a second: {rates[0]:,.0f} of {rates[1]:,.0f}, {rates[0] / rates[1]:.2f}")
        print(f"by processor seconds: {peer_processor / processor:.2f}")
        if given.again:
            _say_of("a review", apart(_measured, _review, place))
            write(place / "files", given.titles, newer=True)
            _say_of("newer files", apart(_measured, _ingest, place))


def _say_of(what: str, measured: tuple[float, float, float, int]) -> None:
    wall, processor, memory, triples = measured
    print(f"{what}: {wall:.1f} s, {processor:.1f} processor s, {memory:.0f} MB; {triples:,} triples now")


if __name__ == "__main__":
    program(main)
