"""Joins and doubts as links of the identity graph, each named after the mention it is about."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

from graph.linking.decisions import UNSURE, Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.linking.appearance import Joined
    from graph.linking.clusters import Join


def rooted(clusters: Iterable[tuple[str, ...]], joins: Iterable[Joined]) -> Iterator[tuple[str, Joined]]:
    """Each join with the one of its two that it ties to the cluster's first: a reason for each but that."""
    near: dict[str, list[Joined]] = defaultdict(list)
    for join in joins:
        near[join.first].append(join)
        near[join.second].append(join)
    for cluster in clusters:
        reached = {cluster[0]}
        waiting = [cluster[0]]
        while waiting:
            at = waiting.pop(0)
            for join in near[at]:
                other = join.second if join.first == at else join.first
                if other not in reached:
                    reached.add(other)
                    waiting.append(other)
                    yield other, join


def explained(
    joins: Mapping[str, Join], refused: Iterable[Join], refers: Mapping[str, str]
) -> Iterator[Link]:
    """A link for each mention that was joined to another, and one for each pair left to a person."""
    for mention, join in joins.items():
        entity = refers[mention]
        yield Link(
            f"{mention}-link", (mention,), entity, join.score, join.method, join.evidence,
            compared=(join.mention, join.other),
        )  # fmt: skip
    asked: set[str] = set()
    for join in refused:
        link = unsure(join, refers[join.other])
        # The page of a mention and the entity it may be: the same doubt twice is one question.
        if refers[join.mention] != link.object and link.iri not in asked:
            asked.add(link.iri)
            yield link


def unsure(join: Join, other: str) -> Link:
    """The question whether a mention is another entity, left to a person."""
    score = min(join.score, 0.5)
    iri = question(join.mention, other)
    return Link(
        iri, (join.mention,), other, score, join.method, join.evidence, decision=UNSURE, risk=1 - score,
        compared=(join.mention, join.other),
    )  # fmt: skip


def question(mention: str, other: str) -> str:
    """The IRI of the question whether a mention is another entity (or one with another mention)."""
    return f"{mention}-or-{hashlib.sha256(other.encode()).hexdigest()[:8]}"


def unanswered(
    links: Iterable[Link], rejected: Iterable[tuple[str, str]], refers: Mapping[str, str]
) -> Iterator[Link]:
    """The links without the questions to which a person has said no: two entities said to be two are two."""
    answered = {
        frozenset((refers[one], refers[other]))
        for one, other in rejected
        if one in refers and other in refers
    }
    for link in links:
        entities = frozenset((refers.get(link.subjects[0], ""), refers.get(link.object, link.object)))
        if link.decision != UNSURE or entities not in answered:
            yield link
