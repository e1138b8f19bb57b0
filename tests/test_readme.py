"""The README tells the truth: its queries, its block and its Python run on the sample archive."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from graph.build import ingest
from graph.export.reviews import review_blocks
from graph.store import Dataset
from ontology import PREFIXES

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FOR_SCHOLARS = (ROOT / "docs" / "for-scholars.md").read_text(encoding="utf-8")


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    place = tmp_path_factory.mktemp("readme")
    table = place / "credits.tsv"
    table.write_text(
        "row_id\tfilm_title\tfilm_year\tname\tjob\nr7\tQuince\t1961\tEdda Holm\tdirector\n", encoding="utf-8"
    )
    ingest(Dataset(place / "reelgraph-data"), [samples, table])
    return place


@pytest.mark.parametrize("query", [*blocks("sparql"), *blocks("sparql", FOR_SCHOLARS)])
def test_the_queries_have_answers(place: Path, query: str) -> None:
    store = Dataset(place / "reelgraph-data").version().store
    found = store.query(query, prefixes=dict(PREFIXES))
    assert isinstance(found, ox.QuerySolutions)
    rows = list(found)
    assert rows
    assert all(term is not None for row in rows for term in row)


def test_the_footnote_of_a_film_is_never_about_another_film_of_the_same_page(place: Path) -> None:
    store = Dataset(place / "reelgraph-data").version().store
    footnote = next(query for query in blocks("sparql") if "reel:quote" in query)
    query = footnote.replace("SELECT", "SELECT ?film").replace('"Aloners"', "?title")
    about: dict[tuple[str, str], set[str]] = {}
    for row in store.query(query, prefixes=dict(PREFIXES)):  # type: ignore[union-attr]
        about.setdefault((row["file"].value, row["line"].value), set()).add(row["film"].value)
    assert len(about) > 20
    assert {line: films for line, films in about.items() if len(films) > 1} == {}


def test_the_block_is_a_part_of_what_is_exported(place: Path) -> None:
    (shown,) = map(json.loads, blocks("json"))
    store = Dataset(place / "reelgraph-data").version().store
    exported = next(
        block.block for block in review_blocks(store) if (block.block or {}).get("@id") == shown["@id"]
    )
    assert_part(shown, exported)


def assert_part(part: Any, whole: Any) -> None:
    if isinstance(part, dict):
        for key, value in part.items():
            assert_part(value, whole[key])
    else:
        assert part == whole


def test_the_python_runs_as_it_stands(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(place)
    (code,) = blocks("python")
    exec(compile(code, "README.md", "exec"), {})
    assert "Aloners" in capsys.readouterr().out.splitlines()
