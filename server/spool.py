"""Where large answers, and what clients send, wait on disk: how much of it there may be, and who clears up.

The server below sends an answer's file by itself: it is given the path, opens it when it comes to it, and
closes it when the client has read it or has gone. (A stream would do without, but granian takes in whatever
it is given, however slowly the client reads: measured, all of a large answer was in memory.) So a file loses
its name as soon as it has been opened there, and counts until it is not open anywhere in this process.

The files lie in a directory of this process, which holds a lock in it for as long as it runs: a directory
whose lock is free is what a killed server left, and the next one to start clears it away.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX, _LOCK = "reelgraph-spool-", "lock"
_OPEN = Path("/dev/fd")  # the files that this process has open, on Linux and macOS alike

Key = tuple[int, int]  # a file, by its device and its number there


class NoRoom(OSError):
    """An answer that would take more disk than all answers together may, or than there is."""


class Spool:
    """Files for answers, all of them counted. Any thread may use it.

    Args:
        most: the disk that they may take together, in bytes; 0 sets no limit.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._sizes: dict[Key, int] = {}
        self._lock = threading.Lock()
        self._place: Path | None = None
        self._held: FileLock | None = None

    @property
    def size(self) -> int:
        """What the answers that are being made and sent take, in bytes."""
        with self._lock:
            self._forget_closed()
            return sum(self._sizes.values())

    def file(self) -> Spooled:
        """A new file, empty. Raises OSError where none can be made."""
        with self._lock:
            return Spooled(self, *tempfile.mkstemp(dir=self._folder()))

    def folder(self) -> tempfile.TemporaryDirectory[str]:
        """A directory for other files, as a context that removes it. Raises OSError."""
        with self._lock:
            return tempfile.TemporaryDirectory(dir=self._folder())

    def close(self) -> None:
        """Removes all of it."""
        with self._lock:
            if self._place is not None and self._held is not None:
                shutil.rmtree(self._place, ignore_errors=True)
                self._held.release()
            self._place = self._held = None

    def note(self, key: Key, size: int) -> None:
        """Notes that a file takes ``size`` bytes now. Raises NoRoom where that is too much for all."""
        with self._lock:
            before = self._sizes.get(key, 0)
            self._sizes[key] = size
            if self._most and size > before and sum(self._sizes.values()) > self._most:
                self._forget_closed()
                if sum(self._sizes.values()) > self._most:
                    self._sizes[key] = before
                    raise NoRoom(errno.ENOSPC, "the answers under way take all the room there is for them")

    def _forget_closed(self) -> None:
        if self._sizes:
            there = set(_open_files())
            self._sizes = {key: size for key, size in self._sizes.items() if key in there}

    def _folder(self) -> Path:
        if self._place is None or not self._place.exists():
            self._place = Path(tempfile.mkdtemp(prefix=_PREFIX))
            self._held = FileLock(self._place / _LOCK)
            self._held.acquire(timeout=0)
        return self._place


class Spooled:
    """A file that a :class:`Spool` counts; it goes when the last who shares it has closed it."""

    def __init__(self, spool: Spool, descriptor: int, path: str) -> None:
        self._spool = spool
        self._file = open(descriptor, "r+b", buffering=0)  # noqa: SIM115 - closed by the last
        found = os.fstat(descriptor)
        self._key = found.st_dev, found.st_ino
        self._sharing = 1
        self._lock = threading.Lock()
        self.path = path
        self.size = 0

    def write(self, block: bytes) -> None:
        """Adds a block. Raises NoRoom where there is no room for it, here or on the disk."""
        self._spool.note(self._key, self.size + len(block))
        try:
            written = self._file.write(block)
        except OSError as error:
            raise NoRoom(error.errno, str(error)) from error
        if written != len(block):  # what a disk that is filling up does first
            raise NoRoom(errno.ENOSPC, "the disk is full")
        self.size += len(block)

    def rewind(self) -> None:
        """Has what was written read from its beginning."""
        self._file.seek(0)

    def read(self, size: int) -> bytes:
        """The next bytes, at most ``size``; none at the end."""
        return self._file.read(size) or b""

    def tail(self, size: int) -> bytes:
        """The last bytes of what was written, at most ``size``."""
        at = max(0, self.size - size)
        return os.pread(self._file.fileno(), self.size - at, at)

    def is_opened(self) -> bool:
        """Whether somebody else in this process has it open, too."""
        return sum(key == self._key for key in _open_files()) > 1

    def share(self) -> Spooled:
        """The same file for one more, who closes it, too."""
        with self._lock:
            self._sharing += 1
        return self

    def close(self) -> None:
        """Says that this one needs it no more; call it once for each who has it."""
        with self._lock:
            self._sharing -= 1
            if self._sharing == 0:
                with suppress(OSError):
                    os.unlink(self.path)  # noqa: PTH108 - a text as mkstemp gives it
                self._file.close()


def _open_files() -> Iterator[Key]:
    for name in os.listdir(_OPEN):  # noqa: PTH208 - the names are all that is needed
        with suppress(OSError, ValueError):
            found = os.fstat(int(name))
            yield found.st_dev, found.st_ino


def clear_stale() -> None:
    """Removes what servers of this user left in the directory for such files when they were killed."""
    for place in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError, Timeout):
            if place.stat().st_uid == os.getuid():
                with FileLock(place / _LOCK).acquire(timeout=0):
                    shutil.rmtree(place, ignore_errors=True)
