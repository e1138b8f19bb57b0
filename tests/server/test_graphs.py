"""/graphs: reading and writing whole graphs, and what is not taken."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from graph.store import Dataset
from graph.store.writer import publish_empty
from server.app import create_app
from server.settings import Settings
from tests.server.archive import client_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

BASE = "http://plain.example"
TOKEN = {"Authorization": "Bearer x"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    path: Path = tmp_path_factory.mktemp("graphs") / "data"
    publish_empty(Dataset(path, base=BASE))
    settings = Settings.of({}, token="x", workers=1, max_upload_bytes=100_000)
    client = client_of(create_app(path, settings))
    yield client
    client.application.extensions["reelgraph"].pool.close()


def put(client: FlaskClient, address: str, data: bytes, kind: str = "text/turtle") -> int:
    return client.put(address, data=data, content_type=kind, headers=TOKEN).status_code


def test_a_graph_comes_and_goes(client: FlaskClient) -> None:
    address = "/graphs/people/Gong Seung-yeon%3F"
    assert client.get(address).status_code == 404
    assert put(client, address, b"<> <b> 1 .") == 201
    assert put(client, address, b"<> <b> 2 .") == 204
    iri = f"{BASE}/graphs/people/Gong%20Seung-yeon%3F"
    for item in ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"):
        found = client.get("/graphs", query_string={"graph": iri}, headers={"Accept": item})
        assert (found.status_code, found.mimetype) == (200, item)
        assert "people" in found.text
    assert client.get(address, headers={"Accept": "image/png"}).status_code == 406
    assert client.head(address).status_code == 200
    added = client.post(address, data=b"<> <b> 3 .", content_type="text/turtle", headers=TOKEN)
    assert added.status_code == 204
    text = client.get(address + "?format=nt").text
    assert ('"2"' in text, '"3"' in text) == (True, True)
    assert client.delete(address, headers=TOKEN).status_code == 204
    assert client.delete(address, headers=TOKEN).status_code == 404
    assert client.get(address).status_code == 404


def test_the_default_graph_is_always_there(client: FlaskClient) -> None:
    assert client.get("/graphs?default").status_code == 200
    assert put(client, "/graphs?default", b"<a> <b> [] .") == 204
    assert client.delete("/graphs?default", headers=TOKEN).status_code == 204


def test_an_empty_graph_is_one(client: FlaskClient) -> None:
    assert put(client, "/graphs/empty", b"") == 201
    assert client.get("/graphs/empty").status_code == 200


def test_documents_of_one_request_have_blank_nodes_of_their_own(client: FlaskClient) -> None:
    made = client.post(
        "/graphs",
        data={
            "one": (BytesIO(b"_:a <http://b> 1 ."), "one.ttl", "text/turtle"),
            "two": (BytesIO(b'{"@id": "_:a", "http://b": 2}'), "two.jsonld", "application/ld+json"),
        },
        headers=TOKEN,
    )
    assert made.status_code == 201
    location = made.headers["Location"]
    assert location.startswith(f"{BASE}/graphs/")
    lines = client.get(
        location.removeprefix(BASE), headers={"Accept": "application/n-triples"}
    ).text.splitlines()
    assert len({line.split()[0] for line in lines}) == 2


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"<a> <b", "text/turtle", 400),
        (b"<a> <b> 1 .", "text/plain", 415),
        (b"<a> <b> 1 .", "", 415),
        (b"<a> <b> 1 .", "text/turtle; charset=latin-1", 415),
        (b"{}", "application/json", 415),
        (b"<g> { <a> <b> 1 }", "application/trig", 415),
        (b'{"@context": "http://127.0.0.1/", "@id": "a"}', "application/ld+json", 400),
        (b'{"@id": "http://g", "@graph": [{"@id": "http://a", "http://b": 1}]}', "application/ld+json", 400),
        (b'<!DOCTYPE r [<!ENTITY a "aaaa">]><r>&a;</r>', "application/rdf+xml", 400),
        ("<!DOCTYPE r><r/>".encode("utf-16"), "application/rdf+xml", 400),
        (b"x", "multipart/form-data; boundary=b", 400),
        (b"x", "multipart/form-data", 400),
        (b"# " + b"x" * 200_000, "text/turtle", 413),
    ],
)  # fmt: skip
def test_what_is_not_taken(client: FlaskClient, data: bytes, kind: str, status: int) -> None:
    assert put(client, "/graphs/refused", data, kind) == status
    assert client.get("/graphs/refused").status_code == 404


def test_which_graph_must_be_clear(client: FlaskClient) -> None:
    for address in ("/graphs", "/graphs?graph=a&default", "/graphs?graph=no iri", "/graphs/a?default"):
        assert client.get(address).status_code == 400, address
        assert put(client, address, b"") == 400, address


def test_only_reading_is_for_everybody(client: FlaskClient) -> None:
    for method in ("PUT", "POST", "DELETE"):
        assert client.open("/graphs?default", method=method, data=b"").status_code == 401
    refused = client.patch("/graphs?default", headers=TOKEN)
    assert refused.status_code == 405
    assert "PUT" in refused.headers["Allow"]
    packed = client.put(
        "/graphs/a", data=b"", headers={**TOKEN, "Content-Encoding": "gzip"}, content_type="text/turtle"
    )
    assert packed.status_code == 415
