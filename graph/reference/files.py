"""IMDb's files as they lie on disk: told from other documents, hashed, and unpacked within bounds."""

from __future__ import annotations

import errno
import hashlib
import os
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from graph.intake.opening import opened
from graph.records import SetAside
from graph.sources import imdb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: The catalogue's file in a version.
CATALOGUE = "reference.duckdb"
_GZIP = b"\x1f\x8b"
_BLOCK = 1 << 20
_HEAD = 4096
#: A packed file may unpack to so many times its size and no more: IMDb's own come to 3 to 8 times.
_MOST_TIMES = 60
#: What even a small packed file may unpack to.
_SMALL = 64_000_000
#: A line of more bytes is no row of a table.
MOST_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class ImdbFile:
    """One of IMDb's files: which it is (a key of graph.sources.imdb.COLUMNS), and where it lies."""

    kind: str
    path: Path
    name: str


def source_of(base: str, kind: str) -> str:
    """The source that a dataset's file of a kind is.

    No document's source has an underscore in it, so that none can take this one's place.
    """
    return f"{base}/source/imdb_{kind}"


def kind_of_file(path: Path) -> str | None:
    """Which of IMDb's files this is by its header, packed or not; None for any other document."""
    try:
        with opened(path, linked=True) as file:
            head = file.read(_HEAD)
    except (OSError, SetAside):
        return None
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, _HEAD)
        except zlib.error:
            return None
    return imdb.recognise(head)


def content_hash(path: Path) -> str:
    """The hash of a file as it lies there.

    Raises:
        SetAside: it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with opened(path, linked=True) as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise SetAside(f"it cannot be read: {error.strerror or error}") from None
    return "sha256:" + digest.hexdigest()


def plain(path: Path, folder: Path) -> Path:
    """The file's rows as plain text: the file itself, or what is packed in it, in a folder of ours.

    Raises:
        SetAside: it is cut short, damaged, unpacks to more than any table of its size would, or has a line
            that is no row.
    """
    try:
        with opened(path, linked=True) as file:
            if file.read(len(_GZIP)) != _GZIP:
                file.seek(0)
                _check_lines(iter(lambda: file.read(_BLOCK), b""))
                return path
            file.seek(0)
            most = max(_SMALL, _MOST_TIMES * os.fstat(file.fileno()).st_size)
            unpacked = folder / f"{path.name}.tsv"
            with unpacked.open("wb") as out:
                _check_lines(_written(_unpacked(file, most), out))
            return unpacked
    except zlib.error:
        raise SetAside("it is damaged: what is packed in it cannot be unpacked.") from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise  # what it is unpacked to has no room, which is no fault of the file
        raise SetAside(f"it cannot be read: {error.strerror or error}") from None


def _unpacked(file: IO[bytes], most: int) -> Iterator[bytes]:
    """The content of a gzip file (RFC 1952), member by member."""
    seen = 0
    member = zlib.decompressobj(wbits=31)
    waiting = file.read(_BLOCK)
    while waiting:
        block = member.decompress(waiting, _BLOCK)
        seen += len(block)
        if seen > most:
            raise SetAside(f"it unpacks to more than {most:,} bytes, which no table of its size does.")
        yield block
        waiting = member.unconsumed_tail
        if member.eof:
            waiting = member.unused_data
            member = zlib.decompressobj(wbits=31)
            # What follows the last member may be nothing but padding.
            if not waiting.strip(b"\0"):
                waiting = file.read(_BLOCK).lstrip(b"\0")
            if not waiting:
                return
        elif not waiting:
            waiting = file.read(_BLOCK)
            if not waiting:
                raise SetAside("it is cut short: the packed file has no end.")


def _written(blocks: Iterator[bytes], out: IO[bytes]) -> Iterator[bytes]:
    for block in blocks:
        out.write(block)
        yield block


def _check_lines(blocks: Iterator[bytes]) -> None:
    """Looks whether any line is longer than a row could be."""
    length = line = 0
    for block in blocks:
        end = block.rfind(b"\n")
        if end < 0:
            length += len(block)
        else:
            if length + block.find(b"\n") > MOST_LINE:
                length += block.find(b"\n")
                break
            length = len(block) - end - 1
        if length > MOST_LINE:
            break
    if length > MOST_LINE:
        raise SetAside(
            f"it has a line of more than {MOST_LINE:,} bytes, which is no row of a table.", line or None
        )
