"""SERVICE and LOAD with a list of places: what is asked, what is not, and what comes of failures.

The other services are real ones on the loopback, each with a record of what it was asked: "not asked" is
read from there.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from graph.build import ingest
from graph.store import Dataset
from graph.store.workers import QueryFailed, Question
from graph.store.writer import publish_empty
from server.app import create_app
from server.settings import Settings
from tests.conftest import ROOT
from tests.server.archive import client_of
from tests.server.elsewhere import Elsewhere

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

BASE = "http://plain.example"
TOKEN = {"Authorization": "Bearer sesame"}
OURS = """
INSERT DATA { <film/aloners> <title> "Aloners" . <film/night> <title> "Night Shift" .
              <film/third> <title> "The Third" . GRAPH <g> { <a> <b> <c> } }
"""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    with Elsewhere() as found:
        yield found


@pytest.fixture(scope="module")
def forbidden() -> Iterator[Elsewhere]:
    """Another service on the same machine, that is on nobody's list."""
    with Elsewhere() as found:
        yield found


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, elsewhere: Elsewhere) -> Iterator[FlaskClient]:
    dataset = Dataset(tmp_path_factory.mktemp("federation") / "data", base=BASE)
    publish_empty(dataset)
    found = _client(dataset.path, f"127.0.0.1:{elsewhere.port}, localhost:{elsewhere.port}")
    assert _update(found, OURS).status_code == 204
    yield found
    found.application.extensions["reelgraph"].pool.close()


@pytest.fixture(scope="module")
def client_for(client: FlaskClient, elsewhere: Elsewhere) -> Iterator[Callable[[str], FlaskClient]]:
    """Who asks for a page: for the slow one another over the same, that waits a second for a service."""
    path = client.application.extensions["reelgraph"].dataset.path
    found = _client(path, f"127.0.0.1:{elsewhere.port}", service_seconds=1)
    yield lambda page: found if page == "/slow" else client
    found.application.extensions["reelgraph"].pool.close()


@pytest.fixture(autouse=True)
def _forget(elsewhere: Elsewhere, forbidden: Elsewhere) -> None:
    for service in (elsewhere, forbidden):
        service.asked.clear()
        service.redirects.clear()


def _client(path: Path, hosts: str, **more: object) -> FlaskClient:
    given: dict[str, object] = {
        "token": "sesame", "workers": 1, "service_hosts": hosts, "service_seconds": 60, "query_seconds": 120,
        "service_bytes": 500_000,
        **more,
    }  # fmt: skip
    return client_of(create_app(path, Settings.of({}, **given)))


def _ask(client: FlaskClient, text: str, **parameters: str) -> TestResponse:
    return client.get("/sparql", query_string={"query": text, "format": "json", **parameters})


def _update(client: FlaskClient, text: str) -> TestResponse:
    return client.post("/update", data=text, content_type="application/sparql-update", headers=TOKEN)


def _rows(answer: TestResponse) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = json.loads(answer.data)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def _refused(answer: TestResponse, status: int, said: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    problem: dict[str, Any] = json.loads(answer.data)
    assert said in problem["detail"], problem
    return problem


# -- what comes back ------------------------------------------------------------------------------


def test_solutions_of_another_service_join_with_ours(client: FlaskClient, elsewhere: Elsewhere) -> None:
    found = _rows(
        _ask(
            client,
            "PREFIX e: <http://elsewhere.example/>\n"
            "SELECT ?film ?award { ?film <title> ?t .\n"
            f"  SERVICE <{elsewhere.address()}> {{ ?x e:title ?t ; e:award ?award }} }}",
        )
    )
    assert {row["film"] for row in found} == {f"{BASE}/film/aloners"}
    assert "http://elsewhere.example/giraldillo" in {row["award"] for row in found}
    assert len(elsewhere.asked) == 1


def test_a_call_may_stand_wherever_a_group_may(client: FlaskClient, elsewhere: Elsewhere) -> None:
    call = f"SERVICE <{elsewhere.address()}> {{ ?x <http://elsewhere.example/title> ?t }}"
    optional = _rows(_ask(client, f"SELECT ?t ?x {{ ?film <title> ?t OPTIONAL {{ {call} }} }}"))
    assert sorted((row["t"], "x" in row) for row in optional) == [
        ("Aloners", True), ("Night Shift", True), ("The Third", False),
    ]  # fmt: skip
    without = _rows(_ask(client, f"SELECT ?t {{ ?film <title> ?t MINUS {{ {call} }} }}"))
    assert [row["t"] for row in without] == ["The Third"]
    exists = _rows(_ask(client, f"SELECT ?t {{ ?film <title> ?t FILTER NOT EXISTS {{ {call} }} }}"))
    assert [row["t"] for row in exists] == ["The Third"]
    either = _rows(_ask(client, f"SELECT ?t {{ {{ {call} }} UNION {{ BIND('z' AS ?t) }} }}"))
    assert len(either) == 3


def test_text_that_looks_like_a_query_stays_text(client: FlaskClient, elsewhere: Elsewhere) -> None:
    asked = f"SELECT ?n {{ SERVICE <{elsewhere.address()}> {{ ?x <http://elsewhere.example/note> ?n }} }}"
    assert _rows(_ask(client, asked)) == [{"n": 'said: "hush"\n{ SERVICE <http://a> { } }'}]


def test_a_blank_node_is_one_thing_through_an_answer_and_no_blank_node(
    client: FlaskClient, elsewhere: Elsewhere
) -> None:
    asked = (
        f"SELECT ?y ?n {{ SERVICE <{elsewhere.address()}> {{ ?x <http://elsewhere.example/award> ?y . "
        "OPTIONAL { ?y <http://elsewhere.example/name> ?n } } FILTER(ISIRI(?y)) }"
    )
    found = _rows(_ask(client, asked))
    assert [row["y"].startswith("urn:reelgraph:blank:") for row in found if "n" in row] == [True]
    assert len(found) == 2


def test_a_call_without_variables_is_a_yes_or_no(client: FlaskClient, elsewhere: Elsewhere) -> None:
    for title, count in (("Aloners", 1), ("Nothing", 0)):
        call = f"<http://elsewhere.example/aloners> <http://elsewhere.example/title> '{title}'"
        found = _rows(_ask(client, f"SELECT (1 AS ?one) {{ SERVICE <{elsewhere.address()}> {{ {call} }} }}"))
        assert len(found) == count
    assert elsewhere.asked[0].split(" ", 1)[1].split("\n")[-1].startswith("ASK")


def test_our_prefixes_and_base_hold_in_a_call(client: FlaskClient, elsewhere: Elsewhere) -> None:
    _rows(_ask(client, f"SELECT * {{ SERVICE <{elsewhere.address()}> {{ ?x a reel:Film ; <p> ?y }} }}"))
    assert "reel: <https://w3id.org/reelgraph/ontology#>" in elsewhere.asked[0]
    assert f"BASE <{BASE}/>" in elsewhere.asked[0]


def test_the_same_call_twice_is_asked_once_and_nothing_is_kept(
    client: FlaskClient, elsewhere: Elsewhere
) -> None:
    call = f"SERVICE <{elsewhere.address()}> {{ ?x <http://elsewhere.example/title> ?t }}"
    text = f"SELECT * {{ {{ {call} }} UNION {{ {call} }} }}"
    answer = _ask(client, text)
    assert len(_rows(answer)) == 4
    assert len(elsewhere.asked) == 1
    assert answer.headers["Cache-Control"] == "no-store"
    _ask(client, text)
    assert len(elsewhere.asked) == 2


# -- what is not asked ----------------------------------------------------------------------------


def test_a_service_that_is_not_on_the_list_is_not_asked(client: FlaskClient, forbidden: Elsewhere) -> None:
    for silent in ("", "SILENT "):
        asked = f"SELECT * {{ SERVICE {silent}<{forbidden.address()}> {{ ?s ?p ?o }} }}"
        assert _refused(_ask(client, asked), 400, "not on this server's list")["setting"] == "service_hosts"
    assert forbidden.asked == []


@pytest.mark.parametrize("silent", [False, True])
def test_a_redirect_to_a_place_that_is_not_on_the_list_is_not_followed(
    client: FlaskClient, elsewhere: Elsewhere, forbidden: Elsewhere, silent: bool
) -> None:
    elsewhere.redirects["/away"] = forbidden.address()
    word = "SILENT" if silent else ""
    answer = _ask(client, f"SELECT * {{ SERVICE {word} <{elsewhere.address('/away')}> {{ ?s ?p ?o }} }}")
    if silent:
        assert _rows(answer) == [{}]
    else:
        _refused(answer, 400, "not on this server's list")
    assert len(elsewhere.asked) == 1
    assert forbidden.asked == []


def test_a_name_that_stands_for_a_private_address_is_not_asked(
    client: FlaskClient, elsewhere: Elsewhere
) -> None:
    asked = f"SELECT * {{ SERVICE <{elsewhere.address(host='localhost')}> {{ ?s ?p ?o }} }}"
    _refused(_ask(client, asked), 400, "not a public address")
    elsewhere.redirects["/away"] = elsewhere.address(host="localhost")
    asked = f"SELECT * {{ SERVICE <{elsewhere.address('/away')}> {{ ?s ?p ?o }} }}"
    _refused(_ask(client, asked), 400, "not a public address")
    assert [line.split()[0] for line in elsewhere.asked] == ["/away"]


def test_a_name_may_be_private_where_the_list_says_so(tmp_path: Path, elsewhere: Elsewhere) -> None:
    dataset = Dataset(tmp_path / "data", base=BASE)
    publish_empty(dataset)
    client = _client(dataset.path, f"private:http://localhost:{elsewhere.port}/sparql")
    asked = "SELECT * { SERVICE <%s> { ?x <http://elsewhere.example/title> ?t } }"
    assert len(_rows(_ask(client, asked % elsewhere.address(host="localhost")))) == 2
    for other in ("/other", "/sparql/../other", "/sparql/%2e%2e/other", "/sparqlx"):
        _refused(_ask(client, asked % elsewhere.address(other, host="localhost")), 400, "list")
    assert len(elsewhere.asked) == 1
    client.application.extensions["reelgraph"].pool.close()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * { VALUES ?x { <%s> } SERVICE ?x { ?s ?p ?o } }", "not by a variable"),
        ("SELECT * { SERVICE <%s> { ?s ?p ?o SERVICE <%s> { ?a ?b ?c } } }", "inside a SERVICE"),
        ("ASK { ?s ?p trueSERVICE<%s>{?a ?b ?c} }", "space around"),
        ("ASK { FILTER(1<2&&3>2) SERVICE <%s> { ?a ?b ?c } }", "space after each <"),
        ("SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }", "no http or https address"),
        ("SELECT * { SERVICE <http://me:pass@127.0.0.1/> { ?s ?p ?o } }", "user's name"),
        ("SELECT * { SERVICE <x> { ?s ?p ?o } }", "not on this server's list"),
    ],
)
def test_what_cannot_be_told_for_sure_is_not_asked(
    client: FlaskClient, elsewhere: Elsewhere, text: str, said: str
) -> None:
    _refused(_ask(client, text.replace("%s", elsewhere.address())), 400, said)
    assert elsewhere.asked == []


def test_a_query_that_cannot_be_read_asks_nobody_and_says_where_it_breaks(
    client: FlaskClient, elsewhere: Elsewhere
) -> None:
    call = f"SERVICE <{elsewhere.address()}> {{ ?s ?p ?o }}"
    problem = _refused(_ask(client, f"SELECT * {{\n {call}\n ?s nonsense ?o }}"), 400, "line 3")
    assert problem["line"] == 3
    assert elsewhere.asked == []


def test_as_many_calls_as_are_allowed_and_no_more(client: FlaskClient, elsewhere: Elsewhere) -> None:
    def text(count: int) -> str:
        each = [f"SERVICE <{elsewhere.address()}> {{ ?x{n} ?y{n} 'Aloners' }}" for n in range(count)]
        return f"SELECT * {{ {' '.join(each)} }}"

    assert len(_rows(_ask(client, text(5)))) == 1
    elsewhere.asked.clear()
    assert _refused(_ask(client, text(6)), 400, "6 times")["setting"] == "service_calls"
    assert elsewhere.asked == []


def test_workers_have_no_sockets_though_services_may_be_asked(
    client: FlaskClient, elsewhere: Elsewhere
) -> None:
    """What gets past the reading of the text comes to a worker that cannot call anybody."""
    here = client.application.extensions["reelgraph"]
    question = Question(
        text=f"SELECT * {{ SERVICE <{elsewhere.address()}> {{ ?s ?p ?o }} }}",
        store=here.version().place, base=BASE, results="text/csv", graph=None,
    )  # fmt: skip
    with pytest.raises(QueryFailed) as failed:
        here.pool.ask(question, time.monotonic() + 5)
    assert failed.value.reason == QueryFailed.FAILED
    assert elsewhere.asked == []


# -- what fails -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/large", 502, "larger than 500,000 bytes"),
        ("/packed", 502, "compressed"),
        ("/nonsense", 502, "cannot be read"),
        ("/page", 502, "not SPARQL results"),
        ("/nothing", 502, "status 404"),
        ("/slow", 504, "in time"),
        ("/loop", 502, "more than 3 redirects"),
    ],
)
def test_a_service_that_fails_fails_the_query_unless_silent(
    client_for: Callable[[str], FlaskClient], elsewhere: Elsewhere, path: str, status: int, said: str
) -> None:
    client = client_for(path)
    elsewhere.redirects["/loop"] = "/loop"
    call = f"<{elsewhere.address(path)}> {{ ?s ?p ?o }}"
    assert _refused(_ask(client, f"SELECT * {{ SERVICE {call} }}"), status, said)["reason"] == "service"
    assert _rows(_ask(client, f"SELECT * {{ SERVICE SILENT {call} }}")) == [{}]


def test_redirects_are_followed_as_far_as_allowed(client: FlaskClient, elsewhere: Elsewhere) -> None:
    elsewhere.redirects |= {"/a": "/b", "/b": "/c", "/c": elsewhere.address(), "/more": "/a"}
    call = "<%s> { ?x <http://elsewhere.example/title> ?t }"
    assert len(_rows(_ask(client, f"SELECT * {{ SERVICE {call % elsewhere.address('/a')} }}"))) == 2
    _refused(_ask(client, f"SELECT * {{ SERVICE {call % elsewhere.address('/more')} }}"), 502, "redirects")


def test_nothing_is_asked_when_no_place_is_named(tmp_path: Path, elsewhere: Elsewhere) -> None:
    dataset = Dataset(tmp_path / "data", base=BASE)
    publish_empty(dataset)
    client = _client(dataset.path, "")
    asked = f"SELECT * {{ SERVICE <{elsewhere.address()}> {{ ?s ?p ?o }} }}"
    assert _refused(_ask(client, asked), 400, "SERVICE is switched off")["setting"] == "service_hosts"
    assert "LOAD is switched off" in _update(client, f"LOAD <{elsewhere.address('/graph.ttl')}>").text
    assert elsewhere.asked == []
    client.application.extensions["reelgraph"].pool.close()


# -- updates --------------------------------------------------------------------------------------


def _count(client: FlaskClient, graph: str) -> int:
    found = _rows(_ask(client, f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"))
    return int(found[0]["n"])


@pytest.mark.parametrize("path", ["/graph.ttl", "/to-graph"])
def test_a_document_is_loaded_among_other_operations(
    client: FlaskClient, elsewhere: Elsewhere, path: str
) -> None:
    elsewhere.redirects["/to-graph"] = "/graph.ttl"
    done = _update(
        client,
        "PREFIX e: <http://mine.example/>\nCLEAR SILENT GRAPH e:loaded ;\n"
        f"LOAD <{elsewhere.address(path)}> INTO GRAPH e:loaded ;\n"
        "PREFIX f: <http://elsewhere.example/> DELETE { GRAPH e:loaded { ?s f:note ?n } } "
        "WHERE { GRAPH e:loaded { ?s f:note ?n } }",
    )
    assert done.status_code == 204, done.text
    assert _count(client, "http://mine.example/loaded") == 5


def test_an_update_may_call_another_service(client: FlaskClient, elsewhere: Elsewhere) -> None:
    call = f"SERVICE <{elsewhere.address()}> {{ ?x <http://elsewhere.example/title> ?t }}"
    done = _update(client, f"INSERT {{ GRAPH <titles> {{ ?x <title> ?t }} }} WHERE {{ {call} }}")
    assert done.status_code == 204, done.text
    assert _count(client, "titles") == 2


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/broken.ttl", 502, "cannot be read"),
        ("/entities.rdf", 502, "DOCTYPE"),
        ("/page", 502, "text/html"),
        ("/nothing", 502, "status 404"),
        ("/slow", 504, "in time"),
        ("/away", 400, "not on this server's list"),
    ],
)
def test_a_document_that_cannot_be_loaded_changes_nothing_unless_silent(
    client_for: Callable[[str], FlaskClient], elsewhere: Elsewhere, forbidden: Elsewhere,
    path: str, status: int, said: str,
) -> None:  # fmt: skip
    client = client_for(path)
    elsewhere.redirects["/away"] = forbidden.address("/graph.ttl")
    _update(client, "CLEAR SILENT GRAPH <after>")
    load = f"<{elsewhere.address(path)}> INTO GRAPH <half>"
    then = " ; INSERT DATA { GRAPH <after> { <a> <b> 1 } }"
    _refused(_update(client, f"LOAD {load}{then}"), status, said)
    assert _count(client, "after") == 0
    silent = _update(client, f"LOAD SILENT {load}{then}")
    assert silent.status_code == 204, silent.text
    assert (_count(client, "half"), _count(client, "after")) == (0, 1)
    assert forbidden.asked == []


def test_what_is_compiled_from_documents_is_not_loaded_into(tmp_path: Path, elsewhere: Elsewhere) -> None:
    dataset = Dataset(tmp_path / "data", base=BASE)
    page = next(path for path in sorted((ROOT / "samples").rglob("*")) if path.suffix == ".txt")
    assert ingest(dataset, [page]).version == 1
    client = _client(dataset.path, f"127.0.0.1:{elsewhere.port}")
    load = f"LOAD <{elsewhere.address('/graph.ttl')}>"
    assert _update(client, load).status_code == 409
    assert _update(client, f"{load} INTO GRAPH <{BASE}/graph/identity>").status_code == 409
    assert _update(client, f"{load} INTO GRAPH <mine>").status_code == 204
    assert dataset.current_number() == 2
    client.application.extensions["reelgraph"].pool.close()


@pytest.mark.parametrize("text", ["LOAD <file:///etc/passwd>", "LOAD <graph.ttl>", "LOAD <a> INTO <b>"])
def test_nothing_but_the_list_is_loaded(client: FlaskClient, text: str) -> None:
    assert _update(client, text).status_code == 400


def test_nothing_of_the_asker_is_sent_along(client: FlaskClient, elsewhere: Elsewhere) -> None:
    elsewhere.headers.clear()
    asked = f"SELECT * {{ SERVICE <{elsewhere.address()}> {{ ?x ?y 'Aloners' }} }}"
    sent = {"Authorization": "Bearer sesame", "Cookie": "a=b", "X-Forwarded-For": "192.0.2.1"}
    _rows(client.get("/sparql", query_string={"query": asked, "format": "json"}, headers=sent))
    assert set(elsewhere.headers[0]) == {
        "Host", "Accept-Encoding", "Content-Length", "User-Agent", "Accept", "Content-Type",
    }  # fmt: skip
