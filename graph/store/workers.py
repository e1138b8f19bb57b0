"""A pool of worker processes for queries of strangers, each query with a deadline.

pyoxigraph evaluates fast and cannot be interrupted, and hostile input can take its process with it.
So a query runs in a worker (:mod:`graph.store.worker`) that is killed at the deadline and replaced;
a worker that dies of its query takes only that query with it.
"""

from __future__ import annotations

import json
import os
import queue
import select
import signal
import subprocess
import threading
import time
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING

from graph.store.processes import BLOCK, GROWN, HEAD, LAST, QueryFailed, Question, Worker, failure
from graph.store.running import Running, Until

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["BLOCK", "GROWN", "QueryFailed", "Question", "Running", "Worker", "WorkerPool", "whole_answer"]

#: Longest time that a new worker may take to say that it is ready.
_START_SECONDS = 30.0
#: How long after one that would not start another is tried, and how often somebody looks who is gone.
_RETRY_SECONDS, _LOOK_SECONDS = 1.0, 0.2
#: What ended a worker, by its code: the allocator aborts where it gets no more memory, and nobody here kills
#: one that an answer is still wanted from. (The evaluator overflows its stack.)
_ENDED_BY = {-signal.SIGABRT: QueryFailed.MEMORY, -signal.SIGKILL: QueryFailed.LOST}
#: How often workers that wait are looked at.
_BURIAL_SECONDS = 1.0


class WorkerPool:
    """Workers that wait for queries, and replacements started as workers are lost.

    Args:
        size: queries evaluated at the same time; one more worker is kept in reserve.
        memory: the most address space of a worker, in bytes; 0 is no limit.
        prefixes: prefixes that a query need not declare.
    """

    def __init__(self, size: int, memory: int, prefixes: Mapping[str, str]) -> None:
        self._memory = memory
        self._prefixes = dict(prefixes)
        self._size = size
        self._idle: queue.LifoQueue[Worker] = queue.LifoQueue()
        self._places = threading.Semaphore(size)
        self._all: set[Worker] = set()
        self._lock = threading.Lock()
        self._closed = False
        #: Called, by any thread, when a worker may have come free: for one who waits in no thread.
        self.freed: Callable[[], None] = _nothing
        #: How many workers have been lost or replaced so far.
        self.replaced = 0
        # A pool that nobody holds any more, or that the program's end finds open, leaves no process behind.
        self._finalizer = weakref.finalize(self, _end, self._all, self._idle)
        for _ in range(size + 1):
            threading.Thread(target=self._start, daemon=True).start()
        threading.Thread(target=_look_after, args=(weakref.ref(self),), daemon=True).start()

    def ask(
        self,
        question: Question,
        deadline: float,
        *,
        patience: float | None = None,
        gone: Callable[[], bool] | None = None,
    ) -> Running:
        """Evaluates a query as far as its first block.

        Args:
            question: the query.
            deadline: a moment of ``time.monotonic()``; past it the worker is killed.
            patience: seconds to wait for a worker to come free, which the deadline is then put off by;
                by default the wait is part of the query's time.
            gone: says whether nobody waits for the answer any more; the worker is then killed.

        Raises:
            QueryFailed: no answer, with the reason.
        """
        asked = time.monotonic()
        worker = self._take(deadline if patience is None else asked + patience, gone)
        if patience is not None:
            deadline += time.monotonic() - asked
        self.tell(worker, question)
        return self.running(worker, deadline, gone)

    def offer(self) -> Worker | None:
        """A worker, if one has nothing to do at this moment, for somebody who waits in no thread.

        It is theirs: :meth:`tell` it a question, and when something can be read from ``output``, see with
        :meth:`look` whether the whole answer is there. Whatever is, :meth:`running` goes on from there in
        a thread, and :meth:`replace` gives it up.
        """
        if not self._places.acquire(blocking=False):
            return None
        try:
            worker = self._idle.get_nowait()
        except queue.Empty:
            self._places.release()
            return None
        if worker.process.poll() is None:
            return worker
        self._forget(worker)
        self._places.release()
        return None

    def tell(self, worker: Worker, question: Question) -> None:
        """Asks a worker a question. Raises QueryFailed where it is dead, which replaces it."""
        try:
            worker.stdin.write(question.line())
            worker.stdin.flush()
        except OSError:
            self.replace(worker)
            raise QueryFailed(QueryFailed.LOST) from None

    def look(self, worker: Worker) -> bool:
        """Reads what can be read now, without waiting. Whether it is enough to go on with.

        That is a whole answer, a failure, a first full block or the end of the worker.
        """
        part = os.read(worker.output, 1 << 18)
        worker.ahead += part
        return (
            not part
            or len(worker.ahead) > BLOCK
            or worker.ahead[-len(LAST) :] == LAST
            or (
                worker.ahead[:1] == b"X"
                and len(worker.ahead) >= HEAD.size + HEAD.unpack_from(worker.ahead)[1]
            )
        )

    def taken(self, worker: Worker) -> tuple[str, bytes] | None:
        """The kind and content of an answer that :meth:`look` has read whole; the worker is free again.

        None for anything else, which :meth:`running` goes on with.
        """
        ahead = worker.ahead
        if ahead[-len(LAST) :] != LAST or ahead[:1] != b"H":
            return None
        place = HEAD.size + HEAD.unpack_from(ahead)[1]
        kind = "graph" if b'"graph"' in ahead[:place] else "results"
        content = b""
        if place + len(LAST) < len(ahead):
            frame, length = HEAD.unpack_from(ahead, place)
            place += HEAD.size + length
            if frame != b"D" or place + len(LAST) != len(ahead):
                return None
            content = bytes(memoryview(ahead)[place - length : place])
        worker.ahead = bytearray()
        self.give_back(worker)
        return kind, content

    def running(self, worker: Worker, deadline: float, gone: Callable[[], bool] | None = None) -> Running:
        """The answer of a worker that was told a question, once its first block is there. See :meth:`ask`."""
        until = Until(deadline, gone)
        frame, content = self.frame(worker, until)
        if frame == b"X":
            self.give_back(worker)
            raise failure(content)
        kind = str(json.loads(content)["kind"])
        frame, content = self.frame(worker, until)
        first = content if frame == b"D" else b""
        if len(first) < BLOCK and frame == b"D":  # a block that is not full is the last one
            frame, content = self.frame(worker, until)
        running = Running(self, worker, kind, first, until)
        if frame == b"X":
            self.give_back(worker)
            raise failure(content)
        if frame == b"E":
            self.give_back(worker, content)
            running._worker = None  # noqa: SLF001 - the whole answer is here
        return running

    def _take(self, end: float, gone: Callable[[], bool] | None) -> Worker:
        """A worker that has nothing to do, and a place for it."""
        while not self._places.acquire(timeout=max(0.0, min(_LOOK_SECONDS, end - time.monotonic()))):
            if gone is not None and gone():
                raise QueryFailed(QueryFailed.GONE)
            if time.monotonic() >= end:
                raise QueryFailed(QueryFailed.BUSY)
        while True:
            try:
                worker = self._idle.get(timeout=max(0.05, end - time.monotonic()))
            except queue.Empty:
                self._places.release()
                raise QueryFailed(QueryFailed.BUSY) from None
            if worker.process.poll() is None:
                return worker
            # Somebody else has killed it while it waited: the next one, then.
            self._forget(worker)

    def frame(self, worker: Worker, until: Until) -> tuple[bytes, bytes]:
        """The next frame of a worker. Kills and replaces a worker that is late or dead."""
        head = self._read(worker, HEAD.size, until)
        kind, length = HEAD.unpack(head)
        return kind, self._read(worker, length, until)

    def give_back(self, worker: Worker, said: bytes = b"") -> None:
        """Takes a worker back that has answered; one that says that it has grown too large is replaced."""
        if said == GROWN:
            self.replace(worker)
            return
        self._idle.put(worker)
        self._places.release()
        if self._closed:
            _end(self._all, self._idle)
        self.freed()

    def replace(self, worker: Worker) -> int:
        """Kills a worker and has another started. Returns how the old one had ended."""
        code = worker.kill()
        self._forget(worker)
        self._places.release()
        self.freed()
        return code

    def _forget(self, worker: Worker) -> None:
        with self._lock:
            self._all.discard(worker)
            self.replaced += 1
        worker.kill()
        threading.Thread(target=self._start, daemon=True).start()

    def bury(self) -> None:
        """Replaces workers that somebody else has killed while they waited: one may wait for ever."""
        with self._idle.mutex:
            dead = [worker for worker in self._idle.queue if worker.process.poll() is not None]
            for worker in dead:
                self._idle.queue.remove(worker)
        for worker in dead:
            self._forget(worker)

    @property
    def busy(self) -> int:
        """How many queries are being evaluated."""
        return self._size - self._places._value  # noqa: SLF001 - the semaphore has no public count

    def workers(self) -> list[int]:
        """The process ids of all workers."""
        with self._lock:
            return [worker.process.pid for worker in self._all]

    def close(self) -> None:
        """Ends all workers."""
        with self._lock:
            self._closed = True
        self._finalizer()

    def _start(self) -> None:
        """Starts a worker; one that does not come up is tried again, for as long as the pool is open."""
        while not self._is_closed():
            try:
                worker = Worker(self._memory, self._prefixes)
            except OSError:  # no process or descriptor to be had at the moment
                time.sleep(_RETRY_SECONDS)
                continue
            with self._lock:
                if not self._closed:
                    self._all.add(worker)
            if worker not in self._all:
                worker.kill()
                return
            try:
                self._read(worker, HEAD.size, Until(time.monotonic() + _START_SECONDS), started=False)
            except QueryFailed:
                time.sleep(_RETRY_SECONDS)
                continue
            self._idle.put(worker)
            if self._is_closed():
                _end(self._all, self._idle)
            self.freed()
            return

    def _is_closed(self) -> bool:
        return self._closed

    def _read(self, worker: Worker, size: int, until: Until, *, started: bool = True) -> bytes:
        content = worker.ahead[:size]
        del worker.ahead[:size]
        while len(content) < size:
            left = until.deadline - time.monotonic()
            if left <= 0:
                self._lose(worker, started=started)
                raise QueryFailed(QueryFailed.DEADLINE)
            if not _readable(worker.output, left if until.gone is None else min(left, _LOOK_SECONDS)):
                if until.gone is not None and until.gone():
                    self._lose(worker, started=started)
                    raise QueryFailed(QueryFailed.GONE)
                continue
            part = os.read(worker.output, min(size - len(content), 1 << 20))
            if not part:
                # It died by itself and is about to be reaped; the signal that it died of says why.
                with suppress(subprocess.TimeoutExpired):
                    worker.process.wait(timeout=1)
                code = self._lose(worker, started=started)
                raise QueryFailed(_ENDED_BY.get(code, QueryFailed.CRASH))
            content += part
        return bytes(content)

    def _lose(self, worker: Worker, *, started: bool) -> int:
        if started:
            return self.replace(worker)
        with self._lock:
            self._all.discard(worker)
        return worker.kill()


def _end(workers: set[Worker], idle: queue.LifoQueue[Worker]) -> None:
    ending = list(workers)
    workers.clear()
    for worker in ending:
        with suppress(ProcessLookupError):
            worker.process.kill()
    for worker in ending:
        worker.process.wait()
    # Whoever reads from one that is not idle sees it end and closes its pipes; closing them here would
    # have that thread read from whatever file gets the same number next.
    with suppress(queue.Empty):
        while True:
            idle.get_nowait().kill()


def _look_after(held: weakref.ref[WorkerPool]) -> None:
    """Looks every second for dead workers of a pool, for as long as somebody holds it and it is open."""
    while (pool := held()) is not None and not pool._is_closed():  # noqa: SLF001 - one room
        pool.bury()
        del pool
        time.sleep(_BURIAL_SECONDS)


def whole_answer(pool: WorkerPool, kind: str, content: bytes) -> Running:
    """An answer that is there as a whole already."""
    return Running(pool, None, kind, content, Until(0))


def _nothing() -> None:
    """Nobody waits."""


def _readable(descriptor: int, seconds: float) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(max(1, seconds * 1000)))
