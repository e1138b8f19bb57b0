"""The reader's own side: a process that reads one document after the other."""

from __future__ import annotations

import os
import pickle
import resource
import signal
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from graph.intake.outcome import MAX_BYTES
from graph.readers.nursery import keep_to
from graph.readers.packing import pack

if TYPE_CHECKING:
    import socket

    from graph.intake.outcome import Options, Task


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may take: seconds of processor time, and bytes of memory (0: any).

    A large document may take more of both, by its size.
    """

    seconds: float = 30
    memory: int = 2_000_000_000


#: Length and kind of a frame: an answer, or that this reader ends for having grown.
HEAD = struct.Struct(">QB")
ANSWER, GROWN = 0, 1
#: How a reader ends that was refused more memory.
NO_MEMORY = 3
#: Bytes of a document that are worth one second more.
_PER_SECOND = 50_000
#: Seconds more that a reader's first document may take: the patterns that it asks are compiled with it.
_BEGINNING = 0.5
#: A document larger than a page may take so much more address space for each of its bytes: feeds are mapped.
_PER_BYTE = 2
#: And one of RDF, whose films are held all together: 33 MB of N-Triples were measured to take 3.4 GB.
_PER_BYTE_HELD = 200
#: A reader that holds more than this when it is done with a document ends, and another takes its place.
_GROWN = 700_000_000


def reader(connection: socket.socket) -> NoReturn:
    """Reads documents until there are no more, in a process that was forked for it."""
    code = 1
    try:
        keep_to(connection.fileno())
        _die_with_parent()
        _read_all(connection)
        code = 0
    except (BrokenPipeError, ConnectionResetError):
        code = 0
    except MemoryError:
        code = NO_MEMORY
    finally:
        os._exit(code)


def _read_all(connection: socket.socket) -> None:
    from graph.intake.reading import read_document  # noqa: PLC0415 - the nursery has imported it

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    stream = connection.makefile("rb")
    limits: Limits
    spool: Path
    options: Options
    limits, spool, options = pickle.load(stream)  # noqa: S301 - from the process that started this one
    own = _memory()[0]
    beginning = _BEGINNING
    while True:
        try:
            task: Task = pickle.load(stream)  # noqa: S301 - as above
        except EOFError:
            return
        task = task if task.options is not None else replace(task, options=options)
        _limit(task, limits, own, beginning)
        beginning = 0
        content = pack(read_document(task, spool))
        signal.setitimer(signal.ITIMER_PROF, 0)
        connection.sendall(HEAD.pack(len(content), ANSWER))
        connection.sendall(content)
        del content, task
        if _memory()[1] > _GROWN:
            connection.sendall(HEAD.pack(0, GROWN))
            return


def seconds_for(task: Task, limits: Limits) -> float:
    """How much processor time a document may take."""
    try:
        size = task.path.stat().st_size if task.span is None else task.span.end - task.span.start
    except OSError:
        size = 0
    return limits.seconds * (1 + size / _PER_SECOND / 30)


def memory_for(task: Task, limits: Limits) -> int:
    """How much memory a document may take, in bytes. Raises OSError where there is no such file."""
    from graph.intake.reading import is_held  # noqa: PLC0415 - as above

    size = task.path.stat().st_size if task.span is None else 0
    if size <= MAX_BYTES:
        return limits.memory
    return limits.memory + (_PER_BYTE_HELD if is_held(task) else _PER_BYTE) * (size - MAX_BYTES)


def _limit(task: Task, limits: Limits, own: int, beginning: float) -> None:
    """Sets what a document may take, beside ``own`` bytes and ``beginning`` seconds for this process itself.

    A timer rather than a limit of the process: it is for this document alone, and no program that the reader
    starts inherits it. When it runs out the process ends, whatever it is doing.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds_for(task, limits) + beginning)
    if limits.memory and sys.platform != "darwin":  # macOS accepts the limit and does not enforce it
        with suppress(OSError):
            most = own + memory_for(task, limits)
            resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _memory() -> tuple[int, int]:
    """The address space and the memory that this process has; 0 where the system does not say."""
    try:
        space, resident = Path("/proc/self/statm").read_bytes().split()[:2]
    except OSError:
        return 0, 0
    return int(space) * resource.getpagesize(), int(resident) * resource.getpagesize()


def _die_with_parent() -> None:
    """On Linux: ends this process when the nursery does, whatever it is about to read."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - needed here only

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
