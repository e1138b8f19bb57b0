"""What large answers and uploads take on disk: bounded, given back, and nothing of it stays behind."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.serving import LONG, Server, within
from tests.hostile.test_connections import _get, _idle, _sockets

pytestmark = [pytest.mark.slow, pytest.mark.alone]

LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 60000"
CROSS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def spooled(server: Server) -> int:
    """What the server says that answers take on disk."""
    return server.metric("reelgraph_spool_bytes")


def serving(server: Server) -> int:
    """The process that serves: the one with the most files open."""
    return max(server.processes(), key=lambda pid: len(open_files(pid)))


def open_files(pid: int) -> list[str]:
    found = []
    with contextlib.suppress(OSError):
        for link in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                found.append(str(link.readlink()))
    return found


def answers_in(pid: int, folder: Path) -> list[str]:
    """The files of answers in a folder, and those there that have no name any more but are still open."""
    opened = [name for name in open_files(pid) if name.startswith(str(folder)) and not name.endswith("/lock")]
    return [*opened, *map(str, folder.glob("reelgraph-spool-*/tmp*"))]


def test_an_answer_larger_than_one_may_be_is_refused(dataset: Path, note: Any) -> None:
    with Server(dataset, max_answer_bytes=1_000_000) as server:
        status, headers, body = server.query(CROSS, format="json")
        assert status == 503
        problem = json.loads(body)
        assert (problem["reason"], problem["setting"]) == ("size", "max_answer_bytes")
        assert "1,000,000 bytes" in problem["detail"]
        assert headers["Retry-After"] is None  # it would be as large the next time
        assert spooled(server) == 0
        assert server.query("SELECT * { ?a ?b ?c } LIMIT 50", format="json")[0] == 200
    note(status)


def test_answers_together_take_no_more_disk_than_they_may(
    dataset: Path, note: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    limits = {"queries_per_client": 0, "cache_bytes": 0}
    with Server(dataset, max_spool_bytes=40_000_000, **limits) as server:
        status, _, whole = server.query(LARGE, format="json")
        assert status == 200
        assert 20_000_000 < len(whole) < 40_000_000  # so that one fits, and two do not
        assert within(LONG, lambda: spooled(server) == 0)
        with _sockets(server, 1, _get(LARGE, "&format=json")):  # one that reads nothing
            assert within(LONG, lambda: spooled(server) == len(whole))
            status, headers, body = server.query(LARGE, format="json")
            assert status == 503
            problem = json.loads(body)
            assert (problem["reason"], problem["setting"]) == ("room", "max_spool_bytes")
            assert headers["Retry-After"]
            assert within(LONG, lambda: spooled(server) == len(whole))
            assert server.query("SELECT * { ?a ?b ?c } LIMIT 50", format="json")[0] == 200
        assert within(LONG, lambda: spooled(server) == 0)
        assert not answers_in(serving(server), tmp_path)
        assert server.query(LARGE, format="json")[::2] == (200, whole)
    note(status)


def test_clients_that_come_and_go_leave_no_file_no_worker_and_no_descriptor(
    dataset: Path, note: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with Server(dataset, queries_per_client=0, queue_seconds=1) as server:
        for target in ("/", "/film/", "/healthz"):
            assert server.ask(target)[0] == 200
        assert server.query(LARGE, format="json")[0] == 200
        pid = serving(server)
        assert within(LONG, lambda: server.has_workers() and spooled(server) == 0)
        workers, before = len(server.processes()), len(open_files(pid))
        for turn in range(50):
            large = _get(LARGE, f"&format=json&timeout={turn % 9 + 1}")
            with _sockets(server, 10, (large, _get(CROSS), b"GET / HTTP/1.1\r\n", b"")[turn % 4]) as clients:
                for client in clients[: turn % 3]:
                    client.settimeout(0.05)
                    with contextlib.suppress(TimeoutError):
                        client.recv(1000)
        assert _idle(server)
        assert within(LONG, lambda: len(server.processes()) == workers)
        assert within(LONG, lambda: spooled(server) == 0)
        assert within(LONG, lambda: len(open_files(pid)) <= before + 5), (before, sorted(open_files(pid)))
        assert not answers_in(pid, tmp_path)
        assert server.query(LARGE, format="json")[0] == 200
        note(f"{before} to {len(open_files(pid))} files")


def test_what_a_killed_server_left_is_cleared_away_by_the_next(
    tmp_path: Path, note: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "tmp"
    folder.mkdir()

    def spools() -> list[Path]:
        return list(folder.glob("reelgraph-spool-*/*/*"))

    monkeypatch.setenv("TMPDIR", str(folder))
    data = tmp_path / "data"
    graph = b"".join(b"<http://e/%d> <http://p> %d .\n" % (number, number) for number in range(300_000))

    def put() -> None:
        with contextlib.suppress(OSError):
            server.ask("/graphs?graph=http://e/g", method="PUT", body=graph, headers={
                "Content-Type": "text/turtle", "Authorization": "Bearer t"})  # fmt: skip

    with Server(data, token="t") as server:
        for _ in range(20):  # until it is stopped in the middle, and not a moment after the end
            sending = threading.Thread(target=put)
            sending.start()
            assert within(LONG, lambda: spools() or not sending.is_alive())  # noqa: B023 - waited for here
            pids = list(server.processes())
            _signal(pids, signal.SIGSTOP)
            if spools():
                _signal(pids, signal.SIGKILL)
                break
            _signal(pids, signal.SIGCONT)
            sending.join()
        sending.join()
    assert spools()
    with Server(data, token="t") as server:
        assert server.ask("/healthz")[0] == 200
        assert not list(folder.iterdir())
        with Server(data, token="t") as other:
            assert other.ask("/healthz")[0] == 200
            put()
        assert server.query("ASK { GRAPH <http://e/g> { ?a ?b ?c } }")[0] == 200
    assert not list(folder.iterdir())
    note("cleared")


def _signal(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
