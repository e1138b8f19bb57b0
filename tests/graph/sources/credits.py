"""Credit tables as text, and what is read of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.evidence.source_graph import Source, evidence
from graph.records import DocumentRecord, SetAside
from graph.sources import Wanted, read
from tests.graph.sources.pages import value

if TYPE_CHECKING:
    from graph.nodes import Nodes

COLUMNS = ("row_id", "film_title", "film_year", "job", "billing", "character", "name", "note")
HEADER = ",".join(COLUMNS) + "\n"
FIRST = "r1,Low Tide,2019,director,1,,Ilse Brandt,\n"
SECOND = "r2,Low Tide,2019,actor,1,Mara,Edda Holm,\n"


def table(text: str, name: str = "credits.csv", **wanted: object) -> DocumentRecord:
    return read(text.encode(), name=name, wanted=Wanted(**wanted))  # type: ignore[arg-type]


def credits_of(record: DocumentRecord) -> list[tuple[object, ...]]:
    films = {film.key: film for film in record.films}
    return [
        (
            role.row.identifier if role.row else None,
            films[role.film].title.value,
            value(films[role.film].year),
            role.job,
            role.billing,
            value(role.character),
            role.name.value,
            value(role.note),
        )
        for role in record.roles
    ]


def nodes_of(record: DocumentRecord) -> Nodes:
    hashed = "sha256:" + "0" * 64
    source = Source("http://127.0.0.1:8000/source/t", "t.csv", hashed, "2026-01-02T03:04:05+00:00", "test 1")
    return evidence(record, source)[0]


def reason(text: str, name: str = "credits.csv", **wanted: object) -> str:
    with pytest.raises(SetAside) as caught:
        table(text, name, **wanted)
    return caught.value.reason


def messages(record: DocumentRecord) -> list[str]:
    return [complaint.message for complaint in record.complaints]
