"""docs/embedding.md tells the truth: its commands and its Python run, its addresses answer."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from graph.build import ingest
from graph.store import Dataset
from server.app import create_app
from server.command import main
from server.settings import Settings
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DOC = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", DOC, re.DOTALL)
COMMANDS = re.findall(r"^    reelgraph (.*)$", DOC, re.MULTILINE)
CURLS = re.findall(r"^    curl '(.*)'$", DOC, re.MULTILINE)
MARK = "data-reelgraph"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    place = tmp_path_factory.mktemp("embedding")
    site = place / "site"
    site.mkdir()
    (site / "volver.html").write_bytes((samples / "marquee" / "volver.html").read_bytes())
    ingest(Dataset(place / "reelgraph-data"), [site])
    return place


@pytest.fixture
def here(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(place)
    return place


@pytest.mark.usefixtures("here")
def test_the_flask_site_runs_as_it_stands() -> None:
    made: dict[str, Any] = {"__name__": "a_site"}
    exec(compile(PYTHON[0], "docs/embedding.md", "exec"), made)
    assert MARK in made["app"].test_client().get("/reviews/volver").text


@pytest.mark.usefixtures("here")
def test_the_jinja_environment_runs_as_it_stands() -> None:
    made: dict[str, Any] = {}
    exec(compile(PYTHON[1], "docs/embedding.md", "exec"), made)
    assert MARK in made["page"]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_runs(command: str) -> None:
    result = CliRunner().invoke(main, shlex.split(command, comments=True))
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("address", CURLS)
def test_an_address_of_the_page_answers(here: Path, address: str) -> None:
    url = urlsplit(address)
    client = create_app(here / "reelgraph-data", Settings.of({})).test_client()
    answer = client.get(f"{url.path}?{url.query}")
    assert answer.status_code == 200
    assert "Volver" in answer.text


def test_every_way_is_there() -> None:
    assert (len(PYTHON), len(CURLS)) == (2, 2)
    assert len(COMMANDS) >= 5
