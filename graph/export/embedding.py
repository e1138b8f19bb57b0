"""What to embed in which page: the reviews of a version by address and by content, and their blocks."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.export.addresses import AddressBook
from graph.export.options import DEFAULT, Options
from graph.export.reviews import ReviewBlock, review_blocks, together
from ontology import PREFIXES, REEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_VIEW = ox.DefaultGraph()
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
#: Blocks kept.
_BLOCKS = 500


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

    def at(self, found: Sequence[str]) -> ReviewBlock | None:
        """What to embed where several reviews were found at an address: None where nobody should choose.

        Reviews of one film that were read at the very same address, or in one document without an address,
        stand on that page together.
        """
        if len(found) < 2:
            return None
        pages = [set(self.pages.get(review, ())) for review in found]
        if not set.intersection(*(pages if any(pages) else map(self._sources, found))):
            return None
        blocks = [block for review in sorted(found) if (block := self.of(review)) is not None]
        return together(blocks, self._options)

    def on_one_page(self) -> Iterator[tuple[str, ReviewBlock]]:
        """The addresses of pages with several reviews of one film, each with its block."""
        shared: dict[str, list[str]] = defaultdict(list)
        for review, pages in self.pages.items():
            for page in pages:
                shared[page].append(review)
        for page, reviews in sorted(shared.items()):
            block = self.at(reviews)
            if block is not None:
                yield page, block

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
