"""Clients that misbehave on the wire, or come in numbers: the others are served, and all is freed."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.hostile.serving import LONG, WORKERS, Server, runs, within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.alone]

FOREVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 15000"


def _get(query: str, more: str = "") -> bytes:
    return f"GET /sparql?query={quote(query, safe='')}{more} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


@contextlib.contextmanager
def _sockets(server: Server, count: int, *first: bytes) -> Iterator[list[socket.socket]]:
    with contextlib.ExitStack() as stack:
        found = []
        for _ in range(count):
            one = stack.enter_context(socket.socket())
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.settimeout(LONG)
            one.connect(("127.0.0.1", server.port))
            for part in first:
                one.sendall(part)
            found.append(one)
        yield found


#: What the patient server lets whoever keeps it waiting have, in seconds; and what is much less than that:
#: whoever is served only when the others have been sent away is not served in time.
PATIENCE, IN_TIME = 180, 60.0


@pytest.fixture(scope="module")
def patient(dataset: Path) -> Iterator[Server]:
    """A server that sends nobody away, so that whoever is in another's way stays there."""
    limits = dict.fromkeys(("query_seconds", "queue_seconds", "request_seconds"), PATIENCE)
    with Server(dataset, queries_per_client=0, **limits) as found:
        assert within(LONG, found.has_workers)
        yield found


def _served(server: Server, *targets: str) -> None:
    """Somebody else is served: by default a page, whether it is well, and a query that no cache knows."""
    for target in targets or ("/healthz", "/", f"/sparql?query={quote(f'ASK {{}} # {time.time()}')}"):
        start = time.monotonic()
        assert server.ask(target)[0] == 200
        assert time.monotonic() - start < IN_TIME, target


def _idle(server: Server, seconds: float = IN_TIME) -> bool:
    return within(seconds, lambda: not server.busy())


def test_slow_readers_of_large_answers(patient: Server, note: Any) -> None:
    server = patient
    before, asked = sum(server.processes().values()), _queries(server)
    with _sockets(server, 24, _get(LARGE)) as clients:
        assert within(LONG, lambda: _queries(server) == asked + 24)
        _served(server)
        assert sum(server.processes().values()) - before < 300_000_000
        statuses = {client.recv(12) for client in clients}
        assert statuses <= {b"HTTP/1.1 200", b"HTTP/1.1 503", b"HTTP/1.1 429"}
        assert b"HTTP/1.1 200" in statuses
    note("served")


def _queries(server: Server) -> int:
    return server.metric("reelgraph_query_duration_seconds_count")


def test_a_slow_reader_gets_the_whole_answer(patient: Server, note: Any) -> None:
    with _sockets(patient, 1, _get(LARGE, "&format=json")) as (client,):
        time.sleep(1.5)  # nothing hangs on how long: it reads nothing for a while
        content = b""
        while not content.endswith(b"]}}"):
            block = client.recv(65536)
            assert block
            content += block
    head, _, body = content.partition(b"\r\n\r\n")
    assert b"200 OK" in head
    assert len(json.loads(body)["results"]["bindings"]) == 15_000
    note(200)


def test_requests_that_never_end(patient: Server, note: Any) -> None:
    with _sockets(patient, 200, b"GET /sparql?query=ASK HTTP/1.1\r\nHost: x\r\nX-Slow: "):
        _served(patient)
    note("served")


def test_bodies_that_never_end(server: Server, patient: Server, note: Any) -> None:
    head = POST + b"Content-Length: 1000\r\n\r\n"
    with _sockets(patient, 100, head, b"ASK"):
        _served(patient)
    with _sockets(server, 100, head, b"ASK") as clients:
        answers = {client.recv(12) for client in clients}
    note(408)
    assert answers == {b"HTTP/1.1 408"}


def test_bodies_in_chunks_without_end_are_cut_off(patient: Server, note: Any) -> None:
    head = POST + b"Transfer-Encoding: chunked\r\n\r\n"
    with _sockets(patient, 1, head) as (client,):
        chunk = b"10000\r\n" + b"#" * 65536 + b"\r\n"
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for _ in range(2000):
                client.sendall(chunk)
        with contextlib.suppress(ConnectionResetError):
            assert client.recv(12) in (b"HTTP/1.1 413", b"")
    _served(patient)
    note("413 or cut")


def test_idle_connections_in_great_number(patient: Server, note: Any) -> None:
    with _sockets(patient, 1500):
        _served(patient)
    note("served")


def test_nonsense_instead_of_http(patient: Server, note: Any) -> None:
    for nonsense in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500, b"\0" * 5000,
                     b"GET\r\n\r\n",
                     b"GET / HTTP/9.9\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 999,
                     b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                     POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"):  # fmt: skip
        with _sockets(patient, 1, nonsense) as (client,):
            client.settimeout(1)
            with contextlib.suppress(TimeoutError, ConnectionResetError):
                client.recv(100)
    _served(patient)
    note("served")


def test_a_client_that_goes_away_frees_its_worker(patient: Server, note: Any) -> None:
    assert _idle(patient)
    with _sockets(patient, 3, _get(FOREVER)):
        assert within(LONG, lambda: patient.busy() == 3)
    start = time.monotonic()
    assert _idle(patient)  # the deadline comes much later
    note(f"{time.monotonic() - start:.2f} s")


def test_clients_that_go_away_at_once_in_great_number(patient: Server, note: Any) -> None:
    for _ in range(20):
        with _sockets(patient, 10, _get(LARGE)):
            pass
    assert _idle(patient)
    _served(patient)
    note("served")


def test_one_address_with_too_many_queries(dataset: Path, note: Any) -> None:
    # The first two have their workers before the others come, and for longer than those may wait.
    with (
        Server(dataset, query_seconds=8, queue_seconds=1, queries_per_client=2) as server,
        _sockets(server, 2) as first,
    ):
        assert within(LONG, server.has_workers)
        for each in first:
            each.sendall(_get(FOREVER))
        assert within(LONG, lambda: server.busy() == 2)
        with _sockets(server, 4, _get(FOREVER)) as others:
            answers = sorted(client.recv(4000) for client in (*others, *first))
    statuses = [answer[9:12] for answer in answers]
    note(" ".join(sorted({status.decode() for status in statuses})))
    assert statuses == [b"429"] * 4 + [b"503"] * 2
    assert b"retry-after: 1\r\n" in answers[0].lower()
    assert b"queries_per_client" in answers[0]


def test_pages_are_served_while_all_workers_are_busy(patient: Server, note: Any) -> None:
    with _sockets(patient, 40, _get(FOREVER)):
        assert within(LONG, lambda: patient.busy() == WORKERS - 1)
        _served(patient, "/healthz", "/", "/film/", "/search?q=love")
        assert patient.busy() == WORKERS - 1
    assert _idle(patient)
    note("served")


def test_the_same_attack_twenty_times_leaves_nothing_behind(server: Server, note: Any) -> None:
    steps = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    doubling = f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('0123456789' AS ?x0) {steps} }}"
    statuses: list[int] = []

    def attack() -> None:
        statuses.extend(server.query(f"{doubling} # {n}")[0] for n in range(5))

    threads = [threading.Thread(target=attack) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {503, 429}
    sizes = server.settled()
    assert len(sizes) == server.at_rest
    assert sum(sizes.values()) < 600_000_000
    note(f"{sum(sizes.values()) / 1e6:.0f} MB")


def test_a_stop_ends_queries_and_leaves_no_process(dataset: Path, note: Any) -> None:
    with (
        Server(dataset, query_seconds=PATIENCE, stop_seconds=2) as server,
        _sockets(server, 2, _get(FOREVER)),
    ):
        assert within(LONG, lambda: server.busy() == 2)
        pids = set(server.processes())
        assert len(pids) > 4
        start = time.monotonic()
        server.process.terminate()
        server.process.wait(timeout=IN_TIME)
    note(f"{time.monotonic() - start:.1f} s")
    assert within(LONG, lambda: not any(runs(pid) for pid in pids)), [pid for pid in pids if runs(pid)]
