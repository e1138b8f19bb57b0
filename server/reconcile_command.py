"""``reelgraph reconcile``: a table's names or titles matched with the dataset, row by row."""

from __future__ import annotations

import csv
import io
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from server import terminal
from server.options import Failed, data_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.reconciling import Asked, Property, Scored
    from graph.store import Dataset
    from server.published import Published
    from server.reconcile_queries import Query

#: What is added to each row, under these names; one that the table has already gets a prefix.
ADDED = ("entity", "name", "score", "match", "why")
_PREFIX = "reelgraph_"

#: The column that is matched where nobody says, the likeliest first, and the type that it speaks of.
_GUESSES = (
    ("person", "person"), ("person_name", "person"), ("actor", "person"), ("director", "person"),
    ("name", None), ("full_name", "person"), ("film", "film"), ("film_title", "film"), ("title", "film"),
    ("movie", "film"), ("label", None),
)  # fmt: skip
_LONGEST_FIELD = 1_000_000
_MOST_BYTES = 500_000_000
#: Rows between two looks at the progress bar.
_STEP = 20


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read: its column names, its rows, what stood between the cells."""

    columns: list[str]
    rows: list[list[str]]
    delimiter: str


def _property(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> list[tuple[str, str]]:
    found = []
    for value in values:
        name, equals, column = value.partition("=")
        if not (equals and name.strip() and column.strip()):
            raise click.BadParameter(f"“{value}” is not PROPERTY=COLUMN, such as film=film_title.")
        found.append((name.strip(), column.strip()))
    return found


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), metavar="FILE.csv")
@click.option("--column", metavar="NAME", help="The column with the names or titles [the one called so].")
@click.option("--type", "kind", type=click.Choice(["person", "film", "review", "character"]),
              help="What is named there [as the column says; else anything].")  # fmt: skip
@click.option("--property", "properties", multiple=True, callback=_property, metavar="PROPERTY=COLUMN",
              help="A column that says more, such as film=film_title; as often as you like.")  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of stdout.")
@click.option("--version", "number", type=int, help="Match with an older version.")
@data_options
def reconcile(
    dataset: Dataset,
    file: Path,
    column: str | None,
    kind: str | None,
    properties: list[tuple[str, str]],
    out: Path | None,
    number: int | None,
) -> None:
    """Match a column of names or titles in a CSV or TSV file with the dataset.

    Each row comes back with the best entity, its name, the score from 0 to 100, whether the match is
    safe (true or false), and why. A row that is short of cells is matched all the same.
    """
    from server.open_version import opened

    table = _read(file)
    at, guessed = _column(table, column)
    kind = kind or guessed
    asked = [(_known_property(name), _index(table, of)) for name, of in properties]
    version = opened(dataset, number)
    with terminal.progress() as progress:
        found = _matched(version, table, at, kind, asked, progress)
    with _writing(out) as file_out:
        writer = csv.writer(file_out, delimiter=table.delimiter, lineterminator="\n")
        writer.writerow([*table.columns, *(_free(table.columns, name) for name in ADDED)])
        for row, best in zip(table.rows, found, strict=True):
            cells = [*row, *[""] * (len(table.columns) - len(row))]
            writer.writerow([*cells, *_added(best, cells[at].strip())])
    named = sum(1 for row in table.rows if at < len(row) and row[at].strip())
    matches = sum(1 for best in found if best is not None and best.match)
    candidates = sum(1 for best in found if best is not None) - matches
    click.echo(
        f"{named:,} of {len(table.rows):,} rows have a name: {matches:,} matched, "
        f"{candidates:,} to be looked at, {named - matches - candidates:,} not found.",
        err=True,
    )
    wide = sum(1 for row in table.rows if len(row) > len(table.columns))
    if wide:
        click.echo(f"Note: {wide:,} rows have more cells than there are columns; they are kept.", err=True)


def _read(file: Path) -> Table:
    """The table in a file, or on stdin. Raises Failed for what is none."""
    from graph.records import SetAside
    from graph.sources.decoding import decode

    try:
        content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise click.UsageError(f"{file} cannot be read: {error.strerror}.") from None
    try:
        text = decode(content, _MOST_BYTES).text
    except SetAside as error:
        raise Failed(f"{file} cannot be read as a table. {error.reason}") from None
    head = text.partition("\n")[0]
    tabbed = file.suffix.lower() in (".tsv", ".tab")
    delimiter = "\t" if tabbed else max(",;\t|", key=head.count)
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    except csv.Error as error:
        raise Failed(f"{file} is no table: {error}.") from None
    if not rows:
        raise Failed(f"{file} is empty; it should begin with the names of its columns.")
    return Table([cell.strip() for cell in rows[0]], rows[1:], delimiter)


def _column(table: Table, name: str | None) -> tuple[int, str | None]:
    """Which column is matched, and the type that it speaks of, where it says so."""
    types: dict[str, str | None] = dict(_GUESSES)
    if name is not None:
        return _index(table, name), types.get(_plain(name))
    plain = [_plain(column) for column in table.columns]
    for guess, kind in _GUESSES:
        if guess in plain:
            return plain.index(guess), kind
    if len(table.columns) == 1:
        return 0, None
    raise click.UsageError(
        f"Say which column has the names, with --column: there are {', '.join(table.columns)}."
    )


def _index(table: Table, name: str) -> int:
    plain = [_plain(column) for column in table.columns]
    if name in table.columns:
        return table.columns.index(name)
    if _plain(name) in plain:
        return plain.index(_plain(name))
    raise click.UsageError(f"There is no column “{name}”; there are {', '.join(table.columns)}.")


def _plain(name: str) -> str:
    return name.strip().casefold().replace(" ", "_")


def _known_property(name: str) -> Property:
    from graph.reconciling import PROPERTIES, property_of

    found = property_of(name)
    if found is None:
        raise click.UsageError(f"There is no property “{name}”; there are {', '.join(PROPERTIES)}.")
    return found


def _matched(
    version: Published,
    table: Table,
    at: int,
    kind: str | None,
    properties: Sequence[tuple[Property, int]],
    progress: Callable[[str, int, int], None] | None,
) -> list[Scored | None]:
    """The best candidate of each row; equal rows are looked up once."""
    from graph.reconciling import Asked, Value, type_of
    from server.reconcile_queries import MOST_CHARACTERS, Query, answer, iri_of

    of = type_of(kind) if kind else None
    types = (of,) if of else None
    known: dict[Query, Scored | None] = {}
    found: list[Scored | None] = []
    for count, row in enumerate(table.rows):
        cells = [cell.strip()[:MOST_CHARACTERS] for cell in row]
        name = cells[at] if at < len(cells) else ""
        asked: list[Asked] = []
        for item, place in properties:
            text = cells[place] if place < len(cells) else ""
            if text:
                asked.append(Asked(item, (Value(text, iri_of(version, text) or ""),)))
        query = Query(name, types, tuple(asked), limit=1)
        if query not in known:
            candidates = answer(version, query) if name else []
            known[query] = candidates[0] if candidates else None
        found.append(known[query])
        if progress is not None and (count % _STEP == 0 or count + 1 == len(table.rows)):
            progress("matching", count + 1, len(table.rows))
    return found


def _added(best: Scored | None, name: str) -> list[str]:
    if best is None:
        return ["", "", "", "false", "nothing here is called so" if name else "no name"]
    score = f"{best.score:g}"
    return [best.candidate.iri, best.candidate.names[0], score, "true" if best.match else "false", best.why]


def _free(columns: Sequence[str], name: str) -> str:
    while name in columns:
        name = _PREFIX + name
    return name


@contextmanager
def _writing(out: Path | None) -> Iterator[TextIO]:
    if out is None:
        yield sys.stdout
        return
    try:
        with out.open("w", encoding="utf-8", newline="") as file:
            yield file
    except OSError as error:
        raise Failed(f"{out} cannot be written: {error.strerror}.") from None
