"""The evidence of a large source in pieces: written to a file where it is read, taken in one after the other.

A piece has all that is said of some films, so that no piece is needed to make sense of another.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from graph.intake.outcome import Outcome
from graph.readers.packing import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.intake.outcome import Task
    from graph.intake.ready import Ready

_LENGTH = struct.Struct(">Q")


def write(pieces: Iterable[Ready], folder: Path | None) -> str:
    """Writes pieces as they come into a new file in a folder; deletes it where one fails to come.

    Returns:
        The file.
    """
    nobody: Task = None  # type: ignore[assignment] # whoever takes them in knows whose they are
    file = NamedTemporaryFile("wb", prefix="pieces-", dir=folder, delete=False)  # noqa: SIM115 - it stays
    try:
        with file:
            for ready in pieces:
                packed = pack(Outcome(nobody, ready=ready))
                file.write(_LENGTH.pack(len(packed)))
                file.write(packed)
    except BaseException:
        os.unlink(file.name)  # noqa: PTH108 - a name is what there is
        raise
    return file.name


def read(file: str, task: Task) -> Iterator[Ready]:
    """The pieces in a file, one after the other.

    Raises:
        ValueError: this is no file that :func:`write` wrote.
    """
    with Path(file).open("rb") as stream:
        while head := stream.read(_LENGTH.size):
            packed = stream.read(_LENGTH.unpack(head)[0])
            ready = unpack(packed, task).ready
            if ready is not None:
                yield ready
