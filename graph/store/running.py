"""A query that a worker of a pool is answering, as whoever asked it sees it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.store.processes import QueryFailed, Worker, failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.store.workers import WorkerPool


@dataclass(frozen=True, slots=True)
class Until:
    """How long somebody waits for a worker: to a moment of ``time.monotonic()``, or until they are gone."""

    deadline: float
    gone: Callable[[], bool] | None = None


class Running:
    """A query whose first block has come: what it is, and its blocks.

    Read :attr:`blocks` to the end or call :meth:`close`; either frees the worker. Reading raises
    QueryFailed where the answer breaks off, so that no broken answer looks whole.
    """

    def __init__(
        self, pool: WorkerPool, worker: Worker | None, kind: str, first: bytes, until: Until
    ) -> None:
        self.kind = kind
        self._pool = pool
        self._worker = worker
        self._first = first
        self._until = until

    @property
    def blocks(self) -> Iterator[bytes]:
        """The blocks of the answer, in order."""
        if self._first:
            yield self._first
        while self._worker is not None:
            try:
                frame, content = self._pool.frame(self._worker, self._until)
            except QueryFailed:
                # The pool has replaced it already.
                self._worker = None
                raise
            if frame == b"D":
                yield content
            elif frame == b"E":
                worker, self._worker = self._worker, None
                self._pool.give_back(worker, content)
            else:
                worker, self._worker = self._worker, None
                self._pool.give_back(worker)
                raise failure(content)

    @property
    def whole(self) -> bool:
        """Whether the whole answer is here already, in its first block."""
        return self._worker is None

    def kill(self) -> None:
        """Makes a worker that is still at it stop; whoever reads the blocks sees the answer break off."""
        worker = self._worker
        if worker is not None:
            with suppress(ProcessLookupError):
                worker.process.kill()

    def close(self) -> None:
        """Gives the answer up: a worker still at it is killed and replaced."""
        if self._worker is not None:
            worker, self._worker = self._worker, None
            self._pool.replace(worker)
