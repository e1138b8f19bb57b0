"""The nursery, from which readers come: it forks them, ends them, and says how they ended.

It is a process of its own, which has the readers' modules loaded and does nothing else; forked where the one
that wants readers has no other thread, else started anew. Loading takes it half a second. So who is going to
want readers begins it first, and it loads what it needs while they load what they need: nothing is imported
here that has anything to load.
"""

from __future__ import annotations

import atexit
import gc
import os
import resource
import signal
import socket
import struct
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from graph.collector import importing

#: What the nursery is asked: to fork a reader on a socket that comes along, or to end one.
FORK, END = b"F", b"E"
NUMBER = struct.Struct(">q")


class Nursery:
    """The process that forks readers.

    Attributes:
        owner: the process that began it; a fork of that one needs a nursery of its own.
        forked: whether it was forked, and costs nothing to have again.
    """

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._control, other = socket.socketpair()
        self.forked = _has_one_thread()
        self._process: subprocess.Popen[bytes] | None = None
        self._child = 0
        self._has_readers = False
        if self.forked:
            self._child = os.fork()
            if self._child == 0:
                be(other)
        else:
            self._process = subprocess.Popen(  # noqa: S603 - a module of ours
                [sys.executable, "-P", "-c", _START, str(other.fileno())],
                pass_fds=[other.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
            self._child = self._process.pid
        other.close()

    def fork(self) -> tuple[int, socket.socket]:
        """A new reader: its process, and the connection to it."""
        self._has_readers = True
        connection, other = socket.socketpair()
        with other:
            socket.send_fds(self._control, [FORK + NUMBER.pack(0)], [other.fileno()])
        return self._said(), connection

    def end(self, number: int) -> int:
        """Ends a reader, if it has not ended, and says how it did: a negative number is a signal."""
        self._control.sendall(END + NUMBER.pack(number))
        return self._said()

    def rest(self) -> None:
        """Ends a nursery that costs nothing to have again; keeps one that was started anew."""
        if self.forked:
            self.close()

    def close(self) -> None:
        """Ends the nursery; its readers end with it."""
        global _the_nursery  # noqa: PLW0603
        self._control.close()
        if self.owner == os.getpid():
            if not self._has_readers:  # it may be loading still, for a command that was refused
                with suppress(ProcessLookupError):
                    os.kill(self._child, signal.SIGKILL)
            if self._process is not None:
                self._process.wait()
            else:
                os.waitpid(self._child, 0)
        _the_nursery = None

    def _said(self) -> int:
        answer = b""
        with suppress(ConnectionResetError):
            answer = self._control.recv(NUMBER.size, socket.MSG_WAITALL)
        if len(answer) < NUMBER.size:
            raise ChildProcessError("the process that starts readers ended")
        return int(NUMBER.unpack(answer)[0])


_START = (
    "import socket, sys; from graph.readers.nursery import be; be(socket.socket(fileno=int(sys.argv[1])))"
)
_the_nursery: Nursery | None = None


def begin() -> Nursery:
    """The nursery of this process; begun now where there is none yet."""
    global _the_nursery  # noqa: PLW0603
    if _the_nursery is None or _the_nursery.owner != os.getpid():
        _the_nursery = Nursery()
    return _the_nursery


def be(control: socket.socket) -> NoReturn:
    """Goes on as the nursery, until the other end is closed; returns to no caller, whatever happens."""
    try:
        # What was loaded so far is shared with the readers: counting through it would copy it to each.
        gc.freeze()
        keep_to(control.fileno())
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        with importing():
            from graph.readers.process import reader  # noqa: PLC0415 - who begins a nursery needs none of it

            import_module("graph.intake.reading")
        while True:
            with suppress(InterruptedError):
                message, descriptors, _, _ = socket.recv_fds(control, 1 + NUMBER.size, 1)
                if not message:
                    os._exit(0)
                if message[:1] == FORK:
                    child = os.fork()
                    if child == 0:
                        reader(socket.socket(fileno=descriptors[0]))
                    os.close(descriptors[0])
                    control.sendall(NUMBER.pack(child))
                else:
                    (number,) = NUMBER.unpack(message[1:])
                    with suppress(ProcessLookupError):
                        os.kill(number, signal.SIGKILL)
                    _, status = os.waitpid(number, 0)
                    control.sendall(NUMBER.pack(os.waitstatus_to_exitcode(status)))
    finally:
        os._exit(1)


def keep_to(descriptor: int) -> None:
    """Closes what came along with a fork, but for one descriptor; nothing is said on the terminal."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nothing, standard)
    limit = min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 1 << 20)
    os.closerange(3, descriptor)
    os.closerange(descriptor + 1, limit)


@atexit.register
def _at_the_end() -> None:
    if _the_nursery is not None and _the_nursery.owner == os.getpid():
        _the_nursery.close()


def _has_one_thread() -> bool:
    """Whether this process can be forked without leaving some thread's lock behind."""
    try:
        return len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False
