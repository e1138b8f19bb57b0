"""The crawl of one site: from an address to the pages that hold reviews, kept on disk.

The start first, then feeds and sitemaps, then links, breadth first. Every address is asked at most once a
run; one that an earlier run kept is asked on conditions (RFC 9110, 13.1), and 304 costs nothing more.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from graph.crawl.addresses import may_be_page, normalise
from graph.crawl.asking import GONE, MOVED, Asking
from graph.crawl.choosing import Choice
from graph.crawl.client import Unusable
from graph.crawl.frontier import Frontier
from graph.crawl.harvest import Harvest, Page
from graph.crawl.visitor import KeepOff, TooBusy
from graph.store.outside import NotAllowed, NotAnswered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.crawl.asking import Judge
    from graph.crawl.cache import Cache, Entry
    from graph.crawl.frontier import Patience
    from graph.crawl.scope import Scope
    from graph.crawl.visitor import Visitor

_MAX_LISTINGS = 1_000
_MAX_REDIRECTS = 10
#: After so many failures in a row a host is taken to be down.
_FAILURES = 10
#: And pages in a row for which it is too busy, each asked several times.
_BUSY_PAGES = 2


class CannotCrawl(Exception):
    """A site whose crawl cannot begin or go on; the message says why, and what to do."""


class Crawl:
    """One run over one site.

    Args:
        start: the address to begin at, normalised.
        scope: which addresses are the site's.
        cache: the site's cache.
        visitor: asks.
        max_pages: how many addresses are asked, those of feeds, sitemaps and robots.txt apart.
        judge: see :data:`graph.crawl.asking.Judge`.
        judged_by: what a change of means that kept pages are judged anew.
        patience: see :mod:`graph.crawl.frontier`.
        progress: called with what is done and how much is known of.
        stop: asked between pages; once it says yes, no more of them are asked for.
    """

    def __init__(  # noqa: PLR0913 - a run is made of all of these
        self,
        start: str,
        scope: Scope,
        cache: Cache,
        visitor: Visitor,
        *,
        max_pages: int,
        judge: Judge,
        judged_by: str,
        patience: Patience,
        progress: Callable[[int, int], None],
        stop: Callable[[], bool],
    ) -> None:
        self._start = start
        self._scope = scope
        self._cache = cache
        self._visitor = visitor
        self._max_pages = max_pages
        self._progress = progress
        self._stop = stop
        self._frontier = Frontier(patience)
        self._listings: deque[str] = deque()
        self._known_listings: set[str] = set()
        self._reviews: list[Entry] = []
        self._here: dict[str, str] = {}
        self._moved: dict[str, str] = {}
        #: The start, and where it redirects.
        self._fronts = {start}
        self._titles: set[tuple[str, ...]] = set()
        self._failures = 0
        self._busy = 0
        self._asked = 0
        self.harvest = Harvest(urlsplit(start).netloc)
        self._asking = Asking(cache, visitor, scope, judge, judged_by, self.harvest.counts)

    def run(self) -> Harvest:
        """Asks for all there is, within the limits.

        Raises:
            CannotCrawl: the site cannot be reached, does not want us, or asks us to come back later. What was
                fetched is kept.
        """
        self._cache.begin(self._start)
        try:
            self._visitor.rules(self._start)
            self._enter(self._start, None)
            for address in self._addresses():
                if self._stop():
                    self.harvest.interrupted = True
                    break
                self._visit(address)
                self._progress(self._asked, min(self._max_pages, self._asked + len(self._frontier)))
        except KeepOff as error:
            raise self._stopped(str(error)) from error
        except NotAllowed as error:
            raise CannotCrawl(f"{error}; --allow-private lets it be asked.") from error
        counts = self.harvest.counts
        if not counts["fetched"] + counts["unchanged"] + counts["from the cache"] + len(self.harvest.gone):
            reason = next((reason for _, reason in self.harvest.set_aside), "no page answers")
            raise CannotCrawl(self._nothing(reason))
        self._choose()
        self.harvest.note(self._frontier)
        return self.harvest

    def _addresses(self) -> Iterator[str]:
        """The addresses to visit, in order, up to the limit.

        Lists of pages are fetched one by one, each when what those before it name has been asked.
        """
        yield self._start
        if self._max_pages > 1:
            # The start page's feeds wait already: they are short and name what is new.
            named = self._visitor.rules(self._start).sitemaps
            for sitemap in named or ("/sitemap.xml",):
                self._list(sitemap)
        while self._asked < self._max_pages:
            following = self._frontier.next_listed()
            if following is None and self._listings:
                self._read_list(self._listings.popleft())
                continue
            following = following or self._frontier.next() or self._from_before()
            if following is None:
                return
            yield following
        self.harvest.counts["over the limit"] = len(self._frontier)

    def _from_before(self) -> str | None:
        """A page that an earlier run kept and to which nothing led in this one: it may be gone."""
        for address, run in self._cache.kept():
            if address not in self._frontier and self._scope.holds(address):
                self._frontier.add(address, listed=True, asked_in=run)
        return self._frontier.next()

    # -- lists of pages --------------------------------------------------------------------------

    def _list(self, listing: str) -> None:
        made = normalise(listing, self._start)
        if made is None or made in self._known_listings:
            return
        if not self._scope.holds(made):
            self.harvest.counts["listings elsewhere"] += 1
        elif len(self._known_listings) < _MAX_LISTINGS:
            self._known_listings.add(made)
            self._listings.append(made)
        else:
            self.harvest.counts["listings over the limit"] += 1

    def _read_list(self, address: str) -> None:
        """Fetches a sitemap or feed and enters what it names. One that is not there is no fault."""
        if address in self._here or not self._may_ask(address):
            return  # it was reached by a link, and read then; or robots are not to read it
        entry = self._asked_for(address, listing=True)
        if entry is None:
            return
        if entry.status in MOVED and entry.location is not None:
            self._list(entry.location)
        elif entry.status == 200 and entry.found.is_listing:
            self.harvest.counts["listings"] += 1
            self._follow(entry)
        elif entry.status == 200 and entry.found.fault is not None:
            self._unreadable(entry, entry.found.fault)

    # -- pages -----------------------------------------------------------------------------------

    def _enter(self, address: str, parent: str | None, *, listed: bool = False) -> None:
        if address in self._frontier or not self._scope.holds(address):
            return
        if address != self._start and not may_be_page(address):
            return
        self._frontier.add(address, parent, listed=listed, asked_in=self._cache.asked_before(address))

    def _may_ask(self, address: str) -> bool:
        """Whether robots.txt allows it. Of a further host that cannot be asked, nothing is."""
        try:
            allowed = self._visitor.allowed(address)
        except (KeepOff, NotAllowed) as error:
            if urlsplit(address).netloc == self.harvest.site:
                raise
            self._set_aside(address, str(error))
            return False
        if not allowed:
            self.harvest.counts["disallowed"] += 1
        return allowed

    def _visit(self, address: str) -> None:
        if address in self._here:
            return  # a list of pages that was read as such
        if not self._may_ask(address):
            if address == self._start:
                raise CannotCrawl(
                    f"The robots.txt of {self.harvest.site} does not let robots read {address}."
                )
            return
        self._asked += 1
        entry = self._asked_for(address)
        if entry is None:
            return
        if entry.found.was:
            self.harvest.gone.append(address)
        if entry.status in MOVED:
            self._redirected(entry)
        elif entry.status in GONE and address in self._fronts:
            self._set_aside(address, f"the site answers {entry.status}")
        elif entry.status in GONE:
            self.harvest.counts["not there"] += 1
        elif entry.status == 200:
            self._page(entry)
        else:
            self.harvest.counts["no text"] += 1

    def _page(self, entry: Entry) -> None:
        counts = self.harvest.counts
        if entry.found.is_listing:
            counts["listings"] += 1
        elif entry.found.fault is not None:
            self._unreadable(entry, entry.found.fault)
        elif entry.found.noindex:
            counts["noindex"] += 1
        elif not entry.found.titles:
            counts["not a review"] += 1
        else:
            # The links of an overview are asked about at the end, and no other's.
            several = len(entry.found.titles) > 1
            self._reviews.append(entry if several else replace(entry, found=replace(entry.found, links=())))
            # The same review again, under one more address, is no reason to go on.
            if entry.found.titles not in self._titles:
                self._titles.add(entry.found.titles)
                self._frontier.found_review(entry.address)
        self._follow(entry)

    def _follow(self, entry: Entry) -> None:
        """Enters where a page or a list leads."""
        found = entry.found
        for link in (*found.links, *((found.canonical,) if found.canonical else ())):
            self._enter(link, entry.address, listed=found.is_listing)
        for listing in found.listings:
            self._list(listing)
        if entry.address in self._fronts:
            for feed in found.feeds:
                self._list(feed)

    def _redirected(self, entry: Entry) -> None:
        target = entry.location
        if target is None:
            self._set_aside(entry.address, "it redirects to nowhere")
            return
        if not self._scope.holds(target):
            if entry.address in self._fronts:
                raise CannotCrawl(
                    f"{self._start} redirects to {target}, which is {self._other(target)}; "
                    f"give that address, or --allow-host {urlsplit(target).netloc}."
                )
            self.harvest.elsewhere.append((entry.address, target))
            return
        self._moved[entry.address] = target
        at, steps = target, 1
        while at in self._moved and steps <= _MAX_REDIRECTS:
            at, steps = self._moved[at], steps + 1
        if at == entry.address or steps > _MAX_REDIRECTS:
            self._set_aside(entry.address, "it redirects in a circle")
            return
        self.harvest.counts["redirected"] += 1
        if entry.address in self._fronts:
            self._fronts.add(target)
        if self.harvest.counts["redirected"] <= self._max_pages:
            self._asked -= 1  # the page that it leads to is the one that counts
        self._enter(target, entry.address)

    # -- asking ----------------------------------------------------------------------------------

    def _asked_for(self, address: str, *, listing: bool = False) -> Entry | None:
        """What an address answers. None where it was set aside."""
        self._here[address] = address
        try:
            entry = self._asking.get(address, listing=listing)
        except (NotAnswered, NotAllowed) as error:
            self._failed(address, error)
            return None
        except TooBusy as error:
            # One page that is never there must not keep all others from being read, in this run and the next.
            self._busy += 1
            if self._busy >= _BUSY_PAGES or address == self._start:
                raise
            self._set_aside(address, str(error))
            return None
        self._failures = self._busy = 0
        return entry

    def _failed(self, address: str, error: Exception) -> None:
        if address == self._start and self._asked <= 1:
            raise CannotCrawl(self._nothing(str(error)))
        self._set_aside(address, str(error))
        if isinstance(error, Unusable):
            return
        self._failures += 1
        if self._failures >= _FAILURES:
            raise self._stopped(f"{self.harvest.site} failed to answer {_FAILURES} times in a row.")

    def _set_aside(self, address: str, reason: str) -> None:
        self.harvest.set_aside.append((address, reason))

    def _unreadable(self, entry: Entry, fault: str) -> None:
        self._set_aside(entry.address, fault)
        self.harvest.unreadable[entry.address] = self._cache.file(entry)

    def _nothing(self, why: str) -> str:
        return f"Nothing could be read at {self._start}: {_sentence(why)}"

    def _other(self, target: str) -> str:
        """What tells the site from where an address of another one leads."""
        same = urlsplit(target).hostname == urlsplit(self._start).hostname
        return "another port, and so another site" if same else "another host"

    def _stopped(self, why: str) -> CannotCrawl:
        kept = f" What was fetched is kept in {self._cache.folder}; the same command goes on from there."
        return CannotCrawl(_sentence(why) + (kept if self._asked else ""))

    # -- the end ---------------------------------------------------------------------------------

    def _choose(self) -> None:
        for address in list(self._moved):
            at = address
            for _ in range(_MAX_REDIRECTS):
                at = self._moved.get(at, at)
            self._here[address] = at
        self.harvest.asked = set(self._here)
        choice = Choice(self._reviews, self._here)
        self.harvest.pages = [
            Page(address, self._cache.file(entry)) for address, entry in sorted(choice.documents.items())
        ]
        self.harvest.counts["reviews"] = len(choice.documents)
        self.harvest.counts["duplicates"] = choice.duplicates
        self.harvest.counts["overviews"] = choice.overviews
        self.harvest.counts["requests"] = self._visitor.requests


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
