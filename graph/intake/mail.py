"""Mail: a message whose text is encoded (MIME, RFC 2045), and a file of several messages (mbox, RFC 4155).

A message in plain text is a document as it is. One that is packed for its way is unpacked into such a
document: From, Subject and Date, and its words. Of a message in plain text and HTML the plain text is taken.
One in HTML alone becomes the page in it, whose head says what the message's says (:func:`_page`).
"""

from __future__ import annotations

import hashlib
import html
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
#: RFC 5322, 3.6: what a message has that was on its way, and a page that a browser saved has not.
_SENT = ("To", "Cc", "Received", "Message-ID", "List-Id")
#: "Fwd: [reel-l] Three from the festival": that it is passed on, and the mailing list's tag.
_PASSED_ON = re.compile(r"(?:(?:re|fwd?)\s*:\s*)+", re.IGNORECASE)
_LISTED = re.compile(r"\[(?P<name>[A-Za-z][\w.-]{2,30})\]\s*")
#: Where more may be said of a page: in its head, or before it where it has none.
_PLACE = re.compile(
    rb"\A.{0,20000}?<head(?:\s[^>]{0,2000})?>|\A\s*<!doctype[^>]{0,2000}>", re.IGNORECASE | re.DOTALL
)
#: Longer lines are none of mail's; a mailbox is looked through in pieces of so many bytes.
_LINE = 1 << 16


def is_mailbox(head: bytes) -> bool:
    """Whether a file may be one of several messages, by its first bytes."""
    if not head.startswith(b"From "):
        return False
    end = head.find(b"\n") + 1
    return _POSTMARK.match(head[:end]) is not None and _FIELD.match(head, end) is not None


def is_encoded(head: bytes) -> bool:
    """Whether a file is a message of which the text has to be decoded, or is HTML, by its first bytes."""
    headers = _headers(head)
    if headers is None:
        return False
    shown = any(name in headers for name in _SHOWN)
    if headers.get_content_maintype() == "multipart":
        return shown
    if headers.get_content_type() in _HTML:
        return shown or _is_encoded(headers)
    return _is_encoded(headers) and headers.get_content_maintype() == "text"


def was_sent(head: bytes) -> bool:
    """Whether a file is a message that somebody sent, by its first bytes; browsers save pages as messages."""
    headers = _headers(head)
    if headers is None or "@" not in str(headers.get("From", "")):
        return False
    return "Snapshot-Content-Location" not in headers and any(name in headers for name in _SENT)


def _headers(head: bytes) -> Message | None:
    """The headers of a message in MIME; None for anything else."""
    head = _without_postmark(head[:_HEAD].lstrip())
    if _FIELD.match(head) is None or _VERSION.search(head) is None:
        return None
    return unpacking.parted(head)[0]


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
        return _page(headers, text)
    said = [f"{name}: {_words(str(headers[name]))}\n" for name in _SHOWN if name in headers]
    return "".join(said).encode("utf-8", "replace") + b"\n" + text


def _page(headers: Message, page: bytes) -> bytes:
    """A message's HTML, with what its headers say where pages say it of themselves; no line is added.

    The author is who sent it by name, the title its subject; the site is the mailing list, where the tag in
    the subject is that of a list which the headers name.
    """
    subject = _PASSED_ON.sub("", _words(str(headers.get("Subject", ""))), count=1)
    said = {"author": _sender(headers), "date": _day(headers)}
    listed = _LISTED.match(subject)
    if listed is not None:
        name = listed["name"]
        named = " ".join(str(headers.get(one, "")) for one in ("List-Id", "List-Post", "To")).casefold()
        if name.casefold() in named:
            said["og:site_name"] = name
            subject = subject[listed.end() :]
    said["og:title"] = _PASSED_ON.sub("", subject, count=1)
    metas = "".join(
        f'<meta {"property" if ":" in name else "name"}="{name}" content="{html.escape(value)}">'
        for name, value in said.items()
        if value
    )
    place = _PLACE.search(page)
    at = place.end() if place else 0
    return page[:at] + metas.encode("ascii", "xmlcharrefreplace") + page[at:]


def _sender(headers: Message) -> str:
    """Who sent a message, by the name that stands beside the address (RFC 5322, 3.4); else empty."""
    from email.utils import parseaddr  # noqa: PLC0415 - few runs read mail

    said = str(headers.get("From", ""))
    return _words(parseaddr(said)[0] if "@" in said else said)


def _day(headers: Message) -> str:
    """The day that a message is of, as its sender's clock had it; empty where it says none."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - as above

    with suppress(ValueError, TypeError, OverflowError):
        return parsedate_to_datetime(str(headers.get("Date", ""))).date().isoformat()
    return ""


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
