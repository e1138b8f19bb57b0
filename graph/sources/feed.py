"""The reader of feeds and site exports: RSS 0.9 to 2.0, Atom (RFC 4287), JSON Feed, WordPress' export (WXR).

One file, many reviews. A feed is cut into its items by their tags, before any XML parser sees it (in JSON
by their brackets: :mod:`graph.sources.feeds.json_feed`); each item is then parsed and read by itself, as
the page that it is, with what the feed says of it (address, date, author, categories). So a feed of any
length takes the memory of one item, and what is wrong with one item costs no other. Nothing outside the
file is fetched, no entity is expanded.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from lxml import etree

from graph.names import slug
from graph.records import Complaint, DocumentRecord, Fact, FilmRecord, ReviewRecord, RoleRecord, SetAside
from graph.sources import encodings, kinds
from graph.sources.decoding import DEFAULT_MAX_BYTES, decode
from graph.sources.feeds import json_feed
from graph.sources.feeds.account import Account
from graph.sources.feeds.item import Item, item_of, read_item, text_of
from graph.sources.feeds.words import publication_of

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
HEAD_BYTES = 8_192

#: Atomic, here and wherever a root element is looked for: what one comment holds is no two comments.
_ROOT = re.compile(
    r"^\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?>(?:<!--.{0,4000}?-->|<\?.{0,400}?\?>|<!DOCTYPE[^>\[]{0,2000}(?:>|\[.{0,4000}?\]\s*>))\s*)*+"
    r"<(?P<root>(?:[\w-]+:)?(?:rss|feed|RDF))\b(?P<attributes>[^>]{0,4000})",
    re.DOTALL | re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z]\w{1,30});")
#: An ampersand that begins no reference, which XML does not allow and many feeds have; or where it may stand.
_AMPERSAND = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!#?\w{1,31};)", re.DOTALL)
_XML_NOT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: What an item begins and ends with, and what may hold such words and mean nothing by them.
_TOKEN = re.compile(rb"<!\[CDATA\[|<!--|<\?|<(/?)(?:[\w.-]{1,40}:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_ENDS = {b"<![CDATA[": b"]]>", b"<!--": b"-->", b"<?": b"?>"}
_NAMESPACE = re.compile(r"""\sxmlns(?::[\w.-]+)?\s*=\s*(?:"[^"<]*"|'[^'<]*')""")
#: How much may stand before the first item: a WordPress export lists its authors and categories there.
_MAX_HEAD = 20_000_000
_MAX_ITEMS = 200_000
_PUBLISHED = frozenset({"", "publish", "inherit", "live"})
#: A comment's title and text are a reader's.
_OF_COMMENTS = re.compile(
    r"^(?:Comments (?:on|for)|Kommentare (?:zu|für)|Commentaires (?:sur|pour)|Comentarios (?:en|para)|"
    r"Comentários (?:em|para)|Commenti (?:a|per)|Reacties (?:op|voor)|Kommentarer (?:till?|för))\s?:?\s",
    re.IGNORECASE,
)
_POSTS = frozenset({"", "post", "page", "review", "reviews", "movie", "film", "film_review", "movie_review"})


@dataclass
class Head:
    """What a feed says of itself before its items, and the display names of an export's authors."""

    namespaces: str = ""
    title: Fact[str] | None = None
    link: Fact[str] | None = None
    author: Fact[str] | None = None
    base: str = ""
    encoding: str | None = None
    of_comments: bool = False
    in_json: bool = False
    authors: dict[str, str] = field(default_factory=dict)

    @cached_property
    def says(self) -> bytes:
        """What of it becomes a part of each item's reading."""
        said: list[object] = [self.title and self.title.value, self.link and self.link.value, self.authors]
        said += [one for one in (self.author and self.author.value, self.base, self.encoding) if one]
        return json.dumps(said, sort_keys=True).encode()


def hash_of(head: Head, content: bytes) -> str:
    """The hash of all that an item says, and the feed for it."""
    digest = hashlib.sha256(head.says)
    digest.update(content)
    return "sha256:" + digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Piece:
    """Where an item stands in the file: its first byte, the one after its last, and its first line."""

    start: int
    end: int
    line: int


def recognise(text: str) -> bool:
    """Whether a document is a feed, by its root element (of RDF only RSS 1.0's), or its version in JSON."""
    found = _ROOT.match(text[:HEAD_BYTES].lstrip("\ufeff"))
    if found is None:
        return json_feed.recognise(text[: 2 * HEAD_BYTES])
    local = found.group("root").rpartition(":")[2].casefold()
    return local != "rdf" or "purl.org/rss/1.0" in found.group("attributes")


def recognise_bytes(head: bytes) -> bool:
    """Whether a document, of which the first bytes are given, is a feed."""
    encoding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(head[:2], "utf-8")
    return recognise(head.decode(encoding, "ignore"))


# -- cutting -----------------------------------------------------------------------------------------


def pieces(content: bytes | mmap) -> Iterator[Piece | Complaint]:
    """The items of a feed, in their order; last of all a complaint where one of them never ends.

    The content is in UTF-8 or another encoding that has ASCII in it, and is looked at once.
    """
    if json_feed.is_json(content):
        yield from _pieces_of_json(content)
        return
    at, counted, line = 0, 0, 1
    start: int | None = None
    while (token := _TOKEN.search(content, at)) is not None:
        at = token.end()
        closing = _ENDS.get(token.group().upper())
        if closing is not None:
            end = content.find(closing, at)
            if end < 0:
                break
            at = end + len(closing)
            continue
        end = content.find(b">", at)
        if end < 0:
            break
        alone = content[end - 1 : end] == b"/"
        if not token.group(1):
            if not alone and start is None:
                start = token.start()
                line += content[counted:start].count(b"\n")
                counted = start
        elif start is not None:
            yield Piece(start, end + 1, line)
            start = None
        at = end + 1
    if start is not None:
        yield Complaint("The feed's XML is broken: its last item never ends, and is left out.", line)


def _pieces_of_json(content: bytes | mmap) -> Iterator[Piece | Complaint]:
    for start, end, line in json_feed.items(content):
        if not end:
            yield Complaint("The feed's JSON is broken: its last item never ends, and is left out.", line)
            return
        yield Piece(start, end, line)


def read_head(content: bytes | mmap, end: int = _MAX_HEAD) -> Head:
    """What a feed says of itself; raises SetAside where it declares entities of its own.

    ``end`` is where its items begin; what one in JSON says may stand behind them.
    """
    if not json_feed.is_json(content):
        return _head_of_xml(bytes(content[: min(end, _MAX_HEAD)]))
    said = json_feed.about(content)
    head = Head(link=said.home_page, author=said.authors, base=said.base, in_json=True)
    if said.title is not None:
        shown = publication_of(said.title.value)
        quote = said.title.value if shown != said.title.value else None
        head.title = replace(said.title, value=shown, quote=quote)
        head.of_comments = _OF_COMMENTS.match(said.title.value) is not None
    return head


def _head_of_xml(content: bytes) -> Head:
    said = encodings.declared(content)
    try:
        text = decode(content, _MAX_HEAD, encoding=said).text.lstrip("\ufeff")
    except SetAside:
        text = content[:_MAX_HEAD].decode("utf-8", "replace").lstrip("\ufeff")
    root = _ROOT.match(text[:HEAD_BYTES])
    declares = text[: root.end() if root else len(text)].upper().find("<!ENTITY")
    if declares >= 0:
        line = 1 + text.count("\n", 0, declares)
        raise SetAside("The feed declares entities of its own, which are never expanded.", line)
    head = Head(encoding=said)
    if root is None:
        return head
    head.namespaces = "".join(_NAMESPACE.findall(" " + root.group("attributes")))
    tree = _parsed(_XML_NOT.sub(" ", _ENTITY.sub(_named, _without_encoding(text))))
    for element in tree.iter() if tree is not None else ():
        parent = element.getparent()
        if not isinstance(element.tag, str) or parent is None or _local(parent) not in {"channel", "feed"}:
            continue
        name, line = _local(element), element.sourceline or 1
        if name == "title" and head.title is None and (title := html.unescape(text_of(element))):
            head.of_comments = _OF_COMMENTS.match(title) is not None
            shown = publication_of(title)
            head.title = Fact(shown, line, line, title if shown != title else None)
        elif name == "link" and head.link is None and element.get("rel") in {None, "alternate"}:
            address = urljoin(element.base or "", element.get("href") or text_of(element))
            if address.startswith(("http://", "https://")):
                head.link = Fact(address, line, line)
        elif name == "author":
            parts = {_local(child): text_of(child) for child in element if isinstance(child.tag, str)}
            if login := parts.get("author_login"):
                head.authors[login] = _shown(login, parts)
            elif head.author is None and _local(parent) == "feed" and (writer := parts.get("name")):
                head.author = Fact(writer, line, line)
    base = next((one.base for one in tree.iter() if one.base), None) if tree is not None else None
    head.base = base or (head.link.value if head.link else "")
    return head


def _shown(login: str, parts: dict[str, str]) -> str:
    """The name that an export's author goes by: the one displayed, unless it is the login once more."""
    shown = parts.get("author_display_name") or login
    own = " ".join(filter(None, (parts.get("author_first_name"), parts.get("author_last_name"))))
    return own if own and shown.casefold() == login.casefold() else shown


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
        return _completed(item, head), _moved(decoded.complaints, line)
    text = _AMPERSAND.sub(lambda one: "&amp;" if one.group() == "&" else one.group(), decoded.text)
    text = _XML_NOT.sub(" ", _ENTITY.sub(_named, text))
    tree = _parsed(f"<reelgraph{head.namespaces}>{text}</reelgraph>")
    element = next((one for one in tree if isinstance(one.tag, str)), None) if tree is not None else None
    if element is None:
        raise SetAside("its XML cannot be read.", line)
    item = item_of(element, line - 1, head.base)
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


def _parsed(text: str) -> etree._Element | None:
    """The tree of some XML, as far as it can be told; None where nothing can."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def _without_encoding(text: str) -> str:
    return re.sub(r"^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')", r"\1", text)


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


def _named(found: re.Match[str]) -> str:
    """HTML's named characters, which XML does not know."""
    return (
        html.entities.html5.get(found.group(1) + ";", found.group())
        .replace("&", "&amp;")
        .replace("<", "&lt;")
    )


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _key(item: Item, more: str = "") -> str:
    """A name for an item that is made of its own id: other items never change it.

    ``more`` tells it from one before it that has the same.
    """
    identity = (item.identity or item.link or f"{item.title} {item.date}") + more
    end = urlsplit(item.link).path.rstrip("/").rpartition("/")[2] if item.link else item.title
    return f"{slug(end)[:60]}-{hashlib.sha256(identity.encode('utf-8', 'replace')).hexdigest()[:8]}x"
