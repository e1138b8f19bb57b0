"""What reading one document may take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.intake.containers import HEAD
from graph.intake.outcome import MAX_BYTES, Options, Task
from graph.readers import Limits
from graph.readers.process import memory_for

if TYPE_CHECKING:
    from pathlib import Path

_RDF = b'<http://e/f> <https://schema.org/name> "Low Tide" .\n'
_TABLE = b"film_title,film_year,job,name\nLow Tide,1960,actor,Edda Holm\n"
_MORE = 1_000_000


@pytest.mark.parametrize(
    ("head", "kind", "more"),
    [(_RDF, None, 200), (_RDF, "rdf", 200), (_TABLE, None, 2), (_TABLE, "credit_table", 2)],
)
def test_a_large_document_may_take_as_much_more_memory_as_its_kind_needs(
    tmp_path: Path, head: bytes, kind: str | None, more: int
) -> None:
    """RDF's films are held all together; a table's are not."""
    file = tmp_path / "document"
    file.write_bytes(head * (2 * HEAD // len(head)))
    limits = Limits(memory=1_000)
    task = Task(file, "document", "http://e/source", None, Options(kind=kind))
    assert memory_for(task, limits) == 1_000
    with file.open("r+b") as stream:
        stream.truncate(MAX_BYTES + _MORE)
    assert memory_for(task, limits) == 1_000 + more * _MORE
