"""What people decided, as linking takes it: pairs of rows that are one, and pairs that are two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.linking.appearance import Decisions, pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.mentions import MentionTable

#: A decision about more rows than this says that each is one with the first, not each with each.
_EACH_WITH_EACH = 40


def decisions(
    table: MentionTable, iris: Iterable[str], standing: Mapping[str, str]
) -> tuple[Decisions, set[str]]:
    """What people decided about some mentions, newest last, and the mentions that this is about.

    ``standing`` maps a mention to the row that stands for it in linking.
    """
    accepted: set[tuple[str, str]] = set()
    rejected: set[tuple[str, str]] = set()
    decided: set[str] = set()
    if not table.is_decided_on():
        return Decisions(), decided
    iris = list(iris)
    found = table.decisions_on(iris)
    for _, (same, one, other) in sorted(found.items()):
        decided.update((*one, *other))
        if same:
            rows = list(dict.fromkeys(standing[iri] for iri in one if iri in standing))
            each = rows if len(rows) <= _EACH_WITH_EACH else rows[:1]
            pairs = {pair(a, b) for a in each for b in rows if a != b}
            accepted |= pairs
            rejected -= pairs
        else:
            left = {standing[iri] for iri in one if iri in standing}
            right = {standing[iri] for iri in other if iri in standing}
            pairs = {pair(a, b) for a in left for b in right if a != b}
            rejected |= pairs
            accepted -= pairs
    # One decision in a component is enough for what it decides not to be the method's own.
    return Decisions(frozenset(accepted), frozenset(rejected)), set(iris) if decided else decided
