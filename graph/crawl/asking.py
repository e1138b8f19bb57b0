"""What an address holds: from this run's cache, an earlier one's on conditions, or asked for; and read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from graph.crawl.addresses import normalise
from graph.crawl.cache import Entry, Found
from graph.crawl.client import Unusable
from graph.crawl.links import as_utf8, read_links
from graph.crawl.listings import MAX_BYTES as MAX_LISTING
from graph.crawl.listings import NoListing, is_listing, read_listing
from graph.sources.decoding import DEFAULT_MAX_BYTES

if TYPE_CHECKING:
    from collections import Counter

    from graph.crawl.cache import Cache
    from graph.crawl.client import Answer
    from graph.crawl.scope import Scope
    from graph.crawl.visitor import Visitor

#: Tells what a page is, from its file, its content and its address: the titles of the films that it reviews,
#: none where it holds no review; and why it cannot be read, if so. No address is taken for one by its looks.
Judge = Callable[[Path, bytes, str], tuple[tuple[str, ...], str | None]]
#: Our product token, as robots.txt files and pages call us.
ROBOT = "Reelgraph"
MOVED = (301, 302, 303, 307, 308)
GONE = (404, 410)
#: What is written here of a page, or by the modules that read it; a change has kept pages read again.
_EXTRACTOR = "crawl 2"
_LISTINGS = (
    "text/xml", "application/xml", "application/rss+xml", "application/atom+xml", "application/rdf+xml",
    "application/feed+json",
)  # fmt: skip
#: What version 1 of JSON Feed calls itself, and much else that is neither a list nor a page.
_JSON = "application/json"
_PACKED = ("application/gzip", "application/x-gzip", "application/octet-stream")
_PAGES = ("", "text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown")
_ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.8, application/xml;q=0.7, */*;q=0.1"
#: The headers of an answer that say something about the page, and are kept to be read again.
_SAYING = ("x-robots-tag", "link")


class Asking:
    """Gets what an address holds.

    Args:
        cache: the site's cache, whose run has begun.
        visitor: asks.
        scope: which addresses are the site's.
        judge: says what a page reviews.
        judged_by: what a change of means that kept pages are judged anew.
        counts: takes numbers of what came from where.
    """

    def __init__(
        self,
        cache: Cache,
        visitor: Visitor,
        scope: Scope,
        judge: Judge,
        judged_by: str,
        counts: Counter[str],
    ) -> None:
        self._cache = cache
        self._visitor = visitor
        self._scope = scope
        self._judge = judge
        self._found_by = f"{_EXTRACTOR}; {judged_by}"
        self._counts = counts

    def get(self, address: str, *, listing: bool = False) -> Entry:
        """What an address holds, read; of one that is gone, the hash that it had and whether it had reviews.

        Args:
            address: normalised.
            listing: a sitemap or a feed is expected: it may be larger, and packed.

        Raises:
            NotAnswered, NotAllowed: see :meth:`graph.crawl.client.Client.ask`; an answer that says that the
                site failed is one, too. The next run asks again.
            KeepOff: the host does not want us now.
        """
        known = self._cache.get(address)
        if known is not None and known.run == self._cache.run:
            if known.status != 200:
                return known
            content = self._cache.content(known)
            if content is not None:
                self._counts["from the cache"] += 1
                return self._read_again(known, content, listing=listing)
        content = self._cache.content(known) if known is not None and known.status == 200 else None
        headers = {"Accept": _ACCEPT}
        if known is not None and content is not None:
            headers |= {"If-None-Match": known.etag} if known.etag else {}
            headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
        size = MAX_LISTING if listing else DEFAULT_MAX_BYTES
        answer = self._visitor.ask(address, size=size, wanted=_wanted(listing=listing), headers=headers)
        if answer.status == 304 and known is not None and content is not None:
            self._counts["unchanged"] += 1
            etag = answer.headers.get("etag") or known.etag
            return self._read_again(self._cache.put(replace(known, etag=etag)), content, listing=listing)
        return self._entered(address, answer, known, listing=listing)

    def _entered(self, address: str, answer: Answer, known: Entry | None, *, listing: bool) -> Entry:
        """Keeps an answer."""
        made = Entry(address, self._cache.run, answer.status, answer.media_type)
        had = known.hash if known is not None else None
        was = known is not None and bool(known.found.titles or known.found.was)
        if answer.status in MOVED:
            target = normalise(answer.headers.get("location", ""), address)
            return self._cache.put(replace(made, location=target, hash=had, found=Found(was=was)))
        if answer.status in GONE:
            return self._cache.put(replace(made, hash=had, found=Found(was=was)))
        if answer.status != 200:
            raise Unusable(f"the site answers {answer.status}")
        if answer.content is None:
            return self._cache.put(replace(made, status=415, hash=had, found=Found(was=was)))
        self._counts["fetched"] += 1
        content = answer.content
        if answer.media_type in _PAGES:  # XML says its encoding itself
            content = as_utf8(content, answer.charset)
        made = replace(
            made,
            etag=answer.headers.get("etag"),
            last_modified=answer.headers.get("last-modified"),
            headers={name: answer.headers[name] for name in _SAYING if name in answer.headers},
            found=Found(was=was),
        )
        return self._read_again(self._cache.put(made, content), content, listing=listing)

    def _read_again(self, entry: Entry, content: bytes, *, listing: bool) -> Entry:
        """An entry with what is found on its page now, where other readers found what it has."""
        if entry.found_by == self._found_by:
            return entry
        found = self._read(entry, content, listing=listing)
        had_reviews = bool(entry.found.titles or entry.found.was)
        found = replace(found, was=had_reviews and not found.titles)
        return self._cache.know(replace(entry, found=found, found_by=self._found_by))

    def _read(self, entry: Entry, content: bytes, *, listing: bool) -> Found:
        """What stands on a page or in a list."""
        as_list = entry.media_type in _PACKED or content.startswith(b"\x1f\x8b") or is_listing(content)
        if as_list or (listing and "html" not in entry.media_type):
            try:
                read = read_listing(content, entry.address)
            except NoListing as error:
                return Found(fault=str(error))
            return Found(links=read.pages, listings=read.listings, is_listing=True)
        said = read_links(content, entry.address, entry.headers, ROBOT)
        nothing: tuple[tuple[str, ...], str | None] = (), None
        file = self._cache.file(entry)
        titles, fault = nothing if said.noindex else self._judge(file, content, entry.address)
        own = said.canonical is not None and self._scope.holds(said.canonical)
        return Found(
            links=said.links,
            feeds=said.feeds,
            canonical=said.canonical if own else None,
            noindex=said.noindex,
            titles=titles,
            fault=fault,
        )


def _wanted(*, listing: bool) -> Callable[[str], bool]:
    kinds = {*_PAGES, *_LISTINGS, *((*_PACKED, _JSON) if listing else ())}
    return lambda media_type: media_type in kinds
