"""The JSON-LD of the reviews of a version: the block to embed in each review's page."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.export.schema_org import JsonLd, film_json_ld, review_json_ld, review_lacks
from graph.nodes import Node, Nodes, first

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class ReviewBlock:
    """What to embed in a review's page.

    ``name`` is the last part of the review's IRI. ``block`` is the review, or only the film where
    the review ``lacks`` what search engines require.
    """

    review: str
    name: str
    block: JsonLd
    lacks: tuple[str, ...]

    def file(self) -> str:
        """The block as the text of a file."""
        return json.dumps(self.block, ensure_ascii=False, indent=2) + "\n"


def review_blocks(view: Nodes) -> Iterator[ReviewBlock]:
    """The block of each review of a view, in the order of their IRIs."""
    roles = roles_by_film(view)

    def look_up(iri: str) -> Node:
        return view.get(iri, {})

    for iri, node in sorted(view.items()):
        if "Review" not in node.get("type", ()):
            continue
        film = first(node, "reviewOf") or ""
        block = review_json_ld(look_up, iri, roles[film]) or film_json_ld(look_up, film, roles[film])
        yield ReviewBlock(iri, iri.rsplit("/", 1)[-1], block, tuple(review_lacks(look_up, iri)))


def roles_by_film(view: Mapping[str, Node]) -> dict[str, list[str]]:
    """The roles of each film of a view."""
    roles: dict[str, list[str]] = defaultdict(list)
    for iri, node in sorted(view.items()):
        if "Role" in node.get("type", ()):
            roles[node["film"][0]].append(iri)
    return roles
