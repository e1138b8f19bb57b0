"""Documents to readers, outcomes back in the order of the documents, with a bounded number under way.

A reader that dies or takes too long costs the document that it had and nothing else: that one is set aside
with the reason, another reader takes the rest.
"""

from __future__ import annotations

import os
import pickle
import selectors
import signal
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

from graph.readers import nursery
from graph.readers.process import GROWN, HEAD, NO_MEMORY, Limits, seconds_for

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from graph.intake.outcome import Options, Task

#: Documents that a reader is given ahead, and that may be under way or wait for their turn in all.
_AHEAD, _WINDOW = 4, 64
#: Bytes of answers that wait for their turn; beyond, only the reader whose turn it is is listened to.
_WAITING = 64_000_000
_BLOCK = 1 << 20
#: Seconds until readers whose turn it is not are looked at again.
_PAUSE = 0.02
#: A document may wait so many times longer for its disk than it may compute.
_PATIENCE = 10
_SIGNALS = {
    signal.SIGPROF: "reading it took more than {seconds:,.3g} seconds of processor time",
    signal.SIGSEGV: "it made the reader crash (signal 11)",
    signal.SIGABRT: "it made the reader crash (signal 6)",
    signal.SIGBUS: "it changed while it was being read; ingest it again once it is whole",
    signal.SIGKILL: "its reader was killed, for want of memory perhaps (signal 9)",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader says of a document: an outcome as it packed it, or why there is none."""

    task: Task
    packed: bytes = b""
    fault: str = ""


@dataclass(slots=True)
class _Reader:
    """A reader, and the documents that it was given."""

    number: int
    connection: socket.socket
    queue: deque[tuple[int, Task]] = field(default_factory=deque)
    received: bytearray = field(default_factory=bytearray)
    since: float = 0.0
    grown: bool = False


class Readers:
    """Readers, to be closed when they are no longer needed; a context manager.

    Args:
        limits: what reading one document may take.
        most: how many readers there may be; None is one for each processor.
    """

    def __init__(self, limits: Limits, most: int | None = None) -> None:
        self._limits = limits
        self._most = most or _processors()
        self._nursery = nursery.begin()
        self._told: tuple[Path | None, Options | None] = None, None
        self._readers: list[_Reader] = []
        self._closed = False
        self._selector = selectors.DefaultSelector()
        self._again: deque[tuple[int, Task]] = deque()
        self._tried: set[int] = set()
        self._answers: dict[int, Answer] = {}
        self._waiting = 0

    def tell(self, spool: Path, options: Options) -> None:
        """Tells what all readers are to know: where to unpack things, and the options of most documents."""
        self._told = spool, options

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, tasks: Iterable[Task], stop: Callable[[], bool]) -> Iterator[Answer]:
        """Has documents read, and gives the answers in the documents' order.

        Args:
            tasks: the documents; taken as there is room for them.
            stop: asked between answers; once it says yes, no more come.
        """
        numbered = enumerate(tasks)
        given = due = 0
        more = True
        while not stop():
            if due in self._answers:
                answer = self._answers.pop(due)
                self._waiting -= len(answer.packed)
                due += 1
                yield answer
                continue
            while more and given - due < _WINDOW and self._has_room():
                number, task = next(numbered, (-1, None))
                if task is None:
                    more = False
                    break
                given += 1
                self._give(number, task, crowd=given)
            while self._again:
                self._give(*self._again.popleft(), crowd=given)
            if due == given and not more:
                return
            self._listen(due)

    def close(self) -> None:
        """Ends all readers; a second time it does nothing."""
        if self._closed:
            return
        self._closed = True
        for reader in self._readers:
            self._selector.unregister(reader.connection)
            reader.connection.close()
            self._nursery.end(reader.number)
        self._readers = []
        self._selector.close()
        self._nursery.rest()

    # -- giving ----------------------------------------------------------------------------------

    def _has_room(self) -> bool:
        return len(self._readers) < self._most or any(len(r.queue) < _AHEAD for r in self._readers)

    def _give(self, number: int, task: Task, *, crowd: int) -> None:
        """Gives a document to the reader with least to do, or to a new one if there is enough for it."""
        idle = min(self._readers, key=lambda reader: len(reader.queue), default=None)
        if idle is None or (idle.queue and len(self._readers) < self._most and crowd > _AHEAD):
            idle = self._new()
        if not idle.queue:
            idle.since = time.monotonic()
        idle.queue.append((number, task))
        # A reader that died has the document in its queue, where listening finds it.
        said = replace(task, options=None) if task.options is self._told[1] else task  # type: ignore[arg-type]
        with suppress(BrokenPipeError, ConnectionResetError):
            idle.connection.sendall(pickle.dumps(said))

    def _new(self) -> _Reader:
        number, connection = self._nursery.fork()
        connection.sendall(pickle.dumps((self._limits, *self._told)))
        reader = _Reader(number, connection)
        self._readers.append(reader)
        self._selector.register(connection, selectors.EVENT_READ, reader)
        return reader

    # -- listening -------------------------------------------------------------------------------

    def _listen(self, due: int) -> None:
        """Takes what readers have to say; waits a little where that is nothing."""
        ready = [key.data for key, _ in self._selector.select(timeout=0.5)]
        heard = [
            reader
            for reader in ready
            if self._waiting < _WAITING or (reader.queue and reader.queue[0][0] == due)
        ]
        for reader in heard:
            self._receive(reader)
        if ready and not heard:
            time.sleep(_PAUSE)
        now = time.monotonic()
        for reader in [one for one in self._readers if one not in ready and one.queue]:
            patience = _PATIENCE * seconds_for(reader.queue[0][1], self._limits)
            if now - reader.since > patience:
                self._lose(reader, f"reading it took more than {patience:,.0f} seconds")

    def _receive(self, reader: _Reader) -> None:
        try:
            received = reader.connection.recv(_BLOCK)
        except ConnectionResetError:
            received = b""
        if not received:
            self._lose(reader)
            return
        reader.received += received
        while len(reader.received) >= HEAD.size:
            length, kind = HEAD.unpack_from(reader.received)
            if kind == GROWN:
                reader.grown = True
                del reader.received[: HEAD.size]
                continue
            if len(reader.received) < HEAD.size + length:
                return
            packed = bytes(memoryview(reader.received)[HEAD.size : HEAD.size + length])
            del reader.received[: HEAD.size + length]
            number, task = reader.queue.popleft()
            reader.since = time.monotonic()
            self._answer(number, Answer(task, packed))

    def _answer(self, number: int, answer: Answer) -> None:
        self._answers[number] = answer
        self._waiting += len(answer.packed)

    def _lose(self, reader: _Reader, fault: str = "") -> None:
        """Sets the document of a reader that is no more aside, and gives its others to another."""
        self._selector.unregister(reader.connection)
        self._readers.remove(reader)
        reader.connection.close()
        code = self._nursery.end(reader.number)
        if reader.queue and not reader.grown:
            number, task = reader.queue.popleft()
            # What was killed from outside may have been another's fault: it has a second try.
            if code == -signal.SIGKILL and not fault and number not in self._tried:
                self._tried.add(number)
                reader.queue.appendleft((number, task))
            else:
                self._answer(number, Answer(task, fault=fault or self._fault(task, code)))
        self._again.extend(reader.queue)

    def _fault(self, task: Task, code: int) -> str:
        if code == NO_MEMORY:
            return f"reading it takes more memory than a reader may have ({self._limits.memory:,} bytes)"
        if code < 0:
            said = _SIGNALS.get(signal.Signals(-code), f"its reader was ended by signal {-code}")
            return said.format(seconds=seconds_for(task, self._limits))
        return f"its reader ended without a word (code {code}); please report this with the page"


def _processors() -> int:
    """The processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
