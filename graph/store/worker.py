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
import select
import struct
import sys
import threading
from typing import IO, Any, cast

import pyoxigraph as ox

from graph.store.confine import limit_memory, refuse_sockets
from graph.store.processes import BLOCK, GROWN

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


class _Held:
    """The memory that this process holds, asked after every query and so from a file that stays open.

    Not ru_maxrss: on Linux a process inherits that from the one that started it.
    """

    def __init__(self) -> None:
        try:
            self._file = os.open("/proc/self/statm", os.O_RDONLY)
        except OSError:
            self._file = -1

    def __call__(self) -> int:
        """In bytes; 0 where that is not to be had cheaply."""
        return 0 if self._file < 0 else int(os.pread(self._file, 100, 0).split()[1]) * _PAGE


_held = _Held()


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
        # What a query that does without one of them need not be told of: each costs a microsecond.
        self._marks = {f"{name}:": name for name in prefixes}
        self._stores: dict[str, tuple[tuple[int, int] | None, ox.Store]] = {}

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
        text = question["text"]
        prefixes = {name: self._prefixes[name] for mark, name in self._marks.items() if mark in text}
        found = store.query(text, base_iri=question["base"], prefixes=prefixes, **options)
        kind = "graph" if isinstance(found, ox.QueryTriples) else "results"
        media_type = question[kind]
        if media_type is None:
            send(self._out, b"X", json.dumps({"kind": "format", "message": kind}).encode())
            return
        frames = _Frames(self._out, {"kind": kind})
        target = cast("IO[bytes]", frames)
        if isinstance(found, ox.QueryTriples):
            shown = self._prefixes if question["pretty"] else None
            ox.serialize(found, target, ox.RdfFormat.from_media_type(media_type), prefixes=shown)
        else:
            found.serialize(target, format=ox.QueryResultsFormat.from_media_type(media_type))
        frames.end()

    def _store(self, path: str) -> ox.Store:
        """The store at a path: opened once, anew where another one stands there by now.

        One that was dropped meanwhile is still there for whoever has it open.
        """
        try:
            found = os.stat(path)  # noqa: PTH116 - before every query
            identity = found.st_ino, found.st_mtime_ns
        except FileNotFoundError:
            identity = None
        known, store = self._stores.pop(path, (None, None))
        if store is None or (identity is not None and identity != known):
            store = ox.Store.read_only(path)
        self._stores[path] = identity or known, store
        while len(self._stores) > _OPEN:
            del self._stores[next(iter(self._stores))]
        return store

    def _fail(self, kind: str, error: BaseException) -> None:
        send(self._out, b"X", json.dumps({"kind": kind, "message": str(error)}).encode())


def main() -> None:
    """Answers questions until stdin is closed; the process then ends, whatever it is in the middle of."""
    first = json.loads(sys.stdin.buffer.readline())
    # Unbuffered, and whole all the same: a raw file may write a part only.
    out = cast("IO[bytes]", _Whole(os.dup(1)))
    # Whatever else might print must not get between the frames.
    os.dup2(2, 1)
    limit_memory(first["memory"])
    refuse_sockets()
    worker = Worker(out, first["prefixes"])
    send(out, b"E", b"")
    questions = sys.stdin.buffer

    def evaluate() -> None:
        for line in questions:
            worker.answer(json.loads(line))
        os._exit(0)

    # In a thread of its own for its stack. It reads the questions itself: one that another thread had read
    # would wait for a switch of threads.
    threading.stack_size(_STACK)
    threading.Thread(target=evaluate, daemon=True).start()
    # And this one notices, with a query under way or without, when nobody is there any more to be answered.
    gone = select.poll()
    gone.register(questions.fileno(), 0)  # nothing but the end of the pipe, which is always reported
    gone.poll()
    os._exit(0)


if __name__ == "__main__":
    main()
