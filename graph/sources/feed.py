"""The reader of feeds and site exports: RSS 0.9 to 2.0, Atom (RFC 4287), JSON Feed, WordPress' export (WXR).

One file, many reviews. A feed is cut into its items (:mod:`graph.sources.feeds.xml_feed`, and json_feed
beside it); each item is then parsed and read by itself, as the page that it is, with what the feed says of
it (address, date, author, categories). So a feed of any length takes the memory of one item, and what is
wrong with one item costs no other. Nothing outside the file is fetched, no entity is expanded.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from graph.names import slug
from graph.records import Complaint, DocumentRecord, FilmRecord, ReviewRecord, RoleRecord, SetAside
from graph.sources import kinds
from graph.sources.decoding import DEFAULT_MAX_BYTES, decode
from graph.sources.feeds import json_feed, xml_feed
from graph.sources.feeds.account import Account
from graph.sources.feeds.head import Head, hash_of
from graph.sources.feeds.item import Item, read_item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from graph.sources.decoding import Decoded

KIND = kinds.FEED
READER = kinds.READERS[KIND]
#: Larger feeds and exports are set aside; WordPress itself exports in parts.
MAX_BYTES = 1_000_000_000
#: A larger item is left out, as a larger page is.
MAX_ITEM = DEFAULT_MAX_BYTES
#: How many characters may stand before the version of a feed in JSON.
_JSON_HEAD = 16_384
#: How much may stand before the first item: a WordPress export lists its authors and categories there.
_MAX_HEAD = 20_000_000
_MAX_ITEMS = 200_000
_PUBLISHED = frozenset({"", "publish", "inherit", "live"})
_POSTS = frozenset({"", "post", "page", "review", "reviews", "movie", "film", "film_review", "movie_review"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Where an item stands in the file: its first byte, the one after its last, and its first line."""

    start: int
    end: int
    line: int


def recognise(text: str) -> bool:
    """Whether a document is a feed, by its root element (of RDF only RSS 1.0's), or its version in JSON."""
    return xml_feed.recognise(text) or json_feed.recognise(text[:_JSON_HEAD])


def recognise_bytes(head: bytes) -> bool:
    """Whether a document, of which the first bytes are given, is a feed."""
    encoding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(head[:2], "utf-8")
    return recognise(head.decode(encoding, "ignore"))


# -- cutting -----------------------------------------------------------------------------------------


def pieces(content: bytes | mmap) -> Iterator[Piece | Complaint]:
    """The items of a feed, in their order; last of all a complaint where one of them never ends.

    The content is in UTF-8 or another encoding that has ASCII in it, and is looked at once.
    """
    in_json = json_feed.is_json(content)
    for start, end, line in json_feed.items(content) if in_json else xml_feed.items(content):
        if not end:
            form = "JSON" if in_json else "XML"
            yield Complaint(f"The feed's {form} is broken: its last item never ends, and is left out.", line)
            return
        yield Piece(start, end, line)


def read_head(content: bytes | mmap, end: int = _MAX_HEAD) -> Head:
    """What a feed says of itself; raises SetAside where it declares entities of its own.

    ``end`` is where its items begin; what one in JSON says may stand behind them.
    """
    if not json_feed.is_json(content):
        return xml_feed.about(bytes(content[: min(end, _MAX_HEAD)]))
    said = json_feed.about(content)
    head = Head(link=said.home_page, author=said.authors, base=said.base, in_json=True)
    if said.title is not None:
        head.call(said.title)
    return head


def parse_item(content: bytes, head: Head, line: int) -> tuple[Item, tuple[Complaint, ...]]:
    """One item, of which the first line is ``line``; raises SetAside where it cannot be parsed."""
    if len(content) > MAX_ITEM:
        raise SetAside(f"it holds {len(content):,} bytes, more than the {MAX_ITEM:,} that are read.", line)
    try:
        decoded = decode(content, encoding=head.encoding)
    except SetAside as error:
        raise SetAside(error.reason, line + (error.line or 1) - 1) from None
    if head.in_json:
        item = json_feed.item_of(decoded.text, line, head.base)
    else:
        item = xml_feed.parse(decoded.text, line, head)
    return _completed(item, head), _moved(decoded.complaints, line)


def _moved(complaints: tuple[Complaint, ...], line: int) -> tuple[Complaint, ...]:
    """Complaints about an item with the feed's lines."""
    return tuple(Complaint(one.message, line + one.line - 1 if one.line else None) for one in complaints)


def _completed(item: Item, head: Head) -> Item:
    """An item with what the feed says for all of its items."""
    item.author = head.authors.get(item.author, item.author)
    if head.of_comments:
        item.post_type = "comment"
    if not item.author and head.author is not None and not item.publication:  # RFC 4287, 4.2.1
        item.author, item.author_line = head.author.value, head.author.first_line
    return item


# -- reading -----------------------------------------------------------------------------------------


def is_no_post(item: Item) -> str | None:
    """Why an item of an export is no published post: what it is instead; None where it is one."""
    if item.post_type not in _POSTS:
        return item.post_type
    return None if item.status in _PUBLISHED else item.status


def read_one(item: Item, head: Head) -> DocumentRecord:
    """The record of one item; raises SetAside where it is no review."""
    try:
        record = read_item(item, KIND, head.title, head.link)
    except RecursionError:
        raise SetAside("it is nested too deeply to be read.", item.line) from None
    except SetAside as error:
        raise SetAside(error.reason, json_feed.line_of(error.line, item.only_line)) from None
    moved: DocumentRecord = json_feed.on_its_line(record, item.only_line) if item.only_line else record
    return moved


@dataclass(frozen=True, slots=True)
class Told:
    """An item that is to be read: its name within the feed, the hash of all it says, its title."""

    piece: Piece
    key: str
    hash: str
    title: str


def items(content: bytes | mmap, account: Account) -> Iterator[Told | Complaint]:
    """The published items of a feed, told apart but not yet read; the others go into the account.

    Raises SetAside where the feed declares entities, or has more items than are read.
    """
    head: Head | None = None
    keys: dict[str, str] = {}
    for piece in pieces(content):
        if head is None:
            account.head = piece.start if isinstance(piece, Piece) else len(content)
            head = read_head(content, account.head)
            account.of_comments = head.of_comments
        if isinstance(piece, Complaint):
            yield piece
            continue
        account.items += 1
        if account.items > _MAX_ITEMS:
            raise SetAside(f"The feed has more than {_MAX_ITEMS:,} items.")
        own = bytes(content[piece.start : min(piece.end, piece.start + MAX_ITEM + 1)])
        try:
            item, _ = parse_item(own, head, piece.line)
        except SetAside as error:
            account.refused.append((piece.line, "", error.reason))
            continue
        no_post = is_no_post(item)
        key = _key(item)
        if keys.get(key, item.title) != item.title:  # some programs give all items the id of their site
            key = _key(item, item.title)
        if no_post is not None:
            account.skipped[no_post] += 1
        elif key in keys:
            account.again.append(item.line)
        else:
            keys[key] = item.title
            yield Told(piece, key, hash_of(head, own), item.title)
    if head is None:
        account.of_comments = read_head(content).of_comments


def read_feed(decoded: Decoded) -> DocumentRecord:
    """Read a feed whole; raises SetAside where it is none, declares entities, or holds no review."""
    content = decoded.text.lstrip("\ufeff").encode("utf-8", "replace")
    account = Account()
    films: list[FilmRecord] = []
    roles: list[RoleRecord] = []
    reviews: list[ReviewRecord] = []
    complaints = list(decoded.complaints)
    own: list[Complaint] = []
    head: Head | None = None
    for told in items(content, account):
        if isinstance(told, Complaint):
            complaints.append(told)
            continue
        head = head or read_head(content, account.head)
        try:
            item, found = parse_item(content[told.piece.start : told.piece.end], head, told.piece.line)
            record = read_one(item, head)
        except SetAside as error:
            account.refused.append((told.piece.line, told.title, error.reason))
            continue
        own += [*found, *record.complaints]

        def named(old: str, key: str = told.key) -> str:
            what, _, number = old.partition("-")
            return f"{what}-{key}" + (f"-{number}" if number else "")

        films.extend(replace(film, key=named(film.key)) for film in record.films)
        roles.extend(replace(role, film=named(role.film)) for role in record.roles)
        reviews.extend(replace(one, key=named(one.key), film=named(one.film)) for one in record.reviews)
    complaints += account.complaints(found=bool(films))
    every = tuple(dict.fromkeys([*complaints, *own]))
    return DocumentRecord(KIND, tuple(films), tuple(roles), tuple(reviews), every)


def _key(item: Item, more: str = "") -> str:
    """A name for an item that is made of its own id: other items never change it.

    ``more`` tells it from one before it that has the same.
    """
    identity = (item.identity or item.link or f"{item.title} {item.date}") + more
    end = urlsplit(item.link).path.rstrip("/").rpartition("/")[2] if item.link else item.title
    return f"{slug(end)[:60]}-{hashlib.sha256(identity.encode('utf-8', 'replace')).hexdigest()[:8]}x"
