"""Credit tables that were written by every way there is are read back equal."""

from __future__ import annotations

import csv
import io
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.nodes import to_quads
from graph.sources import read
from graph.sources.tables.text import DELIMITERS, records
from tests.graph.sources.credits import (
    COLUMNS,
    credits_of,
    nodes_of,
)

anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=12)
awkward = st.text("ab \"',;\t\n=-", max_size=8)


def no_row_in_a_cell(row: list[str]) -> bool:
    """In a table of four columns or more, a cell whose every line would be a row is taken for rows."""
    return len(row) < 4 or all("\n" not in cell or len(re.findall("[,;\t]", cell)) < 3 for cell in row)


rows_of_any_width = st.integers(2, 6).flatmap(
    lambda width: st.lists(
        st.lists(anything | awkward, min_size=width, max_size=width)
        .filter(lambda row: any(cell.strip() for cell in row))
        .filter(no_row_in_a_cell),
        max_size=8,
    )
)


@given(rows_of_any_width, st.sampled_from(DELIMITERS), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_what_the_csv_module_wrote_is_read_back_equal(
    rows: list[list[str]], delimiter: str, quoting: int
) -> None:
    width = len(rows[0]) if rows else 2
    header = [f"column {number}" for number in range(width)]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
    writer.writerows([header, *rows])
    found = list(records(out.getvalue(), delimiter, width))
    assert [record.cells for record in found] == [header, *rows]
    assert not any(record.slip for record in found)
    assert [record.last_line for record in found[:-1]] == [record.first_line - 1 for record in found[1:]]


names = st.text("Abcé \"',;\t\n李.", min_size=1, max_size=20).filter(lambda text: any(map(str.isalnum, text)))
optional = st.just("") | names
credit_rows = st.tuples(
    names,
    st.just("") | st.integers(1888, 2030).map(str),
    st.sampled_from(["actor", "director", "writer", "cinematographer", "composer", "editor", "producer"]),
    st.just("") | st.integers(1, 400).map(str),
    optional,
    names,
    optional,
)


@settings(deadline=None)
@given(
    st.lists(credit_rows, min_size=1, max_size=12),
    st.sampled_from(DELIMITERS),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_credits_are_read_back_equal_in_every_dialect_and_encoding(
    rows: list[tuple[str, ...]], delimiter: str, encoding: str, line_end: str
) -> None:
    out = io.StringIO(newline="")
    # The module encloses a line feed in quotes only where line feeds end its rows.
    quoting = csv.QUOTE_ALL if line_end == "\r" else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([COLUMNS, *((f"r{number}", *row) for number, row in enumerate(rows))])
    record = read(out.getvalue().encode(encoding), name="credits")

    def plain(text: str) -> str | None:
        return " ".join(text.split()) or None

    assert credits_of(record) == [
        (
            f"r{number}",
            plain(title),
            int(year) if year else None,
            job,
            int(billing) if billing and job == "actor" else None,
            plain(character) if job == "actor" else None,
            plain(name),
            plain(note),
        )
        for number, (title, year, job, billing, character, name, note) in enumerate(rows)
    ]
    assert not record.complaints


@settings(deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="="), max_size=12),
        min_size=1,
        max_size=5,
        unique=True,
    )
)
def test_no_row_id_breaks_an_iri_or_loses_a_statement(row_ids: list[str]) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows(
        [COLUMNS, *((row, "Low Tide", "2019", "actor", "", "", "Edda Holm", "") for row in row_ids)]
    )
    record = read(out.getvalue().encode(), name="credits.csv", kind="credit_table")
    nodes = nodes_of(record)
    quads = list(to_quads(nodes, "http://127.0.0.1:8000/source/t"))
    assert len(quads) == sum(len(values) for node in nodes.values() for values in node.values())
    mentions = [node for node in nodes.values() if node["type"] == ["Mention"]]
    assert len(mentions) == len(record.roles) == len(row_ids)
    identifiers = {role.row.identifier for role in record.roles if role.row}
    assert {node["dcterms:identifier"][0] for node in mentions} == identifiers
