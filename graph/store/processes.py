"""One worker process and what is said over its pipes: a question, and why there is no answer to one.

The pool of them is :mod:`graph.store.workers`, the process's own side :mod:`graph.store.worker`.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.store.reasons import WithReason

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The head of a frame: its letter and the length of its content.
HEAD = struct.Struct(">cI")
#: The frame at the end of a whole answer.
LAST = HEAD.pack(b"E", 0)

#: A full block of an answer, in bytes: large enough that frames cost nothing, small enough to come soon.
BLOCK = 64 * 1024
_ENCODER = json.JSONEncoder(check_circular=False)
#: What a worker says at the end of an answer when it holds more memory than one should keep.
GROWN = b"grown"


class QueryFailed(WithReason):
    """A query that came to no answer. ``reason`` is one of the constants of this class."""

    SYNTAX = "syntax"
    VALUE = "value"
    FORMAT = "format"
    DEADLINE = "deadline"
    MEMORY = "memory"
    CRASH = "crash"
    #: Somebody else ended the worker, so that another may have an answer.
    LOST = "lost"
    BUSY = "busy"
    GONE = "gone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Question:
    """One query for a worker.

    ``store`` is the directory of a version's store. ``results`` and ``graph`` are the media types to
    answer in, depending on the kind of query; None refuses that kind. ``default_graphs`` and
    ``named_graphs`` are the protocol's dataset, both None where the request names none. ``pretty``
    writes a graph with prefixes.
    """

    text: str
    store: str
    base: str
    results: str | None
    graph: str | None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    pretty: bool = True

    def line(self) -> bytes:
        """The question as the worker reads it."""
        return _ENCODER.encode({name: getattr(self, name) for name in self.__slots__}).encode() + b"\n"


class Worker:
    """A worker process, and the pipes to it."""

    def __init__(self, memory: int, prefixes: Mapping[str, str]) -> None:
        # -P keeps the current directory off the path: nothing there may pose as a module of ours.
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "graph.store.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # An engine that aborts prints pages of its stack, which a hostile query could repeat for ever.
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                "RUST_BACKTRACE": "0",
                # glibc reserves 128 MB of address space for each thread otherwise, and once in a while the
                # limit then leaves no room for the threads of RocksDB, which takes that as the end.
                "MALLOC_ARENA_MAX": "2",
            },
        )
        assert self.process.stdin is not None  # noqa: S101 - asked for above
        assert self.process.stdout is not None  # noqa: S101
        self.stdin, self.output = self.process.stdin, self.process.stdout.fileno()
        #: What somebody has read of the answer beforehand, see :meth:`WorkerPool.offer`.
        self.ahead = bytearray()
        first = {"memory": memory, "prefixes": dict(prefixes)}
        self.stdin.write(json.dumps(first).encode() + b"\n")
        self.stdin.flush()

    def kill(self) -> int:
        """Ends the process and says how it had ended: a negative number is a signal."""
        with suppress(ProcessLookupError):
            self.process.kill()
        code = self.process.wait()
        with suppress(OSError):
            self.stdin.close()
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code


def failure(content: bytes) -> QueryFailed:
    """The failure that an X frame tells of."""
    said: dict[str, Any] = json.loads(content)
    return QueryFailed(str(said["kind"]), str(said["message"]))
