"""The model's chances and habits, estimated from an archive without anybody's labels.

As Splink does: u, the chance to see a level between two different people, from pairs at random; m, the
chance to see it between two appearances of one, by expectation maximisation (Dempster, Laird and Rubin
1977) over pairs that share a name, whose prior odds the name's rarity gives. The habits of naming are
the one free number of a logistic regression for each form, held near the argued one by a normal prior,
so that a handful of pairs moves little.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.linking.compare import LEVELS, Observed, observe
from graph.linking.frequency import counted
from graph.linking.model import EXACT, Chances, Model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.linking.appearance import Appearance

#: Pairs of a culture below which its chances are those of all.
_ENOUGH = 300
_ROUNDS = 12
#: Each level is taken to have been seen so often beside what was: no level ever weighs without limit.
_PSEUDO = 2.0
#: How far, in bits, a habit is believed to lie from the argued one (one standard deviation).
_BELIEF = 1.5

#: A candidate pair of a form of names: the form, log2 of the bearers (to a quarter), what is observed, the
#: culture.
Candidate = tuple[str, float, Observed, str]


def random_pairs(appearances: Iterable[Appearance], count: int = 30_000) -> dict[str, Counter[Observed]]:
    """Observations between different people, by culture of their names, whatever the order of rows."""
    shuffled = sorted(appearances, key=lambda row: hashlib.blake2b(row.id.encode(), digest_size=8).digest())
    by_culture: dict[str, list[Appearance]] = defaultdict(list)
    for row in shuffled:
        by_culture[counted(row.names[0]).culture].append(row)
    found: dict[str, Counter[Observed]] = {}
    for culture, rows in by_culture.items():
        seen: list[Observed] = []
        step = 0
        while len(seen) < count and (step := step + 1) < len(rows) and step <= 400:
            seen += [
                observe(a, b)
                for a, b in zip(rows, rows[step:] + rows[:step], strict=True)
                if a.film != b.film and a.names[0] != b.names[0]
            ]
        found[culture] = Counter(seen[:count])
    return found


def candidate(form: str, rarity: float, seen: Observed, culture: str) -> Candidate:
    """A candidate pair as it is counted: pairs that show the same are one line of the table."""
    return form, round(rarity * 4) / 4, seen, culture


def estimate(
    base: Model, candidates: Mapping[Candidate, int], at_random: Mapping[str, Mapping[Observed, int]]
) -> Model:
    """The model that an archive's pairs tell, starting from ``base`` (whose frequencies it keeps).

    Args:
        base: the argued model with the archive's frequencies.
        candidates: how often each kind of candidate was met: neighbouring appearances under one name
            (form ``EXACT``), and for two names that are forms of one the pair that shows most.
        at_random: observations between different people, by culture, from ``random_pairs``.
    """
    same = {each: count for each, count in sorted(candidates.items()) if each[0] == EXACT}
    size = Counter[str]()
    for each, count in same.items():
        size[each[3]] += count
    drawn = {culture: sum(seen.values()) for culture, seen in at_random.items()}
    if size.total() < _ENOUGH or drawn.get("", 0) < _ENOUGH:
        return base
    cultures = {culture for culture in size if min(size[culture], drawn.get(culture, 0)) >= _ENOUGH} | {""}
    by_form: dict[str, dict[Candidate, int]] = defaultdict(dict)
    for each, count in sorted(candidates.items()):
        by_form[each[0]][each] = count
    model = base
    for _ in range(_ROUNDS):
        weighed: dict[str, list[tuple[Observed, float]]] = {culture: [] for culture in cultures}
        for each, count in same.items():
            culture = each[3] if each[3] in cultures else ""
            weighed[culture].append((each[2], count * _posterior(model, each)))
        chances = {
            culture: _chances(
                weighed[culture], at_random[culture], base.chances.get(culture, base.chances[""])
            )
            for culture in sorted(cultures)
        }
        model = replace(model, chances=chances)
        habits = dict(model.habits)
        for form, counted_pairs in by_form.items():
            expected = sum([count * _posterior(model, each) for each, count in counted_pairs.items()])
            rarities = Counter[float]()
            for each, count in counted_pairs.items():
                rarities[each[1]] += count
            habits[form] = _habit(expected, rarities, base.habits[form])
        model = replace(model, habits=habits)
    return model


def _posterior(model: Model, each: Candidate) -> float:
    form, rarity, seen, culture = each
    return _logistic(math.log2(model.habits[form]) - rarity + model.evidence(seen, culture))


def _chances(
    matched: list[tuple[Observed, float]], unmatched: Mapping[Observed, int], start: Chances
) -> Chances:
    found: Chances = {}
    for place, (name, levels) in enumerate(LEVELS.items()):
        m, u = [0.0] * len(levels), [0.0] * len(levels)
        for seen, weight in matched:
            m[seen[place]] += weight
        for seen, count in unmatched.items():
            u[seen[place]] += count
        known = len(levels) - (1 if levels[-1] in {"unknown", "none"} else 0)
        found[name] = (_shares(m, start[name][0], known), _shares(u, start[name][1], known))
    return found


def _shares(counts: list[float], before: tuple[float, ...], known: int) -> tuple[float, ...]:
    """The share of each level among those known, with a few pseudo-counts shared out as before."""
    scale, pseudo = sum(before[:known]), _PSEUDO * known
    total = sum(counts[:known]) + pseudo
    shares = [(counts[level] + pseudo * before[level] / scale) / total for level in range(known)]
    return (*shares, *(1.0,) * (len(counts) - known))


def _habit(expected: float, rarities: Mapping[float, int], argued: float) -> float:
    """The habit at which the prior odds promise as many matches as the posterior holds; by bisection."""
    start = math.log2(argued)
    low, high = start - 8, start + 8
    for _ in range(40):
        middle = (low + high) / 2
        promised = sum([count * _logistic(middle - rarity) for rarity, count in rarities.items()])
        if expected - promised - (middle - start) / _BELIEF**2 > 0:
            low = middle
        else:
            high = middle
    return math.exp2((low + high) / 2)


def _logistic(bits: float) -> float:
    return 1 / (1 + math.exp2(-max(-60.0, min(60.0, bits))))
