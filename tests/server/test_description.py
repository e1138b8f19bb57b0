"""The service description: at the endpoint and at /.well-known/void, with the version's own numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from ontology import PREFIXES
from tests.server import archive

if TYPE_CHECKING:
    from flask.testing import FlaskClient

FORMATS = ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")


def read(client: FlaskClient, path: str, accept: str) -> ox.Store:
    response = client.get(path, headers={"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, accept)
    store = ox.Store()
    store.load(response.data, ox.RdfFormat.from_media_type(accept))
    return store


def ask(store: ox.Store, pattern: str) -> bool:
    return bool(store.query(f"ASK {{ {pattern} }}", prefixes=dict(PREFIXES)))


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void"])
@pytest.mark.parametrize("accept", FORMATS)
def test_it_says_where_and_what(client: FlaskClient, path: str, accept: str) -> None:
    store = read(client, path, accept)
    assert ask(store, "?s a sd:Service ; sd:endpoint <http://localhost/sparql> ;"
                      " sd:supportedLanguage sd:SPARQL11Query ; sd:defaultDataset ?d .")  # fmt: skip
    assert ask(store, "?d a dcat:Dataset ; dcat:distribution/dcat:mediaType ?m ; dcat:version '7' .")
    assert not ask(store, "?s sd:supportedLanguage sd:SPARQL11Update"), "nobody may write here"


def test_the_numbers_are_the_version_s(client: FlaskClient) -> None:
    store, version = read(client, "/sparql", "text/turtle"), archive.store()
    triples = len(list(version.quads_for_pattern(None, None, None, ox.DefaultGraph())))
    graphs = len(list(version.named_graphs()))
    assert ask(store, f"?d a void:Dataset ; void:triples {triples} ; void:documents {graphs} .")
    films = len(list(version.quads_for_pattern(None, None, ox.NamedNode(PREFIXES["reel"] + "Film"),
                                               ox.DefaultGraph())))  # fmt: skip
    assert ask(store, f"?d void:classPartition [ void:class reel:Film ; void:entities {films} ] .")
    assert ask(store, "?d sd:namedGraph [ a sd:NamedGraph ; sd:name ?g ] .")


def test_updates_are_named_where_they_are_on() -> None:
    store = read(archive.client_of(archive.make_app(token="x")), "/sparql", "text/turtle")
    assert ask(store, "?s sd:endpoint <http://localhost/update> ; sd:supportedLanguage sd:SPARQL11Update .")


def test_a_browser_gets_the_editor_and_a_table_s_reader_is_told(client: FlaskClient) -> None:
    assert client.get("/sparql", headers={"Accept": "text/html"}).mimetype == "text/html"
    refused = client.get("/sparql", headers={"Accept": "application/sparql-results+json"})
    assert refused.status_code == 400
