"""The pool of workers, without a server around it: deadline, memory, crash, sockets, what is freed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from graph.store.workers import QueryFailed, Question, WorkerPool

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
    def ask(text: str, seconds: float = 10, **options: Any) -> Any:
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


def _eventually(condition: Any, seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


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
        pool.ask(question, time.monotonic() + 5)
    assert caught.value.reason == QueryFailed.VALUE


def test_a_kind_of_answer_that_nobody_takes(pool: WorkerPool, place: str) -> None:
    with pytest.raises(QueryFailed) as caught:
        pool.ask(Question("ASK {}", place, "http://e/", None, "text/turtle"), time.monotonic() + 5)
    assert (caught.value.reason, caught.value.message) == (QueryFailed.FORMAT, "results")


def test_the_deadline_kills_within_moments_and_the_worker_is_replaced(pool: WorkerPool, asking: Any) -> None:
    _works(asking)
    _eventually(lambda: len(pool.workers()) == 3)
    before = set(pool.workers())
    start = time.monotonic()
    _fails(asking, FOREVER, QueryFailed.DEADLINE, seconds=0.5)
    assert 0.5 <= time.monotonic() - start < 0.7
    _works(asking)
    _eventually(lambda: len(pool.workers()) == 3)
    assert len(set(pool.workers()) - before) == 1
    assert not any(Path(f"/proc/{pid}").exists() for pid in before - set(pool.workers()))


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


def test_a_worker_that_is_killed_while_it_works(asking: Any) -> None:
    running = asking(ENDLESS)
    worker = running._worker
    os.kill(worker.process.pid, signal.SIGSEGV)
    with pytest.raises(QueryFailed) as caught:
        list(running.blocks)
    assert caught.value.reason == QueryFailed.CRASH
    _works(asking)


def test_workers_that_are_killed_while_they_wait_are_replaced_though_nobody_asks(pool: WorkerPool) -> None:
    end = time.monotonic() + 20
    while len(before := pool.workers()) < 3 and time.monotonic() < end:
        time.sleep(0.05)
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    while len(set(pool.workers()) - set(before)) < len(before) and time.monotonic() < end:
        time.sleep(0.05)
    assert len(set(pool.workers()) - set(before)) == len(before)
    assert not set(pool.workers()) & set(before)


def test_a_worker_that_is_killed_while_it_waits_is_passed_over(pool: WorkerPool, asking: Any) -> None:
    _works(asking)
    _eventually(lambda: len(pool.workers()) == 3)
    for pid in pool.workers():
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.1)
    for _ in range(6):
        _works(asking)


def test_a_failure_after_the_first_block_breaks_the_answer(asking: Any) -> None:
    running = asking(ENDLESS, seconds=0.6)
    assert not running.whole
    with pytest.raises(QueryFailed) as caught:
        for _ in running.blocks:
            pass
    assert caught.value.reason == QueryFailed.DEADLINE


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
    start = time.monotonic()
    _fails(asking, FOREVER, QueryFailed.GONE, gone=lambda: time.monotonic() > end)
    assert time.monotonic() - start < 0.8
    assert pool.busy == 0


def test_too_many_wait_and_are_then_turned_away(asking: Any) -> None:
    running = [asking(ENDLESS), asking(ENDLESS)]
    start = time.monotonic()
    _fails(asking, "ASK {}", QueryFailed.BUSY, patience=0.3)
    assert 0.3 <= time.monotonic() - start < 0.8
    for each in running:
        each.close()
    _works(asking)


def test_the_wait_is_not_part_of_the_time_when_there_is_patience(asking: Any) -> None:
    first, second = asking(ENDLESS), asking(ENDLESS, seconds=1)
    with pytest.raises(QueryFailed):
        list(second.blocks)
    first.close()
    assert b"".join(asking("SELECT (1 AS ?x) {}", seconds=0.4, patience=2).blocks)


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
            threading.Thread(target=pool.ask, args=(question, time.monotonic() + 60), daemon=True).start()
        while len(pool.workers()) < 3 or pool.busy < 2:
            time.sleep(.02)
        time.sleep(.3)
        print(*pool.workers(), flush=True)
        time.sleep(60)
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    pids = [int(pid) for pid in process.stdout.readline().split()]
    assert len(pids) == 3
    process.kill()
    process.communicate(timeout=10)
    _eventually(lambda: not any(_runs(pid) for pid in pids))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_a_closed_pool_leaves_no_process(place: str) -> None:
    pool = WorkerPool(1, 0, {})
    pool.ask(_question("ASK {}", place), time.monotonic() + 10)
    pids = pool.workers()
    pool.close()
    _eventually(lambda: not any(_runs(pid) for pid in pids))
    assert pool.workers() == []


def test_a_large_parent_is_no_reason_to_replace_workers(place: str) -> None:
    """Linux hands the parent's largest size down to what it starts."""
    ballast = bytearray(b"x" * 500_000_000)
    pool = WorkerPool(1, 0, {})
    for _ in range(3):
        pool.ask(_question("ASK {}", place), time.monotonic() + 10)
    assert pool.replaced == 0
    pool.close()
    del ballast
