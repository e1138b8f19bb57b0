"""The reader of credit tables: CSV, TSV, spreadsheets and Parquet with a header and a row for each credit.

docs/credit-tables.md has the columns. A row that cannot be read is left out and complained of, the
rows of one fault in one sentence; a table whose columns are missing or in doubt is set aside.
"""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from typing import IO, TYPE_CHECKING

from graph.records import Complaint, DocumentRecord, SetAside
from graph.sources import kinds
from graph.sources.tables.blocks import look_through
from graph.sources.tables.columns import COLUMNS, Wanted, found_columns, resolve
from graph.sources.tables.files import is_binary_table, read_binary
from graph.sources.tables.rows import RowReader, has_controls
from graph.sources.tables.store import Held, Spilled
from graph.sources.tables.text import DELIMITERS, PIPE, records, separator_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from graph.sources.decoding import Decoded
    from graph.sources.tables.files import TableRows
    from graph.sources.tables.store import Store

__all__ = ["COLUMNS", "KIND", "MAX_BYTES", "READER", "Wanted", "read_large", "read_rows", "read_table",
           "recognise", "recognise_bytes"]  # fmt: skip

KIND = kinds.CREDIT_TABLE
READER = kinds.READERS[KIND]

#: Larger tables are set aside; they can be cut into several. About 13,000,000 credits.
MAX_BYTES = 1_000_000_000

#: How much of a text is looked at to tell whether it is a table, and how many rows of it.
_HEAD = 65_536
HEAD_BYTES = 2 * _HEAD
_HEAD_ROWS = 20


def recognise_bytes(head: bytes, name: str, wanted: Wanted) -> bool:
    """Whether a document, of which the first bytes are given, is (or may be) a credit table."""
    if is_binary_table(head):
        return True
    encoding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(head[:2], "utf-8")
    text = head.decode(encoding, "ignore").replace("\r\n", "\n").replace("\r", "\n")
    return recognise(text, name, wanted)


def recognise(text: str, name: str, wanted: Wanted) -> bool:
    """Whether a text is a credit table, or means to be one and lacks a column.

    By its header, or by rows that all have as many cells; ``name`` counts only where those are few.
    """
    head = text[:_HEAD].lstrip("\ufeff\n")
    best = _header(head, wanted)
    if best is None:
        return False
    delimiter, header = best
    found = found_columns(header, wanted)
    needed = {"film_title", "name"} <= found
    if needed and delimiter != PIPE:
        return True
    called = name.casefold().endswith((".csv", ".tsv", ".tab"))
    if not needed and not called and (len(header) < 3 or not found):
        return False
    complete = head if len(text) <= _HEAD else head.rpartition("\n")[0]
    widths = [len(record.cells) for record in islice(records(complete, delimiter), _HEAD_ROWS)]
    even = all(width == len(header) for width in widths)
    if needed:  # "Film | Actors | About us" may be the links over a page, too
        return len(widths) > 1 and widths.count(len(header)) > len(widths) / 2
    if called:
        return even and "<" not in header[0]
    short = all(0 < len(name.strip()) <= 40 for name in header) and len(set(header)) == len(header)
    return even and short and len(widths) >= 3


def _header(text: str, wanted: Wanted) -> tuple[str, list[str]] | None:
    """The delimiter under which the first row has most of our columns, then most cells; and that row."""
    lines = text.split("\n")
    announced = separator_line(lines[0])
    best: tuple[tuple[int, int], str, list[str]] | None = None
    for delimiter in (announced,) if announced else DELIMITERS:
        first = next(records(lines, delimiter), None) if delimiter in text else None
        if first is None or len(first.cells) < 2:
            continue
        rank = (len(found_columns(first.cells, wanted)), len(first.cells))
        if best is None or rank > best[0]:
            best = (rank, delimiter, first.cells)
    return best[1:] if best is not None else None


def read_table(decoded: Decoded, wanted: Wanted | None = None) -> DocumentRecord:
    """Read a credit table.

    Raises SetAside where it is none, where a needed column is missing or in doubt, and where no row
    of it can be read.
    """
    text = decoded.text.lstrip("\ufeff")
    rows, controls = _TextRows(text, text, wanted or Wanted()), has_controls(text)
    (document,) = _documents(rows, decoded.complaints, Held(), controls=controls)
    return document


def read_rows(table: TableRows, wanted: Wanted | None = None) -> DocumentRecord:
    """Read a credit table that is no text, by its rows; raises SetAside as ``read_table`` does."""
    complaints = [Complaint(one, table.first_line) for one in table.complaints]
    (document,) = _documents(_Rows(table, wanted or Wanted()), complaints, Held(), controls=True)
    return document


def read_large(file: IO[bytes], wanted: Wanted | None, folder: Path) -> Iterator[DocumentRecord]:
    """Reads a credit table of any size, within bounds of memory: some of its films at a time.

    Args:
        file: the table, as text or not.
        wanted: what is said of its columns.
        folder: for what has to wait on disk.

    Yields:
        Documents that make the table's together; the first has what there is to complain of.

    Raises:
        SetAside: as ``read_table`` does, before anything is given.
    """
    wanted = wanted or Wanted()
    table = read_binary(file, wanted)
    rows: _Rows | _TextRows
    if table is not None:
        complaints = [Complaint(one, table.first_line) for one in table.complaints]
        rows = _Rows(table, wanted)
    else:
        text = look_through(file)
        complaints = list(text.complaints)
        rows = _TextRows(text.head(2 * _HEAD).lstrip("\ufeff"), _unmarked(text.lines()), wanted)
    with closing(Spilled(folder)) as store:
        yield from _documents(rows, complaints, store, controls=True)


class _Rows:
    """The rows of a table that is no text."""

    def __init__(self, table: TableRows, wanted: Wanted) -> None:
        self.columns = resolve(table.header, wanted)
        self.width = len(table.header)
        self.first_line = table.first_line
        self.rows = table.rows


class _TextRows:
    """The rows of a text, whose ``head`` is its beginning at least."""

    def __init__(self, head: str, text: str | Iterable[str], wanted: Wanted) -> None:
        best = _header(head, wanted)
        if best is None:
            raise SetAside(
                "The document is no table: its first line has one cell, whatever the delimiter.", 1
            )
        delimiter, header = best
        self.columns = resolve(header, wanted)
        self.width = len(header)
        self.rows = records(text, delimiter, len(header))
        self.first_line = next(self.rows).first_line


def _unmarked(lines: Iterator[str]) -> Iterator[str]:
    """The lines of a text, without marks before the first."""
    yield next(lines, "").lstrip("\ufeff")
    yield from lines


def _documents(
    table: _Rows | _TextRows, complaints: Iterable[Complaint], store: Store, *, controls: bool
) -> Iterator[DocumentRecord]:
    reader = RowReader(table.columns, table.width, store, controls=controls)
    reader.read(table.rows)
    said = [*complaints, *(Complaint(one, table.first_line) for one in table.columns.complaints)]
    all_of_them = reader.conclude(said)
    for films, roles in store.groups():
        yield DocumentRecord(KIND, films, roles, complaints=all_of_them)
        all_of_them = ()
