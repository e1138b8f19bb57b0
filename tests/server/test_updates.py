"""/update: who may write, what is refused, and what a compiled dataset keeps to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from graph.store import Dataset
from graph.store.writer import publish_empty
from server import update_text
from server.app import create_app
from server.authority import check
from server.problems import Problem
from server.settings import Settings
from tests.server.archive import client_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

BASE = "http://plain.example"


def make(dataset: Dataset, **settings: object) -> FlaskClient:
    return client_of(
        create_app(dataset.path, Settings.of({}, **{"token": "sésame", "workers": 1, **settings}))
    )


@pytest.fixture
def plain(tmp_path: Path) -> Dataset:
    dataset = Dataset(tmp_path / "data", base=BASE)
    publish_empty(dataset)
    return dataset


@pytest.fixture
def client(plain: Dataset) -> Iterator[FlaskClient]:
    client = make(plain)
    yield client
    client.application.extensions["reelgraph"].pool.close()


def send(client: FlaskClient, text: str, **options: Any) -> TestResponse:
    options.setdefault("headers", {"Authorization": "Bearer s\u00c3\u00a9same"})  # its bytes in UTF-8
    options.setdefault("content_type", "application/sparql-update")
    return client.post("/update", data=text, **options)


def holds(client: FlaskClient, pattern: str) -> bool:
    answer = client.get("/sparql", query_string={"query": f"ASK {{ {pattern} }}"})
    assert answer.json is not None
    found: bool = answer.json["boolean"]
    return found


@pytest.mark.parametrize(
    ("header", "token", "status"),
    [
        (None, "", 403), ("Bearer x", "", 403), (None, "x", 401), ("Bearer y", "x", 401),
        ("Basic x", "x", 401), ("Bearer ", "x", 401), ("Bearer xx", "x", 401),
    ],
)  # fmt: skip
def test_who_may_not_write(header: str | None, token: str, status: int) -> None:
    with pytest.raises(Problem) as raised:
        check(header, token)
    assert raised.value.status == status
    assert (status == 401) == ("WWW-Authenticate" in raised.value.headers)


@pytest.mark.parametrize("header", ["Bearer x", "bearer x", "Bearer  x "])
def test_who_may(header: str) -> None:
    check(header, "x")


def test_an_update_publishes_a_version_that_can_be_taken_back(client: FlaskClient, plain: Dataset) -> None:
    done = send(client, "INSERT DATA { <a> <b> 1 . GRAPH <g> { <a> <b> 2 } }")
    assert (done.status_code, done.headers["Reelgraph-Version"]) == (204, "2")
    assert holds(client, f"<{BASE}/a> <{BASE}/b> 1 . GRAPH <{BASE}/g> {{ ?s ?p 2 }}")
    assert client.get("/search?q=a").status_code == 200
    plain.rollback()
    assert not holds(client, "?s ?p ?o")


def test_nothing_is_half_done(client: FlaskClient, plain: Dataset) -> None:
    refused = send(client, "INSERT DATA { <a> <b> 1 } ; DROP GRAPH <http://nothing.example/>")
    assert refused.status_code == 409
    assert plain.current_number() == 1
    assert not holds(client, "?s ?p ?o")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("CLEAR XYZ", "line 1, column"),
        ("INSERT DATA { x:y <b> 1 }", 'prefix "x:" is not declared'),
        ("LOAD <http://127.0.0.1/>", "LOAD is switched off"),
        ("load silent <file:///etc/passwd> into graph <g>", "LOAD is switched off"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE is switched off"),
        ("INSERT DATA { <a> <b> " + "[ <b> " * 200 + "1" + "]" * 200 + " }", "deeper than"),
        ("SELECT * {}", "This is a query (SELECT)"),
        ("INSERT DATA { GRAPH <g> { <a> <b> 1 }", "this { is not closed"),
    ],
)
def test_what_is_refused(client: FlaskClient, plain: Dataset, text: str, said: str) -> None:
    refused = send(client, text)
    assert refused.status_code == 400, refused.text
    assert said in refused.text.replace('\\"', '"')
    assert plain.current_number() == 1


def test_how_an_update_is_sent(client: FlaskClient) -> None:
    form = "application/x-www-form-urlencoded"
    assert send(client, "update=CLEAR+ALL", content_type=form).status_code == 204
    assert send(client, "update=CLEAR+ALL&update=CLEAR+ALL", content_type=form).status_code == 400
    assert send(client, "query=ASK{}", content_type=form).status_code == 400
    latin = "update=INSERT+DATA+{GRAPH+<http://x/g>+{<http://x/a>+<http://x/b>+'%E9'}}"
    refused = send(client, latin, content_type=form)
    assert (refused.status_code, "not UTF-8" in refused.text) == (400, True)
    assert send(client, "CLEAR ALL", content_type="text/plain").status_code == 415
    assert (
        send(client, "CLEAR ALL", content_type="application/sparql-update; charset=utf-16").status_code == 415
    )
    assert client.get("/update?update=CLEAR+ALL").status_code == 405
    assert client.post("/update", data="CLEAR ALL").status_code == 401


def test_a_write_that_takes_too_long_is_stopped(plain: Dataset) -> None:
    client, hasty = make(plain), make(plain, write_seconds=1)
    triples = " . ".join(f"<a{n}> <b> {n}" for n in range(400))
    assert send(client, f"INSERT DATA {{ {triples} }}").status_code == 204
    joined = "?a <b> ?x . ?c <b> ?y . ?d <b> ?w . ?e <b> ?v BIND(?x+?y+?w+?v AS ?z)"
    endless = f"INSERT {{ <a> <b> ?z }} WHERE {{ {joined} }}"
    stopped = send(hasty, endless)
    assert (stopped.status_code, stopped.json and stopped.json["reason"]) == (503, "deadline")
    assert send(client, "INSERT DATA { <a> <b> <c> }").status_code == 204
    for each in (client, hasty):
        each.application.extensions["reelgraph"].pool.close()


def test_a_compiled_dataset_keeps_what_is_derived(tmp_path: Path) -> None:
    from graph.build import ingest
    from tests.conftest import ROOT

    dataset = Dataset(tmp_path / "data", base=BASE)
    page = next(
        path for path in sorted((ROOT / "samples").rglob("*")) if path.suffix in (".txt", ".html", ".md")
    )
    assert ingest(dataset, [page]).version == 1
    client = make(dataset)
    source = dataset.version().store.query("SELECT ?g { GRAPH ?g {} FILTER CONTAINS(STR(?g), '/source/') }")
    evidence = next(iter(source))["g"]  # type: ignore[arg-type]
    for text in (
        "INSERT DATA { <a> <b> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        f"INSERT DATA {{ GRAPH <{BASE}/graph/identity> {{ <a> <b> 1 }} }}",
        f"CLEAR GRAPH {evidence}",
        f"INSERT DATA {{ GRAPH <{BASE}/source/of-my-own> {{ <a> <b> 1 }} }}",
        f"INSERT {{ GRAPH ?g {{ <a> <b> 1 }} }} WHERE {{ BIND(<{BASE}/graph/identity> AS ?g) }}",
    ):
        refused = send(client, text)
        assert refused.status_code == 409, text
        assert "is derived" in refused.text
    for address in (
        "/graphs?default",
        f"/graphs?graph={BASE}/graph/identity",
        f"/graphs?graph={evidence.value}",
    ):
        refused = client.put(address, data="", content_type="text/turtle", headers=TOKEN_SENT)
        assert refused.status_code == 409, address
    assert send(client, "INSERT { GRAPH <mine> { ?s <b> 1 } } WHERE { ?s a ?class }").status_code == 204
    assert send(client, "DELETE WHERE { GRAPH <mine> { ?s ?p ?o } }").status_code == 204
    assert dataset.current_number() == 3
    found = client.get("/search?q=a", headers={"Accept": "application/json"})
    assert found.status_code == 200
    client.application.extensions["reelgraph"].pool.close()


TOKEN_SENT = {"Authorization": "Bearer s\u00c3\u00a9same"}


# -- the text alone ------------------------------------------------------------------------------


def test_using_is_put_where_the_grammar_has_it() -> None:
    def made(text: str) -> str:
        return update_text.with_dataset(text, ["http://d"], ["http://n"])

    using = "USING <http://d> USING NAMED <http://n> "
    assert made("INSERT { ?s ?p 'where' } WHERE { ?s ?p ?o }") == (
        f"INSERT {{ ?s ?p 'where' }} {using}WHERE {{ ?s ?p ?o }}"
    )
    assert made("DELETE WHERE { ?s ?p ?o . }; CLEAR ALL") == (
        f"DELETE {{ ?s ?p ?o . }} {using}WHERE {{ ?s ?p ?o . }}; CLEAR ALL"
    )
    assert made("INSERT DATA { <where> <a> <b> }") == "INSERT DATA { <where> <a> <b> }"
    assert update_text.with_dataset("DELETE WHERE {}", [], []) == "DELETE WHERE {}"
    assert update_text.only_inserts(
        "PREFIX where: <x> INSERT DATA { where:a <delete> 'where' } ; INSERT DATA {}"
    )
    for text in ("INSERT DATA {} ; CLEAR ALL", "INSERT {} WHERE { FILTER(?a<?b&&?c>?d) }", "DELETE DATA {}"):
        assert not update_text.only_inserts(text)
    nested = "INSERT {} WHERE { { SELECT * WHERE { ?s ?p ?o } } }"
    assert made(nested) == nested.replace("{} WHERE", f"{{}} {using}WHERE")
    for text in ("WITH <g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "INSERT {} USING <g> WHERE {}"):
        with pytest.raises(update_text.Refusal):
            made(text)
    with pytest.raises(update_text.Refusal):
        update_text.with_dataset("DELETE WHERE {}", ["no iri"], [])
