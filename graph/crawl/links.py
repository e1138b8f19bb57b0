"""What a page says to whoever follows links: where they lead, its canonical address, what robots may. Pure.

rel=nofollow and meta robots are honoured as the robots of search engines honour them; the answer's own
``X-Robots-Tag`` and ``Link`` (RFC 8288) count like the page's elements.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.crawl.addresses import may_be_page, normalise
from graph.records import SetAside
from graph.sources import encodings
from graph.sources.html.units import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

#: Links of one page that are followed.
MAX_LINKS = 5_000
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
#: What version 1 of JSON Feed calls itself, and much else that is no feed: WordPress' own interface is one.
_PERHAPS, _NAMED_FEED = "application/json", re.compile(r"feed", re.IGNORECASE)
_NOT_OURS = frozenset({"nofollow", "ugc", "sponsored"})
#: No run of spaces is tried in more than one way: a page may have a million.
_REFRESH = re.compile(r"\s*+[0-9.]*+\s*+[;,]?\s*+url\s*+=\s*+[\"']?([^\"']+)", re.IGNORECASE)
_LINK_HEADER = re.compile(r"<([^<>]{1,2000})>([^,<]{0,500})")
_CANONICAL = re.compile(r";\s*rel\s*=\s*\"?[^\";]*\bcanonical\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Normalised addresses; ``canonical`` is None where the page names none, or itself alone."""

    links: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    canonical: str | None = None
    noindex: bool = False


def read_links(content: bytes, address: str, headers: Mapping[str, str], robot: str) -> PageLinks:
    """What a page from ``address`` says. Names of ``headers`` are in lower case; ``robot`` is our token.

    A page that cannot be parsed says nothing.
    """
    words = _robots_header(headers.get("x-robots-tag", ""), robot)
    canonical = _canonical_header(headers.get("link", ""), address)
    try:
        tree = parse(content.decode("utf-8", "replace"))
    except SetAside:
        return PageLinks(canonical=canonical, noindex=bool(words & {"noindex", "none"}))
    bases = (normalise(item.get("href"), address) for item in tree.xpath("//base[@href]"))
    base = next(filter(None, bases), address)
    links: dict[str, None] = {}
    feeds: dict[str, None] = {}
    for element in tree.iter("meta", "link", "a", "area"):
        if element.tag == "meta":
            words |= _meta_robots(element, robot)
            if (element.get("http-equiv") or "").casefold() == "refresh":
                found = _REFRESH.match(element.get("content") or "")
                _add(links, found.group(1) if found else "", base)
            continue
        relation = set((element.get("rel") or "").casefold().split())
        href = element.get("href") or ""
        if element.tag != "link":
            if not relation & _NOT_OURS and not _download(element):
                _add(links, href, base)
        elif "canonical" in relation:
            canonical = canonical or normalise(href, base)
        elif relation & {"next", "prev"}:
            _add(links, href, base)
        elif "alternate" in relation and _is_feed(element, href) and (feed := normalise(href, base)):
            feeds.setdefault(feed)  # one in JSON may be called what no page is
        if len(links) >= MAX_LINKS:
            break
    return PageLinks(
        () if words & {"nofollow", "none"} else tuple(links),
        tuple(feeds),
        canonical if canonical != address else None,
        noindex=bool(words & {"noindex", "none"}),
    )


def _is_feed(element: HtmlElement, href: str) -> bool:
    kind = (element.get("type") or "").casefold().strip()
    return kind in _FEEDS or (kind == _PERHAPS and _NAMED_FEED.search(href) is not None)


def _add(into: dict[str, None], href: str, base: str) -> None:
    if not href or href.startswith("#"):
        return
    made = normalise(href, base)
    if made is not None and may_be_page(made):
        into.setdefault(made)


def _download(element: HtmlElement) -> bool:
    return element.get("download") is not None


def _meta_robots(element: HtmlElement, robot: str) -> set[str]:
    if (element.get("name") or "").casefold().strip() not in ("robots", robot.casefold()):
        return set()
    return {word.strip() for word in (element.get("content") or "").casefold().split(",")}


def _robots_header(value: str, robot: str) -> set[str]:
    """The words of X-Robots-Tag that are for us: those of no robot by name, and of ours."""
    words: set[str] = set()
    whose = ""
    for part in value.casefold().split(","):
        name, colon, word = part.partition(":")
        if colon and name.strip() not in ("max-snippet", "max-image-preview", "max-video-preview",
                                          "unavailable_after"):  # fmt: skip
            whose = name.strip()
        else:
            word = part
        if whose in ("", robot.casefold()):
            words.add(word.strip())
    return words


def _canonical_header(value: str, address: str) -> str | None:
    for target, parameters in _LINK_HEADER.findall(value):
        if _CANONICAL.search(parameters):
            return normalise(target, address)
    return None


def as_utf8(content: bytes, declared: str | None) -> bytes:
    """A page in UTF-8: as it is where it is that already, else from the encoding that it says it has.

    ``declared`` is what the answer's header says; else the page's own meta element counts. A page that is not
    in what it says is left as it is: the reader says what is wrong with it.
    """
    if content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content
    found = encodings.text_in(content, declared or encodings.declared(content))
    return content if found is None else found[0].encode("utf-8", "replace")
