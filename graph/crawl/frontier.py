"""Which address is next, and which are not worth asking. Pure: it asks nothing and knows no clock.

The start first, then what the site lists for machines, then links, breadth first. Of addresses that are
kept from an earlier run the one that was asked longest ago comes first, and after those that are new.

A trap (a calendar without end, filters that combine) is told by what it yields, never by its name:

- A chain of links longer than ``Patience.chain`` without a review in it, or one step beside it, is left.
- A shape of address (:func:`graph.crawl.addresses.shape`) of which ``Patience.shape`` were asked for each
  that was a review, or led to one, waits until all else is done, and then ``Patience.late`` more are tried.
"""

from __future__ import annotations

import heapq
from collections import Counter, deque
from dataclasses import dataclass

from graph.crawl.addresses import shape

#: Addresses that are remembered; more of one site are not followed.
MAX_KNOWN = 500_000


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a crawl goes on where no review is found. See the module."""

    chain: int = 25
    shape: int = 200
    late: int = 1_000


class Frontier:
    """The addresses of one crawl that were found, and those of them that were not handed out yet."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._parents: dict[str, str | None] = {}
        self._fruitful: set[str] = set()
        self._listed: deque[str] = deque()
        self._linked: deque[str] = deque()
        self._late: deque[str] = deque()
        self._again: list[tuple[int, int, str]] = []
        self._from_links: set[str] = set()
        self._tried: Counter[str] = Counter()
        self._yields: Counter[str] = Counter()
        self._late_tried = 0
        #: Addresses left unasked: by their shape, for whatever reason.
        self.left: Counter[str] = Counter()
        self.overflow = 0

    def __contains__(self, address: str) -> bool:
        return address in self._parents

    def __len__(self) -> int:
        """How many addresses wait."""
        return len(self._listed) + len(self._linked) + len(self._late) + len(self._again)

    def add(
        self, address: str, parent: str | None = None, *, listed: bool = False, asked_in: int | None = None
    ) -> None:
        """Enters an address unless it is known.

        Args:
            address: normalised.
            parent: the page that links to it, or redirects there.
            listed: a sitemap or a feed names it, so it is no trap.
            asked_in: the run in which it was asked last, where the cache has it.
        """
        if address in self._parents:
            return
        if len(self._parents) >= MAX_KNOWN:
            self.overflow += 1
            return
        self._parents[address] = parent
        if not listed:
            self._from_links.add(address)
        if asked_in is not None:
            heapq.heappush(self._again, (asked_in, len(self._parents), address))
        else:
            (self._listed if listed else self._linked).append(address)

    def next_listed(self) -> str | None:
        """The next address that a sitemap or feed names and that is new."""
        return self._handed(self._listed.popleft()) if self._listed else None

    def next(self) -> str | None:
        """The next address: listed, linked, kept from earlier, then what has to wait; None at the end."""
        while (address := self._pop()) is not None:
            if address not in self._from_links:
                return self._handed(address)
            made = shape(address)
            if self._is_deep(address):
                self.left[made] += 1
            elif self._pays(made):
                return self._handed(address)
            else:
                self._late.append(address)
        while self._late:
            address = self._late.popleft()
            if self._pays(shape(address)):
                return self._handed(address)
            if self._late_tried < self._patience.late:
                self._late_tried += 1
                return self._handed(address)
            self.left[shape(address)] += 1
        return None

    def _pop(self) -> str | None:
        for queue in (self._listed, self._linked):
            if queue:
                return queue.popleft()
        return heapq.heappop(self._again)[2] if self._again else None

    def _pays(self, made: str) -> bool:
        """Whether enough came of a shape of address for all that were asked of it."""
        return self._tried[made] < self._patience.shape * (1 + self._yields[made])

    def _is_deep(self, address: str) -> bool:
        at: str | None = address
        for _ in range(self._patience.chain + 1):
            at = self._parents.get(at) if at is not None else None
            if at is None or at in self._fruitful:
                return False
        return True

    def _handed(self, address: str) -> str:
        self._tried[shape(address)] += 1
        return address

    def found_review(self, address: str) -> None:
        """Notes that a page is a review: it and the page that led to it were worth asking."""
        for worth in (address, self._parents.get(address)):
            if worth is not None:
                self._fruitful.add(worth)
                self._yields[shape(worth)] += 1
