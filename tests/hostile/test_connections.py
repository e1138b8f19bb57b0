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

from tests.hostile.serving import Server

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
            one.settimeout(20)
            one.connect(("127.0.0.1", server.port))
            for part in first:
                one.sendall(part)
            found.append(one)
        yield found


def _served(server: Server, within: float = 2.0) -> None:
    """Somebody else is served: a page, whether it is well, and a query that no cache knows."""
    for target in ("/healthz", "/", f"/sparql?query={quote(f'ASK {{}} # {time.time()}')}"):
        start = time.monotonic()
        assert server.ask(target)[0] == 200
        assert time.monotonic() - start < within, target


def _busy(server: Server) -> int:
    metrics = server.ask("/metrics")[2].decode()
    return int(
        next(line.split()[1] for line in metrics.splitlines() if line.startswith("reelgraph_workers_busy"))
    )


def _idle_within(server: Server, seconds: float) -> None:
    end = time.monotonic() + seconds
    while _busy(server):
        assert time.monotonic() < end, "a worker is still busy"
        time.sleep(0.05)


def test_slow_readers_of_large_answers(server: Server, note: Any) -> None:
    before = sum(server.processes().values())
    with _sockets(server, 24, _get(LARGE)) as clients:
        time.sleep(2)
        _served(server)
        assert sum(server.processes().values()) - before < 300_000_000
        statuses = {client.recv(12) for client in clients}
        assert statuses <= {b"HTTP/1.1 200", b"HTTP/1.1 503", b"HTTP/1.1 429"}
        assert b"HTTP/1.1 200" in statuses
    note("served")


def test_a_slow_reader_gets_the_whole_answer(server: Server, note: Any) -> None:
    with _sockets(server, 1, _get(LARGE, "&format=json")) as (client,):
        time.sleep(1.5)
        content = b""
        while not content.endswith(b"]}}"):
            block = client.recv(65536)
            assert block
            content += block
    head, _, body = content.partition(b"\r\n\r\n")
    assert b"200 OK" in head
    assert len(json.loads(body)["results"]["bindings"]) == 15_000
    note(200)


def test_requests_that_never_end(server: Server, note: Any) -> None:
    with _sockets(server, 200, b"GET /sparql?query=ASK HTTP/1.1\r\nHost: x\r\nX-Slow: "):
        _served(server)
    note("served")


def test_bodies_that_never_end(server: Server, note: Any) -> None:
    head = POST + b"Content-Length: 1000\r\n\r\n"
    with _sockets(server, 100, head, b"ASK") as clients:
        _served(server)
        answers = {client.recv(12) for client in clients}
    note(408)
    assert answers == {b"HTTP/1.1 408"}


def test_bodies_in_chunks_without_end_are_cut_off(server: Server, note: Any) -> None:
    head = POST + b"Transfer-Encoding: chunked\r\n\r\n"
    with _sockets(server, 1, head) as (client,):
        chunk = b"10000\r\n" + b"#" * 65536 + b"\r\n"
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for _ in range(2000):
                client.sendall(chunk)
        with contextlib.suppress(ConnectionResetError):
            assert client.recv(12) in (b"HTTP/1.1 413", b"")
    _served(server)
    note("413 or cut")


def test_idle_connections_in_great_number(server: Server, note: Any) -> None:
    with _sockets(server, 1500):
        _served(server)
    note("served")


def test_nonsense_instead_of_http(server: Server, note: Any) -> None:
    for nonsense in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500, b"\0" * 5000,
                     b"GET\r\n\r\n",
                     b"GET / HTTP/9.9\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 999,
                     b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                     POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"):  # fmt: skip
        with _sockets(server, 1, nonsense) as (client,):
            client.settimeout(1)
            with contextlib.suppress(TimeoutError, ConnectionResetError):
                client.recv(100)
    _served(server)
    note("served")


def test_a_client_that_goes_away_frees_its_worker(server: Server, note: Any) -> None:
    _idle_within(server, 5)
    with _sockets(server, 3, _get(FOREVER)):
        time.sleep(0.6)
        assert _busy(server) == 3
    start = time.monotonic()
    _idle_within(server, 1.0)  # the deadline would have come 1.4 s later
    note(f"{time.monotonic() - start:.2f} s")


def test_clients_that_go_away_at_once_in_great_number(server: Server, note: Any) -> None:
    for _ in range(20):
        with _sockets(server, 10, _get(LARGE)):
            pass
    _idle_within(server, 10)
    _served(server)
    note("served")


def test_one_address_with_too_many_queries(dataset: Path, note: Any) -> None:
    with (
        Server(dataset, query_seconds=4, queue_seconds=0.3, queries_per_client=2) as server,
        _sockets(server, 6, _get(FOREVER)) as clients,
    ):
        answers = sorted(client.recv(4000) for client in clients)
    statuses = [answer[9:12] for answer in answers]
    note(" ".join(sorted({status.decode() for status in statuses})))
    assert statuses == [b"429"] * 4 + [b"503"] * 2
    assert b"retry-after: 1\r\n" in answers[0].lower()
    assert b"queries_per_client" in answers[0]


def test_pages_are_served_while_all_workers_are_busy(server: Server, note: Any) -> None:
    with _sockets(server, 40, _get(FOREVER)):
        time.sleep(0.5)
        for target in ("/healthz", "/", "/film/", "/search?q=love"):
            start = time.monotonic()
            assert server.ask(target)[0] == 200
            assert time.monotonic() - start < 1.0
    _idle_within(server, 10)
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
        Server(dataset, query_seconds=60, stop_seconds=2) as server,
        _sockets(server, 2, _get(FOREVER)),
    ):
        time.sleep(1)
        pids = set(server.processes())
        assert len(pids) > 4
        start = time.monotonic()
        server.process.terminate()
        server.process.wait(timeout=20)
    assert time.monotonic() - start < 8
    left = {pid for pid in pids if _alive(pid)}
    note(f"{time.monotonic() - start:.1f} s")
    assert not left


def _alive(pid: int) -> bool:
    end = time.monotonic() + 2
    while time.monotonic() < end:
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:  # noqa: PTH123
                if stat.read().rpartition(")")[2].split()[0] == "Z":
                    return False
        except OSError:
            return False
        time.sleep(0.05)
    return True
