"""/sitemap.xml: the pages of films, people, reviews and publications, for search engines.

The protocol of sitemaps.org, 0.9: an index, and parts of at most 50,000 addresses and 50 MB. An address is
that of the page (``.html``), under the dataset's base, whatever name the server is called by. ``lastmod`` is
when the newest source that states the thing was read; lists change with every version.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote
from xml.sax.saxutils import escape

import pyoxigraph as ox
from flask import Blueprint, Response

from ontology import PREFIXES, REEL
from server.caching import stamp
from server.citing import service
from server.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.published import Published

routes = Blueprint("sitemap", __name__)

#: The protocol's limits on one part; bytes with room for the frame.
MOST_ADDRESSES, MOST_BYTES = 50_000, 49_000_000

_KINDS = ("Film", "Person", "Review", "Publication")
_LISTS = ("/", "/film/", "/person/", "/review/")
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_VIEW = ox.DefaultGraph()


class Part(NamedTuple):
    """A part of the sitemap: when what is in it changed last, and its text, packed."""

    lastmod: str
    packed: bytes


@routes.get("/sitemap.xml")
def index() -> Response:
    """The index of the sitemap's parts."""
    version = service().version()
    items = "".join(
        _item("sitemap", f"{version.base}/sitemaps/{number}.xml", part.lastmod)
        for number, part in enumerate(_parts(version), start=1)
    )
    return _answer(version, f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">\n{items}</sitemapindex>\n')


@routes.get("/sitemaps/<int:number>.xml")
def part(number: int) -> Response:
    """A part of the sitemap, numbered from 1."""
    version = service().version()
    parts = _parts(version)
    if not 1 <= number <= len(parts):
        raise Problem(404, f"The sitemap has {len(parts)} parts.")
    return _answer(version, zlib.decompress(parts[number - 1].packed).decode())


def parts_of(pages: Iterator[tuple[str, str]]) -> list[Part]:
    """The parts of a sitemap of some pages, each an address and when it changed last, or nothing. Pure."""
    parts: list[Part] = []
    items: list[str] = []
    size, newest = 0, ""

    def close() -> None:
        text = f'{_HEAD}<urlset xmlns="{_NAMESPACE}">\n{"".join(items)}</urlset>\n'
        parts.append(Part(newest, zlib.compress(text.encode(), 6)))

    for address, lastmod in pages:
        item = _item("url", address, lastmod)
        if len(items) == MOST_ADDRESSES or size + len(item) > MOST_BYTES:
            close()
            items, size, newest = [], 0, ""
        items.append(item)
        size += len(item)
        newest = max(newest, lastmod)
    if items:
        close()
    return parts


def _parts(version: Published) -> list[Part]:
    return service().once(version, f"sitemap {stamp(version)}", lambda: parts_of(_pages(version)))


def _pages(version: Published) -> Iterator[tuple[str, str]]:
    """Every page and when it changed last, in an order that lasts."""
    store = version.store
    stated, kind = ox.NamedNode(REEL + "statedIn"), ox.NamedNode(PREFIXES["rdf"] + "type")
    read = {
        quad.subject.value: quad.object.value
        for quad in store.quads_for_pattern(None, ox.NamedNode(REEL + "readAt"), None, _VIEW)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
    }
    published = version.published
    for path in _LISTS:
        yield version.base + path, published
    for name in _KINDS:
        of_kind = store.quads_for_pattern(None, kind, ox.NamedNode(REEL + name), _VIEW)
        for iri in sorted(quad.subject.value for quad in of_kind if isinstance(quad.subject, ox.NamedNode)):
            if not iri.startswith(version.base + "/"):
                continue  # another site's thing has its page there
            sources = store.quads_for_pattern(ox.NamedNode(iri), stated, None, _VIEW)
            stating = (quad.object for quad in sources)
            known = (read.get(node.value, "") for node in stating if isinstance(node, ox.NamedNode))
            lastmod = max(known, default="")
            yield f"{iri}.html", lastmod


def _item(name: str, address: str, lastmod: str) -> str:
    # An IRI may hold any letter, an address ASCII alone (RFC 3987, 3.1).
    found = escape(quote(address, safe="%/:?#[]@!$&'()*+,;=~-._"))
    changed = f"<lastmod>{escape(lastmod)}</lastmod>" if lastmod else ""
    return f"<{name}><loc>{found}</loc>{changed}</{name}>\n"


def _answer(version: Published, text: str) -> Response:
    response = Response(text, content_type="application/xml; charset=utf-8")
    response.headers["Reelgraph-Version"] = str(version.number)
    return response
