"""A worker that somebody kills in the instant in which it is asked: another one answers."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph.store.workers import Question as Asked
from graph.store.workers import Worker, WorkerPool
from server.evaluation import Question
from server.negotiation import GRAPHS, RESULTS, choose_format
from server.pooled import PooledEvaluator
from server.problems import Problem
from server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.alone

#: More than a pipe holds, so that no worker is through with it before somebody reads.
LARGE = f"SELECT * {{ {' '.join(f'VALUES ?{name} {{ 1 2 3 4 5 6 7 8 9 }}' for name in 'abcd')} }}"


@dataclass
class Version:
    """A version that lies on disk."""

    number: int
    base: str
    place: str


@pytest.fixture
def evaluator(tmp_path: Path) -> Iterator[PooledEvaluator]:
    store = ox.Store(str(tmp_path / "store"))
    store.flush()
    del store
    version = Version(1, "http://e.example", str(tmp_path / "store"))
    made = PooledEvaluator(lambda _number: version, Settings.of({}))
    yield made
    made.close()


def killing(monkeypatch: pytest.MonkeyPatch, times: int, *, told: bool) -> list[int]:
    """Kills the workers that are asked, so many of them: before they hear of it, or once they have."""
    killed: list[int] = []
    tell = WorkerPool.tell

    def ask(pool: WorkerPool, worker: Worker, question: Asked) -> None:
        if len(killed) < times and not told:
            killed.append(worker.process.pid)
            os.kill(worker.process.pid, signal.SIGKILL)
            with suppress(ChildProcessError):  # the pool has reaped it already
                os.waitid(os.P_PID, worker.process.pid, os.WEXITED | os.WNOWAIT)
        tell(pool, worker, question)
        if len(killed) < times and told:
            killed.append(worker.process.pid)
            os.kill(worker.process.pid, signal.SIGKILL)

    monkeypatch.setattr(WorkerPool, "tell", ask)
    return killed


def asked(evaluator: PooledEvaluator, text: str) -> bytes:
    offers = choose_format("application/json", RESULTS), choose_format("text/turtle", GRAPHS)
    answer = evaluator.evaluate(Question(text, *offers))
    content = b"".join(answer.body)
    answer.close()
    return content


@pytest.mark.parametrize("told", [False, True])
@pytest.mark.parametrize("text", ["ASK {}", LARGE])
def test_another_worker_answers(
    evaluator: PooledEvaluator, monkeypatch: pytest.MonkeyPatch, text: str, *, told: bool
) -> None:
    whole = asked(evaluator, text)
    killed = killing(monkeypatch, 1, told=told)
    assert asked(evaluator, text) == whole
    assert len(killed) == 1


def test_where_that_is_killed_too_the_sentence_says_so(
    evaluator: PooledEvaluator, monkeypatch: pytest.MonkeyPatch
) -> None:
    killing(monkeypatch, 2, told=True)
    with pytest.raises(Problem) as raised:
        asked(evaluator, LARGE)
    assert raised.value.status == 503
    assert raised.value.members["reason"] == "lost"
    assert "killed the two workers" in raised.value.detail
    assert asked(evaluator, LARGE)
