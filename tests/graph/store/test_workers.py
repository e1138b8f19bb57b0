"""The pool of workers, without a server around it: deadline, memory, crash, sockets, what is freed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from graph.store.workers import QueryFailed, Question, WorkerPool
from tests.hostile.serving import LONG, runs, within

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.alone

ROOT = Path(__file__).resolve().parents[3]
FOREVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
#: Rows come at once, and 125 million of them. (Four patterns are joined by way of a table in memory.)
ENDLESS = "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_STEPS = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
DOUBLING = f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('0123456789' AS ?x0) {_STEPS} }}"
OVERFLOW = "ASK " + "{" * 1_000_000 + "}" * 1_000_000


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store of 500 triples on disk."""
    path = tmp_path_factory.mktemp("store") / "store"
    store = ox.Store(str(path))
    store.extend(
        ox.Quad(ox.NamedNode(f"http://e/{n}"), ox.NamedNode("http://e/p"), ox.Literal("x" * 50 + str(n)))
        for n in range(500)
    )
    store.flush()
    del store
    return str(path)


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    found = WorkerPool(2, 1_000_000_000, {"e": "http://e/"})
    yield found
    found.close()


@pytest.fixture
def asking(pool: WorkerPool, place: str) -> Any:
    def ask(text: str, seconds: float = LONG, **options: Any) -> Any:
        return pool.ask(_question(text, place), time.monotonic() + seconds, **options)

    return ask


def _question(text: str, place: str) -> Question:
    return Question(text, place, "http://e/", "application/sparql-results+json", "text/turtle")


def _fails(asking: Any, text: str, reason: str, **options: Any) -> QueryFailed:
    with pytest.raises(QueryFailed) as caught:
        asking(text, **options)
    assert caught.value.reason == reason
    return caught.value


def _works(asking: Any) -> None:
    assert b'"true"' in b"".join(asking("SELECT (true AS ?x) {}").blocks)


def _eventually(condition: Any) -> None:
    assert within(LONG, condition)


def test_a_small_answer_is_whole_with_its_first_block(asking: Any) -> None:
    running = asking("SELECT * { <http://e/1> e:p ?x }")
    assert running.whole
    assert running.kind == "results"
    assert b"xxx1" in b"".join(running.blocks)


def test_an_empty_answer(asking: Any) -> None:
    running = asking("CONSTRUCT WHERE { <http://e/none> ?p ?o }")
    assert (running.kind, running.whole) == ("graph", True)


def test_a_large_answer_comes_in_blocks(asking: Any) -> None:
    running = asking("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 5000")
    assert not running.whole
    blocks = list(running.blocks)
    assert len(blocks) > 5
    assert b"".join(blocks).rstrip().endswith(b"]}}")


def test_what_cannot_be_evaluated_says_why(asking: Any) -> None:
    assert "1:" in _fails(asking, "SELECT", QueryFailed.SYNTAX).message


def test_a_graph_that_is_no_iri(pool: WorkerPool, place: str) -> None:
    question = Question("ASK {}", place, "http://e/", "text/csv", None, default_graphs=("no iri",))
    with pytest.raises(QueryFailed) as caught:
        pool.ask(question, time.monotonic() + LONG)
    assert caught.value.reason == QueryFailed.VALUE


def test_a_kind_of_answer_that_nobody_takes(pool: WorkerPool, place: str) -> None:
    with pytest.raises(QueryFailed) as caught:
        pool.ask(Question("ASK {}", place, "http://e/", None, "text/turtle"), time.monotonic() + LONG)
    assert (caught.value.reason, caught.value.message) == (QueryFailed.FORMAT, "results")


def test_the_deadline_kills_within_moments_and_the_worker_is_replaced(pool: WorkerPool, asking: Any) -> None:
    _works(asking)
    took = []
    for _ in range(10):
        _eventually(lambda: len(pool.workers()) == 3)
        before = set(pool.workers())
        start = time.monotonic()
        _fails(asking, FOREVER, QueryFailed.DEADLINE, seconds=0.5)
        took.append(time.monotonic() - start)
        _works(asking)
        _eventually(lambda: len(pool.workers()) == 3)
        assert len(set(pool.workers()) - before) == 1
        assert not any(Path(f"/proc/{pid}").exists() for pid in before - set(pool.workers()))
        if took[-1] < 0.7:  # once is enough: what else runs on a machine can only add to a figure
            break
    assert 0.5 <= min(took) < 0.7


def test_memory_is_limited(asking: Any) -> None:
    _fails(asking, DOUBLING, QueryFailed.MEMORY)
    _works(asking)


def test_an_overflow_of_the_stack_takes_its_worker_only(asking: Any) -> None:
    assert _catch(asking, OVERFLOW).reason in (QueryFailed.CRASH, QueryFailed.MEMORY)
    _works(asking)


def _catch(asking: Any, text: str) -> QueryFailed:
    with pytest.raises(QueryFailed) as caught:
        asking(text)
    return caught.value


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (signal.SIGSEGV, QueryFailed.CRASH),
        (signal.SIGABRT, QueryFailed.MEMORY),
        (signal.SIGKILL, QueryFailed.LOST),
    ],
)
def test_a_worker_that_is_killed_while_it_works(asking: Any, number: int, reason: str) -> None:
    running = asking(ENDLESS)
    worker = running._worker
    os.kill(worker.process.pid, number)
    with pytest.raises(QueryFailed) as caught:
        list(running.blocks)
    assert caught.value.reason == reason
    _works(asking)


def test_workers_that_are_killed_while_they_wait_are_replaced_though_nobody_asks(pool: WorkerPool) -> None:
    _eventually(lambda: len(pool.workers()) == 3)
    before = set(pool.workers())
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    _eventually(lambda: len(set(pool.workers()) - before) == 3)
    assert not set(pool.workers()) & before


def _can_be_reaped(pid: int) -> bool:
    """Whether a child has ended with all its threads: the first is a zombie before the others are gone."""
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True  # reaped already


def test_a_worker_that_is_killed_while_it_waits_is_passed_over(pool: WorkerPool, asking: Any) -> None:
    _works(asking)
    _eventually(lambda: len(pool.workers()) == 3)
    killed = pool.workers()
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    _eventually(lambda: all(_can_be_reaped(pid) for pid in killed))
    for _ in range(6):
        _works(asking)


def test_a_failure_after_the_first_block_breaks_the_answer(asking: Any) -> None:
    running = _begun(asking, ENDLESS)
    assert not running.whole
    with pytest.raises(QueryFailed) as caught:
        for _ in running.blocks:
            pass
    assert caught.value.reason == QueryFailed.DEADLINE


def _begun(asking: Any, text: str) -> Any:
    """An answer whose first block came before its deadline, which is as near as that allows."""
    for seconds in (0.6, 3.0):
        with contextlib.suppress(QueryFailed):
            return asking(text, seconds=seconds)
    return asking(text, seconds=15.0)


def test_closing_frees_the_worker(pool: WorkerPool, asking: Any) -> None:
    first, second = asking(ENDLESS), asking(ENDLESS)
    _eventually(lambda: pool.busy == 2)
    first.close()
    second.close()
    second.close()
    assert pool.busy == 0
    _works(asking)


def test_somebody_gone_frees_the_worker(pool: WorkerPool, asking: Any) -> None:
    end = time.monotonic() + 0.3
    # Long before the deadline, which would be another reason.
    _fails(asking, FOREVER, QueryFailed.GONE, gone=lambda: time.monotonic() > end)
    assert time.monotonic() - end < LONG / 2
    assert pool.busy == 0


def test_too_many_wait_and_are_then_turned_away(asking: Any) -> None:
    running = [asking(ENDLESS), asking(ENDLESS)]
    start = time.monotonic()
    _fails(asking, "ASK {}", QueryFailed.BUSY, patience=0.3)
    assert 0.3 <= time.monotonic() - start < LONG / 2  # and those two have longer
    for each in running:
        each.close()
    _works(asking)


def test_the_wait_is_not_part_of_the_time_when_there_is_patience(asking: Any) -> None:
    for seconds in (0.4, 3.0, 10.0):  # the shortest in which a machine as busy as this one is evaluates it
        running = [asking(ENDLESS), asking(ENDLESS)]
        with ThreadPoolExecutor(1) as one:
            waiting = one.submit(asking, "SELECT (1 AS ?x) {}", seconds=seconds, patience=LONG)
            time.sleep(1.5 * seconds)
            assert not waiting.done()
            for each in running:
                each.close()
            if waiting.exception() is None:
                break
    assert b'"1"' in b"".join(waiting.result().blocks)


def test_a_worker_cannot_open_a_socket(asking: Any) -> None:
    query = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    failed = _catch(asking, query)
    assert failed.reason == QueryFailed.FAILED
    _works(asking)


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux has the filter.")
def test_what_is_refused_to_a_confined_process() -> None:
    code = """
        import os, socket, subprocess
        from graph.store.confine import limit_memory, refuse_sockets
        limit_memory(500_000_000)
        assert refuse_sockets()
        def refused(call, *arguments):
            try:
                call(*arguments)
            except PermissionError:
                return
            raise SystemExit(f"{call} was let through")
        refused(socket.socket)
        refused(socket.socketpair)
        refused(socket.socket, socket.AF_UNIX)
        refused(os.execv, "/bin/true", ["true"])
        try:
            bytearray(600_000_000)
        except MemoryError:
            print("confined")
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("confined\n", 0), done.stderr


def test_workers_end_with_their_parent_whatever_they_are_doing(place: str) -> None:
    code = f"""
        import sys, time, threading
        from graph.store.workers import WorkerPool, Question
        pool = WorkerPool(2, 0, {{}})
        for text in ({FOREVER!r}, "SELECT * {{ ?s " + "/".join(["!<e:n>"] * 300) + " ?o }}"):
            question = Question(text, {place!r}, "http://e/", "text/csv", None)
            threading.Thread(target=pool.ask, args=(question, time.monotonic() + 600), daemon=True).start()
        while len(pool.workers()) < 3 or pool.busy < 2:
            time.sleep(.02)
        time.sleep(.3)
        print(*pool.workers(), flush=True)
        time.sleep(600)
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    pids = [int(pid) for pid in process.stdout.readline().split()]
    assert len(pids) == 3
    process.kill()
    process.communicate(timeout=LONG)
    _eventually(lambda: not any(runs(pid) for pid in pids))


def test_a_closed_pool_leaves_no_process(place: str) -> None:
    pool = WorkerPool(1, 0, {})
    pool.ask(_question("ASK {}", place), time.monotonic() + LONG)
    pids = pool.workers()
    pool.close()
    _eventually(lambda: not any(runs(pid) for pid in pids))
    assert pool.workers() == []


def test_a_large_parent_is_no_reason_to_replace_workers(place: str) -> None:
    """Linux hands the parent's largest size down to what it starts."""
    ballast = bytearray(b"x" * 500_000_000)
    pool = WorkerPool(1, 0, {})
    for _ in range(3):
        pool.ask(_question("ASK {}", place), time.monotonic() + LONG)
    assert pool.replaced == 0
    pool.close()
    del ballast
