"""The block of a page that prints several reviews: of one film by several critics, or of several films.

A review is about one thing, so a page of capsules has a Review each, side by side in one ``@graph``; search
engines take no list for what is reviewed. Where a page has several reviews of one film, they stand within the
film, with their average.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.export.aggregates import with_average
from graph.export.options import DEFAULT, Options
from graph.export.reviews import ReviewBlock, as_block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.export.values import JsonLd

#: Reviews without a block that a sentence names before it only counts them.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class PageBlock(ReviewBlock):
    """What to embed in a page with several reviews.

    ``review`` is what the page is about, and ``about`` says whether that is the ``film`` of all its reviews
    or the ``document`` that prints them. ``reviews`` are those that the block has, in the page's order;
    ``without`` those that lack what search engines require, each with what that is.
    """

    about: str = "film"
    reviews: tuple[str, ...] = ()
    without: tuple[ReviewBlock, ...] = ()

    @property
    def why_without(self) -> str:
        """What those of its reviews lack that the block does not have, as a sentence; empty for none."""
        if not self.without:
            return ""
        each = "; ".join(f"{one.name} lacks {' and '.join(one.lacks)}" for one in self.without[:_NAMED])
        more = f"; {len(self.without) - _NAMED} more" if len(self.without) > _NAMED else ""
        of = len(self.reviews) + len(self.without)
        return f"{len(self.without)} of its {of} reviews are not in the block: {each}{more}."


def together(
    found: Sequence[ReviewBlock], options: Options = DEFAULT, source: str | None = None
) -> PageBlock | None:
    """The block of a page with several reviews, in their order.

    Reviews of one film by one publication stand within that film, with their average; all others by
    themselves. A review that lacks what search engines require is left out, and ``without`` says why.

    Args:
        found: the reviews.
        options: how blocks are written.
        source: the document that printed all of them; None where they were read from several, whose
            reviews are together on a page only where they are of one film and one publication.

    Returns:
        The block; its ``block`` is None where no review of the page can have one. None where nobody can say
        that the reviews stand on one page.
    """
    drafts = [one.draft for one in found]
    films = {_film(one) for one in drafts}
    if len(found) < 2 or (source is None and (len(films) > 1 or len({*map(_publisher, drafts)}) > 1)):
        return None
    things: list[JsonLd] = []
    for film in dict.fromkeys(map(_film, drafts)):
        own = [one.draft for one in found if _film(one.draft) == film and not one.lacks]
        things += [_with_reviews(own)] if len(own) > 1 and len({*map(_publisher, own)}) == 1 else own
    about, subject = ("film", next(iter(films))) if len(films) == 1 else ("document", source)
    subject = subject or found[0].review
    name = subject.rsplit("/", 1)[-1]
    without = tuple(one for one in found if one.lacks)
    if not things:
        lacks = tuple(dict.fromkeys(lack for one in without for lack in one.lacks))
        return PageBlock(subject, name, None, lacks, {}, about, (), without)
    reviews = tuple(one.review for one in found if not one.lacks)
    block = as_block(things, options, (_heading(things), _shared(drafts, "url")))
    draft = things[0] if len(things) == 1 else {"@graph": things}
    return PageBlock(subject, name, block, (), draft, about, reviews, without)


def _with_reviews(drafts: Sequence[JsonLd]) -> JsonLd:
    """The film of some reviews, as the one that says most has it; with all of them, and their average."""
    reviews = [{key: value for key, value in one.items() if key != "itemReviewed"} for one in drafts]
    return with_average(max((one["itemReviewed"] for one in drafts), key=len), reviews)


def _heading(things: Sequence[JsonLd]) -> str:
    """What the page is called; nothing where its reviews do not say that together."""
    if len(things) == 1:
        one = things[0]
        return str(one.get("headline") or one.get("name") or one["itemReviewed"]["name"])
    return _shared(things, "headline") or ""


def _shared(drafts: Sequence[JsonLd], key: str) -> str | None:
    """What all say of themselves; None where one says nothing or something else."""
    said = {one.get(key) for one in drafts}
    return said.pop() if len(said) == 1 else None


def _film(draft: JsonLd) -> str | None:
    film = draft.get("itemReviewed", {}).get("@id")
    return film if isinstance(film, str) else None


def _publisher(draft: JsonLd) -> str | None:
    publisher = draft.get("publisher", {}).get("@id")
    return publisher if isinstance(publisher, str) else None
