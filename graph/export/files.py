"""Files written for others: each in one step, and never through a link that leads elsewhere."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: What a file that is being written ends in; one that a killed run left is cleared away by the next.
PARTIAL = ".reelgraph-part"


class NotWritable(Exception):
    """A place where nothing may be written; the message is a sentence."""


def write_file(file: Path, content: bytes, *, like: os.stat_result | None = None) -> bool:
    """Makes a file what is given, in one step: a reader sees the old content or the new.

    A file that has the content already is left alone. ``like`` has the rights that the file is to have.

    Returns:
        Whether anything was written.

    Raises:
        OSError: the disk is full, or may not be written.
    """
    with suppress(OSError):
        if file.read_bytes() == content and not file.is_symlink():
            return False
    with in_one_step(file, like=like) as stream:
        stream.write(content)
    return True


@contextmanager
def in_one_step(file: Path, *, like: os.stat_result | None = None) -> Iterator[IO[bytes]]:
    """What a file is to be, written beside it; it takes the file's place when all of it is on the disk.

    ``like`` has the rights that the file is to have. Where the writing fails, the file is what it was.

    Raises:
        OSError: the disk is full, or may not be written.
    """
    partial = file.with_name(f".{file.name[:200]}.{os.getpid()}{PARTIAL}")
    try:
        with partial.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if like is not None:
            partial.chmod(stat.S_IMODE(like.st_mode))
        partial.replace(file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def make_folder(root: Path, folder: Path) -> None:
    """Makes a folder below ``root``, none of whose parts below it is a link.

    Raises:
        NotWritable: a part is a link, or no folder.
    """
    root.mkdir(parents=True, exist_ok=True)
    place = root
    for part in folder.relative_to(root).parts:
        place /= part
        if place.is_symlink():
            raise NotWritable(f"{place} is a link, through which nothing is written.")
        try:
            place.mkdir(exist_ok=True)
        except FileExistsError:
            raise NotWritable(f"{place} is no folder.") from None
