"""The short way for plain queries over a real socket: nobody sees which way an answer took."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.store import Dataset
from graph.store.search import write_index
from server.app import create_app
from server.query_text import inspect, outline
from server.settings import Settings
from tests.hostile.serving import LONG, Server, runs, within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

HOST = "films.example"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("express") / "data"
    with Dataset(path, f"http://{HOST}").write() as draft:
        lines = [f'<http://{HOST}/film/{n}> <http://{HOST}/title> "Élan {n}" .' for n in range(3000)]
        draft.store.bulk_load("\n".join(lines).encode(), ox.RdfFormat.N_TRIPLES)
        write_index(draft.directory / "search.sqlite", ())
        draft.publish({})
    return path


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[Server]:
    with Server(data, workers=2, queries_per_client=0, query_seconds=8) as running:
        assert within(LONG, lambda: running.has_workers(3))
        yield running


@pytest.fixture(scope="module")
def usual(data: Path) -> Iterator[FlaskClient]:
    """The application without what stands before it: the usual way."""
    app = create_app(data, Settings.of({}))
    yield app.test_client()
    app.extensions["reelgraph"].evaluator.close()


def _lower(text: str) -> str:
    """As an address may be spelt, too: %3f for %3F."""
    return re.sub("%..", lambda found: found[0].lower(), quote(text))


def _fields(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers if name.lower() not in ("date", "server")}


TEXTS = {
    "a table": "SELECT ?t {{ <http://films.example/film/{n}> <http://films.example/title> ?t }}",
    "a table of many rows": "SELECT * {{ ?f <http://films.example/title> ?t }} LIMIT 3{n}",
    "no row": "SELECT * {{ ?f <http://films.example/other/{n}> ?t }}",
    "yes or no": "ASK {{ <http://films.example/film/{n}> ?p ?t }}",
    "a graph": "CONSTRUCT {{ ?f ?p ?t }} WHERE {{ ?f ?p ?t FILTER(STRENDS(?t, 'Élan {n}')) }}",
    "more than fits into a block": "SELECT * {{ ?f ?p ?t FILTER(?t != 'é{n}') }}",
    "a text longer than a link may be": "SELECT * {{ ?f ?p ?t }} LIMIT {n} # " + "x" * 1950,
    "a text longer than the short way is": "SELECT * {{ ?f ?p ?t }} LIMIT {n} # " + "x" * 5000,
    "nothing that can be read": "SELECT * {{ ?f ?p ?t }} LIMIT {n} nonsense",
    "another each time": "SELECT (RAND() * 0 AS ?x) ?t {{ <http://films.example/film/{n}> ?p ?t }}",
}
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Accept": "application/sparql-results+json"},
    {"Accept": "text/csv, text/turtle;q=0.5", "User-Agent": "somebody"},
    {"Accept": "application/n-triples;q=0.1,application/xml", "Origin": "http://elsewhere.example"},
    {"Accept-Encoding": "gzip"},
    {"Accept": "text/html"},
    {"Accept": "image/png"},
    {"If-None-Match": '"nothing"'},
)


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        (text, headers)
        for text in TEXTS
        for headers in (HEADERS if text in ("a table", "a graph") else HEADERS[:1])
    ],
    ids=repr,
)
def test_an_answer_is_what_the_application_gives(
    text: str, headers: dict[str, str], server: Server, usual: FlaskClient
) -> None:
    # The first ones teach; the spellings of an address differ from client to client.
    ways: tuple[Callable[[str], str], ...] = (quote, quote_plus, _lower, quote)
    for number, spell in enumerate(ways, start=11):
        target = "/sparql?query=" + spell(TEXTS[text].format(n=number))
        status, found, body = server.ask(target, headers={"Host": HOST, **headers})
        expected = usual.get(target, headers={"Host": HOST, **headers})
        assert (status, _fields(found.items())) == (expected.status_code, _fields(expected.headers.items()))
        coded = found["Content-Encoding"] == "gzip"
        content = gzip.decompress(body) if coded else body
        assert sorted(content) == sorted(gzip.decompress(expected.data) if coded else expected.data)


def test_an_answer_that_was_known_is_kept_as_a_response_too(server: Server) -> None:
    text = "SELECT ?t {{ <http://films.example/film/{n}> <http://films.example/title> ?t }} # known {n}"

    def hits(cache: str) -> int:
        found = re.search(rf'cache_hits_total{{cache="{cache}"}} (\d+)', server.ask("/metrics")[2].decode())
        assert found is not None
        return int(found[1])

    # The first two teach; then somebody who spells the address in another way asks for what is known.
    for n, spell in ((41, quote), (42, quote), (43, quote), (43, quote_plus)):
        assert server.ask("/sparql?query=" + spell(text.format(n=n)))[0] == 200
    responses, answers = hits("responses"), hits("answers")
    assert server.ask("/sparql?query=" + quote_plus(text.format(n=43)))[0] == 200
    assert (hits("responses"), hits("answers")) == (responses + 1, answers)


def test_a_version_published_meanwhile_is_asked_at_once(tmp_path: Path) -> None:
    dataset = Dataset(tmp_path / "data", f"http://{HOST}")
    query = "/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c }", safe="")
    with dataset.write() as draft:
        write_index(draft.directory / "search.sqlite", ())
        draft.publish({})
    with Server(tmp_path / "data") as running:
        for number in range(1, 4):
            for _ in range(3):
                _, headers, body = running.ask(query)
                assert headers["Reelgraph-Version"] == str(number)
                assert json.loads(body)["results"]["bindings"][0]["n"]["value"] == str(number - 1)
            with dataset.write() as draft:
                draft.store.add(
                    ox.Quad(
                        ox.NamedNode(f"http://{HOST}/{number}"), ox.NamedNode("http://p"), ox.Literal("x")
                    )
                )
                write_index(draft.directory / "search.sqlite", ())
                draft.publish({})
            time.sleep(0.02)


@pytest.mark.slow
def test_a_slow_query_beside_it_is_stopped_and_quick_ones_go_on(server: Server) -> None:
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(server.query, SLOW)
        assert within(LONG, lambda: server.busy() == 1)
        for number in range(30):
            status, _, body = server.query(f"ASK {{ <http://films.example/film/{number}> ?p ?o }}")
            assert (status, json.loads(body)["boolean"]) == (200, True)
        status, _, body = slow.result()
    assert (status, json.loads(body)["reason"]) == (503, "deadline")


def test_more_connections_than_workers_all_get_their_answers(server: Server) -> None:
    def ask(number: int) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=LONG)
        found = []
        for turn in range(10):
            text = f"SELECT ?t {{ <http://films.example/film/{number * 10 + turn}> ?p ?t }}"
            connection.request("GET", f"/sparql?query={quote(text, safe='')}")
            response = connection.getresponse()
            assert response.status == 200
            found.append(json.loads(response.read())["results"]["bindings"][0]["t"]["value"])
        connection.close()
        return " ".join(found)

    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(ask, range(40)))
    assert answers == [" ".join(f"Élan {n * 10 + turn}" for turn in range(10)) for n in range(40)]


def test_workers_that_die_while_they_wait_are_replaced(server: Server) -> None:
    killed = server.workers()
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    assert within(LONG, lambda: not any(runs(pid) for pid in killed))
    for number in range(10):
        assert server.query(f"ASK {{ ?s ?p 'killed {number}' }}")[0] == 200


@pytest.mark.slow
def test_one_client_has_no_more_seats_than_it_may(data: Path) -> None:
    with Server(data, queries_per_client=1, queue_seconds=0.5, query_seconds=8) as running:
        assert within(LONG, running.has_workers)
        assert running.query("ASK { ?s ?p 1 }")[0] == 200
        with ThreadPoolExecutor(1) as pool:
            slow = pool.submit(running.query, SLOW)
            assert within(LONG, lambda: running.busy() == 1)
            assert running.query("ASK { ?s ?p 2 }")[0] == 429
            assert slow.result()[0] == 503
        for number in range(5):
            assert running.query(f"ASK {{ ?s ?p {number + 3} }}")[0] == 200


_PIECES = (
    *"(){}[]/|^ '#.;,&-+=!<",
    *('"', '"""', "\n", "\\", "http://a/b", "<http://a/b>", "<a(b>", "a", "?x", "UNION", "filter", "graph"),
    *("p:q", "SERVICE", "&&", "@en", "_:b", "12.5"),
)


@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=25).map("".join))
@settings(max_examples=500, deadline=None)
def test_the_quick_look_at_a_text_never_sees_less_than_the_thorough_one(text: str) -> None:
    quick, thorough = outline(text), inspect(text)
    if quick is None:
        assert "service" in text.lower()
        return
    assert not thorough.calls_service
    for name in ("nesting", "patterns", "operators", "steps"):
        assert getattr(quick, name) >= getattr(thorough, name)
