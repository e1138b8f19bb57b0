"""Credit tables in spreadsheets and Parquet: known by what they are, read as their CSV would be."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph.records import DocumentRecord, SetAside
from graph.sources import read
from graph.sources.tables.columns import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable

#: Spreadsheets know no zones.
SPRING = dt.datetime(2004, 5, 1)  # noqa: DTZ001
HEADER: list[object] = ["Film Title", "Year", "Job", "Name", "Character", "Billing", "row_id"]


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet(**columns: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def credits_of(record: DocumentRecord) -> list[tuple[object, ...]]:
    films = {film.key: (film.title.value, film.year and film.year.value) for film in record.films}
    return [
        (*films[role.film], role.job, role.name.value, role.character and role.character.value, role.billing,
         role.row and role.row.identifier)
        for role in record.roles
    ]  # fmt: skip


def test_a_spreadsheet_is_read_whatever_it_is_called_and_wherever_its_table_stands() -> None:
    record = read(
        workbook(
            Notes=[["Ask Bo about the spelling"]],
            Credits=[
                ["Our credits, 2024"],
                [],
                HEADER,
                ["The Kite", 2004, "actor", "Bo Li", "Jim", 1.0, 101],
                ["The Kite", SPRING, "director", "Rosa Diaz", None, None, "b 2"],
                [1917, 2019.0, "actor", "Al Roe", 7, 2, 103],
                ["The Kite", 2004, "actor", "#N/A", None, 3, 104],
            ],
        ),
        name="table.txt",
    )
    assert record.kind == "credit_table"
    assert credits_of(record) == [
        ("The Kite", 2004, "actor", "Bo Li", "Jim", 1, "101"),
        ("The Kite", 2004, "director", "Rosa Diaz", None, None, "b 2"),
        ("1917", 2019, "actor", "Al Roe", "7", 2, "103"),
    ]
    assert [role.name.first_line for role in record.roles] == [4, 5, 6]
    assert any("“Notes”" in complaint.message for complaint in record.complaints)
    assert any(complaint.line == 7 for complaint in record.complaints)


def test_the_editor_says_what_a_spreadsheets_columns_are() -> None:
    content = workbook(Sheet=[["Was", "Wer", "Rolle", "Beruf"], ["The Kite", "Bo Li", "Jim", "actor"]])
    wanted = Wanted({"Was": "film_title", "Wer": "name", "Beruf": "job", "Rolle": "character"})
    (role,) = read(content, wanted=wanted).roles
    assert (role.name.value, role.character and role.character.value) == ("Bo Li", "Jim")
    with pytest.raises(SetAside, match="lacks film_title and name"):
        read(content)


def test_parquet_is_read_by_its_columns_names() -> None:
    record = read(
        parquet(
            film_title=["The Kite", "The Kite"],
            film_year=pa.array([2004, 2004], pa.int16()),
            job=pa.array(["actor", "director"]).dictionary_encode(),
            name=["Bo Li", "Rosa Diaz"],
            billing=[1.0, float("nan")],
            row_id=pa.array([7, 8], pa.int64()),
        )
    )
    assert credits_of(record) == [
        ("The Kite", 2004, "actor", "Bo Li", None, 1, "7"),
        ("The Kite", 2004, "director", "Rosa Diaz", None, None, "8"),
    ]


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (archive(word__document_xml=b"<a/>"), "Word document"),
        (archive(xl__workbook_xml=b"<workbook/>"), "cannot be read"),
        (archive(xl__workbook_xml=BOMB), "document type"),
        # Packed when its turn comes: a second and a half that nobody who only collects the tests has to wait.
        (
            lambda: archive(xl__workbook_xml=b"<a/>", xl__worksheets__sheet1_xml=b"0" * 401_000_000),
            "unpacks to",
        ),
        (workbook(Empty=[]), "no table"),
        (workbook(Sheet=[HEADER])[:-400], "damaged"),
        (parquet(film_title=["A"], name=["B"])[:-9], "damaged"),
        (parquet(film_title=["A"]), "1 columns"),
    ],
    ids=[
        "another archive",
        "a hollow one",
        "entities",
        "a bomb",
        "nothing in it",
        "cut off",
        "cut too",
        "narrow",
    ],
)
def test_what_cannot_be_read_is_set_aside_with_its_reason(
    content: bytes | Callable[[], bytes], reason: str
) -> None:
    with pytest.raises(SetAside, match=reason):
        read(content() if callable(content) else content)


def test_a_cell_merged_downwards_holds_for_every_row_that_it_covers() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Credits of the archive"], HEADER,
        ["The Kite", 2004, "actor", "Bo Li", "Jim", 1, "a"], [None, None, "actor", "Al Roe", "Bo", 2, "b"],
        [None, None, "director", "Rosa Diaz", None, None, "c"],
        ["Salt", 2005, "director", "Al Roe", None, None, "d"],
    ):  # fmt: skip
        sheet.append(row)
    for cells in ("A1:G1", "A3:A5", "B3:B5"):
        sheet.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    record = read(out.getvalue())
    assert [credit[:4] for credit in credits_of(record)] == [
        ("The Kite", 2004, "actor", "Bo Li"),
        ("The Kite", 2004, "actor", "Al Roe"),
        ("The Kite", 2004, "director", "Rosa Diaz"),
        ("Salt", 2005, "director", "Al Roe"),
    ]
    assert not record.complaints


def test_other_sheets_with_credits_are_named() -> None:
    rows = [HEADER, ["The Kite", 2004, "director", "Rosa Diaz", None, None, "a"]]
    record = read(workbook(One=rows, Two=rows, Notes=[["a", "b"]]))
    messages = [complaint.message for complaint in record.complaints]
    assert "“Two” holds credits as well, which were not read: save as a file apart." in messages


def test_a_table_of_reviews_is_said_to_be_none_of_credits() -> None:
    with pytest.raises(SetAside, match="only tables of credits"):
        read(workbook(Diary=[["Title", "Year", "Rating", "Review"], ["The Kite", 2004, 4, "A fine film."]]))
