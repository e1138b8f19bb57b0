"""A dataset on disk behind the application: versions, the newest picked up, search."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph.store import Dataset, SearchRow, write_index
from ontology import REEL
from server.app import create_app
from server.serve import CannotServe, serve
from server.settings import Settings
from server.stored import StoredDataset, worth_opening
from tests.server import archive
from tests.server.archive import BASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

TITLES = f"SELECT ?title {{ <{BASE}/film/aloners-2023> reel:title ?title }} ORDER BY ?title"


def publish(path: Path, *quads: ox.Quad) -> int:
    """Publishes the archive, the first time, and some quads more."""
    dataset = Dataset(path, base=BASE)
    fresh = dataset.current_number() is None
    with dataset.write() as draft:
        draft.store.bulk_extend([*(archive.store() if fresh else ()), *quads])
        person = f"{BASE}/person/jeong-da-eun"
        row = SearchRow("person", person, "Jeong Da-eun", "", ("Jeong Da-eun", "Jung Da-eun"), ())
        write_index(draft.directory / "search.sqlite", [row])
        return draft.publish({}).number


@pytest.fixture
def client_over(tmp_path: Path) -> Iterator[Callable[[], FlaskClient]]:
    """Makes a client of the application over the dataset in ``tmp_path``; ends its workers after."""
    apps = []

    def make() -> FlaskClient:
        apps.append(create_app(tmp_path, Settings.of({})))
        return archive.client_of(apps[-1])

    yield make
    for app in apps:
        close = getattr(app.extensions["reelgraph"].evaluator, "close", None)
        if close is not None:
            close()


def titles(client: FlaskClient, **parameters: object) -> list[str]:
    response = client.get("/sparql", query_string={"query": TITLES, **parameters})
    assert response.status_code == 200, response.text
    return [row["title"]["value"] for row in json.loads(response.data)["results"]["bindings"]]


def test_a_version_published_while_the_server_runs_is_served_and_the_old_one_kept(
    tmp_path: Path, client_over: Callable[[], FlaskClient]
) -> None:
    first = publish(tmp_path)
    client = client_over()
    assert titles(client) == ["Aloners"]
    assert client.get("/film/aloners-2023.html").headers["Reelgraph-Version"] == str(first)
    assert "<dt>films</dt><dd>3</dd>" in client.get("/").text

    film, title = ox.NamedNode(f"{BASE}/film/aloners-2023"), ox.NamedNode(REEL + "title")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    new = ox.Quad(ox.NamedNode(f"{BASE}/film/new"), kind, ox.NamedNode(REEL + "Film"))
    second = publish(tmp_path, ox.Quad(film, title, ox.Literal("Solitary People")), new)
    assert titles(client) == ["Aloners", "Solitary People"]
    assert titles(client, version=first) == ["Aloners"]
    assert titles(client, version=second) == ["Aloners", "Solitary People"]
    assert "<dt>films</dt><dd>4</dd>" in client.get("/").text

    Dataset(tmp_path).rollback(first)
    assert titles(client) == ["Aloners"]


def test_search_takes_any_spelling_of_the_index(
    tmp_path: Path, client_over: Callable[[], FlaskClient]
) -> None:
    publish(tmp_path)
    client = client_over()
    for words in ("jung da-eun", "Jeong Da", "da jeong"):
        found = json.loads(client.get("/search", query_string={"q": words}).data)
        assert [hit["label"] for hit in found["results"]] == ["Jeong Da-eun"]
    for words in ('"', "*", "AND", "NEAR(", "a" * 300, "'; --", "\x00"):
        assert client.get("/search", query_string={"q": words}).status_code == 200


def test_pages_worth_opening_are_there(tmp_path: Path, client_over: Callable[[], FlaskClient]) -> None:
    publish(tmp_path)
    client = client_over()
    pages = worth_opening(StoredDataset(tmp_path).version(None))
    assert [label for label, _ in pages] == ["a film", "a person", "a review", "the query editor"]
    for _, path in pages:
        assert client.get(path, headers={"Accept": "text/html"}).status_code in {200, 303}


def test_nothing_published_is_one_sentence_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(CannotServe, match="published"):
        serve(Dataset(tmp_path / "none"), Settings.of({}))


def test_a_version_that_was_dropped_is_not_found(
    tmp_path: Path, client_over: Callable[[], FlaskClient]
) -> None:
    publish(tmp_path)
    client = client_over()
    assert client.get("/sparql?query=ASK{}&version=99").status_code == 404
