"""Queries of strangers in a pool of worker processes: :class:`server.evaluation.Evaluator` over it.

A worker writes at its own speed into a file without a name, and the client reads from that at its
own: a slow client keeps no worker from the next query, and memory stays flat. An answer is there as a
whole before its status is sent, so every failure has its real status, and no part of an answer can look
like the whole. (A block that is all of the answer never sees a file.)
"""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from graph.store.workers import QueryFailed, Running, WorkerPool
from graph.store.workers import Question as Asked
from ontology import PREFIXES
from server.evaluation import Answer, guard, not_acceptable, syntax_problem
from server.federation import Federation
from server.negotiation import GRAPHS, RESULTS, content_type
from server.problems import Problem
from server.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.evaluation import Question
    from server.settings import Settings

_BLOCK = 256 * 1024


class OnDisk(Protocol):
    """A version whose store lies in a directory that a worker can open."""

    number: int
    base: str
    place: str


class _Lost(Exception):
    """The worker was killed by somebody else before any part of its answer was sent."""

    def __init__(self, failure: QueryFailed) -> None:
        super().__init__(str(failure))
        self.failure = failure


class PooledEvaluator:
    """See :class:`server.evaluation.Evaluator`.

    Args:
        current: gives a version by number (None: the current one), or raises Problem.
        settings: ``workers``, ``worker_megabytes``, ``query_seconds``, ``max_answer_bytes``.
        spool: where large answers wait; by default one of its own.
    """

    def __init__(
        self, current: Callable[[int | None], OnDisk], settings: Settings, spool: Spool | None = None
    ) -> None:
        self._current = current
        self._spool = spool or Spool(settings.integer("max_spool_bytes"))
        self._settings = settings
        self.pool = WorkerPool(
            max(1, settings.integer("workers")), settings.integer("worker_megabytes") * 1_000_000, PREFIXES
        )
        self.federation = Federation(settings, self.pool, self._spool)

    def evaluate(self, question: Question) -> Answer:
        """See :class:`server.evaluation.Evaluator`.

        A worker that somebody else kills takes no answer with it: nothing of one has been sent, and another
        worker is asked, once.
        """
        deadline = question.deadline or time.monotonic() + self._settings.number("query_seconds")
        with suppress(_Lost):
            return self._evaluated(question, deadline)
        try:
            return self._evaluated(question, deadline)
        except _Lost as error:
            raise self._problem(question, error.failure) from error

    def _evaluated(self, question: Question, deadline: float) -> Answer:
        seen = guard(question.text, self._settings, may_call=bool(self.federation))
        version = self._current(question.version)
        text = self._resolved(question, version, deadline) if seen.calls_service else question.text
        asked = Asked(
            text=text,
            store=version.place,
            base=version.base + "/",
            results=question.results.value.media_type if question.results else None,
            graph=question.graph.value.media_type if question.graph else None,
            default_graphs=question.default_graphs,
            named_graphs=question.named_graphs,
        )
        try:
            running = question.begun and question.begun.go_on(version.place, deadline, question.gone)
            running = running or self.pool.ask(
                asked, deadline, patience=self._settings.number("queue_seconds"), gone=question.gone
            )
            offer = question.graph if running.kind == "graph" else question.results
            assert offer is not None  # noqa: S101 - the worker refuses a kind that was not asked for
            headers = {
                "Content-Type": content_type(offer.media_type), "Reelgraph-Version": str(version.number),
            }  # fmt: skip
            if running.whole:
                block = b"".join(running.blocks)
                return Answer(200, headers, iter((block,)), len(block))
            return self._in_a_file(running, headers)
        except QueryFailed as error:
            if error.reason == QueryFailed.LOST:
                raise _Lost(error) from error
            # Dropped before the worker had opened it: one asked by its number is gone (410), and one that
            # was the current one is that no more.
            dropped = error.reason == QueryFailed.FAILED and not Path(version.place).exists()
            if dropped and self._current(question.version).place != version.place:
                return self.evaluate(question)
            raise self._problem(question, error) from error

    def _resolved(self, question: Question, version: OnDisk, deadline: float) -> str:
        """The query with the solutions of other services in it.

        Nobody is asked before the engine has read it: without its calls, and evaluated over nothing.
        """
        base = version.base + "/"
        asked = Asked(
            text=self.federation.without_calls(question.text), store=version.place, base=base,
            results=RESULTS[0].media_type, graph=GRAPHS[0].media_type, default_graphs=(), named_graphs=(),
        )  # fmt: skip
        try:
            patience = self._settings.number("queue_seconds")
            self.pool.ask(asked, deadline, patience=patience, gone=question.gone).close()
        except QueryFailed as error:
            raise self._problem(question, error) from error
        return self.federation.resolved(question.text, version.place, base, deadline, question.gone)

    def _in_a_file(self, running: Running, headers: dict[str, str]) -> Answer:
        """A large answer, taken as fast as the worker writes it, so that no slow client holds a worker."""
        most = self._settings.integer("max_answer_bytes")
        try:
            file = self._spool.file()
        except OSError as error:
            running.close()
            raise _no_room() from error
        try:
            for block in running.blocks:
                if file.size + len(block) > most:
                    raise _too_long(most)  # noqa: TRY301 - closes the file on its way
                file.write(block)
            file.rewind()
        except OSError as error:
            file.close()
            raise _no_room() from error
        except BaseException:
            file.close()
            raise
        finally:
            running.close()
        return Answer(200, headers, iter(lambda: file.read(_BLOCK), b""), file.size, file.close, file)

    def close(self) -> None:
        """Ends the workers."""
        self.pool.close()

    def _problem(self, question: Question, error: QueryFailed) -> Problem:
        text = question.text
        seconds = question.seconds or self._settings.number("query_seconds")
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
            QueryFailed.LOST: (
                "Somebody killed the two workers that were asked, the system perhaps; try again in a moment.",
                {},
            ),
            QueryFailed.BUSY: ("All workers are busy with other queries; try again in a moment.", {}),
            QueryFailed.GONE: ("The client went away before the answer was there.", {}),
        }
        detail, members = reasons.get(error.reason, (f"The query failed: {error.message}.", {}))
        return Problem(503, detail, headers={"Retry-After": "1"}, reason=error.reason, **members)


def _too_long(most: int) -> Problem:
    detail = f"The query was stopped: its answer is larger than {most:,} bytes; ask for less with LIMIT."
    return Problem(503, detail, reason="size", setting="max_answer_bytes")


def _no_room() -> Problem:
    return Problem(
        503,
        "There is no room now for an answer of this size; ask for less with LIMIT, or later.",
        headers={"Retry-After": "5"}, reason="room", setting="max_spool_bytes",
    )  # fmt: skip
