"""Opening a file that somebody named: a file it is, and nothing that waits or leads elsewhere."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from graph.records import SetAside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def opened(path: Path, *, linked: bool = False) -> Iterator[IO[bytes]]:
    """A file opened for reading: a file it is, whatever stands there since somebody looked.

    Args:
        path: the file.
        linked: whether a link that leads to it will do.

    Raises:
        SetAside: it is a pipe, a device, a folder.
        OSError: it cannot be opened, or is a link that will not do.
    """
    others = os.O_NONBLOCK | os.O_CLOEXEC | (0 if linked else os.O_NOFOLLOW)

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags | others)

    with open(path, "rb", opener=opener) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise SetAside("it is no file any more.")
        yield file
