"""The JSON-LD of the reviews of a version: the block to embed in each review's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.export import rules
from graph.export.critique import review
from graph.export.lists import breadcrumbs
from graph.export.options import DEFAULT, Options
from graph.export.reading import Reader
from graph.export.text import embed
from graph.export.values import SCHEMA, JsonLd

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph as ox


@dataclass(frozen=True, slots=True)
class ReviewBlock:
    """What to embed in a review's page.

    ``name`` is the last part of the review's IRI. ``block`` is None where the review ``lacks`` what search
    engines require; ``draft`` is then what there is.
    """

    review: str
    name: str
    block: JsonLd | None
    lacks: tuple[str, ...]
    draft: JsonLd

    def file(self) -> str:
        """The block as the text of a file, safe inside a script element; empty where there is none."""
        return embed(self.block) + "\n" if self.block is not None else ""


def review_blocks(
    store: ox.Store, options: Options = DEFAULT, reviews: Iterable[str] | None = None
) -> Iterator[ReviewBlock]:
    """The block of each review, by their IRIs; it says of the film what the review's page states.

    Args:
        store: a version's, read in batches.
        options: how the blocks are written.
        reviews: only these, in this order.
    """
    for batch in Reader(store).batches(reviews):
        for iri in batch.reviews:
            node = batch.look_up(iri)
            if "Review" in node.get("type", ()):
                film = node["reviewOf"][0] if "reviewOf" in node else ""
                draft = review(batch.look_up, iri, batch.roles.get(film, []), options, batch.shown.get(iri))
                yield _block(iri, draft, options)


def _block(iri: str, draft: JsonLd, options: Options) -> ReviewBlock:
    lacks = tuple(rules.lacks(draft))
    said = draft.get("headline") or draft.get("itemReviewed", {}).get("name", "")
    block = None if lacks else as_block([draft], options, (said, draft.get("url")))
    return ReviewBlock(iri, iri.rsplit("/", 1)[-1], block, lacks, draft)


def as_block(things: list[JsonLd], options: Options, here: tuple[str, str | None]) -> JsonLd:
    """What a page is about as its block, and beside it the way there where the editor says that there is one.

    Args:
        things: one, or all that the page has reviews of.
        options: how blocks are written.
        here: the page itself as the last step of the way: its name, and its address where that is known.
            Without a name the way ends where the editor's does.
    """
    trail = breadcrumbs([*options.trail, here] if here[0] else options.trail) if options.trail else None
    if trail is not None:
        things = [*things, {key: value for key, value in trail.items() if key != "@context"}]
    return {"@context": SCHEMA, **(things[0] if len(things) == 1 else {"@graph": things})}
