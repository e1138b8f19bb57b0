"""Which of the reviews in a page's data is the page's own: its critic's, and none of its readers'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.records import SetAside
from graph.sources.facts.titles import same_title
from graph.sources.html.data_values import first, many, resolved, string, types_of
from graph.sources.origin.bylines import critic_names

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from graph.sources.draft import Draft
    from graph.sources.html.data_blocks import Block

    #: A node of the data, and the block that it stands in.
    Node = tuple[dict[str, Any], Block]

FILMS = frozenset({"Movie", "Film", "TVMovie", "ShortFilm"})
_OTHER_WORKS = {
    "TVSeries": "a series", "TVSeason": "a season of a series", "TVEpisode": "an episode of a series",
    "CreativeWorkSeason": "a season of a series", "Book": "a book", "VideoGame": "a game",
    "MusicAlbum": "an album", "MusicRecording": "a recording", "PodcastSeries": "a podcast",
    "Restaurant": "a restaurant",
}  # fmt: skip


def own_review(
    draft: Draft,
    reviews: list[Node],
    known: dict[str, Any],
    heading: str,
    signed: Callable[[dict[str, Any]], Collection[str]],
    critics: Collection[str],
) -> Node | None:
    """The review that is the page's own; None where the data hold none, or none but those of readers.

    Of reviews by several people those by the page's critic count. Where none is, those that a list under the
    film holds are left out: sites write down there what their readers think.

    Args:
        draft: where a choice is complained of.
        reviews: the reviews in the data.
        known: the data's nodes by their @id.
        heading: the title of the page's own film, where a heading prints it.
        signed: the names of a review's authors.
        critics: the names that the page and its article are signed with.
    """
    if not reviews:
        return None

    def weight(entry: Node) -> tuple[bool, bool, int]:
        node = entry[0]
        item = resolved(first(node.get("itemReviewed")), known)
        name = string(item.get("name")) if isinstance(item, dict) else ""
        return (
            bool(name and heading and same_title(name, heading)),
            bool(name),
            len(string(node.get("reviewBody"))),
        )

    ranked = sorted(reviews, key=weight, reverse=True)
    names = {id(node): frozenset(map(_plain, signed(node))) for node, _ in reviews}
    if len(reviews) == 1 or len(set(names.values())) == 1:
        return ranked[0]
    wanted = {_plain(name) for text in critics for name in critic_names(text) or (text,)}
    own = [one for one in ranked if names[id(one[0])] & wanted]
    listed = _listed(ranked, known)
    kept = own or [one for one in ranked if id(one[0]) not in listed]
    if not kept:
        draft.complain(
            f"The page's data hold {len(reviews)} reviews by several people, of whom none is known to be its "
            "critic: none was taken.",
            ranked[0][1].first,
        )
        return None
    draft.complain(
        f"The page's data hold {len(reviews)} reviews; the one of the page's own film was taken.",
        kept[0][1].first,
    )
    return kept[0]


def refuse_other_works(review: Node, known: dict[str, Any]) -> None:
    """Raises SetAside where the data say that a review is of a series, a book or a game."""
    item = resolved(first(review[0].get("itemReviewed")), known)
    kinds = types_of(item) if isinstance(item, dict) else set()
    other = next((_OTHER_WORKS[kind] for kind in sorted(kinds) if kind in _OTHER_WORKS), None)
    if other is not None and not kinds & FILMS:
        name = string(item)[:60]
        raise SetAside(f"The page's data say that it reviews {other} (“{name}”), no film.", review[1].first)


def _plain(name: str) -> str:
    return " ".join((critic_names(name) or (name,))[0].casefold().split())


def _listed(reviews: list[Node], known: dict[str, Any]) -> set[int]:
    """The reviews that stand in a list of several under a film (by their ``id()``)."""
    films = [*known.values(), *(block.data for _, block in reviews)]
    found: set[int] = set()
    waiting: list[Any] = list(films)
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        if not isinstance(node, dict) or id(node) in seen:
            continue
        seen.add(id(node))
        waiting += node.values()
        under = [one for one in many(node.get("review")) if isinstance(one, dict)]
        if len(under) > 1:
            found |= {
                id(known.get(str(one.get("@id")), one) if set(one) == {"@id"} else one) for one in under
            }
    return found
