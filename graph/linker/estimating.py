"""The model estimated from a dataset's own mentions, without labels, where there are enough of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from graph.linker.rows import appearances
from graph.linking.candidates import candidates
from graph.linking.estimate import estimate, random_pairs
from graph.linking.model import DEFAULT, Model
from graph.mentions import PERSON

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.linker.first_round import FirstRound
    from graph.linking.appearance import Appearance
    from graph.linking.estimate import Candidate
    from graph.mentions import MentionTable

#: Mentions of people from which on a dataset tells more than the argued model does.
ENOUGH = 5_000
#: About so many are looked at.
_SAMPLE = 60_000


def estimated(table: MentionTable, batches: Iterable[list[list[int]]], first: FirstRound) -> Model:
    """The model that the mentions of people tell, by expectation maximisation.

    Args:
        table: the table of mentions, whose names say how common the parts of names are.
        batches: the components of people, some at a time; the first so many are looked at.
        first: the films of the first round, over which they are compared.
    """
    base = DEFAULT.with_names(table.all_texts(PERSON))
    tally: Counter[Candidate] = Counter()
    looked_at: list[Appearance] = []
    for components in batches:
        stored = {m.id: m for m in table.get(m for component in components for m in component)}
        rows = appearances(table, stored, first)
        looked_at += rows.by_id.values()
        for component in components:
            if len(component) > 1:
                groups = sorted({rows.standing[mention] for mention in component})
                tally.update(candidates([rows.by_id[group] for group in groups], base))
        if len(looked_at) >= _SAMPLE:
            break
    return estimate(base, tally, random_pairs(looked_at))
