"""What to embed in which page: the reviews of a version by address and by content, and their blocks."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.export.addresses import AddressBook
from graph.export.options import DEFAULT, Options
from graph.export.page_blocks import PageBlock, together
from graph.export.reviews import ReviewBlock, review_blocks
from ontology import PREFIXES, REEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_VIEW = ox.DefaultGraph()
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
#: Blocks kept.
_BLOCKS = 500
#: Pages with several reviews that are read at a time.
_PAGES = 100
#: The number of a review in its document: ``#review`` is the first, ``#review-2`` the second.
_NUMBER = re.compile(r"#review(?:-([0-9]{1,9}))?$")
_LAST = 1 << 40


class Embeddable:
    """The reviews of a version, to be found by whoever has a page and wants its block.

    Args:
        store: the version's store, which nobody changes meanwhile.
        options: how the blocks are written.
    """

    def __init__(self, store: ox.Store, options: Options = DEFAULT) -> None:
        self._store = store
        self._options = options
        self._of = lru_cache(_BLOCKS)(self._made)
        self._at = lru_cache(_BLOCKS)(self._page)

    @cached_property
    def book(self) -> AddressBook:
        """The reviews by the addresses of their pages; read once, 0.3 s for 100,000 reviews."""
        reviews = self._reviews
        return AddressBook((value, subject) for subject, value in self._pairs("page") if subject in reviews)

    @cached_property
    def pages(self) -> dict[str, list[str]]:
        """The addresses of each review's page."""
        found: dict[str, list[str]] = defaultdict(list)
        for subject, value in self._pairs("page"):
            if subject in self._reviews:
                found[subject].append(value)
        return found

    @cached_property
    def _by_content(self) -> dict[str, list[str]]:
        """The sources by the hash of the file that they were read from."""
        found: dict[str, list[str]] = defaultdict(list)
        for source, value in self._pairs("contentHash"):
            found[value].append(source)
        return found

    def with_content(self, content_hash: str) -> tuple[str, ...]:
        """The reviews read from a file, by its ``sha256:`` and hex digits."""
        reviews = self._reviews
        stated = ox.NamedNode(REEL + "statedIn")
        return tuple(
            dict.fromkeys(
                quad.subject.value
                for source in self._by_content.get(content_hash, ())
                for quad in self._store.quads_for_pattern(None, stated, ox.NamedNode(source), _VIEW)
                if isinstance(quad.subject, ox.NamedNode) and quad.subject.value in reviews
            )
        )

    def of(self, review: str) -> ReviewBlock | None:
        """What to embed in a review's page; None for what is no review."""
        return self._of(review)

    def at(self, found: Sequence[str]) -> PageBlock | None:
        """What to embed where several reviews were found at an address: None where nobody should choose.

        Reviews that one document prints stand on its page together, whatever they are of. Those of one film
        by one publication do so, too, where they were read at the very same address.
        """
        return self._at(tuple(found)) if len(found) > 1 else None

    def on_one_page(self) -> Iterator[tuple[str, PageBlock]]:
        """The pages with several reviews, each by its address, with its block.

        Documents without an address come last, each with an empty one.
        """
        shared: dict[str, list[str]] = defaultdict(list)
        bare: dict[str, list[str]] = defaultdict(list)
        for review in sorted(self._reviews):
            pages = self.pages.get(review, ())
            for page in pages:
                shared[page].append(review)
            for source in () if pages else self._sources(review):
                bare[source].append(review)
        places = [(page, tuple(reviews)) for page, reviews in sorted(shared.items()) if len(reviews) > 1]
        places += [("", tuple(reviews)) for _, reviews in sorted(bare.items()) if len(reviews) > 1]
        for start in range(0, len(places), _PAGES):
            part = places[start : start + _PAGES]
            wanted = dict.fromkeys(review for _, reviews in part for review in reviews)
            made = {one.review: one for one in review_blocks(self._store, self._options, wanted)}
            for page, reviews in part:
                block = self._together(reviews, made)
                if block is not None:
                    yield page, block

    def _page(self, found: tuple[str, ...]) -> PageBlock | None:
        made = {one.review: one for one in review_blocks(self._store, self._options, found)}
        return self._together(found, made)

    def _together(self, found: tuple[str, ...], made: Mapping[str, ReviewBlock]) -> PageBlock | None:
        pages = [set(self.pages.get(review, ())) for review in found]
        sources = set.intersection(*map(self._sources, found))
        if any(pages) and not set.intersection(*pages):
            return None
        if not any(pages) and not sources:
            return None
        source = min(sources, default=None)
        order = self._order(found, source) if source is not None else sorted(found)
        return together([made[review] for review in order if review in made], self._options, source)

    def _order(self, reviews: Sequence[str], source: str) -> list[str]:
        """Reviews in the order in which a document prints them."""
        refers = ox.NamedNode(REEL + "refersTo")
        places: dict[str, tuple[int, str]] = {}
        for review in reviews:
            numbers = [
                int(found.group(1) or 1)
                for quad in self._store.quads_for_pattern(None, refers, ox.NamedNode(review), None)
                if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(source + "#")
                for found in [_NUMBER.search(quad.subject.value)]
                if found is not None
            ]
            places[review] = min(numbers, default=_LAST), review
        return sorted(reviews, key=places.__getitem__)

    def _sources(self, review: str) -> set[str]:
        stated = ox.NamedNode(REEL + "statedIn")
        quads = self._store.quads_for_pattern(ox.NamedNode(review), stated, None, _VIEW)
        return {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)}

    def _made(self, review: str) -> ReviewBlock | None:
        return next(review_blocks(self._store, self._options, (review,)), None)

    @cached_property
    def _reviews(self) -> frozenset[str]:
        review = ox.NamedNode(REEL + "Review")
        quads = self._store.quads_for_pattern(None, _TYPE, review, _VIEW)
        return frozenset(quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode))

    def _pairs(self, name: str) -> Iterator[tuple[str, str]]:
        """The subjects of the view that have a property of ours, each with a value of it."""
        for quad in self._store.quads_for_pattern(None, ox.NamedNode(REEL + name), None, _VIEW):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                yield quad.subject.value, quad.object.value
