"""The process that parses RDF, as its parent sees it: started when first needed, replaced when it fails."""

from __future__ import annotations

import atexit
import json
import os
import select
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import Any

#: The address space of the process, in bytes.
MEMORY = 4 * 1024**3
#: Seconds for any file, and for each megabyte of it: a hundred times what was measured.
SECONDS, SECONDS_EACH = 60.0, 3.0


class ParserGone(Exception):
    """The parser ended or was ended over a file; the message says how, for the editor."""


class _Child:
    """A running process and the pipes to it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - a module of ours
            [sys.executable, "-P", "-m", "graph.sources.triples.child", str(MEMORY)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # An engine that aborts prints pages of its stack.
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                "RUST_BACKTRACE": "0",
                # Otherwise glibc reserves 128 MB of the limited address space for each thread.
                "MALLOC_ARENA_MAX": "2",
            },
        )

    def ask(self, job: dict[str, Any], seconds: float) -> dict[str, Any]:
        assert self.process.stdin is not None  # noqa: S101 - asked for above
        assert self.process.stdout is not None  # noqa: S101
        try:
            self.process.stdin.write(json.dumps(job).encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError as error:
            raise ParserGone("the parser could not be started") from error
        end = time.monotonic() + seconds
        answer = bytearray()
        while not answer.endswith(b"\n"):
            ready, _, _ = select.select([self.process.stdout], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                raise ParserGone(f"parsing it took more than {seconds:.0f} seconds")
            block = os.read(self.process.stdout.fileno(), 65_536)
            if not block:
                raise ParserGone("the parser gave up on it: it is nested too deeply, or too large")
            answer += block
        said: dict[str, Any] = json.loads(answer)
        return said

    def end(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


class _Parser:
    """One process for this one, given to one caller at a time."""

    def __init__(self) -> None:
        self._child: _Child | None = None
        self._lock = threading.Lock()

    def ask(self, job: dict[str, Any], size: int) -> dict[str, Any]:
        with self._lock:
            if self._child is None or self._child.process.poll() is not None:
                self._end()
                self._child = _Child()
            try:
                return self._child.ask(job, SECONDS + SECONDS_EACH * size / 1_000_000)
            except BaseException:
                self._end()
                raise

    def end(self) -> None:
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


_parser = _Parser()
atexit.register(_parser.end)


def ask(job: dict[str, Any], size: int) -> dict[str, Any]:
    """Has a file of ``size`` bytes parsed; see :mod:`graph.sources.triples.child`. Raises ParserGone."""
    return _parser.ask(job, size)
