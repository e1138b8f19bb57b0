"""Filling an empty store in a process of its own, which merges its files when there is nothing else to do.

Each part that is loaded in bulk is files of its own in the store, and RocksDB merges them with all others,
again and again: of 6.5 million quads that was 42 of 81 seconds of processor time. Nothing reads the store
meanwhile, so here the threads that merge get the processor only when nobody else wants it, and 18 seconds
were left. As a thread cannot be taken out of that class again without a privilege, this is not done in the
process that goes on working with the store: that opens it when all is loaded, and merges the rest.

``python -m graph.filling.process STORE FILE`` is what :class:`Filling` starts: it reads where parts stand,
one a line, loads them from the file (a descriptor), and answers each with a line of JSON: null, or what went
wrong. The parts are in the form that :data:`graph.nodes.FORM` names.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox

from graph.nodes import FORM

#: The errors that pyoxigraph raises for what it loads, by name; any other is told as an OSError.
_ERRORS: dict[str, type[Exception]] = {"SyntaxError": SyntaxError, "ValueError": ValueError}


class FillingEnded(OSError):
    """The process that fills a store ended before it was done: killed, or out of memory."""

    def __init__(self, status: int) -> None:
        how = f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
        super().__init__(f"The process that fills the store {how}")


class Filling:
    """A store that is being filled by another process.

    Args:
        store: its directory, which does not exist yet.
        file: the descriptor of the file with the parts.

    Attributes:
        path: the directory.
    """

    def __init__(self, store: Path, file: int) -> None:
        self.path = store
        # -P keeps the current directory off the path: nothing there may pose as a module of ours.
        self._process = subprocess.Popen(  # noqa: S603 - a module of ours
            [sys.executable, "-P", "-m", "graph.filling.process", str(store), str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(file,),
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "RUST_BACKTRACE": "0"},
        )

    def load(self, start: int, length: int) -> None:
        """Has a part of the file loaded.

        Raises:
            SyntaxError, ValueError: what is no JSON-LD.
            OSError: it could not be written.
            FillingEnded: the process is gone.
        """
        assert self._process.stdin is not None  # noqa: S101 - asked for
        assert self._process.stdout is not None  # noqa: S101
        with suppress(BrokenPipeError):
            self._process.stdin.write(b"%d %d\n" % (start, length))
            self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise FillingEnded(self._process.wait())
        if (fault := json.loads(answer)) is not None:
            raise _ERRORS.get(fault["kind"], OSError)(fault["message"])

    def end(self) -> None:
        """Waits until the process has closed the store.

        Raises:
            FillingEnded: it failed at that.
        """
        self._close()
        if status := self._process.wait():
            raise FillingEnded(status)

    def kill(self) -> None:
        """Ends the process, whatever it does."""
        self._process.kill()
        self._close()
        self._process.wait()

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()


def _merge_when_idle() -> None:
    """Gives the threads that merge what nobody else wants; where there is no such thing, as much as all."""
    for thread in Path("/proc/self/task").glob("*"):
        with suppress(OSError, AttributeError):
            if (thread / "comm").read_text().startswith("rocksdb:low"):
                os.sched_setscheduler(int(thread.name), os.SCHED_IDLE, os.sched_param(0))


def main() -> None:
    """Fills the store that the command line names; see above."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it decides
    path, file = sys.argv[1], int(sys.argv[2])
    store: ox.Store | None = None
    for line in sys.stdin:
        start, length = map(int, line.split())
        fault = None
        try:
            if store is None:
                store = ox.Store(path)
            store.bulk_load(os.pread(file, length, start), format=FORM)
        except Exception as error:  # noqa: BLE001 - told to whoever started it
            fault = {"kind": type(error).__name__, "message": str(error)}
        _merge_when_idle()
        sys.stdout.write(json.dumps(fault) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
