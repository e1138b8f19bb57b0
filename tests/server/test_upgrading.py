"""A data directory of an older release opens: what it keeps in an older format is made anew, or says how."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from graph.build import ingest
from graph.mentions import TABLE
from graph.store import Dataset
from server.command import main
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

Run = Callable[..., "Result"]
PEOPLE = "SELECT ?p { ?p a reel:Person ; reel:name ?n } ORDER BY ?p"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("older") / "data"
    ingest(Dataset(place), [ROOT / "samples" / "lantern"])
    return place


@pytest.fixture
def data(published: Path, tmp_path: Path) -> Path:
    """A dataset that a test may make older."""
    return shutil.copytree(published, tmp_path / "data", symlinks=True)


@pytest.fixture
def reelgraph(data: Path) -> Run:
    def run(*arguments: str) -> Result:
        result = CliRunner().invoke(main, arguments, env={"REELGRAPH_DATA": str(data)})
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


def older(data: Path, name: str, number: int) -> None:
    """Marks a file of the current version as one of another format."""
    with closing(sqlite3.connect(data / "current" / name)) as database:
        database.execute(f"PRAGMA user_version = {number}")
        database.commit()


def people(run: Run) -> list[str]:
    found = json.loads(run("query", "--format", "json", PEOPLE).stdout)["results"]["bindings"]
    return [row["p"]["value"] for row in found]


@pytest.mark.parametrize("number", [0, 1])
def test_an_older_search_index_says_what_to_do_and_that_helps(
    reelgraph: Run, data: Path, tmp_path: Path, number: int
) -> None:
    older(data, "search.sqlite", number)
    (tmp_path / "people.csv").write_text("name\nJung Da-eun\n")
    search = ("reconcile", str(tmp_path / "people.csv"))
    said = reelgraph(*search)
    assert said.exit_code == 1
    assert "`reelgraph link` makes a new one" in said.stderr
    before = people(reelgraph)
    assert reelgraph("link").exit_code == 0
    assert reelgraph(*search).exit_code == 0
    assert people(reelgraph) == before
    # And with that it is as it must be: there is nothing to link.
    assert "version" in reelgraph("versions").stdout
    assert len(json.loads(reelgraph("versions", "--json").stdout)) == 2
    assert reelgraph("link").exit_code == 0
    assert len(json.loads(reelgraph("versions", "--json").stdout)) == 2


@pytest.mark.parametrize("number", [None, 0, 1, 2, 3])
def test_an_older_table_of_mentions_is_made_from_the_store(
    reelgraph: Run, data: Path, number: int | None
) -> None:
    if number is None:
        (data / "current" / TABLE).unlink()
    else:
        older(data, TABLE, number)
    before = people(reelgraph)
    assert before
    assert reelgraph("links", "list").exit_code == 0
    page = ROOT / "samples" / "courier"
    again = reelgraph("ingest", str(page), "--json")
    assert json.loads(again.stdout)["version"] == 2, again.stderr
    assert set(before) <= set(people(reelgraph))
    assert reelgraph("export", "links").exit_code == 0
    with closing(sqlite3.connect(data / "current" / TABLE)) as database:
        assert database.execute("PRAGMA user_version").fetchone()[0] > 3
