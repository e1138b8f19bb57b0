"""The reader of feeds and site exports: RSS 0.9 to 2.0, Atom (RFC 4287), WordPress' export (WXR).

One file, many reviews: each item is read as the page that it is, HTML or text, with what the feed
says of it (address, date, author, categories). Items are parsed one after the other and forgotten, so
that the tree never holds more than one. Nothing outside the file is fetched, no entity is expanded.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree

from graph.names import slug
from graph.records import Complaint, DocumentRecord, Fact, FilmRecord, ReviewRecord, RoleRecord, SetAside
from graph.sources.feed_item import Item, read_item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.sources.decoding import Decoded

READER = "reelgraph feed 1"
KIND = "feed"
#: Larger feeds and exports are set aside; WordPress itself exports in parts.
MAX_BYTES = 100_000_000
HEAD_BYTES = 8_192

_ROOT = re.compile(
    r"^\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:(?:<!--.{0,4000}?-->|<\?.{0,400}?\?>|<!DOCTYPE.{0,2000}?>)\s*)*"
    r"<(?P<root>(?:[\w-]+:)?(?:rss|feed|RDF))\b(?P<attributes>[^>]{0,4000})",
    re.DOTALL | re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z]\w{1,30});")
_XML_NOT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MAX_ITEMS = 200_000
_EXCERPT = "excerpt"
_POSTS = frozenset({"", "post", "page", "review", "reviews", "movie", "film", "film_review", "movie_review"})


@dataclass(slots=True)
class _Channel:
    """What the feed says of itself, and the display names of a WordPress export's authors."""

    title: Fact[str] | None = None
    link: Fact[str] | None = None
    authors: dict[str, str] = field(default_factory=dict)


def recognise(text: str) -> bool:
    """Whether a document is a feed, by its root element (of RDF only RSS 1.0's)."""
    found = _ROOT.match(text[:HEAD_BYTES].lstrip("\ufeff"))
    if found is None:
        return False
    local = found.group("root").rpartition(":")[2].casefold()
    return local != "rdf" or "purl.org/rss/1.0" in found.group("attributes")


def recognise_bytes(head: bytes) -> bool:
    """Whether a document, of which the first bytes are given, is a feed."""
    encoding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(head[:2], "utf-8")
    return recognise(head.decode(encoding, "ignore"))


def read_feed(decoded: Decoded) -> DocumentRecord:
    """Read a feed; raises SetAside where it is none, declares entities, or holds no review."""
    text = decoded.text.lstrip("\ufeff")
    root = _ROOT.match(text[:HEAD_BYTES])
    if "<!ENTITY" in text[: root.end() if root else len(text)].upper():
        line = 1 + text.upper().count("\n", 0, text.upper().index("<!ENTITY"))
        raise SetAside("The feed declares entities of its own, which are never expanded.", line)
    reader = _Reader()
    complaints = [*decoded.complaints, *reader.read(text)]
    return reader.document(complaints)


class _Reader:
    def __init__(self) -> None:
        self.channel = _Channel()
        self.films: list[FilmRecord] = []
        self.roles: list[RoleRecord] = []
        self.reviews: list[ReviewRecord] = []
        self.complaints: list[Complaint] = []
        self.items = 0
        self.refused: list[tuple[int, str, str]] = []
        self.skipped: Counter[str] = Counter()
        self.again: list[int] = []
        self.keys: set[str] = set()

    def read(self, text: str) -> Iterator[Complaint]:
        """Read all items; yields what is wrong with the XML."""
        text = _XML_NOT.sub(" ", _ENTITY.sub(_named, text))
        text = re.sub(r"^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')", r"\1", text)
        events = etree.iterparse(
            BytesIO(text.encode("utf-8", "replace")),
            events=("end",),
            encoding="utf-8",
            recover=True,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        try:
            for _, element in events:
                self._element(element)
                if self.items > _MAX_ITEMS:
                    raise SetAside(f"The feed has more than {_MAX_ITEMS:,} items.")
        except etree.XMLSyntaxError as error:
            if not self.items:
                raise SetAside(f"The feed's XML cannot be read: {error.msg}.", error.lineno or 1) from None
        wrong = events.error_log
        if len(wrong):
            first = wrong[0]
            yield Complaint(
                f"The feed's XML is broken ({first.message.strip()[:120]}); what could be read was read.",
                first.line or None,
            )

    def _element(self, element: etree._Element) -> None:
        if not isinstance(element.tag, str):
            return
        name = _local(element)
        parent = element.getparent()
        above = _local(parent) if parent is not None else ""
        if name in {"item", "entry"}:
            self.items += 1
            self._item(element)
            element.clear()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
        elif above in {"channel", "feed"}:
            line = element.sourceline or 1
            if name == "title" and self.channel.title is None and (text := _text(element)):
                self.channel.title = Fact(text, line, line)
            elif name == "link" and self.channel.link is None and element.get("rel") in {None, "alternate"}:
                address = element.get("href") or _text(element)
                if address.startswith(("http://", "https://")):
                    self.channel.link = Fact(address, line, line)
            elif name == "author" and (login := _child(element, "author_login")):
                self.channel.authors[login] = _child(element, "author_display_name") or login

    def _item(self, element: etree._Element) -> None:
        item = _item_of(element)
        if item.post_type not in _POSTS:
            self.skipped[item.post_type] += 1
            return
        if item.status not in {"", "publish", "inherit"}:
            self.skipped[f"{item.status} posts"] += 1
            return
        key = _key(item)
        if key in self.keys:
            self.again.append(item.line)
            return
        self.keys.add(key)
        item.author = self.channel.authors.get(item.author, item.author)
        try:
            record = read_item(item, KIND, self.channel.title, self.channel.link)
        except SetAside as error:
            self.refused.append((item.line, item.title, error.reason))
            return
        except RecursionError:
            self.refused.append((item.line, item.title, "it is nested too deeply to be read."))
            return
        self._take(record, key)

    def _take(self, record: DocumentRecord, key: str) -> None:
        """Adds an item's record under names of the item's own, which other items never change."""

        def named(old: str) -> str:
            what, _, number = old.partition("-")
            return f"{what}-{key}" + (f"-{number}" if number else "")

        self.films.extend(replace(film, key=named(film.key)) for film in record.films)
        self.roles.extend(replace(role, film=named(role.film)) for role in record.roles)
        self.reviews.extend(
            replace(review, key=named(review.key), film=named(review.film)) for review in record.reviews
        )
        self.complaints.extend(record.complaints)

    def document(self, complaints: list[Complaint]) -> DocumentRecord:
        """The record of all items; raises SetAside where none of them is a review."""
        if not self.items:
            raise SetAside("The feed has no items.", 1)
        if self.skipped:
            kinds = ", ".join(f"{count} {kind}" for kind, count in self.skipped.most_common(8))
            complaints.append(Complaint(f"Of the export's items these are no published posts: {kinds}."))
        if self.again:
            complaints.append(
                Complaint(f"{len(self.again)} items repeat the id of an earlier one.", self.again[0])
            )
        if self.refused:
            line, title, reason = self.refused[0]
            what = "One item of the feed is" if len(self.refused) == 1 else (
                f"{len(self.refused)} of {self.items} items of the feed are"
            )  # fmt: skip
            sentence = f"{what} no review; the first, {title[:60]!r}: {reason}"
            if not self.films:
                raise SetAside(sentence, line)
            complaints.append(Complaint(sentence, line))
        if not self.films:
            raise SetAside("No item of the feed is a published review.", 1)
        return DocumentRecord(
            KIND,
            tuple(self.films),
            tuple(self.roles),
            tuple(self.reviews),
            tuple(dict.fromkeys([*complaints, *self.complaints])),
        )


def _named(found: re.Match[str]) -> str:
    """HTML's named characters, which XML does not know."""
    return (
        html.entities.html5.get(found.group(1) + ";", found.group())
        .replace("&", "&amp;")
        .replace("<", "&lt;")
    )


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _child(element: etree._Element, name: str) -> str:
    return next(
        (_text(child) for child in element if isinstance(child.tag, str) and _local(child) == name), ""
    )


def _key(item: Item) -> str:
    """A name for an item that is made of its own id: other items never change it."""
    identity = item.identity or item.link or f"{item.title} {item.date}"
    end = urlsplit(item.link).path.rstrip("/").rpartition("/")[2] if item.link else item.title
    return f"{slug(end)[:60]}-{hashlib.sha256(identity.encode()).hexdigest()[:8]}x"


def _item_of(element: etree._Element) -> Item:  # noqa: C901, PLR0912 (a branch an element of three formats)
    item = Item(line=element.sourceline or 1)
    best = 9
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name, space = _local(child), str(child.tag)
        line = child.sourceline or item.line
        if name == "title" and not item.title:
            item.title, item.title_line = _plain(child), line
        elif name == "link" and not item.link and child.get("rel") in {None, "alternate"}:
            item.link = (child.get("href") or _text(child)).strip()
        elif name in {"guid", "id"} and "wordpress" not in space:
            item.identity = _text(child)
        elif name in {"creator", "author"} and not item.author:
            item.author, item.author_line = _author(child), line
        elif name in {"pubDate", "published", "issued", "date"} or (name == "updated" and not item.date):
            item.date, item.date_line = _text(child), line
        elif name == "post_date" and not _text(child).startswith("0000"):
            item.date, item.date_line = _text(child), line  # the site's own day, not GMT's
        elif name == "category":
            item.categories.append((child.get("term") or _text(child), line))
        elif name in {"encoded", "content", "description", "summary"} and _EXCERPT not in space:
            rank = {"encoded": 0, "content": 1, "description": 2, "summary": 3}[name]
            content = _content(child)
            if content.strip() and rank < best and "search.yahoo.com/mrss" not in space:
                best, item.content, item.content_line = rank, content, line
                item.excerpt = rank >= 2
        elif name == "post_type":
            item.post_type = _text(child)
        elif name == "status" and "wordpress" in space:
            item.status = _text(child)
        elif name == "postmeta":
            item.meta.append((_child(child, "meta_key"), _child(child, "meta_value"), line))
        elif name in {"thumbnail", "enclosure"} and not item.image:
            address = child.get("url") or ""
            if name == "thumbnail" or (child.get("type") or "").startswith("image/"):
                item.image, item.image_line = address, line
    return item


def _plain(element: etree._Element) -> str:
    """A title: as text, its tags and doubly escaped characters undone."""
    text = html.unescape(re.sub(r"</?[a-zA-Z][^<>]{0,80}>", "", _text(element)))
    return " ".join(text.split())


def _author(element: etree._Element) -> str:
    name = _child(element, "name") or _text(element)
    found = re.match(r"^\S+@\S+\s*\(([^()]{2,60})\)$", name)
    return found.group(1) if found else "" if "@" in name else name


def _content(element: etree._Element) -> str:
    if element.get("type") == "xhtml" and len(element):
        return "".join(etree.tostring(child, encoding="unicode", with_tail=True) for child in element)
    return "".join(element.itertext())
