"""A block of JSON-LD put into the bytes of a page, and taken out of them again. Pure.

What is written is one script element, in ASCII, so that it reads the same in whatever encoding the page
is; every other byte of the page stays as it was. It goes where a browser ends the page's head: before
``</head>``, or before the first thing that no head can hold. An element that carries ``data-reelgraph``
is ours, or was put there to say where ours should go: it is filled, wherever in the page it stands.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from graph.export.html_tokens import WHITESPACE, Token, attributes, tokens

#: The attribute that marks a script element as ours.
MARK = "data-reelgraph"
_OPENING = f'<script type="application/ld+json" {MARK}="block">'.encode()
_CLOSING = b"</script>"
_JSON_LD = b"application/ld+json"

#: What a head may hold (13.2.6.4.7), and the end tags that end one; all other end tags are passed over.
_IN_HEAD = frozenset(
    b"html head base basefont bgsound link meta title style script noscript noframes template".split()
)
_ENDING = frozenset(b"head body html br".split())
#: What makes the end of a template hard to tell without building the tree.
_INTRICATE = frozenset(b"svg math select plaintext frameset".split())

#: How far a browser looks for the encoding before it starts to read.
_PRESCAN = 1024
_CHARSET = re.compile(rb"<meta[\t\n\f\r /][^>]*charset", re.IGNORECASE)
_JAPANESE = re.compile(rb"\x1b\$[@B].*?(?:\x1b\(B|$)", re.DOTALL)
_BESIDE = frozenset({b"nav", b"aside", b"footer", b"template"})
#: What is looked for behind the head, in pages that are not as they should be.
_MORE = re.compile(rb"data-reelgraph|canonical|og:url", re.IGNORECASE)
_ESCAPED = re.compile(r"[<>&\u2028\u2029]|[^\x00-\x7f]")


class Unreadable(ValueError):
    """A page that no block can be put into; the message says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Element:
    """A script element of ours: its place, that of its content, and whether all of it is of our making."""

    start: int
    inside: int
    inside_end: int
    end: int
    made: bool


@dataclass(slots=True)
class Page:
    """A page: what it says of its own address, and where a block is or goes.

    ``hidden``: a comment that is never closed swallows all of it, so that nothing could stand before.

    Making one reads it. Places are in bytes. Raises Unreadable for an encoding that cannot be told.
    """

    content: bytes
    addresses: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    base: str = ""
    place: int = 0
    hidden: bool = False
    _text: _Text = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._text = _Text(self.content)
        _Reader(self, self._text).read()

    def with_block(self, block: str) -> bytes:
        """The page with a block, which is the text of a JSON-LD object.

        Raises:
            Unreadable: there is no place where it could go without harm.
        """
        newline = self._text.newline(self.elements)
        inside = self._text.written(newline + to_ascii(block).replace("\n", newline) + newline)
        if self.elements:
            return self._refilled(inside)
        if self.hidden:
            raise Unreadable("it is nothing but a comment that is never closed")
        if self._text.would_hide_charset(self.place):
            raise Unreadable("its encoding is named after the place where a block would go")
        opening, closing = self._text.written(_OPENING.decode()), self._text.written(_CLOSING.decode())
        return b"".join((self.content[: self.place], opening, inside, closing, self.content[self.place :]))

    def without_block(self) -> bytes:
        """The page without our block: elements of our making go, others that carry the mark are emptied."""
        return self._refilled(None)

    def block(self) -> str | None:
        """The text of our block in the page; None where there is none, or an empty element."""
        for element in self.elements:
            inside = self._text.read(element.inside, element.inside_end).strip()
            if inside:
                return inside
        return None

    def links(self) -> list[str]:
        """Where the links in the page's content lead, as they stand there, in order.

        What is in navigation, asides and footers is the site's and no list of this page.
        """
        found: list[str] = []
        beside = 0
        for token in tokens(self._text.signs, self._text.start):
            if not token.whole or token.kind not in {"start", "end"}:
                continue
            if token.name in _BESIDE:
                beside = max(0, beside + (1 if token.kind == "start" else -1))
            elif token.kind == "start" and token.name == b"a" and not beside:
                address = dict(attributes(self._text.signs, token)).get(b"href", b"")
                found.append(html.unescape(address.decode("utf-8", "replace")).strip())
        return [address for address in found if address]

    def _refilled(self, inside: bytes | None) -> bytes:
        parts, position, waiting = [], 0, inside
        for element in self.elements:
            if waiting is None and element.made:
                parts.append(self.content[position : element.start])
            else:
                parts += [
                    self.content[position : element.inside], waiting or b"",
                    self.content[element.inside_end : element.end],
                ]  # fmt: skip
                waiting = None
            position = element.end
        return b"".join((*parts, self.content[position:]))


def to_ascii(block: str) -> str:
    r"""A block's text with every character escaped that is no ASCII, or that HTML may take for its own.

    >>> to_ascii('{"name": "é </script>"}')
    '{"name": "\\u00e9 \\u003c/script\\u003e"}'
    """
    return _ESCAPED.sub(_escape, block)


def element(block: str) -> str:
    """A block as a script element, for a template or another server to put into a page."""
    return f"{_OPENING.decode()}\n{to_ascii(block)}\n{_CLOSING.decode()}"


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code > 0xFFFF:
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"


class _Text:
    """The page's signs, a byte each, whatever its encoding: those that are no ASCII read as a letter.

    In every encoding of the web but two a byte below 0x40 is that character, so its bytes will do. UTF-16 is
    known by its mark, and ISO-2022-JP by its escapes.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.width, self.start, self.encoding = 1, 0, "ascii"
        self.signs = content
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            self.width, self.start = 2, 1
            high = int(content[:1] == b"\xff")
            self.encoding = "utf-16-le" if high else "utf-16-be"
            pairs = zip(content[1 - high :: 2], content[high::2], strict=False)
            self.signs = bytes(low if not top and low < 0x80 else 0x78 for low, top in pairs)
            if self.signs[1:2] == b"\0":
                raise Unreadable("it is in UTF-32, which browsers do not read")
            return
        if content.startswith(b"\xef\xbb\xbf"):
            self.start = 3
        if b"\0" in content[:_PRESCAN]:
            raise Unreadable("its encoding cannot be told")
        if b"\x1b$" in content:
            if b"\x1b(J" in content or b"\x1b(I" in content:
                raise Unreadable("it is in a form of ISO-2022-JP in which a backslash is another sign")
            self.signs = _JAPANESE.sub(lambda found: b"x" * len(found[0]), content)

    def newline(self, elements: list[Element]) -> str:
        """How the page's lines end, those of our own elements aside."""
        position = -1
        while (position := self.signs.find(b"\n", position + 1)) >= 0:
            place = position * self.width
            if not any(item.start <= place < item.end for item in elements):
                return "\r\n" if self.signs[position - 1 : position] == b"\r" else "\n"
        return "\n"

    def written(self, text: str) -> bytes:
        return text.encode(self.encoding)

    def read(self, start: int, end: int) -> str:
        return self.content[start:end].decode(self.encoding, "replace")

    def would_hide_charset(self, place: int) -> bool:
        """Whether the page names its encoding behind a place, where browsers find it only by chance."""
        if self.start:
            return False
        head = self.signs[:_PRESCAN]
        found = _CHARSET.search(head)
        return found is not None and found.start() >= place


class _Reader:
    """Reads a page's tokens once."""

    def __init__(self, page: Page, text: _Text) -> None:
        self._page = page
        self._signs = text.signs
        self._width = text.width
        self._start = text.start
        self._script: Token | None = None
        self._before_raw = 0

    def read(self) -> None:
        place: int | None = None
        template, depth, intricate = 0, 0, False
        end, started = self._start, False
        for token in tokens(self._signs, self._start):
            self._note(token)
            if place is not None:
                continue
            started = started or token.kind == "start"
            if depth:
                intricate = intricate or token.name in _INTRICATE
                if token.name == b"template" and token.whole:
                    depth += 1 if token.kind == "start" else -1
                if not depth and intricate:
                    place = template
            elif token.kind == "start" and token.name == b"template" and token.whole:
                template, depth, intricate = token.start, 1, False
            else:
                place = self._ends_head(token)
                self._page.hidden = token.kind == "comment" and not token.whole and not started
            end = token.end
            if place is not None and not _MORE.search(self._signs, end):
                break
        if place is None:
            place = template if depth else end
        self._page.place = place * self._width

    def _ends_head(self, token: Token) -> int | None:
        """Where in a token the head ends; None where the token can be in one, or before."""
        if token.kind in ("comment", "doctype"):
            return None if token.whole else token.start
        if token.kind == "raw":
            # What is cut off by the end of the page takes the place behind it along.
            return None if token.whole else self._before_raw
        if token.kind == "text":
            content = self._signs[token.start : token.end]
            spaces = len(content) - len(content.lstrip(WHITESPACE))
            return token.start + spaces if spaces < len(content) else None
        if not token.whole:
            return token.start
        if token.kind == "end":
            return token.start if token.name in _ENDING else None
        self._before_raw = token.start
        return None if token.name in _IN_HEAD else token.start

    def _note(self, token: Token) -> None:
        if token.kind == "start" and token.whole:
            if token.name == b"script":
                self._script = token if self._is_ours(token) else None
            elif token.name in (b"link", b"meta", b"base"):
                self._note_address(token)
        elif token.kind == "end" and token.name == b"script" and self._script is not None:
            if token.whole:
                self._note_script(self._script, token)
            self._script = None

    def _is_ours(self, token: Token) -> bool:
        found = dict(attributes(self._signs, token))
        return MARK.encode() in found and found.get(b"type", b"").strip().lower() == _JSON_LD

    def _note_script(self, opening: Token, closing: Token) -> None:
        made = self._signs[opening.start : opening.end] == _OPENING
        made = made and self._signs[closing.start : closing.end] == _CLOSING
        width = self._width
        self._page.elements.append(
            Element(
                opening.start * width, opening.end * width, closing.start * width, closing.end * width, made
            )
        )

    def _note_address(self, token: Token) -> None:
        found = {name: self._value(value) for name, value in attributes(self._signs, token)}
        address = ""
        if token.name == b"link" and "canonical" in found.get(b"rel", "").lower().split():
            address = found.get(b"href", "")
        elif token.name == b"meta" and found.get(b"property", "").strip().lower() == "og:url":
            address = found.get(b"content", "")
        elif token.name == b"base" and not self._page.base:
            self._page.base = found.get(b"href", "").strip()
        if address.strip() and address.strip() not in self._page.addresses:
            self._page.addresses.append(address.strip())

    @staticmethod
    def _value(value: bytes) -> str:
        return html.unescape(value.decode("utf-8", "replace"))
