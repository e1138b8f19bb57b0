"""HTML taken apart where browsers take it apart, with the place of every part. Pure.

The tokenisation of the HTML standard (WHATWG, 13.2.5), over bytes and without changing one of them:
comments as ``<!-->`` and ``--!>`` end them, quoted attributes, elements whose content is text
(``title``, ``style``, ``noscript`` where scripts run), and the three levels of a script's content. No
tree is made; what depends on one (foreign elements, ``select``) is read as HTML.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

WHITESPACE = b"\t\n\f\r "

#: Elements whose content is text up to their own end tag.
_TEXT_ONLY = frozenset(
    (b"title", b"textarea", b"style", b"xmp", b"iframe", b"noembed", b"noframes", b"noscript", b"script")
)
_PLAINTEXT = b"plaintext"

#: A start tag as tools write them; any other goes through _tag_end, which takes whatever there is.
_USUAL = re.compile(
    rb"<([a-zA-Z][^\t\n\f\r />\0]*+)"
    rb"(?:[\t\n\f\r ]++[^\t\n\f\r />=\"'<\0]++(?:=(?:\"[^\"]*+\"|'[^']*+'))?+)*+[\t\n\f\r ]*+/?+>"
)
_NAME = re.compile(rb"[^\t\n\f\r />]*+")
_BEFORE_ATTRIBUTE = re.compile(rb"[\t\n\f\r /]*+")
_ATTRIBUTE = re.compile(rb"=?+[^\t\n\f\r />=]*+")
_EQUALS = re.compile(rb"[\t\n\f\r ]*+=[\t\n\f\r ]*+")
_UNQUOTED = re.compile(rb"[^\t\n\f\r >]*+")
_COMMENT_END = re.compile(rb"--!?>")
_RAW_END = {name: re.compile(rb"</" + name + rb"(?=[\t\n\f\r />])", re.IGNORECASE) for name in _TEXT_ONLY}
_IN_SCRIPT = re.compile(rb"<!--|</script(?=[\t\n\f\r />])", re.IGNORECASE)
_IN_ESCAPED = re.compile(rb"-->|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)
_IN_DOUBLE = re.compile(rb"-->|</script(?=[\t\n\f\r />])", re.IGNORECASE)
_LETTER = re.compile(rb"[a-zA-Z]")

Attributes = list[tuple[bytes, bytes]]


class Token(NamedTuple):
    """A part of a page: ``text``, ``raw``, ``comment``, ``doctype``, ``start`` or ``end``, and its place.

    ``name`` is that of a tag, in lower case. ``whole`` is False for what the end of the page cuts off.
    """

    kind: str
    start: int
    end: int
    name: bytes = b""
    whole: bool = True


def tokens(page: bytes, position: int = 0) -> Iterator[Token]:
    """The tokens of a page from ``position``, which together are all of it."""
    length = len(page)
    while position < length:
        opening = page.find(b"<", position)
        if opening != position:
            yield Token("text", position, length if opening < 0 else opening)
            if opening < 0:
                return
        token = _after_opening(page, opening)
        yield token
        position = token.end
        if token.kind != "start" or not token.whole:
            continue
        if token.name in _TEXT_ONLY:
            end = _raw_end(page, position, token.name)
            if end != position:
                yield Token("raw", position, length if end < 0 else end, token.name, end >= 0)
            position = length if end < 0 else end
        elif token.name == _PLAINTEXT:
            yield Token("raw", position, length, token.name, whole=False)
            return


def attributes(page: bytes, tag: Token) -> Attributes:
    """The attributes of a start tag, names in lower case, values as they stand; the first of each counts."""
    found: Attributes = []
    _tag_end(page, tag.start + 1, found)
    return found


def _after_opening(page: bytes, start: int) -> Token:  # noqa: PLR0911 - one for each kind
    """The token that begins with the ``<`` at ``start``."""
    usual = _USUAL.match(page, start)
    if usual is not None:
        return Token("start", start, usual.end(), usual[1].lower())
    after = page[start + 1 : start + 3]
    if after[:1] == b"/":
        if _LETTER.match(after, 1):
            return _tag(page, start, "end", start + 2)
        if after == b"/>":
            return Token("comment", start, start + 3)
        return (
            Token("text", start, len(page)) if len(after) < 2 else _until(page, start, "comment", start + 2)
        )
    if _LETTER.match(after):
        return _tag(page, start, "start", start + 1)
    if after[:1] == b"!":
        if after == b"!-" and page[start + 3 : start + 4] == b"-":
            return _comment(page, start)
        doctype = page[start + 2 : start + 9].lower() == b"doctype"
        return _until(page, start, "doctype" if doctype else "comment", start + 2)
    if after[:1] == b"?":
        return _until(page, start, "comment", start + 1)
    return Token("text", start, start + 1)


def _tag(page: bytes, start: int, kind: str, name_at: int) -> Token:
    name = _NAME.match(page, name_at)
    assert name is not None  # noqa: S101 - it matches anything
    end = _tag_end(page, name_at)
    return Token(kind, start, len(page) if end < 0 else end, name[0].lower(), end >= 0)


def _tag_end(page: bytes, position: int, into: Attributes | None = None) -> int:
    """Where the tag whose name is at ``position`` ends, behind its ``>``; -1 where the page ends first."""
    position = _end(_NAME, page, position)
    length = len(page)
    seen = set()
    while True:
        position = _end(_BEFORE_ATTRIBUTE, page, position)
        if position >= length:
            return -1
        if page[position] == 0x3E:
            return position + 1
        start, position = position, _end(_ATTRIBUTE, page, position)
        name, value = page[start:position].lower(), b""
        equals = _EQUALS.match(page, position)
        if equals is not None:
            position = equals.end()
            mark = page[position : position + 1]
            if mark in (b'"', b"'"):
                close = page.find(mark, position + 1)
                if close < 0:
                    return -1
                value, position = page[position + 1 : close], close + 1
            else:
                start, position = position, _end(_UNQUOTED, page, position)
                value = page[start:position]
        if into is not None and name not in seen:
            seen.add(name)
            into.append((name, value))


def _comment(page: bytes, start: int) -> Token:
    inside = start + 4
    for short in (b">", b"->"):
        if page.startswith(short, inside):
            return Token("comment", start, inside + len(short))
    end = _COMMENT_END.search(page, inside)
    return Token("comment", start, end.end() if end else len(page), whole=end is not None)


def _until(page: bytes, start: int, kind: str, position: int) -> Token:
    end = page.find(b">", position)
    return Token(kind, start, len(page) if end < 0 else end + 1, whole=end >= 0)


def _raw_end(page: bytes, position: int, name: bytes) -> int:
    """Where the end tag begins that ends an element's text; -1 where there is none."""
    if name == b"script":
        return _script_end(page, position)
    found = _RAW_END[name].search(page, position)
    return found.start() if found else -1


def _script_end(page: bytes, position: int) -> int:
    """The same for a script, in which ``<!--`` and ``<script`` hide an end tag (13.2.5.15 to 13.2.5.30)."""
    pattern = _IN_SCRIPT
    while (found := pattern.search(page, position)) is not None:
        text, position = found[0], found.end()
        if text == b"<!--":
            pattern, position = _IN_ESCAPED, position - 2  # its dashes may be those of an end: <!-->
        elif text == b"-->":
            pattern = _IN_SCRIPT
        elif pattern is _IN_DOUBLE:
            pattern = _IN_ESCAPED
        elif pattern is _IN_ESCAPED and not found[1]:
            pattern = _IN_DOUBLE
        else:
            return found.start()
    return -1


def _end(pattern: re.Pattern[bytes], page: bytes, position: int) -> int:
    found = pattern.match(page, position)
    return found.end() if found else position
