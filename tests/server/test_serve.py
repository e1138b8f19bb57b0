"""The real server over a real socket: start, clients, stop."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import pytest
from SPARQLWrapper import CSV, GET, JSON, POST, POSTDIRECTLY, TURTLE, URLENCODED, XML, SPARQLWrapper

from server.serve import CannotServe, free_port
from tests.hostile.serving import LONG, processor_seconds, within
from tests.server.archive import BASE
from tests.server.conftest import ROOT, running
from tests.server.run_archive import STOP_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable

COMMAND = (sys.executable, "-m", "tests.server.run_archive")
CAST = "SELECT ?name { ?film reel:title 'Aloners' ; reel:actor/reel:name ?name } ORDER BY ?name"


def connect(address: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(address).netloc, timeout=LONG)


def get(connection: http.client.HTTPConnection, path: str, **headers: str) -> tuple[int, bytes]:
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    return response.status, response.read()


# -- a real client -------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "how"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
@pytest.mark.parametrize("form", [JSON, XML])
def test_sparqlwrapper_selects(server: str, method: str, how: str, form: str) -> None:
    client: Any = SPARQLWrapper(f"{server}/sparql", returnFormat=form)
    client.setMethod(method)
    client.setRequestMethod(how)
    client.setQuery(CAST)
    found = client.queryAndConvert()
    if form == JSON:
        names = [row["name"]["value"] for row in found["results"]["bindings"]]
    else:
        names = [node.firstChild.data for node in found.getElementsByTagName("literal")]
    assert names == ["Gong Seung-yeon", "Jeong Da-eun"]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_sparqlwrapper_asks_constructs_and_describes(server: str) -> None:
    client: Any = SPARQLWrapper(f"{server}/sparql")
    client.setReturnFormat(JSON)
    client.setQuery("ASK { ?film reel:title 'Aloners' }")
    assert client.queryAndConvert()["boolean"] is True
    client.setReturnFormat(TURTLE)
    client.setQuery("CONSTRUCT WHERE { ?film reel:title ?title }")
    assert b"Night Shift" in client.queryAndConvert()
    client.setReturnFormat(XML)
    client.setQuery(f"DESCRIBE <{BASE}/film/aloners-2023>")
    assert len(client.queryAndConvert()) > 5
    client.setReturnFormat(CSV)
    client.setQuery(CAST)
    assert client.queryAndConvert().split(b"\r\n")[0] == b"name"


def test_rdflib_reads_a_thing_by_its_address(server: str) -> None:
    import rdflib

    graph = rdflib.Graph().parse(f"{server}/film/aloners-2023", format="turtle")
    title = rdflib.URIRef("https://w3id.org/reelgraph/ontology#title")
    assert graph.value(rdflib.URIRef(f"{BASE}/film/aloners-2023"), title) == rdflib.Literal("Aloners")


# -- the socket ----------------------------------------------------------------------------------


def test_one_connection_serves_many_requests_of_every_kind(server: str) -> None:
    connection = connect(server)
    for _ in range(3):
        assert get(connection, "/healthz")[0] == 200
        assert get(connection, "/film/aloners-2023")[0] == 303
        assert get(connection, "/nothing")[0] == 404
        assert get(connection, "/sparql?query=nonsense")[0] == 400
        connection.request("HEAD", "/film/aloners-2023.html")
        response = connection.getresponse()
        assert (response.status, response.read()) == (200, b"")
        connection.request("POST", "/sparql", b"x" * 2_000_000, {"Content-Type": "application/sparql-query"})
        response = connection.getresponse()
        assert (response.status, response.read()[:1]) == (413, b"{")
    connection.close()


def test_a_large_answer_comes_whole(server: str) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
    connection = connect(server)
    status, body = get(connection, "/sparql?" + urlencode({"query": query}))
    connection.close()
    assert status == 200
    assert len(body) > 4_000_000
    assert len(json.loads(body)["results"]["bindings"]) == 20_000


def test_many_clients_at_once(server: str) -> None:
    failures: list[object] = []

    def ask() -> None:
        connection = connect(server)
        for number in range(20):
            path = ("/sparql?" + urlencode({"query": CAST}), "/film/aloners-2023.html", "/healthz")[
                number % 3
            ]
            status, _ = get(connection, path)
            if status != 200:
                failures.append(status)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_slow_query_holds_nobody_else_up(server: str) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?c) < STR(?f)) }"

    def wait(number: int) -> None:
        connection = connect(server)
        assert get(connection, "/sparql?" + urlencode({"query": f"{slow} # {number}"}))[0] == 200
        connection.close()

    def longest_wait(number: int) -> float:
        """Of somebody who asks without pause meanwhile: as a part of the time that the slow query takes."""
        connection = connect(server)
        with ThreadPoolExecutor(1) as one:
            moments = [time.monotonic()]
            waiting = one.submit(wait, number)
            while not waiting.done():
                assert get(connection, "/healthz")[0] == 200
                moments.append(time.monotonic())
            waiting.result()
        connection.close()
        return max(b - a for a, b in itertools.pairwise(moments)) / (moments[-1] - moments[0])

    # Whoever is held up waits for nearly all of it, each time. That the machine stops for a while happens.
    assert any(longest_wait(number) < 0.5 for number in range(5))


# -- starting and stopping -----------------------------------------------------------------------


def test_it_starts_quickly_and_prints_nothing_of_its_own() -> None:
    process = subprocess.Popen(
        COMMAND, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    assert first.startswith("http://127.0.0.1:")
    assert sum(processor_seconds(process.pid).values()) < 5  # about one
    process.terminate()
    rest, errors = process.communicate(timeout=LONG)
    assert (rest, errors, process.returncode) == ("", "", 0)


def _to_one(process: subprocess.Popen[str], number: int) -> None:
    process.send_signal(number)


def _to_the_group(process: subprocess.Popen[str], number: int) -> None:
    """As a terminal does on Ctrl+C."""
    os.killpg(process.pid, number)


def _while_it_is_held(process: subprocess.Popen[str], number: int) -> None:
    """The system then hands the signal to whichever thread goes on first."""
    process.send_signal(signal.SIGSTOP)
    process.send_signal(number)
    process.send_signal(signal.SIGCONT)


@pytest.mark.parametrize(
    ("number", "send"),
    [
        (signal.SIGTERM, _to_one),
        (signal.SIGINT, _to_the_group),
        (signal.SIGHUP, _to_one),
        (signal.SIGTERM, _while_it_is_held),
    ],
    ids=["SIGTERM", "Ctrl+C", "SIGHUP", "SIGTERM while held"],
)
def test_it_stops_when_told_and_frees_the_port(
    number: int, send: Callable[[subprocess.Popen[str], int], None]
) -> None:
    process = subprocess.Popen(
        COMMAND, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    idle = connect(address)  # a connection that is kept open must not hold the stop up
    assert get(idle, "/healthz")[0] == 200
    send(process, number)
    _, errors = process.communicate(timeout=STOP_SECONDS / 4)
    idle.close()
    assert (errors, process.returncode) == ("", 0)
    assert free_port("127.0.0.1", urlsplit(address).port or 0) == urlsplit(address).port


def test_the_worker_does_not_outlive_a_supervisor_that_was_killed() -> None:
    process = subprocess.Popen(COMMAND, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    port = urlsplit(process.stdout.readline().strip()).port or 0
    process.kill()
    process.communicate(timeout=LONG)

    def free() -> bool:
        with contextlib.suppress(CannotServe):
            return free_port("127.0.0.1", port) == port
        return False

    assert within(LONG, free), "the port is still held"


def test_a_port_in_use_is_one_clear_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run([*COMMAND, str(port)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert (
        done.stderr == f"Port {port} on 127.0.0.1 is in use by another program; choose another with --port.\n"
    )


def test_a_second_server_on_the_port_of_the_first_is_refused() -> None:
    with running(*COMMAND) as address:
        port = str(urlsplit(address).port)
        done = subprocess.run([*COMMAND, port], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "in use" in done.stderr


def test_an_address_that_is_none_is_one_clear_sentence() -> None:
    with pytest.raises(CannotServe, match=r"no address called no\.such\.host\.invalid"):
        free_port("no.such.host.invalid", 8000)
    with pytest.raises(CannotServe, match="cannot be listened on"):
        free_port("203.0.113.7", 8000)
