"""Credit tables too large to be held say what they would if they were held, within bounds of memory."""

from __future__ import annotations

import csv
import io
import random
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.build import ingest
from graph.evidence.source_graph import Source, evidence
from graph.intake.manner import Manner
from graph.intake.outcome import Options, Task
from graph.intake.pieces import read as read_pieces
from graph.intake.reading import read_document
from graph.readers import Answer, Limits, Readers, unpack
from graph.readers.packing import pack
from graph.records import ACTOR, DocumentRecord, Fact, FilmRecord, RoleRecord, SetAside
from graph.sources import read
from graph.sources.credit_table import read_large
from graph.sources.decoding import decode
from graph.sources.tables.blocks import look_through
from graph.sources.tables.store import Spilled
from graph.sources.tables.text import DELIMITERS, records
from graph.store import Dataset
from tests.graph.sources.test_table_files import parquet, workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

HEADER = ["film_title", "film_year", "job", "name", "character", "billing", "row_id"]
SOURCE = Source(
    "http://127.0.0.1:8000/source/table", "table.csv", "sha256:0", "2024-05-01T00:00:00+00:00", "r"
)


def rows_of(films: int, people: int, seed: int = 1) -> list[list[str]]:
    """Credits whose films stand all over the table, with the faults that tables have."""
    random_ = random.Random(seed)
    rows = [
        [f"Low Tide {film}", str(1950 + film % 70), random_.choice(["actor", "director", "actor, writer"]),
         f"Edda {chr(65 + person % 26)}olm{person}", random_.choice(["", f"Mara {person}"]), str(person),
         f"{film}-{person}"]
        for film in range(films) for person in range(people)
    ]  # fmt: skip
    random_.shuffle(rows)
    rows.insert(5, [*rows[2]])  # word for word
    rows.insert(9, [*rows[3][:-1], rows[4][-1]])  # another row's id
    rows.insert(11, ["Low Tide 1", "19x4", "actor", "Nobody", "", "", "odd"])
    rows.insert(12, ["Low Tide 1", "1951", "juggler", "Nobody", "", "", "odder"])
    rows.insert(13, ["Low Tide 1", "1951", "actor", "Some\nbody", "", "first", "odd/Ä"])
    return rows


def csv_of(rows: list[list[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEADER, *rows])
    return out.getvalue().encode()


def together(documents: list[DocumentRecord]) -> DocumentRecord:
    assert not any(document.complaints for document in documents[1:])
    return DocumentRecord(
        "credit_table",
        tuple(film for document in documents for film in document.films),
        tuple(role for document in documents for role in document.roles),
        complaints=documents[0].complaints,
    )


def contents() -> dict[str, bytes]:
    rows = rows_of(40, 12)
    columns = {name: [row[at] for row in rows] for at, name in enumerate(HEADER)}
    return {
        "csv": csv_of(rows),
        "tsv": csv_of(rows, "\t"),
        "utf-16": csv_of(rows).decode().encode("utf-16"),
        "windows-1252": csv_of(rows).decode().encode("windows-1252"),
        "xlsx": workbook(Credits=[list[object](HEADER), *(list[object](row) for row in rows)]),
        "parquet": parquet(**columns),
    }


@pytest.mark.parametrize(("name", "content"), contents().items(), ids=contents().keys())
def test_a_table_read_film_by_film_says_what_it_says_as_a_whole(
    name: str, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.sources.tables.store._TOGETHER", 50)
    monkeypatch.setattr("graph.sources.tables.blocks._BLOCK", 1_000)
    whole = read(content, name=f"table.{name}")
    documents = list(read_large(io.BytesIO(content), None, tmp_path))
    assert len(documents) > 5
    found = together(documents)
    assert found.films == whole.films
    assert sorted(found.roles, key=str) == sorted(whole.roles, key=str)
    assert found.complaints == whole.complaints
    assert len(whole.complaints) >= 4
    nodes = {iri: node for document in documents for iri, node in evidence(document, SOURCE)[0].items()}
    assert nodes == evidence(whole, SOURCE)[0]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"film_title,name\n",
        b"film_title,name,job\n" + b",,\n" * 3,
        b"film_title,name,job\nLow Tide,,actor\n",
        b"one cell\nanother\n",
        b"film_title,name,role\n" + b"Low Tide,Edda,actor\nLow Tide,Edda,Mara\n" * 5,
        b"film_title,name,job\nLow Tide,Edda\x81Holm,actor\n",
        b"film_title,name,job\nLow Tide,Edda,actor\n" + b"\x00" * 3,
        b"film_title,name,job\n" + b"\x01\x02\x03\n" * 5,
        "film_title,name,job\nLow Tide,Edda,actor\n".encode("utf-16-le") + b"\x00\xd8\x00\xd8",
        b"\xef\xbb\xbf\xff",
        b"   \n\n",
        b"%PDF-1.7",
        b"PK\x03\x04 and no more",
        b"PAR1 and no more",
    ],
)
def test_what_sets_a_table_aside_is_the_same_sentence(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(SetAside) as whole:
        read(content, kind="credit_table")
    with pytest.raises(SetAside) as large:
        list(read_large(io.BytesIO(content), None, tmp_path))
    assert (large.value.reason, large.value.line) == (whole.value.reason, whole.value.line)
    assert list(tmp_path.iterdir()) == []


texts = st.text(alphabet=st.sampled_from('ab",;\t\n\r éß中\ufeff\x01'), max_size=60)


@given(texts, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1252", "latin-1"]))
def test_the_lines_of_a_file_are_those_of_its_text(text: str, encoding: str) -> None:
    content = text.encode(encoding, "ignore")
    assert _said(lambda: look_through(io.BytesIO(content)).lines()) == _said(
        lambda: decode(content).text.split("\n")
    )
    if _said(lambda: decode(content).text)[0] is None:
        assert look_through(io.BytesIO(content)).complaints == decode(content).complaints


def _said(of: Callable[[], Iterable[str]]) -> tuple[tuple[str, int | None] | None, list[str]]:
    """Why there are no lines, or they."""
    try:
        return None, list(of())
    except SetAside as error:
        return (error.reason, error.line), []


@given(texts.map(lambda text: text * 5), st.sampled_from(DELIMITERS), st.sampled_from([None, 2, 4]))
def test_rows_read_line_by_line_are_the_rows_of_the_text(
    text: str, delimiter: str, width: int | None
) -> None:
    text = text.replace("\r", "\n")
    lines = iter(text.split("\n"))
    assert list(records(lines, delimiter, width)) == list(records(text, delimiter, width))


@pytest.mark.slow
def test_a_reader_of_a_table_needs_no_memory_for_its_size(tmp_path: Path) -> None:
    """The reader may take 140 MB beside its own; of a table of this size it took a thousand before."""
    table = tmp_path / "table.csv"
    table.write_bytes(
        csv_of([[*row[:3], row[3] + " of the Isles" * 14, *row[4:]] for row in rows_of(25, 1_000)])
    )
    assert table.stat().st_size > 5_000_000
    spool = tmp_path / "spool"
    spool.mkdir()
    task = Task(table, "table.csv", SOURCE.iri, None, Options(), key="table.csv")
    with Readers(Limits(memory=140_000_000), most=1) as readers:
        readers.tell(spool, task.options)
        (answer,) = readers.read([task], lambda: False)
    assert answer.fault == ""
    outcome = unpack(answer.packed, task)
    assert outcome.set_aside is None
    rows = 0
    for ready in read_pieces(outcome.pieces, task):
        rows += sum(1 for node in ready.nodes().values() if node["type"] == ["Mention"])
        assert ready.size < 20_000_000
    assert rows == 25_002


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="only Linux says which files are open")
def test_what_is_sorted_waits_in_the_folder_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.sources.tables.store._CACHE", 100)

    def temporary() -> set[Path]:
        links = list(Path("/proc/self/fd").iterdir())
        return {link.readlink() for link in links if link.is_symlink()}  # not the listing's own

    with closing(Spilled(tmp_path)) as store:
        for film in range(100):
            store.add_film(FilmRecord(f"film-{film}", Fact("Low Tide", 1, 1)))
        for row in range(20_000):
            store.add_role(RoleRecord(f"film-{row * 7 % 100}", ACTOR, Fact("Edda Holm " * 20, row, row)))
        before = temporary()
        groups = store.groups()
        next(groups)
        sorted_in = {file.parent for file in temporary() - before}
    assert sorted_in == {tmp_path}


class _Here:
    """Reads in this process, where a test can say from which size on a table is large."""

    in_pieces: ClassVar[list[bool]] = []

    def __init__(self, *_: object) -> None:
        self._spool: Path | None = None

    def tell(self, spool: Path, _options: Options) -> None:
        self._spool = spool

    def read(self, tasks: Iterable[Task], _stop: Callable[[], bool]) -> Iterator[Answer]:
        for task in tasks:
            outcome = read_document(task, self._spool)
            self.in_pieces.append(bool(outcome.pieces))
            yield Answer(task, pack(outcome))

    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...


#: What differs from run to run: when something was read or decided.
_WHEN = ("readAt", "decidedAt", "invalidatedAtTime")


def quads_of(dataset: Dataset) -> set[str]:
    found = {str(quad) for quad in dataset.version().store}
    return {quad for quad in found if not any(name in quad for name in _WHEN)}


def test_a_large_table_is_taken_in_replaced_and_taken_out_as_a_small_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.build.Readers", _Here)
    monkeypatch.setattr(_Here, "in_pieces", [])
    monkeypatch.setattr("graph.sources.tables.store._TOGETHER", 20)
    table = tmp_path / "table.csv"
    rows = rows_of(12, 6)
    other = [row if at % 7 else [*row[:3], f"{row[3]} Jr", *row[4:]] for at, row in enumerate(rows[20:])]
    found: dict[int, list[set[str]]] = {}
    for most in (5_000_000, 100):
        # The head of a document is looked at for what it is, whatever may be held of it.
        monkeypatch.setattr("graph.intake.reading.MAX_BYTES", most)
        dataset = Dataset(tmp_path / f"data-{most}", base="http://127.0.0.1:8000")
        made = found[most] = []
        for content in (rows, other, rows):
            table.write_bytes(csv_of(content))
            summary = ingest(dataset, [table])
            assert (summary.read, summary.set_aside) == (1, [])
            assert summary.complained >= 1
            made.append(quads_of(dataset))
            assert dataset.version().triples == len(dataset.version().store)
        table.unlink()
        ingest(dataset, [table], manner=Manner(prune=True))
        made.append(quads_of(dataset))
        assert not list((tmp_path / f"data-{most}" / "reading").glob("*/pieces-*"))
    assert _Here.in_pieces == [False] * 3 + [True] * 3
    assert found[100] == found[5_000_000]
