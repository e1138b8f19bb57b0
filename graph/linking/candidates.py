"""The candidate pairs of a component, as an estimate counts them."""

from __future__ import annotations

from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING

from graph.linking.compare import observe
from graph.linking.component import shared_culture
from graph.linking.estimate import candidate
from graph.linking.frequency import counted
from graph.linking.model import EXACT
from graph.names import exact_key
from graph.names.forms import form, parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.linking.appearance import Appearance
    from graph.linking.estimate import Candidate
    from graph.linking.model import Model

#: So many appearances of a name are looked at.
_LOOKED_AT = 12


def candidates(rows: list[Appearance], model: Model) -> Iterator[Candidate]:
    """What the candidate pairs of one component show.

    Under one name these are neighbours in time; of two names that are forms of one the pair that shows most.
    """
    by_name: dict[str, list[Appearance]] = {}
    for row in sorted(rows, key=lambda row: (row.year or 9999, row.film, row.id)):
        by_name.setdefault(exact_key(row.names[0]), []).append(row)
    for group in by_name.values():
        name = min(row.names[0] for row in group)
        rarity, culture = model.rarity(name), counted(name).culture
        for a, b in pairwise(group):
            if a.film != b.film:
                yield candidate(EXACT, rarity, observe(a, b), culture)
    for one, other in combinations(list(by_name.values()), 2):
        first, second = min(row.names[0] for row in one), min(row.names[0] for row in other)
        kind = form(parts(first), parts(second))
        if kind is None or not {row.film for row in one}.isdisjoint(row.film for row in other):
            continue
        culture = shared_culture(first, second)
        seen = [observe(a, b) for a, b in product(one[:_LOOKED_AT], other[:_LOOKED_AT])]
        most = max(seen, key=lambda each: (model.evidence(each, culture), each))
        yield candidate(kind, model.rarity(first, second), most, culture)
