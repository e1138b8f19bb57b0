"""The JSON-LD of the reviews of a version: the block to embed in each review's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.export import rules
from graph.export.aggregates import with_average
from graph.export.critique import review
from graph.export.lists import breadcrumbs
from graph.export.options import DEFAULT, Options
from graph.export.reading import Reader
from graph.export.text import embed
from graph.export.values import SCHEMA, JsonLd

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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


def together(found: Sequence[ReviewBlock], options: Options = DEFAULT) -> ReviewBlock | None:
    """The block of a page with several reviews of one film: the film with all of them, and their average.

    None where they are of several films or publications, for a block is about one thing and an average of
    one site's own; and where one of them lacks what search engines require, for it would then say less than
    the page.
    """
    drafts = [one.draft for one in found]
    films = {one.get("itemReviewed", {}).get("@id") for one in drafts}
    publishers = {one.get("publisher", {}).get("@id") for one in drafts}
    if len(drafts) < 2 or any(one.lacks for one in found) or len(films) != 1 or len(publishers) != 1:
        return None
    reviews = [{key: value for key, value in one.items() if key != "itemReviewed"} for one in drafts]
    film = with_average(max((one["itemReviewed"] for one in drafts), key=len), reviews)
    iri = film["@id"]
    return ReviewBlock(iri, iri.rsplit("/", 1)[-1], _with_trail(film, film, options), (), film)


def _block(iri: str, draft: JsonLd, options: Options) -> ReviewBlock:
    lacks = tuple(rules.lacks(draft))
    block = None if lacks else _with_trail(draft, draft["itemReviewed"], options)
    return ReviewBlock(iri, iri.rsplit("/", 1)[-1], block, lacks, draft)


def _with_trail(draft: JsonLd, film: JsonLd, options: Options) -> JsonLd:
    """A block, and beside it the way to its page where the editor says that the pages show one."""
    trail = breadcrumbs([*options.trail, (draft.get("headline") or film["name"], draft.get("url"))])
    if not options.trail or trail is None:
        return {"@context": SCHEMA, **draft}
    return {"@context": SCHEMA, "@graph": [draft, {k: v for k, v in trail.items() if k != "@context"}]}
