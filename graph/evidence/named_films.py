"""The films that a review's prose names, as evidence: what the page prints, where, and how it marks it.

Each is a reel:Mention of the source's graph, named apart from the mentions of people, so that one more title
on a page changes no name of theirs. No film stands for it in the evidence: which film is meant, if any that
the dataset knows, is decided over all sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.nodes import Node, add

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.records import FilmMentionRecord

#: What the fragments of these mentions begin with; those of people's begin with "#mention-".
NAMED = "#named-film-"


def named_film_nodes(
    named: tuple[FilmMentionRecord, ...], source: str, review: str, item: str, number: int
) -> Iterator[tuple[str, Node]]:
    """The nodes of a review's mentions of other films, with their IRIs.

    Args:
        named: the mentions, in order.
        source: the source's IRI.
        review: the IRI of the review in it.
        item: what the names under an item of a feed begin with; empty elsewhere.
        number: how many of these the item has already.
    """
    for place, mention in enumerate(named, start=number + 1):
        node: Node = {"type": ["Mention"]}
        add(node, "inSource", source)
        add(node, "inReview", review)
        add(node, "exactText", mention.exact_text)
        add(node, "start", mention.start)
        add(node, "end", mention.end)
        add(node, "marking", mention.marking)
        add(node, "yearBeside", mention.year)
        yield f"{source}{NAMED}{item}{place}", node
