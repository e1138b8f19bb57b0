"""Bytes to text, or one clear sentence why not.

Encodings: the byte order mark if there is one, then UTF-8, then UTF-16 without a mark where the
bytes leave no doubt, then windows-1252 where it is safe (WHATWG Encoding Standard, section 4.2, is
why "latin-1" pages mean windows-1252). Anything else is refused with the offset and the line of the
first byte that does not fit: a page read in the wrong encoding would spread wrong names.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from graph.records import Complaint, SetAside

DEFAULT_MAX_BYTES = 5_000_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (or an office document)"),
    (b"\x1f\x8b", "gzip-compressed data"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]{4,}")
_UTF8_PAIR = re.compile(rb"[\xc3-\xf4][\x80-\xbf]")
_UNDEFINED_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


@dataclass(frozen=True, slots=True)
class Decoded:
    r"""Text with line ends made one (``\n``), the encoding it was in, and what there is to complain of."""

    text: str
    encoding: str
    complaints: tuple[Complaint, ...] = ()


def decode(content: bytes, max_bytes: int = DEFAULT_MAX_BYTES) -> Decoded:
    """Decode a document; raise SetAside for an empty, oversized, binary or undecodable one."""
    if len(content) > max_bytes:
        raise SetAside(f"The document has {len(content):,} bytes, more than the limit of {max_bytes:,}.")
    if not content.strip():
        raise SetAside("The document is empty.")
    for magic, what in _MAGIC:
        if content.startswith(magic):
            raise SetAside(f"The document is {what}, not text.", 1)
    text, encoding, complaints = _to_text(content)
    _refuse_binary(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip("\ufeff\u200b \t\n\u00a0\f\v"):
        raise SetAside("The document is empty.")
    return Decoded(text, encoding, complaints)


def _to_text(content: bytes) -> tuple[str, str, tuple[Complaint, ...]]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding), encoding, ()
            except UnicodeDecodeError as error:
                raise _undecodable(content, len(mark) + error.start, encoding.upper()) from None
    if b"\x00" in content:
        return _without_mark(content), "utf-16", ()
    try:
        return content.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError as error:
        return _windows_1252(content, error.start)


def _without_mark(content: bytes) -> str:
    """UTF-16 that lost its mark: mostly Latin, so every second byte is zero."""
    sample = content[: 4096 - 4096 % 2]
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if len(content) % 2 == 0 and zeros.count(0) > 0.7 * len(zeros):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise _undecodable(content, error.start, "UTF-16") from None
    offset = content.index(b"\x00")
    line = _line_at(content, offset)
    raise SetAside(f"The document is binary, not text: a zero byte at offset {offset}, line {line}.", line)


def _windows_1252(content: bytes, offset: int) -> tuple[str, str, tuple[Complaint, ...]]:
    high = sum(1 for byte in content if byte >= 0x80)
    unsafe = (
        _UNDEFINED_1252.search(content)
        or _HIGH_RUN.search(content)
        or _UTF8_PAIR.search(content)
        or high > 0.1 * len(content)
    )
    if unsafe:
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


def _refuse_binary(text: str) -> None:
    controls = len(_CONTROL.findall(text))
    first = _CONTROL.search(text)
    if first is not None and controls > max(2, len(text) // 2000):
        line = 1 + text.count("\n", 0, first.start())
        raise SetAside(
            f"The document is binary, not text: {controls} control characters, the first on line {line}.",
            line,
        )
