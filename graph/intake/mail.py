"""Mail: a message whose text is encoded (MIME, RFC 2045), and a file of several messages (mbox, RFC 4155).

A message in plain text is a document as it is. One that is packed for its way is unpacked into such a
document: From, Subject and Date, and its words. Of a message in plain text and HTML the plain text is taken.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from itertools import islice
from typing import IO, TYPE_CHECKING

from graph.intake import unpacking
from graph.records import SetAside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

#: Bytes in which a message says what it is, and the longest message that is held.
_HEAD, _MOST = 16_384, 100_000_000
#: What stands above each message of a mailbox, and above the first of its headers.
_POSTMARK = re.compile(rb"From \S{1,320} [^\n]{0,80}\d\d:\d\d[^\n]{0,40}\d{4}[^\n]{0,40}\r?\n\Z")
_FIELD = re.compile(rb"[!-9;-~]{1,80}:")
_VERSION = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)
_ENCODED = frozenset({"base64", "quoted-printable"})
_SHOWN = ("From", "Subject", "Date")
_PLAIN, _HTML = frozenset({"text/plain"}), frozenset({"text/html", "application/xhtml+xml"})
#: Longer lines are none of mail's; a mailbox is looked through in pieces of so many bytes.
_LINE = 1 << 16


def is_mailbox(head: bytes) -> bool:
    """Whether a file may be one of several messages, by its first bytes."""
    if not head.startswith(b"From "):
        return False
    end = head.find(b"\n") + 1
    return _POSTMARK.match(head[:end]) is not None and _FIELD.match(head, end) is not None


def is_encoded(head: bytes) -> bool:
    """Whether a file is a message of which the text has to be decoded, by its first bytes."""
    head = _without_postmark(head[:_HEAD].lstrip())
    if _FIELD.match(head) is None or _VERSION.search(head) is None:
        return False
    headers, _ = unpacking.parted(head)
    if headers.get_content_maintype() == "multipart":
        return any(name in headers for name in _SHOWN)
    return _is_encoded(headers) and headers.get_content_maintype() == "text"


def decoded(file: IO[bytes], size: int) -> bytes:
    """A message as plain text in UTF-8: who wrote it, of what, when, and its words; or its HTML.

    Raises SetAside where there is neither in it, or where it is larger than is held.
    """
    if size > _MOST:
        raise SetAside(f"The message holds {size:,} bytes, more than the {_MOST:,} that are read.")
    headers, body = unpacking.parted(_without_postmark(file.read(_MOST).lstrip()))
    if headers.get_content_maintype() != "multipart":
        found = [(headers, body)]
    else:
        found = list(islice(unpacking.pages(headers, body, kinds=_PLAIN), 1))
    if not found:
        found = list(islice(unpacking.pages(headers, body, kinds=_HTML), 1))
    if not found:
        raise SetAside("The file is a message, and there is no text in it; save what it has attached.")
    text = unpacking.decoded(*found[0])
    if found[0][0].get_content_type() in _HTML:
        return text
    said = [f"{name}: {_words(str(headers[name]))}\n" for name in _SHOWN if name in headers]
    return "".join(said).encode("utf-8", "replace") + b"\n" + text


def messages(file: IO[bytes]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The messages of a mailbox, each with a name of its own; each is to be read before the next is.

    A message's id names it, where it has one; else what stands in its headers does.
    """
    lines = iter(lambda: file.readline(_LINE), b"")
    blank, waiting = True, b""

    def one(head: list[bytes]) -> Iterator[bytes]:
        nonlocal blank, waiting
        yield from head
        for line in lines:
            if blank and _POSTMARK.match(line) is not None:
                waiting = line
                return
            blank = line in {b"\n", b"\r\n"}
            yield line[1:] if line.startswith(b">From ") else line

    waiting = next(lines, b"")
    while waiting:
        waiting = b""
        head: list[bytes] = []
        for line in islice(lines, 1_000):
            head.append(line)
            if line in {b"\n", b"\r\n"}:
                break
        blank = True
        yield _name_of(b"".join(head)), one(head)


def _name_of(head: bytes) -> str:
    headers, _ = unpacking.parted(head)
    said = " ".join(str(headers.get("Message-ID", "")).strip("<> \t\r\n").split())
    return said[:200] or f"message-{hashlib.sha256(head).hexdigest()[:12]}"


def _is_encoded(headers: Message) -> bool:
    return str(headers.get("Content-Transfer-Encoding", "")).strip().casefold() in _ENCODED


def _without_postmark(content: bytes) -> bytes:
    return content[content.find(b"\n") + 1 :] if is_mailbox(content[:_HEAD]) else content


def _words(value: str) -> str:
    """A header in one line, its encoded words (RFC 2047) decoded."""
    from email.errors import HeaderParseError  # noqa: PLC0415 - few runs read mail
    from email.header import decode_header, make_header  # noqa: PLC0415 - as above

    with suppress(HeaderParseError, LookupError, ValueError):
        value = str(make_header(decode_header(value)))
    return " ".join(value.split())
