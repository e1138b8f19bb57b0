"""Old versions go: after writes over HTTP and by ``reelgraph versions prune``, under readers' eyes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from graph.store import Dataset, write_index
from server.evaluation import Question
from server.negotiation import RESULTS, Offer
from server.pooled import PooledEvaluator
from server.problems import Problem
from server.settings import Settings
from tests.hostile.serving import LONG, ROOT, Server, within

if TYPE_CHECKING:
    from pathlib import Path

COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def numbers(path: Path) -> list[int]:
    return [version.number for version in Dataset(path).versions()]


def insert(server: Server, number: int) -> int:
    body = f"INSERT DATA {{ GRAPH <http://e/own> {{ <http://e/s> <http://e/p> {number} }} }}".encode()
    headers = {"Content-Type": "application/sparql-update", "Authorization": "Bearer t"}
    status, answered, _ = server.ask("/update", method="POST", body=body, headers=headers)
    assert status == 204
    return int(answered["Reelgraph-Version"])


def publish(path: Path, count: int) -> None:
    with Dataset(path).write() as draft:
        draft.store.bulk_extend(
            ox.Quad(ox.NamedNode(f"http://e/{number}"), ox.NamedNode("http://e/p"), ox.Literal("x"))
            for number in range(count)
        )
        write_index(draft.directory / "search.sqlite", ())
        draft.publish({})


def counted(answer: tuple[int, Any, bytes]) -> int:
    assert answer[0] == 200, answer
    return int(json.loads(answer[2])["results"]["bindings"][0]["n"]["value"])


@pytest.mark.slow
def test_writes_over_http_leave_the_newest_versions_and_those_that_are_kept(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Server(data, token="t", keep_versions=3) as server:
        assert [insert(server, number) for number in (2, 3)] == [2, 3]
        Dataset(data).keep(2)
        assert [insert(server, number) for number in range(4, 9)] == [4, 5, 6, 7, 8]
        assert numbers(data) == [2, 6, 7, 8]
        assert counted(server.query(COUNT)) == 7
        for number, count in ((2, 1), (6, 5), (7, 6)):
            assert counted(server.query(COUNT, version=number)) == count
        status, _, body = server.query(COUNT, version=5)
        assert status == 410
        assert "Kept are versions 2 and 6 to 8." in json.loads(body)["detail"]
    with Server(data, token="t", keep_versions=0) as server:
        assert insert(server, 9) == 9
    assert numbers(data) == [2, 6, 7, 8, 9]


@pytest.mark.slow
def test_a_query_on_a_version_that_is_dropped_meanwhile_is_answered(tmp_path: Path) -> None:
    data = tmp_path / "data"
    publish(data, 240)
    publish(data, 5)
    with Server(data, query_seconds=600, workers=2) as server, ThreadPoolExecutor(1) as one:
        # A worker that is handed a question but has not opened the version yet would rightly say 410: it is
        # under way when a worker works harder than opening anything takes. Then that worker is held up, so
        # that it is not through before the version goes; where it was quicker than that, it is asked again.
        for number in range(20):
            before = server.processor_seconds()
            asking = one.submit(server.query, f"{SLOW} # {number}", version=1)
            assert within(LONG, lambda: asking.done() or _at_work(server, before))  # noqa: B023
            for worker in _at_work(server, before):
                os.kill(worker, signal.SIGSTOP)
            if not asking.done() and server.busy() == 1:
                break
            for worker in _at_work(server, before):
                os.kill(worker, signal.SIGCONT)
            asking.result()
        assert not asking.done()  # it is under way
        Dataset(data).drop(1)
        assert server.query(COUNT, version=1)[0] == 410
        assert server.query(COUNT)[0] == 200
        for worker in _at_work(server, before):
            os.kill(worker, signal.SIGCONT)
        assert counted(asking.result()) == 240**3


def _at_work(server: Server, before: dict[int, float]) -> list[int]:
    """The workers that have worked for some time since then."""
    spent = server.processor_seconds()
    return [pid for pid in server.workers() if spent.get(pid, 0) - before.get(pid, 0) > 0.3]


@dataclass
class Place:
    number: int
    base: str
    place: str


def test_a_version_that_is_dropped_before_a_worker_has_opened_it_is_gone_or_not_the_current_one(
    tmp_path: Path,
) -> None:
    publish(tmp_path / "data", 3)
    there = str(tmp_path / "data" / "versions" / "000001" / "store")
    places = [Place(7, "http://e", str(tmp_path / "dropped")), Place(1, "http://e", there)]

    def current(number: int | None) -> Place:
        if len(places) == 1 and number == 7:
            raise Problem(410, "dropped")
        return places.pop(0) if len(places) > 1 else places[0]

    evaluator = PooledEvaluator(current, Settings.of({}, workers=1))
    try:
        offer = Offer(RESULTS[0].media_type, RESULTS[0])
        answer = evaluator.evaluate(Question("ASK { ?s ?p ?o }", offer, None))
        assert (answer.status, answer.headers["Reelgraph-Version"]) == (200, "1")
        places.insert(0, Place(7, "http://e", str(tmp_path / "dropped")))
        with pytest.raises(Problem) as raised:
            evaluator.evaluate(Question("ASK { ?s ?p ?o }", offer, None, version=7))
        assert raised.value.status == 410
    finally:
        evaluator.close()


def test_the_command_prunes_says_what_it_would_and_wants_a_rule(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for count in range(1, 6):
        publish(data, count)

    def prune(*words: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "server", "--data", str(data), "versions", "prune", *words]
        return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)

    assert prune().returncode == 2
    assert prune("--keep-last", "0").returncode == 2
    said = prune("--keep-last", "2", "--dry-run")
    assert (said.returncode, said.stdout, said.stderr) == (0, "", "Versions 1 to 3 would be dropped.\n")
    assert numbers(data) == [1, 2, 3, 4, 5]
    assert prune("--keep-last", "2", "--keep-days", "1").stderr == "There is no version to drop.\n"
    done = prune("--keep-last", "4", "--json")
    assert json.loads(done.stdout) == {"dropped": [1], "dry_run": False}
    assert prune("--keep-last", "3").stderr == "Version 2 is dropped.\n"
    assert numbers(data) == [3, 4, 5]


def test_a_dataset_made_anew_in_the_same_place_is_served_as_it_is_now(tmp_path: Path) -> None:
    data = tmp_path / "data"
    publish(data, 3)
    default = COUNT.replace("GRAPH ?g", "")
    with Server(data) as server:
        assert counted(server.query(default)) == 3
        shutil.rmtree(data)
        publish(data, 5)
        assert counted(server.query(default)) == 5
        assert counted(server.query(default + " # again")) == 5
