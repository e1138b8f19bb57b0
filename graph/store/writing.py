"""Writing to a dataset on behalf of somebody else: each write in a process that can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from graph.store.reasons import WithReason

if TYPE_CHECKING:
    from collections.abc import Mapping


class WriteFailed(WithReason):
    """A write that changed nothing. ``reason`` is one of the constants of this class."""

    SYNTAX = "syntax"
    STATE = "state"
    DERIVED = "derived"
    MISSING = "missing"
    DOCTYPE = "doctype"
    DOCUMENT = "document"
    BUSY = "busy"
    DEADLINE = "deadline"
    MEMORY = "memory"
    CRASH = "crash"
    CANNOT = "cannot"
    FAILED = "failed"

    def __init__(self, reason: str, message: str = "", line: int | None = None) -> None:
        super().__init__(reason, message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Job:
    """One write.

    ``action`` is ``update`` (of ``text``), or ``put``, ``post`` or ``delete`` of ``graph`` (None: the
    default graph) with the content of ``parts`` (files, each with its media type). ``base`` is what
    relative IRIs are resolved against. ``derived`` and ``derived_prefix`` say which graphs may not be
    written to where the dataset is compiled from documents; None in it is the default graph.
    ``inserts``: the update is known to be nothing but INSERT DATA. ``keep_versions``: how many of the
    newest versions stay after it, beside those that are kept; 0 drops none. ``steps``: the operations of an
    update that loads documents, in the place of ``text``: each with its ``text``, or with the ``file``
    that was fetched, its ``type``, its ``source``, the ``graph`` it goes into, and whether it is ``silent``.
    """

    dataset: str
    action: str
    base: str
    text: str = ""
    prefixes: Mapping[str, str] = field(default_factory=dict)
    graph: str | None = None
    parts: tuple[tuple[str, str], ...] = ()
    inserts: bool = False
    derived: tuple[str | None, ...] = ()
    derived_prefix: str = ""
    keep_versions: int = 0
    steps: tuple[Mapping[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """The version that a write made, and whether the graph was there before."""

    version: int
    existed: bool


class Writers:
    """Does writes for whoever asks, one after the other.

    Args:
        seconds: the longest time that one write may take; past it its process is killed.
        memory: the most address space of its process, in bytes; 0 is no limit.
    """

    def __init__(self, seconds: float, memory: int) -> None:
        self._seconds = seconds
        self._memory = memory
        self._turn = threading.Lock()

    def write(self, job: Job) -> Written:
        """Does a write. Raises WriteFailed, and then nothing is changed."""
        said = self.ask("graph.store.writer", asdict(job))
        return Written(said["version"], said["existed"])

    def ask(self, module: str, job: Mapping[str, Any]) -> dict[str, Any]:
        """Does a job in a process that runs ``module``, and gives what it says.

        Raises:
            WriteFailed: nothing was changed.
        """
        if not self._turn.acquire(timeout=self._seconds):
            raise WriteFailed(WriteFailed.BUSY, "Other writes are waiting.")
        try:
            return self._said(module, {**job, "memory": self._memory, "wait": self._seconds / 2})
        finally:
            self._turn.release()

    def _said(self, module: str, line: Mapping[str, Any]) -> dict[str, Any]:
        # -P keeps the current directory off the path: nothing there may pose as a module of ours.
        with subprocess.Popen(  # noqa: S603 - a module of ours
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "RUST_BACKTRACE": "0"},
        ) as process:
            answer = self._answer(process, json.dumps(line).encode() + b"\n")
        if not answer:
            # The allocator aborts where it gets no more memory; the evaluator overflows its stack.
            aborted = process.returncode in (-signal.SIGABRT, -signal.SIGKILL)
            raise WriteFailed(WriteFailed.MEMORY if aborted else WriteFailed.CRASH)
        said: dict[str, Any] = json.loads(answer)
        if "kind" in said:
            raise WriteFailed(said["kind"], said["message"], said.get("line"))
        return said

    def _answer(self, process: subprocess.Popen[bytes], line: bytes) -> bytes:
        """What the process answers; it ends when its stdin does, so that is kept open until then."""
        assert process.stdin is not None  # noqa: S101 - asked for
        assert process.stdout is not None  # noqa: S101
        late = threading.Event()

        def kill() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._seconds, kill)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(line)
            process.stdin.flush()
            answer = process.stdout.read()
        except BrokenPipeError:
            answer = b""
        finally:
            timer.cancel()
        if late.is_set() and not answer:
            raise WriteFailed(WriteFailed.DEADLINE)
        return answer
