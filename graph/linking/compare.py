"""Two appearances compared: what is observed about them beside their names, level by level.

Each comparison has a few levels; a model says how much each level weighs.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from graph.linking.appearance import common_coworkers
from graph.names.folding import fold

if TYPE_CHECKING:
    from graph.linking.appearance import Appearance

ACTOR = "actor"
_GAPS = (2, 5, 10, 15, 20, 30, 40, 50)
#: The levels of the years between two films, nearest first.
YEAR_LEVELS = ("0-2", "3-5", "6-10", "11-15", "16-20", "21-30", "31-40", "41-50", "51+", "unknown")
JOB_LEVELS = ("one crew job", "crew jobs", "acting", "acting and crew", "unknown")
COWORKER_LEVELS = ("0", "1", "2", "3-5", "6+")
CHARACTER_LEVELS = ("the same", "others", "none")
BILLING_LEVELS = (
    "both leads",
    "lead and support",
    "lead and small",
    "both support",
    "support and small",
    "both small",
    "unknown",
)

LEVELS = {
    "years": YEAR_LEVELS,
    "jobs": JOB_LEVELS,
    "coworkers": COWORKER_LEVELS,
    "character": CHARACTER_LEVELS,
    "billing": BILLING_LEVELS,
}


class Observed(NamedTuple):
    """One level for each comparison, as indexes into ``LEVELS``."""

    years: int
    jobs: int
    coworkers: int
    character: int
    billing: int


def gap(a: Appearance, b: Appearance) -> int | None:
    """The years between two appearances."""
    return None if a.year is None or b.year is None else abs(a.year - b.year)


def observe(a: Appearance, b: Appearance) -> Observed:
    """What two appearances show beside their names. Symmetric."""
    between = gap(a, b)
    return Observed(
        len(_GAPS) + 1 if between is None else bisect_left(_GAPS, between),
        # On one film, who acts and who writes tells nothing, and whoever else is there is there for both.
        _jobs(a, b) if a.film != b.film else len(JOB_LEVELS) - 1,
        _coworkers(len(common_coworkers(a, b))) if a.film != b.film else 0,
        _characters(a, b),
        _billing(a.billing, b.billing),
    )


def _jobs(a: Appearance, b: Appearance) -> int:
    if not a.jobs or not b.jobs:
        return 4
    shared = a.jobs & b.jobs
    if shared - {ACTOR}:
        return 0
    if shared:
        return 2
    return 3 if ACTOR in a.jobs or ACTOR in b.jobs else 1


def _coworkers(shared: int) -> int:
    return shared if shared < 3 else 3 if shared < 6 else 4


def _characters(a: Appearance, b: Appearance) -> int:
    if not a.characters or not b.characters:
        return 2
    one, other = {fold(c) for c in a.characters}, {fold(c) for c in b.characters}
    return 0 if not one.isdisjoint(other) else 1


def _billing(one: int | None, other: int | None) -> int:
    if one is None or other is None:
        return 6
    low, high = _place(min(one, other)), _place(max(one, other))
    return high if low == 0 else low + high + 1


def _place(billing: int) -> int:
    return 0 if billing <= 4 else 1 if billing <= 14 else 2
