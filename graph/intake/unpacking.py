"""What is packed, block by block: gzip, bzip2, xz; and the page in a file that a browser saved (MHTML).

Nothing here holds more than a block of what is unpacked, but for MHTML, of which a file is held whole.
"""

from __future__ import annotations

import re
import zlib
from contextlib import suppress
from itertools import islice
from typing import IO, TYPE_CHECKING

from graph.records import SetAside

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from email.message import Message

_GZIP, _BZIP2, _XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"
_BLOCK = 1 << 20
#: xz may ask for a dictionary as large as it likes.
_MOST_DICTIONARY = 200_000_000
#: A saved page with its pictures; it is held in memory.
_MOST_SAVED = 100_000_000
#: Parts that are looked at, pages among them (each frame is one), and how deep they may lie in each other.
_MOST_PARTS, _MOST_PAGES, _DEEPEST = 5_000, 50, 3
_MOST_HEADERS = 65_536
_HTML = frozenset({"text/html", "application/xhtml+xml"})
#: RFC 2557: the headers of a page and what belongs to it.
_SAVED = re.compile(
    rb"(?:[!-9;-~]{1,80}:.*\n(?:[ \t].*\n)*){0,40}?content-type:\s*multipart/related\b", re.IGNORECASE
)
_VERSION = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)


def packing_of(head: bytes) -> str | None:
    """How one file is packed, by its first bytes; None where it is not."""
    for mark, name in ((_GZIP, "gzip"), (_BZIP2, "bzip2"), (_XZ, "xz")):
        if head.startswith(mark):
            return name
    return None


def plain_name(name: str) -> str:
    """What a packed file is called when it is unpacked."""
    for end, instead in ((".tgz", ".tar"), (".gz", ""), (".bz2", ""), (".xz", "")):
        if name.casefold().endswith(end):
            return name[: -len(end)] + instead
    return name


def blocks_of(file: IO[bytes], packing: str) -> Iterator[bytes]:
    """What a packed file holds; raises SetAside where it is damaged or breaks off."""
    import lzma  # noqa: PLC0415 - few runs unpack anything

    try:
        yield from _gunzipped(file) if packing == "gzip" else _unpacked(file, packing)
    except (zlib.error, lzma.LZMAError, OSError, ValueError) as error:
        raise SetAside(f"The file is packed with {packing} and damaged: {sentence(error)}.") from None


def _breaks_off(packing: str) -> SetAside:
    return SetAside(f"The file is packed with {packing} and breaks off; it is damaged or not whole.")


def _gunzipped(file: IO[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits=31)
    waiting = b""
    while block := waiting or file.read(_BLOCK):
        yield unpacker.decompress(block, _BLOCK)
        waiting = unpacker.unconsumed_tail
        if unpacker.eof:
            # Several members make one file (RFC 1952, 2.2); zeros after the last are padding.
            waiting = (unpacker.unused_data or file.read(_BLOCK)).lstrip(b"\0")
            if not waiting:
                return
            if not waiting.startswith(_GZIP[: len(waiting)]):
                raise ValueError("behind its end stands what is not gzip's, so unpack it by hand")
            unpacker = zlib.decompressobj(wbits=31)
    while more := unpacker.decompress(b"", _BLOCK):
        yield more
    if not unpacker.eof:
        raise _breaks_off("gzip")


def _unpacked(file: IO[bytes], packing: str) -> Iterator[bytes]:
    import bz2  # noqa: PLC0415 - as above
    import lzma  # noqa: PLC0415

    def fresh() -> bz2.BZ2Decompressor | lzma.LZMADecompressor:
        if packing == "bzip2":
            return bz2.BZ2Decompressor()
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_DICTIONARY)

    unpacker = fresh()
    waiting = file.read(_BLOCK)
    while True:
        yield unpacker.decompress(waiting, _BLOCK)
        waiting = b""
        if unpacker.eof:
            waiting = (unpacker.unused_data or file.read(_BLOCK)).lstrip(b"\0")
            if not waiting:
                return
            unpacker = fresh()
        elif unpacker.needs_input:
            waiting = file.read(_BLOCK)
            if not waiting:
                raise _breaks_off(packing)


# -- pages that a browser saved ----------------------------------------------------------------------


def is_saved_page(head: bytes) -> bool:
    """Whether a file is a page in MHTML, by its first bytes."""
    head = head[:16_384].lstrip()
    found = _SAVED.match(head)
    return found is not None and _VERSION.search(head) is not None


def saved_page(file: IO[bytes], size: int) -> bytes:
    """The HTML of a page in MHTML, in UTF-8, behind the mark that browsers put on a page they save.

    Raises SetAside where there is none in it, or where it is larger than is held.
    """
    if size > _MOST_SAVED:
        raise SetAside(f"The saved page holds {size:,} bytes, more than the {_MOST_SAVED:,} that are read.")
    headers, body = parted(file.read(_MOST_SAVED))
    address = _said(headers, "Snapshot-Content-Location") or _said(headers, "Content-Location")
    found = list(islice(pages(headers, body), _MOST_PAGES))
    if not found:
        raise SetAside("The file is a page as browsers save it (MHTML), and there is no HTML in it.")
    own = next((one for one in found if _said(one[0], "Content-Location") == address), found[0])
    address = address or _said(own[0], "Content-Location")
    text = decoded(*own)
    if not re.match(r"https?://[^\s<>\"]{1,2000}$", address):
        return text
    return f"<!-- saved from url=({len(address):04d}){address} -->".encode() + text


def parted(content: bytes) -> tuple[Message, bytes]:
    """The headers of a message or of a part of one, and what stands under them."""
    from email.parser import BytesHeaderParser  # noqa: PLC0415 - takes longer than all else here

    found = re.search(rb"\r?\n\r?\n", content)
    head, body = (content[: found.start()], content[found.end() :]) if found else (content, b"")
    return BytesHeaderParser().parsebytes(head[:_MOST_HEADERS].lstrip()), body


def pages(
    headers: Message, body: bytes, depth: int = 0, kinds: Container[str] = _HTML
) -> Iterator[tuple[Message, bytes]]:
    """The parts that are HTML, or else of some ``kinds`` of text.

    A page and its words in plain text may share a part (RFC 2046, 5.1.4).
    """
    boundary = headers.get_boundary()
    if not boundary or depth >= _DEEPEST:
        return
    at = -1
    mark = b"--" + boundary.encode("latin-1", "replace")
    for _ in range(_MOST_PARTS):
        at = body.find(mark, at + 1)
        end = body.find(mark, at + len(mark)) if at >= 0 else -1
        if at < 0:
            return
        closing = body[at + len(mark) : at + len(mark) + 3]
        if closing.startswith(b"--") and closing[2:] in b"\r\n \t":
            return
        part, inside = parted(body[at + len(mark) : end if end >= 0 else len(body)].lstrip(b"\r\n"))
        kind = part.get_content_type()
        if kind in kinds:
            yield part, inside
        elif kind.startswith("multipart/"):
            yield from pages(part, inside, depth + 1, kinds)


def _said(headers: Message, name: str) -> str:
    return str(headers.get(name, "")).strip()


def decoded(headers: Message, body: bytes) -> bytes:
    """A part's text in UTF-8, where it says what it is in; as it is, where it does not."""
    import binascii  # noqa: PLC0415 - as above
    import quopri  # noqa: PLC0415

    how = _said(headers, "Content-Transfer-Encoding").casefold()
    text = body
    if how == "quoted-printable":
        text = quopri.decodestring(body)
    elif how == "base64":
        with suppress(binascii.Error, ValueError):
            text = binascii.a2b_base64(body)
    charset = headers.get_content_charset()
    if charset and charset != "utf-8":
        with suppress(LookupError, UnicodeError):
            text = text.decode(charset).encode("utf-8")
    return text


def sentence(error: Exception) -> str:
    """What went wrong, as a part of a sentence."""
    return (str(error).partition("\n")[0][:120] or type(error).__name__).rstrip(".")
