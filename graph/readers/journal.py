"""What a run has read, kept until its version is published: a run that is interrupted loses none of it.

One file, to which records are appended: a header, a key, an outcome as its reader packed it. Each is written
with one call, so that whatever ends the process leaves whole records and at most a part of the last, which
its length and checksum give away. Whoever writes holds the dataset's lock.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from typing import TYPE_CHECKING

from graph.release import VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from graph.intake.outcome import Task

#: Mark and version, checksum of the rest, length of the hash, length of the outcome; then the digest of
#: what else the outcome depends on.
_HEAD = struct.Struct(">4sIBQ16s")
#: Counts up with the form of evidence (:data:`graph.nodes.FORM`): what is kept in another one is not known.
_MARK = b"RGJ2"


class Journal:
    """The journal of a dataset.

    Args:
        file: where it lies; made when something is first kept.
        reader: the fingerprint of what reads, its options included.
    """

    def __init__(self, file: Path, reader: str) -> None:
        self._file = file
        # What is kept is evidence as this release writes it.
        self._reader = f"{VERSION} {reader}"
        self._descriptor: int | None = None
        self._end = 0
        #: By what they depend on: the hash of the content, and where the outcome stands.
        self._known: dict[bytes, tuple[str, int, int, int]] = {}
        if file.exists():
            self._open()
            self._scan()

    def hash_of(self, task: Task) -> str | None:
        """The content of a document that an interrupted run has read, if it has read it."""
        known = self._known.get(self._about(task))
        return known[0] if known is not None else None

    def outcome(self, task: Task) -> bytes | None:
        """What came of reading it, as it was packed; None where the record is damaged."""
        content_hash, at, length, checksum = self._known[self._about(task)]
        if self._descriptor is None:
            return None
        packed = os.pread(self._descriptor, length, at)
        whole = len(packed) == length and zlib.crc32(packed, zlib.crc32(content_hash.encode())) == checksum
        return packed if whole else None

    def keep(self, task: Task, content_hash: str, packed: bytes) -> None:
        """Keeps what came of reading a document."""
        descriptor = self._open()
        about = self._about(task)
        own = content_hash.encode()
        checksum = zlib.crc32(packed, zlib.crc32(own))
        head = _HEAD.pack(_MARK, checksum, len(own), len(packed), about)
        record = b"".join((head, own, packed))
        written = os.pwrite(descriptor, record, self._end)
        if written == len(record):
            at = self._end + _HEAD.size + len(own)
            self._known[about] = content_hash, at, len(packed), checksum
            self._end += written

    def has(self, task: Task) -> bool:
        """Whether there is a record of a document."""
        return self._about(task) in self._known

    def close(self) -> None:
        """Closes the file and leaves it for another run."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def drop(self) -> None:
        """Deletes all of it: what it kept is published."""
        self.close()
        self._known.clear()
        self._file.unlink(missing_ok=True)

    def _open(self) -> int:
        if self._descriptor is None:
            self._file.parent.mkdir(exist_ok=True)
            self._descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._descriptor

    def _scan(self) -> None:
        """Finds the whole records; what comes after them is written over."""
        descriptor = self._open()
        size = os.fstat(descriptor).st_size
        while self._end + _HEAD.size <= size:
            head = os.pread(descriptor, _HEAD.size + 255, self._end)
            mark, checksum, own, length, about = _HEAD.unpack_from(head)
            at = self._end + _HEAD.size + own
            if mark != _MARK or at + length > size:
                break
            content_hash = head[_HEAD.size : _HEAD.size + own].decode("ascii", "replace")
            self._known[about] = content_hash, at, length, checksum
            self._end = at + length

    def _about(self, task: Task) -> bytes:
        """What an outcome depends on beside the content, as a digest."""
        said = "\0".join((self._reader, task.key, task.name, task.source, task.address, str(task.span)))
        return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).digest()
