"""Tables that are no text: spreadsheets (XLSX, ISO/IEC 29500) and Parquet files, as rows of text.

Recognised by what stands in them, never by their names. Cells become the text that a CSV export would
hold: whole numbers without a fraction, dates in ISO 8601, formulas as their last values.
"""

from __future__ import annotations

import math
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from graph.records import SetAside
from graph.sources.patterns import regex
from graph.sources.tables.columns import found_columns
from graph.sources.tables.text import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.sources.tables.columns import Wanted

_ZIP, _PARQUET = b"PK\x03\x04", b"PAR1"
_WORKBOOK = "xl/workbook.xml"
#: What a spreadsheet may unpack to in all, and what its shared strings may, which are held in memory.
_MOST_UNPACKED = 400_000_000
_MOST_STRINGS = 100_000_000
_MOST_PARTS = 5_000
_MOST_COLUMNS = 1_000
_MOST_ROWS = 3_000_000
#: A cell of Parquet may be packed a thousandfold.
_MOST_PARQUET = 2_000_000_000
_BATCH = 20_000
_NEEDED = {"film_title", "name"}
_MERGED = regex(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_LONGEST_MERGED = 80
_MOST_MERGED = 100_000
_ERRORS = frozenset({"#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!"})


@dataclass(slots=True)
class TableRows:
    """A table: its header, the rows under it with their numbers, and what was not read."""

    header: list[str]
    first_line: int
    rows: Iterator[Record]
    complaints: list[str] = field(default_factory=list)


def is_binary_table(head: bytes) -> bool:
    """Whether a document may be a spreadsheet or a Parquet file, by its first bytes."""
    return head.startswith((_ZIP, _PARQUET))


def read_binary(content: bytes | IO[bytes], wanted: Wanted) -> TableRows | None:
    """The table of a spreadsheet or Parquet file, whose rows are read as they are taken; None for any other.

    Raises SetAside for one that is damaged, unpacks to too much, or holds no table.
    """
    file = BytesIO(content) if isinstance(content, bytes) else content
    file.seek(0)
    head = file.read(len(_ZIP))
    if head.startswith(_PARQUET):
        return _parquet(file)
    if not head.startswith(_ZIP):
        return None
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if _WORKBOOK not in names:
                return None
            _refuse_bomb(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, OSError, ValueError) as error:
        raise SetAside(f"The spreadsheet is damaged and cannot be unpacked: {error}.") from None
    return _workbook(file, wanted)


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    """Refuse what unpacks to more than a table holds. A part that lies of its size fails its checksum."""
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS:
        raise SetAside(
            f"The spreadsheet has {len(parts):,} parts, more than the {_MOST_PARTS:,} that are read."
        )
    total = sum(part.file_size for part in parts)
    if total > _MOST_UNPACKED:
        raise SetAside(
            f"The spreadsheet unpacks to {total:,} bytes, more than the {_MOST_UNPACKED:,} that are read."
        )
    for part in parts:
        if part.filename.endswith("sharedStrings.xml") and part.file_size > _MOST_STRINGS:
            raise SetAside(f"The spreadsheet's texts unpack to {part.file_size:,} bytes, too many to read.")
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as file:
                if b"<!DOCTYPE" in file.read(4_096).upper():
                    raise SetAside(f"The spreadsheet's part {part.filename[:60]} declares a document type.")


def _workbook(file: IO[bytes], wanted: Wanted) -> TableRows:
    import openpyxl  # noqa: PLC0415 - takes 150 ms, and most runs read no spreadsheet

    try:
        # Links to other workbooks, charts and styles are of no use here.
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False, keep_vba=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
        best: tuple[int, int, Any, int, list[str]] | None = None
        tables: list[tuple[Any, set[str]]] = []
        for place, sheet in enumerate(sheets[:100]):
            sheet.reset_dimensions()
            found = _header(_sheet_rows(sheet, 50), wanted)
            if found is not None:
                number, header = found
                tables.append((sheet, found_columns(header, wanted)))
                rank = (len(tables[-1][1]), -place)
                if best is None or rank > best[:2]:
                    best = (*rank, sheet, number, header)
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever its parsers trip over
        raise SetAside(
            f"The spreadsheet cannot be read: {str(error)[:120] or type(error).__name__}."
        ) from None
    if best is None:
        raise SetAside("The spreadsheet holds no table: no sheet has a row of two cells.")
    _, _, sheet, number, header = best
    others = [other.title for other in sheets if other is not sheet]
    complaints = []
    if others:
        complaints.append(
            f"The sheet “{sheet.title[:40]}” was read; of the others ({_listed(others)}) nothing was."
        )
    alike = [one.title for one, found in tables if one is not sheet and found >= _NEEDED]
    if alike:
        verb, files = ("holds", "a file") if len(alike) == 1 else ("hold", "files")
        complaints.append(
            f"{_listed(alike)} {verb} credits as well, which were not read: save as {files} apart."
        )

    def rows() -> Iterator[Record]:
        try:
            merged = _merged(book, sheet, number)
            for at, cells in _filled(_sheet_rows(sheet, _MOST_ROWS, len(header) + 5), merged):
                if at > number and any(cells):
                    yield Record(at, at, cells, slip=False)
        except SetAside:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            raise SetAside(
                f"The spreadsheet breaks off: {str(error)[:120] or type(error).__name__}."
            ) from None

    return TableRows(header, number, rows(), complaints)


def _sheet_rows(
    sheet: Any,  # noqa: ANN401 - openpyxl has no types
    most: int,
    width: int = _MOST_COLUMNS,
) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet with their numbers. openpyxl fills each up to ``width``, which costs time."""
    rows: Iterable[tuple[Any, ...]] = sheet.iter_rows(max_col=width, max_row=most, values_only=True)
    for at, values in enumerate(rows, start=1):
        cells = [_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        yield at, cells


def _merged(book: Any, sheet: Any, header: int) -> dict[int, list[tuple[int, int]]]:  # noqa: ANN401 - as above
    """The cells under the header that are merged downwards: by first row, each column (from 0) and last row.

    openpyxl does not tell them of a sheet that is read row by row; they stand behind its rows.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    before = b""
    with book._archive.open(sheet._worksheet_path) as file:  # noqa: SLF001 - it has no name of its own for it
        while block := file.read(1 << 20):
            for one in _MERGED.finditer(before + block):
                column, first, last = one.group(1).decode(), int(one.group(2)), int(one.group(3))
                if header < first < last <= _MOST_ROWS and len(found) < _MOST_MERGED:
                    number = 0
                    for letter in column:
                        number = number * 26 + ord(letter) - 64
                    known = found.setdefault(first, [])
                    if (number - 1, last) not in known:
                        known.append((number - 1, last))
            before = block[-_LONGEST_MERGED:]
    return found


def _filled(
    rows: Iterator[tuple[int, list[str]]], merged: dict[int, list[tuple[int, int]]]
) -> Iterator[tuple[int, list[str]]]:
    """The rows, what a cell says that is merged downwards repeated in each row that it covers."""
    holding: dict[int, tuple[int, str]] = {}
    for at, cells in rows:
        for column, (last, text) in list(holding.items()):
            if at > last:
                del holding[column]
            elif any(cells):
                cells.extend([""] * (column + 1 - len(cells)))
                cells[column] = cells[column] or text
        for column, last in merged.get(at, ()):
            if column < len(cells):
                holding[column] = last, cells[column]
        yield at, cells


def _listed(titles: list[str]) -> str:
    return ", ".join(f"“{title[:40]}”" for title in titles[:6])


def _header(rows: Iterator[tuple[int, list[str]]], wanted: Wanted) -> tuple[int, list[str]] | None:
    """The row of names: the first that has ours in it, below a title perhaps; else the first of two cells."""
    first: tuple[int, list[str]] | None = None
    for at, cells in rows:
        if sum(1 for cell in cells if cell) < 2:
            continue
        if found_columns(cells, wanted) >= _NEEDED:
            return at, cells
        first = first or (at, cells)
    return first


def _parquet(content: IO[bytes]) -> TableRows:
    import pyarrow as pa  # noqa: PLC0415 - takes 100 ms, and most runs read no Parquet
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        file = pq.ParquetFile(content)
        about = file.metadata
        unpacked = sum(about.row_group(number).total_byte_size for number in range(about.num_row_groups))
        header = [str(name) for name in file.schema_arrow.names]
    except (pa.ArrowException, OSError, ValueError) as error:
        raise SetAside(f"The Parquet file is damaged: {_first_line(error)}.") from None
    if about.num_rows > _MOST_ROWS or unpacked > _MOST_PARQUET:
        raise SetAside(
            f"The Parquet file holds {about.num_rows:,} rows of {unpacked:,} bytes; cut it into several."
        )
    if len(header) < 2 or len(header) > _MOST_COLUMNS:
        raise SetAside(f"The Parquet file has {len(header):,} columns, which is no table of credits.")

    def rows() -> Iterator[Record]:
        at = 0
        try:
            for batch in file.iter_batches(batch_size=_BATCH, use_threads=False):
                columns = [[_text(value) for value in column.to_pylist()] for column in batch.columns]
                for cells in zip(*columns, strict=True):
                    at += 1
                    yield Record(at, at, list(cells), slip=False)
        except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
            raise SetAside(f"The Parquet file breaks off after row {at:,}: {_first_line(error)}.") from None

    return TableRows(header, 1, rows())


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:120].rstrip(".")


def _text(value: Any) -> str:  # noqa: ANN401, PLR0911 - whatever a cell holds, a kind at a time
    """A cell as the text that an export to CSV would hold."""
    if value is None:
        return ""
    if isinstance(value, str):
        return "" if value in _ERRORS else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (float, Decimal)):
        if not math.isfinite(value):
            return ""
        return str(int(value)) if abs(float(value)) < 1e15 and value == int(value) else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(_text, value)))
    return re.sub(r"\s+", " ", str(value))
