"""Bytes to text, or one clear sentence why not.

Encodings: the byte order mark if there is one, then UTF-8, then UTF-16 without a mark where the
bytes leave no doubt, then what the document says of itself where all of it is that, then windows-1252
where it is safe (WHATWG Encoding Standard, section 4.2, is why "latin-1" pages mean windows-1252).
Anything else is refused with the offset and the line of the first byte that does not fit: a page read
in the wrong encoding would spread wrong names.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.records import Complaint, SetAside
from graph.sources import encodings, no_document
from graph.sources.patterns import regex

if TYPE_CHECKING:
    import re

DEFAULT_MAX_BYTES = 5_000_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = regex(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HIGH_RUN = regex(rb"[\x80-\xff]{4,}")
_UTF8_PAIR = regex(rb"[\xc3-\xf4][\x80-\xbf]")
_UNDEFINED_1252 = regex(rb"[\x81\x8d\x8f\x90\x9d]")


@dataclass(frozen=True, slots=True)
class Decoded:
    r"""Text with line ends made one (``\n``), the encoding it was in, and what there is to complain of."""

    text: str
    encoding: str
    complaints: tuple[Complaint, ...] = ()


def decode(content: bytes, max_bytes: int = DEFAULT_MAX_BYTES, *, encoding: str | None = None) -> Decoded:
    """Decode a document; raise SetAside for an empty, oversized, binary or undecodable one.

    ``encoding`` is what is said to be its encoding, where it does not say so itself.
    """
    if len(content) > max_bytes:
        raise SetAside(f"The document has {len(content):,} bytes, more than the limit of {max_bytes:,}.")
    if not content.strip():
        raise SetAside("The document is empty.")
    refuse_magic(content)
    text, found, complaints = _to_text(content, encoding or encodings.declared(content))
    _refuse_binary(text)
    text, repaired = _repaired(text)
    complaints += repaired
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not is_more_than_blank(text):
        raise SetAside("The document is empty.")
    return Decoded(text, found, complaints)


def refuse_magic(content: bytes) -> None:
    """Raises SetAside for a document that is no text, by its first bytes."""
    no_document.refuse_bytes(content[: no_document.HEAD_BYTES])
    no_document.refuse_office(content)


def mark_of(content: bytes) -> tuple[bytes, str]:
    """The byte order mark that a document begins with, and the encoding that it says; empty for none."""
    return next((found for found in _MARKS if content.startswith(found[0])), (b"", ""))


def is_more_than_blank(text: str) -> bool:
    """Whether there is anything in a text."""
    return bool(text.strip("\ufeff\u200b \t\n\r\u00a0\f\v"))


def _to_text(content: bytes, declared: str | None) -> tuple[str, str, tuple[Complaint, ...]]:
    mark, encoding = mark_of(content)
    if mark:
        try:
            return content[len(mark) :].decode(encoding), encoding, ()
        except UnicodeDecodeError as error:
            raise _undecodable(content, len(mark) + error.start, encoding.upper()) from None
    if b"\x00" in content:
        return _without_mark(content), "utf-16", ()
    said = encodings.text_in(content, declared)
    # Mixed pages say windows-1252, too, and every byte is something in it.
    if said is not None and (said[1] != "cp1252" or not no_windows_1252(content)):
        return *said, ()
    try:
        return content.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError as error:
        return _windows_1252(content, error.start)


def _without_mark(content: bytes) -> str:
    """UTF-16 that lost its mark."""
    encoding = utf16_of(content[:4096]) if len(content) % 2 == 0 else None
    if encoding is not None:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            raise _undecodable(content, error.start, "UTF-16") from None
    offset = content.index(b"\x00")
    line = _line_at(content, offset)
    raise SetAside(f"The document is binary, not text: a zero byte at offset {offset}, line {line}.", line)


def utf16_of(sample: bytes) -> str | None:
    """The encoding of UTF-16 without a mark: mostly Latin, so every second byte is zero."""
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if zeros.count(0) > 0.7 * len(zeros):
            return encoding
    return None


def no_windows_1252(content: bytes) -> bool:
    """Whether bytes are none that anybody writes in windows-1252."""
    patterns = (_UNDEFINED_1252, _HIGH_RUN, _UTF8_PAIR)
    return any(pattern.search(content) is not None for pattern in patterns)


#: UTF-8 read as windows-1252 and written as UTF-8 again: an apostrophe or quotation mark, or an accent.
_TWICE = regex(r"â€[™œ˜”“¦\x9c\x9d]|Ã[\u00a0-\u00bf‰€…ˆœŸ]")
_TWICE_RUN = regex(r"[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,3}")


def _repaired(text: str) -> tuple[str, tuple[Complaint, ...]]:
    """The text with what was encoded twice put right, where it shows the commonest signs of that."""
    first = _TWICE.search(text) if "â€" in text or "Ã" in text else None
    if first is None:
        return text, ()
    line = text.count("\n", 0, first.start()) + 1
    message = f"Characters were encoded twice ({first.group()!r}) and put right."
    return _TWICE_RUN.sub(_decoded_once, text), (Complaint(message, line),)


def _decoded_once(found: re.Match[str]) -> str:
    """What a run stands for; where only its beginning is one character, the rest stays."""
    run = found.group()
    for length in range(len(run), 1, -1):
        raw = b"".join(
            bytes([ord(mark)]) if ord(mark) < 0x100 else mark.encode("windows-1252") for mark in run[:length]
        )
        try:
            once = raw.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if len(once) == 1:
            return once + run[length:]
    return run


def _windows_1252(content: bytes, offset: int) -> tuple[str, str, tuple[Complaint, ...]]:
    high = sum(1 for byte in content if byte >= 0x80)
    if no_windows_1252(content) or high > 0.1 * len(content):
        raise _undecodable(content, offset, "UTF-8")
    line = _line_at(content, offset)
    message = (
        f"The document is not UTF-8 (byte 0x{content[offset]:02x} at offset {offset}): read as windows-1252."
    )
    return content.decode("windows-1252"), "windows-1252", (Complaint(message, line),)


def _undecodable(content: bytes, offset: int, encoding: str) -> SetAside:
    line = _line_at(content, offset)
    byte = content[offset] if offset < len(content) else 0
    return SetAside(
        f"The document is not valid {encoding}: byte 0x{byte:02x} at offset {offset}, line {line}; "
        "save it as UTF-8.",
        line,
    )


def _line_at(content: bytes, offset: int) -> int:
    before = content[:offset]
    return 1 + before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")


def controls_in(text: str) -> list[int]:
    """Where control characters stand in a text."""
    return [found.start() for found in _CONTROL.finditer(text)]


def _refuse_binary(text: str) -> None:
    first = _CONTROL.search(text)
    controls = len(_CONTROL.findall(text)) if first is not None else 0
    if first is not None and controls > max(2, len(text) // 2000):
        line = 1 + text.count("\n", 0, first.start())
        raise SetAside(
            f"The document is binary, not text: {controls} control characters, the first on line {line}.",
            line,
        )
