"""The JSON-LD of the reviews of a version: the block to embed in each review's page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.export import rules
from graph.export.critique import review
from graph.export.options import DEFAULT, Options
from graph.export.reading import Reader
from graph.export.text import embed
from graph.export.values import SCHEMA, JsonLd
from graph.nodes import Node, Nodes, add

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


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
    view: Nodes | ox.Store, options: Options = DEFAULT, reviews: Iterable[str] | None = None
) -> Iterator[ReviewBlock]:
    """The block of each review, in the order of their IRIs.

    Args:
        view: a version's store, read in batches, where each page's block says of the film what that page
            states; or a whole view in memory, of which every block says all.
        options: how the blocks are written.
        reviews: only these, in this order.
    """
    if isinstance(view, ox.Store):
        for batch in Reader(view).batches(reviews):
            for iri in batch.reviews:
                node = batch.look_up(iri)
                if "Review" in node.get("type", ()):
                    film = node["reviewOf"][0] if "reviewOf" in node else ""
                    draft = review(
                        batch.look_up, iri, batch.roles.get(film, []), options, batch.shown.get(iri)
                    )
                    yield _block(iri, draft)
        return
    nodes = with_mentions(view)
    roles = roles_by_film(nodes)
    chosen = sorted(nodes) if reviews is None else reviews

    def look_up(iri: str) -> Node:
        return nodes.get(iri, {})

    for iri in chosen:
        node = look_up(iri)
        if "Review" in node.get("type", ()):
            film = node["reviewOf"][0] if "reviewOf" in node else ""
            yield _block(iri, review(look_up, iri, roles.get(film, []), options))


def _block(iri: str, draft: JsonLd) -> ReviewBlock:
    lacks = tuple(rules.lacks(draft))
    block = None if lacks else {"@context": SCHEMA, **draft}
    return ReviewBlock(iri, iri.rsplit("/", 1)[-1], block, lacks, draft)


def with_mentions(view: Nodes) -> Nodes:
    """A view whose reviews name whom they mention (``schema:mentions``), where an older one does not."""
    things: dict[str, list[str]] = defaultdict(list)
    for node in view.values():
        if "Mention" in node.get("type", ()):
            for iri in node.get("inReview", ()):
                things[iri].extend(node.get("refersTo", ()))
    nodes = dict(view)
    for iri, mentioned in things.items():
        if "schema:mentions" not in view.get(iri, {"schema:mentions": []}):
            node = nodes[iri] = dict(view[iri])
            kinds = ((thing, set(view.get(thing, {}).get("type", ()))) for thing in mentioned)
            add(node, "schema:mentions", *(thing for thing, kind in kinds if kind & {"Person", "Film"}))
    return nodes


def roles_by_film(view: Mapping[str, Node]) -> dict[str, list[str]]:
    """The roles of each film of a view."""
    roles: dict[str, list[str]] = defaultdict(list)
    for iri, node in sorted(view.items()):
        if "Role" in node.get("type", ()):
            roles[node["film"][0]].append(iri)
    return roles
