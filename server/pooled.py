"""Queries of strangers in a pool of worker processes: :class:`server.evaluation.Evaluator` over it.

A worker writes at its own speed into a file without a name, and the client reads from that at its
own: a slow client keeps no worker from the next query, and memory stays flat. The first block has
come before the status is sent, so a failure has its real status; a later one breaks the connection
off, so that no part of an answer looks like the whole.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from typing import TYPE_CHECKING, Protocol

from graph.store.workers import QueryFailed, Running, WorkerPool
from graph.store.workers import Question as Asked
from ontology import PREFIXES
from server.evaluation import Answer, guard, not_acceptable, syntax_problem
from server.negotiation import GRAPHS, RESULTS, content_type
from server.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server.evaluation import Question
    from server.settings import Settings

_BLOCK = 256 * 1024


class OnDisk(Protocol):
    """A version whose store lies in a directory that a worker can open."""

    number: int
    base: str
    place: str


class BrokenAnswer(RuntimeError):
    """An answer that broke off after its first block. Raised while sending, it cuts the connection."""


class PooledEvaluator:
    """See :class:`server.evaluation.Evaluator`.

    Args:
        current: gives a version by number (None: the current one), or raises Problem.
        settings: ``workers``, ``worker_megabytes``, ``query_seconds``, ``max_answer_bytes``.
    """

    def __init__(self, current: Callable[[int | None], OnDisk], settings: Settings) -> None:
        self._current = current
        self._settings = settings
        self._pool = WorkerPool(
            max(1, settings.integer("workers")), settings.integer("worker_megabytes") * 1_000_000, PREFIXES
        )

    def evaluate(self, question: Question) -> Answer:
        """See :class:`server.evaluation.Evaluator`."""
        guard(question.text, self._settings)
        version = self._current(question.version)
        asked = Asked(
            text=question.text,
            store=version.place,
            base=version.base + "/",
            results=question.results.value.media_type if question.results else None,
            graph=question.graph.value.media_type if question.graph else None,
            default_graphs=question.default_graphs,
            named_graphs=question.named_graphs,
        )
        deadline = question.deadline or time.monotonic() + self._settings.number("query_seconds")
        try:
            running = self._pool.ask(asked, deadline)
        except QueryFailed as error:
            raise self._problem(question.text, error) from error
        offer = question.graph if running.kind == "graph" else question.results
        assert offer is not None  # noqa: S101 - the worker refuses a kind that was not asked for
        headers = {"Content-Type": content_type(offer.media_type), "Reelgraph-Version": str(version.number)}
        if running.whole:
            block = b"".join(running.blocks)
            return Answer(200, headers, iter((block,)), len(block))
        pump = _Pump(running, self._settings.integer("max_answer_bytes"))
        return Answer(200, headers, pump.blocks(), None, pump.close)

    def close(self) -> None:
        """Ends the workers."""
        self._pool.close()

    def _problem(self, text: str, error: QueryFailed) -> Problem:
        seconds = self._settings.number("query_seconds")
        megabytes = self._settings.integer("worker_megabytes")
        if error.reason == QueryFailed.SYNTAX:
            return syntax_problem(text, error.message)
        if error.reason == QueryFailed.VALUE:
            return Problem(400, f"A graph's name cannot be read as an IRI: {error.message}.")
        if error.reason == QueryFailed.FORMAT:
            kind, formats = (
                ("a graph", GRAPHS) if error.message == "graph" else ("a table of results", RESULTS)
            )
            return not_acceptable(kind, formats)
        reasons = {
            QueryFailed.DEADLINE: (
                f"The query was stopped: it took longer than it may, {seconds:g} seconds at most.",
                {"setting": "query_seconds"},
            ),
            QueryFailed.MEMORY: (
                f"The query was stopped: it needed more memory than it may, {megabytes:,} MB.",
                {"setting": "worker_megabytes"},
            ),
            QueryFailed.CRASH: (
                "The query was stopped: it brought the evaluator down. Try a simpler one.",
                {},
            ),
            QueryFailed.BUSY: ("All workers are busy with other queries; try again in a moment.", {}),
        }
        detail, members = reasons.get(error.reason, (f"The query failed: {error.message}.", {}))
        return Problem(503, detail, headers={"Retry-After": "1"}, reason=error.reason, **members)


class _Pump:
    """Takes an answer from its worker as fast as it comes, and hands it on as fast as it is read."""

    def __init__(self, running: Running, most: int) -> None:
        self._running = running
        self._most = most
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed by close()
        self._written = 0
        self._done = False
        self._failed: str | None = None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._take, daemon=True)
        self._thread.start()

    def blocks(self) -> Iterator[bytes]:
        """The answer's blocks. Raises BrokenAnswer where it breaks off."""
        position = 0
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._written > position or self._done)  # noqa: B023
                written, done, failed = self._written, self._done, self._failed
            while position < written:
                block = os.pread(self._file.fileno(), min(_BLOCK, written - position), position)
                position += len(block)
                yield block
            if done:
                if failed is not None:
                    raise BrokenAnswer(failed)
                return

    def close(self) -> None:
        """Frees the worker, if it is still at it, and the file."""
        if not self._done:
            self._running.kill()
        self._thread.join()
        self._file.close()

    def _take(self) -> None:
        failed: str | None = None
        try:
            for block in self._running.blocks:
                self._file.write(block)
                with self._changed:
                    self._written += len(block)
                    self._changed.notify_all()
                if self._written > self._most:
                    failed = f"the answer is longer than {self._most:,} bytes"
                    self._running.close()
                    break
        except (QueryFailed, OSError) as error:
            failed = str(error)
            self._running.close()
        with self._changed:
            self._failed, self._done = failed, True
            self._changed.notify_all()
