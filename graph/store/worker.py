"""A worker: one process that evaluates one query at a time for somebody who may not be trusted.

Started by :mod:`graph.store.workers` as ``python -m graph.store.worker``. It reads one JSON line a
question from stdin and writes frames to stdout: a letter, four bytes of length, and the content.

    H  what the answer is (JSON): sent just before the first block, so that a failure comes first
    D  a block of the answer
    E  the end of a whole answer
    X  an error (JSON): its kind and the engine's words

Answers are written by the engine's own serialisers, never row by row in Python.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import threading
from typing import IO, Any, cast

import pyoxigraph as ox

from graph.store.confine import limit_memory, refuse_sockets
from graph.store.workers import BLOCK, GROWN

#: The evaluator recurses; a guard caps how deep a query nests, and this leaves room past the cap.
_STACK = 256 * 1024 * 1024
#: Versions that a worker keeps open: the current one, and one that somebody cites.
_OPEN = 2
#: A worker that still holds more than this after an answer, in bytes, is replaced.
_MOST_KEPT = 400_000_000
_PAGE = os.sysconf("SC_PAGE_SIZE")


class _Whole:
    """A descriptor that is written to without a buffer and without an end."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, data: bytes) -> int:
        left = memoryview(data)
        while left:
            left = left[os.write(self._descriptor, left) :]
        return len(data)


class _Frames:
    """A binary file, as far as the serialisers care, that sends what is written as frames."""

    def __init__(self, out: IO[bytes], head: dict[str, Any]) -> None:
        self._out = out
        self._head: dict[str, Any] | None = head
        self._buffer = bytearray()

    def write(self, data: bytes) -> int:
        self._buffer += data
        if len(self._buffer) >= BLOCK:
            self.flush()
        return len(data)

    def flush(self, last: bytes = b"") -> None:
        """Sends what has been written, and ``last`` after it, in one go."""
        frames = bytearray()
        if self._head is not None:
            frames += frame(b"H", json.dumps(self._head).encode())
            self._head = None
        if self._buffer:
            frames += frame(b"D", self._buffer)
            self._buffer = bytearray()
        frames += last
        self._out.write(frames)

    def end(self) -> None:
        self.flush(frame(b"E", GROWN if _held() > _MOST_KEPT else b""))


def _held() -> int:
    """The memory that this process holds, in bytes; 0 where that is not to be had cheaply.

    Not ru_maxrss: on Linux a process inherits that from the one that started it.
    """
    try:
        with open("/proc/self/statm", "rb", buffering=0) as file:  # noqa: PTH123 - after every query
            return int(file.read().split()[1]) * _PAGE
    except OSError:
        return 0


def frame(kind: bytes, content: bytes | bytearray) -> bytes:
    """One frame."""
    return kind + struct.pack(">I", len(content)) + content


def send(out: IO[bytes], kind: bytes, content: bytes) -> None:
    """Writes one frame."""
    out.write(frame(kind, content))


class Worker:
    """Evaluates questions against versions that it keeps open."""

    def __init__(self, out: IO[bytes], prefixes: dict[str, str]) -> None:
        self._out = out
        self._prefixes = prefixes
        self._stores: dict[str, ox.Store] = {}

    def answer(self, question: dict[str, Any]) -> None:
        """Evaluates one question and sends its answer, or the reason why there is none."""
        try:
            self._evaluate(question)
        except SyntaxError as error:
            self._fail("syntax", error)
        except ValueError as error:
            self._fail("value", error)
        except MemoryError as error:
            self._fail("memory", error)
        except Exception as error:  # noqa: BLE001 - whatever it was, the asker gets its words
            self._fail("failed", error)

    def _evaluate(self, question: dict[str, Any]) -> None:
        store = self._store(question["store"])
        options: dict[str, Any] = {}
        if question["default_graphs"] is not None or question["named_graphs"] is not None:
            options["default_graph"] = [ox.NamedNode(iri) for iri in question["default_graphs"] or ()]
            options["named_graphs"] = [ox.NamedNode(iri) for iri in question["named_graphs"] or ()]
        found = store.query(question["text"], base_iri=question["base"], prefixes=self._prefixes, **options)
        kind = "graph" if isinstance(found, ox.QueryTriples) else "results"
        media_type = question[kind]
        if media_type is None:
            send(self._out, b"X", json.dumps({"kind": "format", "message": kind}).encode())
            return
        frames = _Frames(self._out, {"kind": kind})
        target = cast("IO[bytes]", frames)
        if isinstance(found, ox.QueryTriples):
            prefixes = self._prefixes if question["pretty"] else None
            ox.serialize(found, target, ox.RdfFormat.from_media_type(media_type), prefixes=prefixes)
        else:
            found.serialize(target, format=ox.QueryResultsFormat.from_media_type(media_type))
        frames.end()

    def _store(self, path: str) -> ox.Store:
        store = self._stores.pop(path, None) or ox.Store.read_only(path)
        self._stores[path] = store
        while len(self._stores) > _OPEN:
            del self._stores[next(iter(self._stores))]
        return store

    def _fail(self, kind: str, error: BaseException) -> None:
        send(self._out, b"X", json.dumps({"kind": kind, "message": str(error)}).encode())


def main() -> None:
    """Answers questions until stdin ends; then the process ends, whatever it is in the middle of."""
    first = json.loads(sys.stdin.buffer.readline())
    # Unbuffered, and whole all the same: a raw file may write a part only.
    out = cast("IO[bytes]", _Whole(os.dup(1)))
    # Whatever else might print must not get between the frames.
    os.dup2(2, 1)
    limit_memory(first["memory"])
    if not first["sockets"]:
        refuse_sockets()
    worker = Worker(out, first["prefixes"])
    send(out, b"E", b"")
    waiting: list[dict[str, Any]] = []
    ready = threading.Semaphore(0)

    def evaluate() -> None:
        while True:
            ready.acquire()
            worker.answer(waiting.pop(0))

    # In a thread of its own for its stack, and so that this one notices when the parent goes away.
    threading.stack_size(_STACK)
    threading.Thread(target=evaluate, daemon=True).start()
    for line in sys.stdin.buffer:
        waiting.append(json.loads(line))
        ready.release()
    os._exit(0)


if __name__ == "__main__":
    main()
