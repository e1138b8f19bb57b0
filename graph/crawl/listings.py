"""Lists of pages that a site keeps for machines: sitemaps and their indexes, feeds (RSS, Atom, JSON). Pure.

Sitemaps 0.9 (sitemaps.org) as XML, in any of its extensions (news, image, video), as text, as a feed; packed
with gzip or not. No DOCTYPE: neither format has one, and entities are what bombs are made of.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from graph.crawl.addresses import normalise
from graph.sources.feeds import json_feed

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The protocol's own limits for one sitemap: bytes unpacked, and addresses.
MAX_BYTES, MAX_ENTRIES = 50 * 1024 * 1024, 50_000
#: Deeper nesting is none of these formats'.
_DEPTH = 64
_HEAD = 8_192
_ROOT = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?>(?:<!--.{0,4000}?-->|<\?.{0,400}?\?>|<!DOCTYPE[^>\[]{0,2000}(?:>|\[.{0,4000}?\]\s*>))\s*)*+"
    r"<(?:[\w-]+:)?(?P<root>urlset|sitemapindex|rss|feed|RDF)\b",
    re.DOTALL | re.IGNORECASE,
)
_BLOCK = 64 * 1024


class NoListing(Exception):
    """A document that is no sitemap and no feed, or a broken one; the message says why."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Normalised addresses: of pages, and of further listings (an index's sitemaps, a feed's next page)."""

    pages: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()


def is_listing(content: bytes) -> bool:
    """Whether a document is a sitemap or a feed: by its root element in XML, or its version in JSON."""
    encoding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(content[:2], "utf-8")
    head = content[: 2 * _HEAD].decode(encoding, "ignore").lstrip("\ufeff")
    return _ROOT.match(head[:_HEAD]) is not None or json_feed.recognise(head)


def unpacked(content: bytes, most: int = MAX_BYTES) -> bytes:
    """A document as it is, or what a gzip file holds.

    Raises:
        NoListing: it is damaged, or unpacks to more than ``most`` bytes.
    """
    if not content.startswith(b"\x1f\x8b"):
        return content
    machine = zlib.decompressobj(wbits=31)
    try:
        made = machine.decompress(content, most + 1)
    except zlib.error:
        raise NoListing("its gzip data are damaged") from None
    if len(made) > most:
        raise NoListing(f"it unpacks to more than {most:,} bytes")
    if not machine.eof:
        raise NoListing("its gzip data break off")
    return made


def read_listing(content: bytes, address: str) -> Listing:
    """Reads a sitemap or feed that came from ``address``. What is broken off is read up to there.

    Raises:
        NoListing: it is none, or declares a document type, or is packed and cannot be unpacked.
    """
    content = unpacked(content)
    if not is_listing(content):
        return _text(content)
    pages: dict[str, None] = {}
    listings: dict[str, None] = {}
    told = (_told if json_feed.is_json(content) else _entries)(content)
    # An item may be told twice, by its link and its id; one address a million times is a list of no use.
    for into_listings, found in islice(told, 2 * MAX_ENTRIES):
        made = normalise(found, address)
        if made is not None and made != address:
            (listings if into_listings else pages).setdefault(made)
        if len(pages) + len(listings) >= MAX_ENTRIES:
            break
    return Listing(tuple(pages), tuple(listings))


def _text(content: bytes) -> Listing:
    """A sitemap of one address a line (sitemaps.org, "Text file")."""
    try:
        lines = [line.strip() for line in content.decode("utf-8-sig").splitlines() if line.strip()]
    except UnicodeDecodeError:
        lines = []
    made = [normalise(line) for line in lines[:MAX_ENTRIES]]
    found = dict.fromkeys(address for address in made if address is not None)
    if not found or len(found) < len(lines[:MAX_ENTRIES]) / 2:
        raise NoListing("it is neither a sitemap nor a feed")
    return Listing(tuple(found))


def _told(content: bytes) -> Iterator[tuple[bool, str]]:
    """The addresses that a JSON Feed states: its next page (``next_url``), and its items' own."""
    for member in json_feed.members(content):
        if member.name == "next_url" and (address := _string(content, member)):
            yield True, address
        elif member.name == "items" and content[member.start : member.start + 1] == b"[":
            for start, end in islice(json_feed.elements(content, member.start), MAX_ENTRIES):
                for one in json_feed.members(content, start) if end else ():
                    if one.name == "url" and (address := _string(content, one)):
                        yield False, address


def _string(content: bytes, member: json_feed.Member) -> str:
    try:
        said = json.loads(content[member.start : member.end] if member.end else b"null", strict=False)
    except (ValueError, RecursionError):
        return ""
    return said.strip() if isinstance(said, str) else ""


def _entries(content: bytes) -> Iterator[tuple[bool, str]]:
    """Each address with whether it is a listing's, one element at a time; the tree never grows."""
    events = etree.iterparse(
        BytesIO(content), events=("start", "end"), recover=True, resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False,
    )  # fmt: skip
    depth = 0
    try:
        for event, element in events:
            if event == "start":
                if depth == 0 and element.getroottree().docinfo.doctype:
                    raise NoListing("it declares a document type, which no sitemap and no feed does")
                depth += 1
                if depth > _DEPTH:
                    raise NoListing("its elements are nested too deeply")
                continue
            depth -= 1
            found = _entry(element)
            if found is not None:
                yield found
            parent = element.getparent()
            if parent is not None and _local(element) in _WHOLE:
                element.clear()
                while element.getprevious() is not None:
                    del parent[0]
    except etree.XMLSyntaxError as error:
        raise NoListing(f"its XML cannot be read ({error.msg})") from None


_WHOLE = frozenset({"url", "sitemap", "item", "entry"})


def _entry(element: etree._Element) -> tuple[bool, str] | None:  # noqa: PLR0911 (one a form)
    """The address that an element that just ended states, if it is one that states any."""
    parent = element.getparent()
    if parent is None or not isinstance(element.tag, str):
        return None
    name, above = _local(element), _local(parent)
    text = (element.text or "").strip()
    if name == "loc" and above in ("url", "sitemap"):  # image:loc stands under image:image
        return above == "sitemap", text
    if above == "item" and name == "link" and text:
        return False, text
    if above == "item" and name == "guid" and element.get("isPermaLink", "").casefold() == "true":
        return False, text
    if name == "link" and (href := (element.get("href") or "").strip()):
        relation = (element.get("rel") or "alternate").casefold()
        media_type = (element.get("type") or "text/html").casefold()
        if above == "entry" and relation == "alternate" and "html" in media_type:
            return False, href
        if above in ("feed", "channel") and relation == "next":  # RFC 5005: paged feeds
            return True, href
    return None


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
