"""Credit tables through the command: reading them, saying which column is which, and what is said back."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from graph.sources.tables.columns import COLUMNS
from server.command import main

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., subprocess.CompletedProcess[str]]

TABLE = """id;Film Title;Year;Credit;Who;Part;imdb
c1;Low Tide;2019;Director;Ilse Brandt;;nm0000007
c2;Low Tide;2019;actress;Edda Holm;Mara (voice);nm0000008
c3;Low Tide;19x4;actor;Nobody Here;Bo;nm0000009
c 4/ü;Low Tide;2019;actor;Jo Penn;Tom;nm0000010
"""


@pytest.fixture
def reelgraph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in a directory of its own, with a dataset of its own."""
    monkeypatch.chdir(tmp_path)
    environment = {name: None for name in os.environ if name.startswith("REELGRAPH_")}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        given = {**environment, "REELGRAPH_DATA": str(tmp_path / "data")}
        result = CliRunner().invoke(main, arguments, env=given, prog_name="reelgraph")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return subprocess.CompletedProcess(arguments, result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def credits_(tmp_path: Path) -> Path:
    path = tmp_path / "credits.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def rows(run: subprocess.CompletedProcess[str]) -> list[dict[str, str]]:
    assert run.returncode == 0, run.stderr
    bindings = json.loads(run.stdout)["results"]["bindings"]
    return [{name: term["value"] for name, term in binding.items()} for binding in bindings]


def test_a_table_becomes_films_people_and_roles(reelgraph: Run, credits_: Path) -> None:
    read = reelgraph("ingest", str(credits_), "--map", "Who=name", "--ignore-column", "imdb")
    assert read.returncode == 0
    assert (
        "credits.csv, line 4: 1 row was left out, because its film_year is no year of a film" in read.stderr
    )
    found = rows(
        reelgraph(
            "query",
            "SELECT ?title ?name ?character ?note {"
            " ?r reel:film/reel:title ?title ; reel:person/reel:name ?name"
            " OPTIONAL { ?r reel:characterName ?character } OPTIONAL { ?r reel:note ?note } } ORDER BY ?name",
            "--format",
            "json",
        )
    )
    assert found == [
        {"title": "Low Tide", "name": "Edda Holm", "character": "Mara", "note": "voice"},
        {"title": "Low Tide", "name": "Ilse Brandt"},
        {"title": "Low Tide", "name": "Jo Penn", "character": "Tom"},
    ]
    checked = reelgraph("check")
    assert "The view conforms" in checked.stdout


def test_each_row_is_a_mention_that_keeps_its_id_and_leads_to_its_line(
    reelgraph: Run, credits_: Path
) -> None:
    reelgraph("ingest", str(credits_), "--map", "Who=name", "--ignore-column", "imdb")
    found = rows(
        reelgraph(
            "query",
            "SELECT ?id ?text ?line { GRAPH ?source { ?m a reel:Mention ; reel:inSource ?source ;"
            " dcterms:identifier ?id ; reel:exactText ?text ; reel:inRole ?role ."
            " ?fact reel:about ?role ; reel:firstLine ?line ; reel:property reel:creditedAs } }"
            " ORDER BY ?line",
            "--format",
            "json",
        )
    )
    assert [(row["id"], row["text"], row["line"]) for row in found] == [
        ("c1", "Ilse Brandt", "2"),
        ("c2", "Edda Holm", "3"),
        ("c 4/ü", "Jo Penn", "5"),
    ]


def test_an_ignored_column_leaves_no_trace(reelgraph: Run, credits_: Path) -> None:
    ids = "SELECT ?id { GRAPH ?g { ?p a reel:Person ; reel:imdbId ?id } }"
    reelgraph("ingest", str(credits_), "--map", "Who=name")
    assert len(rows(reelgraph("query", ids, "--format", "json"))) == 3
    again = reelgraph("ingest", str(credits_), "--map", "Who=name", "--ignore-column", "imdb")
    assert "1 document read" in again.stderr
    assert rows(reelgraph("query", ids, "--format", "json")) == []
    same = reelgraph("ingest", str(credits_), "--ignore-column", "imdb", "--map", "Who=name")
    assert "1 unchanged" in same.stderr


def test_a_table_that_lacks_a_column_says_what_to_type(reelgraph: Run, credits_: Path) -> None:
    read = reelgraph("ingest", str(credits_))
    assert read.returncode == 1
    assert (
        "Set aside: credits.csv, line 1: The table lacks name; it has the columns “id”, “Film Title”, "
        "“Year”, “Credit”, “Who”, “Part” and “imdb”. Say which column is which with --map" in read.stderr
    )
    summary = json.loads(reelgraph("ingest", str(credits_), "--json").stdout)
    assert summary["set_aside"][0]["line"] == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["name=Who"], "wrong way round; their column comes first: 'Who=name'"),
        (["Film-Title=Who"], "wrong way round; their column comes first: 'Who=film_title'"),
        (["Who=nmae"], "Did you mean 'Who=name'?"),
        (["Who"], "is not THEIRS=OURS"),
        (["=name"], "is not THEIRS=OURS"),
        (["Who=name", "Part=name"], "“Who” and “Part” cannot both be name"),
        (["Who=name", "Who=job"], "“Who” cannot be both name and job"),
        (["Who=surname of the person"], "is no column of ours: film_title, film_year"),
    ],
)
def test_a_mistaken_mapping_is_wrong_usage_and_says_what_was_meant(
    reelgraph: Run, credits_: Path, given: list[str], said: str
) -> None:
    read = reelgraph("ingest", str(credits_), *(word for pair in given for word in ("--map", pair)))
    assert read.returncode == 2
    assert said in " ".join(read.stderr.split())
    assert not (credits_.parent / "data").exists()


def test_our_own_columns_are_taken_however_they_are_spelt(reelgraph: Run, credits_: Path) -> None:
    read = reelgraph("ingest", str(credits_), "--map", "WHO=Name", "--map", "part = character")
    assert read.returncode == 0


def test_a_folder_may_hold_tables_and_pages_together(reelgraph: Run, credits_: Path, samples: Path) -> None:
    folder = credits_.parent / "archive"
    folder.mkdir()
    (folder / "credits.tsv").write_text(
        "film\tname\tjob\nAloners\tHong Seong-eun\tdirector\n", encoding="utf-8"
    )
    (folder / "aloners.txt").write_bytes((samples / "lantern" / "aloners.txt").read_bytes())
    summary = json.loads(reelgraph("ingest", str(folder), "--json").stdout)
    assert (summary["read"], summary["set_aside"]) == (2, [])
    kinds = rows(reelgraph("query", "SELECT DISTINCT ?kind { ?s reel:kind ?kind }", "--format", "json"))
    assert {row["kind"] for row in kinds} == {"review_text", "credit_table"}


def test_a_table_may_be_larger_than_a_page_may(reelgraph: Run, tmp_path: Path) -> None:
    row = "film_title,name,job,unread\nLow Tide,Edda Holm,actor," + "x" * 6_000_000 + "\n"
    (tmp_path / "large.txt").write_text(row, encoding="utf-8")
    (tmp_path / "page.txt").write_text("Low Tide (2019)\n" + "word " * 1_200_000, encoding="utf-8")
    assert reelgraph("ingest", str(tmp_path / "large.txt")).returncode == 0
    page = reelgraph("ingest", str(tmp_path / "page.txt"))
    assert page.returncode == 1
    assert "more than the 5,000,000 that are read" in page.stderr


def test_the_documentation_names_every_column() -> None:
    from tests.test_house import ROOT

    said = (ROOT / "docs" / "credit-tables.md").read_text(encoding="utf-8")
    assert all(f"`{column}`" in said for column in COLUMNS)
