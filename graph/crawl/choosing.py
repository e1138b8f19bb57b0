"""Which of the pages that hold reviews become documents, and under which address. Pure."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.crawl.cache import Entry


#: Pages that name one another as canonical are followed so far.
_STEPS = 5


class Choice:
    """Which pages of a run become documents, and under which address.

    ``documents`` maps the address that stands for a page to the entry that is read for it. ``duplicates``
    counts pages that other addresses show as well, ``overviews`` those that only repeat other pages' reviews.
    """

    def __init__(self, entries: Iterable[Entry], here: Mapping[str, str]) -> None:
        """Chooses.

        Args:
            entries: the pages of the run that hold reviews.
            here: of every address asked in the run, the one that answered in the end (redirects).
        """
        self.documents: dict[str, Entry] = {}
        self.duplicates = self.overviews = 0
        pages = {entry.address: entry for entry in entries}
        named: dict[str, list[Entry]] = defaultdict(list)
        for entry in pages.values():
            named[_stands_for(entry, pages, here)].append(entry)
        for address in list(named):
            # Pages of different films that name one address which nobody asked for: a template's mistake.
            if len({_titles(entry) for entry in named[address]}) > 1:
                for entry in named.pop(address):
                    named[entry.address].append(entry)
        seen: dict[str, str] = {}
        for address in sorted(named, key=lambda one: (len(one), one)):
            # The page at the address itself, where it is there: the others are copies of it.
            entry = min(
                named[address], key=lambda one: (one.address != address, len(one.address), one.address)
            )
            self.duplicates += len(named[address]) - 1
            if entry.hash is not None and seen.setdefault(entry.hash, address) != address:
                self.duplicates += 1
            elif _repeats(entry, pages, here):
                self.overviews += 1
            else:
                self.documents[address] = entry


def _titles(entry: Entry) -> frozenset[str]:
    return frozenset(title.casefold() for title in entry.found.titles)


def _stands_for(entry: Entry, pages: Mapping[str, Entry], here: Mapping[str, str]) -> str:
    """The address of a page: its canonical one, unless what is there is no review of the same films."""
    at = entry
    for _ in range(_STEPS):
        canonical = at.found.canonical
        if canonical is None:
            return at.address
        if canonical not in here:  # never asked: a limit was reached, and the page's word counts
            return canonical
        target = pages.get(here[canonical])
        if target is None or target is at or _titles(target) != _titles(entry):
            return at.address
        at = target
    return entry.address


def _repeats(entry: Entry, pages: Mapping[str, Entry], here: Mapping[str, str]) -> bool:
    """Whether a page of several reviews is an overview: it links to pages of their own for most of them."""
    titles = _titles(entry)
    if len(titles) < 2:
        return False
    own: set[str] = set()
    for link in entry.found.links:
        page = pages.get(here.get(link, link))
        if page is not None and page.address != entry.address and len(page.found.titles) == 1:
            own.add(page.found.titles[0].casefold())
    return len(titles & own) * 2 >= len(titles)
