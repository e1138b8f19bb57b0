"""JSON Feed (versions 1 and 1.1, jsonfeed.org) as what the other feeds are: a head, and items cut out of it.

The file is walked once for where its members begin and end, and each item is parsed by itself, so that a feed
of any length takes the memory of one item. Its members stand in any order: what it says of itself may follow
its items.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.records import Complaint, Fact, SetAside
from graph.sources.feeds.item import Item, settle
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

_VERSION = regex(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version\\?/1(?:\.\d)?\\?/?"')
#: A generator that sorts its members has the version after the items.
_ITEMS, _CONTENT = regex(r'"items"\s*:\s*\['), regex(r'"content_(?:html|text)"\s*:\s*"')
_MARK = b"\xef\xbb\xbf"
_SPACE = regex(rb"[\s,]*")
_COLON = regex(rb"\s*:\s*")
_STRING = regex(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_BRACKET = regex(rb'["{}\[\]]')
_LITERAL = regex(rb"[^\s,\]}]+")
_CONTROL = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TAGS = regex(r"</?[a-zA-Z][^<>]{0,80}>")
#: A member of a feed, or of an item, is no longer than this where only its words are wanted.
_MOST, _BLOCK = 100_000, 1 << 20
#: Where the lines of a content are counted from while it is read: in the feed all of it stands on one.
_WITHIN = 1_000_000_000
_IN_MESSAGE = regex(r"(?<=line )1\d{9}\b")
_LINES = frozenset({"first_line", "last_line", "line"})


class Member(NamedTuple):
    """A member of an object: its name, and where its value begins and ends (0 for one that never does)."""

    name: str
    start: int
    end: int


def recognise(text: str) -> bool:
    """Whether a document, or the beginning of one, is a JSON Feed."""
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return False
    if _VERSION.search(text):
        return True
    return '"@context"' not in text and bool(_ITEMS.search(text) and _CONTENT.search(text))


def is_json(content: bytes | mmap) -> bool:
    """Whether a feed is one in JSON, and none in XML."""
    return content[:64].removeprefix(_MARK).lstrip()[:1] == b"{"


def members(content: bytes | mmap, start: int = 0) -> Iterator[Member]:
    """The members of an object, in their order. What is broken ends it."""
    at = _after(_SPACE, content, len(_MARK) if content[:3] == _MARK else start)
    if content[at : at + 1] != b"{":
        return
    at += 1
    while True:
        name = _STRING.match(content, _after(_SPACE, content, at))
        colon = _COLON.match(content, name.end()) if name else None
        if name is None or colon is None:
            return
        end = _end_of(content, colon.end())
        yield Member(name.group()[1:-1].decode("utf-8", "replace"), colon.end(), end)
        if not end:
            return
        at = end


def elements(content: bytes | mmap, start: int) -> Iterator[tuple[int, int]]:
    """Where the objects in an array begin and end (0 for one that never does); all else is passed by."""
    at = start + 1
    while True:
        at = _after(_SPACE, content, at)
        mark = content[at : at + 1]
        if mark in {b"]", b""}:
            return
        end = _end_of(content, at)
        if mark == b"{":
            yield at, end
        if not end:
            return
        at = end


def _after(what: re.Pattern[bytes], content: bytes | mmap, at: int) -> int:
    found = what.match(content, at)
    return found.end() if found else at


def _end_of(content: bytes | mmap, at: int) -> int:
    """Where the value that begins at a place ends; 0 where it never does."""
    if content[at : at + 1] not in {b'"', b"{", b"["}:
        literal = _LITERAL.match(content, at)
        return literal.end() if literal else 0
    depth = 0
    while (token := _BRACKET.search(content, at)) is not None:
        at, mark = token.end(), token.group()
        if mark == b'"':
            string = _STRING.match(content, token.start())
            if string is None:
                return 0
            at = string.end()
        else:
            depth += 1 if mark in b"{[" else -1
        if depth <= 0:
            return at
    return 0


# -- what a feed says of itself ----------------------------------------------------------------------


class About(NamedTuple):
    """What a feed says of itself, and where the array of its items begins (0 for none)."""

    title: Fact[str] | None
    home_page: Fact[str] | None
    authors: Fact[str] | None
    base: str
    items: int


def about(content: bytes | mmap) -> About:
    """What a feed says of itself; whatever is broken of it is passed by."""
    said: dict[str, Fact[str]] = {}
    items = 0
    line, counted = 1, 0
    for member in members(content):
        line += _line_ends(content, counted, member.start)
        counted = member.start
        if member.name == "items" and content[member.start : member.start + 1] == b"[":
            items = items or member.start
        elif member.name in {"title", "home_page_url", "feed_url", "author", "authors"} and (
            text := _text_of(member.name, _value(content, member))
        ):
            said.setdefault(member.name, Fact(text, line, line))
    home = said.get("home_page_url")
    base = next((one.value for one in (home, said.get("feed_url")) if one), "")
    if home is not None and not home.value.startswith(("http://", "https://")):
        home = None
    return About(said.get("title"), home, said.get("authors") or said.get("author"), base, items)


def items(content: bytes | mmap) -> Iterator[tuple[int, int, int]]:
    """Where a feed's items begin and end (see :func:`elements`), each with its first line."""
    counted, line = 0, 1
    array = about(content).items
    for start, end in elements(content, array) if array else ():
        line += _line_ends(content, counted, start)
        counted = start
        yield start, end, line


def _line_ends(content: bytes | mmap, start: int, end: int) -> int:
    """How many lines end between two places; of a file no more than a block is held."""
    blocks = (content[at : min(at + _BLOCK, end)] for at in range(start, end, _BLOCK))
    return sum(block.count(b"\n") for block in blocks)


def _value(content: bytes | mmap, member: Member, most: int = _MOST) -> Any:  # noqa: ANN401 - what JSON holds
    """A member's value; None for one that is no JSON, or longer than ``most``."""
    if not member.end or member.end - member.start > most:
        return None
    try:
        return json.loads(content[member.start : member.end], strict=False)
    except (ValueError, RecursionError):
        return None


def _text_of(name: str, value: Any) -> str:  # noqa: ANN401 - as above
    """A member's words in one line; authors as a byline has them."""
    if name in {"author", "authors"}:
        people = value if isinstance(value, list) else [value]
        names = [_words(one.get("name")) for one in people if isinstance(one, dict)]
        return "; ".join(dict.fromkeys(filter(None, names)))
    return _words(value)


def _words(value: Any) -> str:  # noqa: ANN401 - as above
    """A value as text in one line, with what HTML some programs leave in a title undone."""
    return " ".join(html.unescape(_TAGS.sub("", _string(value))).split())


def _string(value: Any) -> str:  # noqa: ANN401 - as above
    """A string that any encoding can hold; a number (an id of version 1) as printed; empty for others."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return _CONTROL.sub(" ", value.encode("utf-8", "replace").decode()) if isinstance(value, str) else ""


# -- an item -----------------------------------------------------------------------------------------


def item_of(text: str, line: int, base: str) -> Item:
    """What an item says.

    Args:
        text: the item.
        line: its first line in the feed.
        base: what its addresses are relative to.

    Raises:
        SetAside: it is no JSON.
    """
    content = text.encode("utf-8", "replace")
    said: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for one in members(content):  # each by itself: templates leave a comma behind the last
        value = _value(content, one, len(content))
        if value is not None:
            said[one.name] = value
            lines[one.name] = line + content.count(b"\n", 0, one.start)
    if not said:
        raise SetAside("its JSON cannot be read.", line)
    item = Item(line=line, base=base)
    item.title, item.title_line = _words(said.get("title")), lines.get("title", line)
    item.identity, item.link = _string(said.get("id")).strip(), _string(said.get("url")).strip()
    name = "authors" if said.get("authors") else "author"  # version 1 has one
    authors, item.author_line = _text_of(name, said.get(name)), lines.get(name, line)
    for name in ("date_modified", "date_published"):
        if date := _words(said.get(name)):
            item.date, item.date_line = date, lines.get(name, line)
    for name in ("banner_image", "image"):
        if image := _words(said.get(name)):
            item.image, item.image_line = image, lines.get(name, line)
    tags = said.get("tags")
    item.categories = [
        (tag, lines["tags"]) for tag in map(_words, tags if isinstance(tags, list) else ()) if tag
    ]
    attached = said.get("attachments")
    item.spoken = any(
        isinstance(one, dict) and _string(one.get("mime_type")).startswith(("audio/", "video/"))
        for one in (attached if isinstance(attached, list) else ())
    )
    for name in ("content_html", "content_text", "summary"):
        if (words := _string(said.get(name))).strip():
            item.content, item.content_line = words, _WITHIN + 1
            item.only_line, item.plain = lines.get(name, line), name == "content_text"
            item.excerpt = name == "summary"
            break
    settle(item, [authors] if authors else [], item.identity)
    return item


def on_its_line(value: Any, line: int) -> Any:  # noqa: ANN401 - a record, or any part of one
    """What was read of an item, with all of its content on the line of the feed that it stands on."""
    if isinstance(value, tuple):
        return tuple(on_its_line(one, line) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {one.name: on_its_line(getattr(value, one.name), line) for one in fields(value)}
    for name in _LINES & changed.keys():
        changed[name] = line_of(changed[name], line)
    if isinstance(value, Complaint):
        changed["message"] = _IN_MESSAGE.sub(str(line), value.message)
    return replace(value, **changed)


def line_of(counted: int | None, line: int) -> int | None:
    """A line as the feed counts it: one within an item's content is the one that all of it stands on."""
    return line if counted is not None and counted > _WITHIN else counted
