"""The text of a table too large to be held: looked through once, then given line by line.

Encodings are told as :mod:`graph.sources.decoding` tells them, with the same sentences: the byte order mark,
UTF-8, UTF-16 without a mark, windows-1252 where it is safe.
"""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from graph.records import Complaint, SetAside
from graph.sources import decoding

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = 1 << 20
#: A longer line is no row of a table.
_LONGEST_LINE = 50_000_000
#: Bytes that windows-1252 is told by may stand on both sides of a border between blocks.
_OVERLAP = 4
_ASCII = bytes(range(0x80))


@dataclass(frozen=True, slots=True)
class Blocks:
    r"""A text in a file: its encoding, the bytes before it begins, and what there is to complain of."""

    file: IO[bytes]
    encoding: str
    start: int
    complaints: tuple[Complaint, ...] = ()

    def lines(self) -> Iterator[str]:
        """Its lines, whatever they end in.

        Raises:
            SetAside: a line is longer than any row of a table.
        """
        left, number = "", 1
        for block in self._texts():
            lines = (left + block).split("\n")
            left = lines.pop()
            yield from lines
            number += len(lines)
            if len(left) > _LONGEST_LINE:
                raise SetAside(
                    f"Line {number:,} has more than {_LONGEST_LINE:,} characters: no row of a table.", number
                )
        yield left

    def head(self, size: int) -> str:
        """How it begins."""
        return next(self._texts(), "")[:size]

    def _texts(self) -> Iterator[str]:
        """The text, a block at a time, its line ends made one."""
        ends = io.IncrementalNewlineDecoder(None, translate=True)
        for block in decoded(self.file, self.encoding, self.start):
            yield ends.decode(block)
        yield ends.decode("", final=True)


def decoded(file: IO[bytes], encoding: str, start: int) -> Iterator[str]:
    """A file's text in blocks.

    Raises:
        UnicodeDecodeError: as of the whole file: ``start`` is the offset in it.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(start)
    at, more = start, True
    while more:
        block = file.read(_BLOCK)
        more = bool(block)
        kept = len(decoder.getstate()[0])
        try:
            text = decoder.decode(block, final=not more)
        except UnicodeDecodeError as error:
            offset = at - kept + error.start
            raise UnicodeDecodeError(encoding, error.object, offset, offset + 1, error.reason) from None
        at += len(block)
        if text:
            yield text


def look_through(file: IO[bytes]) -> Blocks:
    """Looks a file through from its beginning to its end, and says what text it is.

    Raises:
        SetAside: it is no text; see :func:`graph.sources.decoding.decode`.
    """
    file.seek(0)
    head = file.read(4096)
    decoding.refuse_magic(head)
    mark, encoding = decoding.mark_of(head)
    start = len(mark)
    complaints: tuple[Complaint, ...] = ()
    if not mark:
        offset = _find(file, b"\x00")
        encoding = "utf-8" if offset is None else _without_mark(file, head, offset)
    try:
        _refuse_binary(file, encoding, start)
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or mark:
            raise _undecodable(file, error.start, "UTF-16" if not mark else encoding.upper()) from None
        encoding, complaints = "windows-1252", (_windows_1252(file, error.start),)
        _refuse_binary(file, encoding, start)
    return Blocks(file, encoding, start, complaints)


def _blocks(file: IO[bytes], overlap: int = 0) -> Iterator[tuple[int, bytes]]:
    """The blocks of a file with their offsets, each with the last bytes of the one before."""
    file.seek(0)
    at, before = 0, b""
    while block := file.read(_BLOCK):
        yield at - len(before), before + block
        at += len(block)
        before = block[-overlap:] if overlap else b""


def _find(file: IO[bytes], byte: bytes) -> int | None:
    for at, block in _blocks(file):
        found = block.find(byte)
        if found >= 0:
            return at + found
    return None


def _without_mark(file: IO[bytes], head: bytes, offset: int) -> str:
    """UTF-16 that lost its mark: mostly Latin, so every second byte is zero."""
    size = file.seek(0, io.SEEK_END)
    encoding = decoding.utf16_of(head[: len(head) - len(head) % 2]) if size % 2 == 0 else None
    if encoding is None:
        line = _line_at(file, offset)
        raise SetAside(
            f"The document is binary, not text: a zero byte at offset {offset}, line {line}.", line
        )
    return encoding


def _windows_1252(file: IO[bytes], offset: int) -> Complaint:
    """What is said of a text that is in windows-1252; raises SetAside where that is not safe."""
    high, size = 0, file.seek(0, io.SEEK_END)
    for at, block in _blocks(file, _OVERLAP):
        new = block[_OVERLAP:] if at else block
        high += len(new.translate(None, _ASCII))
        if decoding.no_windows_1252(block):
            raise _undecodable(file, offset, "UTF-8")
    if high > 0.1 * size:
        raise _undecodable(file, offset, "UTF-8")
    byte = _byte_at(file, offset)
    message = f"The document is not UTF-8 (byte 0x{byte:02x} at offset {offset}): read as windows-1252."
    return Complaint(message, _line_at(file, offset))


def _undecodable(file: IO[bytes], offset: int, encoding: str) -> SetAside:
    line = _line_at(file, offset)
    return SetAside(
        f"The document is not valid {encoding}: byte 0x{_byte_at(file, offset):02x} at offset {offset}, line "
        f"{line}; save it as UTF-8.",
        line,
    )


def _byte_at(file: IO[bytes], offset: int) -> int:
    file.seek(offset)
    return (file.read(1) or b"\x00")[0]


def _line_at(file: IO[bytes], offset: int) -> int:
    ends = io.IncrementalNewlineDecoder(None, translate=True)
    lines = 1
    for at, block in _blocks(file):
        lines += ends.decode(block[: max(0, offset - at)].decode("latin-1")).count("\n")
        if at + len(block) >= offset:
            break
    return lines + ends.decode("", final=True).count("\n")


def _refuse_binary(file: IO[bytes], encoding: str, start: int) -> None:
    controls = size = lines = 0
    first, empty = 0, True
    for text in decoded(file, encoding, start):
        found = decoding.controls_in(text)
        if found and not controls:
            first = 1 + lines + text.count("\n", 0, found[0])
        controls += len(found)
        size += len(text)
        lines += text.count("\n")
        empty = empty and not decoding.is_more_than_blank(text)
    if controls > max(2, size // 2000):
        raise SetAside(
            f"The document is binary, not text: {controls} control characters, the first on line {first}.",
            first,
        )
    if empty:
        raise SetAside("The document is empty.")
