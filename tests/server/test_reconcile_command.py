"""``reelgraph reconcile``: a table in, the same table with entities out."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from graph.nodes import from_graph
from graph.search_rows import search_rows
from graph.store import Dataset, write_index
from server.app import create_app
from server.settings import Settings
from tests.server import archive
from tests.server.archive import BASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Run = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive as a dataset on disk."""
    path = tmp_path_factory.mktemp("data") / "dataset"
    store = archive.store()
    with Dataset(path, base=BASE).write() as draft:
        draft.store.bulk_extend(store)
        write_index(draft.directory / "search.sqlite", search_rows(from_graph(store)))
        draft.publish({})
    return path


@pytest.fixture
def reconcile(data: Path, tmp_path: Path) -> Callable[..., Run]:
    def run(content: str | bytes, *arguments: str, name: str = "table.csv") -> Run:
        table = tmp_path / name
        table.write_bytes(content if isinstance(content, bytes) else content.encode())
        command = [sys.executable, "-m", "server", "--data", str(data), "reconcile", str(table), *arguments]
        return subprocess.run(
            command, check=False, capture_output=True, text=True, timeout=120, encoding="utf-8"
        )

    return run


def rows(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def test_each_row_comes_back_with_its_entity(reconcile: Callable[..., Run]) -> None:
    table = (
        "who,where,note\n"
        '"Jung, Da Eun",Night Shift,"a, b"\n'
        "Gong Seungyeon,Night Shift,\n"
        "Somebody Else,Aloners\n"
        ",,nobody\n"
    )
    done = reconcile(table, "--column", "who", "--type", "person", "--property", "film=where")
    assert done.returncode == 0, done.stderr
    first, second, third, fourth = rows(done.stdout)
    assert list(first) == ["who", "where", "note", "entity", "name", "score", "match", "why"]
    assert (first["entity"], first["name"], first["match"]) == (
        f"{BASE}/person/jeong-da-eun", "Jeong Da-eun", "true",
    )  # fmt: skip
    assert (first["note"], float(first["score"]) >= 90) == ("a, b", True)
    assert "film Night Shift agrees" in first["why"]
    assert (second["entity"], second["match"]) == (f"{BASE}/person/gong-seung-yeon", "false")
    assert "film Night Shift does not agree" in second["why"]
    assert (third["entity"], third["match"], third["note"]) == ("", "false", "")
    assert (fourth["entity"], fourth["note"]) == ("", "nobody")
    assert "3 of 4 rows have a name: 1 matched, 1 to be looked at, 1 not found." in done.stderr


def test_tabs_byte_order_marks_and_columns_of_the_same_names_are_taken(
    reconcile: Callable[..., Run], tmp_path: Path
) -> None:
    out = tmp_path / "out.tsv"
    table = "\ufeffTitle\tyear\tscore\nAloners\t2023\t9\nAloners\t1950\t8\n".encode()
    done = reconcile(table, "--property", "year=YEAR", "--out", str(out), name="films.tsv")
    assert (done.returncode, done.stdout) == (0, "")
    found = rows(out.read_text(encoding="utf-8"), "\t")
    assert [row["score"] for row in found] == ["9", "8"]
    assert [row["entity"] for row in found] == [f"{BASE}/film/aloners-2023"] * 2
    assert [row["match"] for row in found] == ["true", "false"]
    assert float(found[0]["reelgraph_score"]) == 100


def test_the_answer_is_that_of_the_service(reconcile: Callable[..., Run], server: str) -> None:
    from tests.server.reconciling import ask_one

    name = "Gong Seung-yaon"
    row = rows(reconcile(f"person\n{name}\n").stdout)[0]
    over_http = ask_one(server, name, type="Person")[0]
    assert row["entity"] == f"{BASE}/{over_http['id']}"
    assert (float(row["score"]), row["match"]) == (over_http["score"], json.dumps(over_http["match"]))


@pytest.mark.parametrize(
    ("table", "arguments", "code", "says"),
    [
        ("a,b\nx,y\n", (), 2, "--column"),
        ("name\nx\n", ("--column", "nosuch"), 2, "nosuch"),
        ("name\nx\n", ("--property", "film"), 2, "PROPERTY=COLUMN"),
        ("name\nx\n", ("--property", "shoes=name"), 2, "shoes"),
        ("name\nx\n", ("--property", "film=nosuch"), 2, "nosuch"),
        ("", (), 1, "empty"),
        (b"\x89PNG\r\n\x1a\n", (), 1, "picture"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    reconcile: Callable[..., Run], table: str | bytes, arguments: tuple[str, ...], code: int, says: str
) -> None:
    done = reconcile(table, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert "Traceback" not in done.stderr
    assert says in done.stderr.strip().splitlines()[-1]
    assert done.stderr.strip().endswith(".")


def test_a_file_that_is_not_there_is_wrong_usage(data: Path) -> None:
    command = [sys.executable, "-m", "server", "--data", str(data), "reconcile", "nosuch.csv"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert "nosuch.csv" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_version_with_an_index_of_another_release_says_what_to_do(tmp_path: Path) -> None:
    with Dataset(tmp_path, base=BASE).write() as draft:
        draft.store.bulk_extend(archive.store())
        index = draft.directory / "search.sqlite"
        index.unlink(missing_ok=True)
        with closing(sqlite3.connect(index)) as database:
            database.execute("CREATE TABLE thing (iri TEXT)")
        draft.publish({})
    app = create_app(tmp_path, Settings.of({}))
    client = archive.client_of(app)
    try:
        for address in ("/search?q=aloners", "/reconcile/suggest/entity?prefix=alo"):
            answer = client.get(address)
            assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
            assert "reelgraph link" in json.loads(answer.data)["detail"]
    finally:
        app.extensions["reelgraph"].evaluator.close()
