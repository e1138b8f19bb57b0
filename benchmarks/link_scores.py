"""How good links are: pairwise precision, recall and F1, names wrongly merged, what a reviewer finds."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyarrow as pa


class Score(NamedTuple):
    """Pairwise precision, recall and F1."""

    precision: float
    recall: float
    f1: float

    def __str__(self) -> str:
        return f"P {self.precision:.4f}  R {self.recall:.4f}  F1 {self.f1:.4f}"


def pairwise(truth: Mapping[str, str], found: Mapping[str, str]) -> Score:
    """The score over all pairs of the rows that ``truth`` names."""
    both = _pairs(Counter((truth[row], found[row]) for row in truth))
    said, true = _pairs(Counter(found[row] for row in truth)), _pairs(Counter(truth.values()))
    precision, recall = both / said if said else 1.0, both / true if true else 1.0
    return Score(precision, recall, 2 * precision * recall / (precision + recall))


def _pairs(groups: Counter[object] | Counter[str] | Counter[tuple[str, str]]) -> int:
    return sum(size * (size - 1) // 2 for size in groups.values())


def wrongly_merged(truth: Mapping[str, str], found: Mapping[str, str]) -> set[str]:
    """The people found who are several in truth."""
    people: dict[str, set[str]] = defaultdict(set)
    for row, person in truth.items():
        people[found[row]].add(person)
    return {person for person, true in people.items() if len(true) > 1}


def half(text: str) -> int:
    """0 or 1, by a hash: which half of the data something belongs to."""
    return hashlib.sha256(text.encode()).digest()[0] & 1


def halves(truth: Mapping[str, str], found: Mapping[str, str]) -> tuple[Score, Score]:
    """The score on each half of the people: every row goes with the true person."""
    return tuple(  # type: ignore[return-value]
        pairwise({row: person for row, person in truth.items() if half(person) == side}, found)
        for side in (0, 1)
    )


def riskiest(
    links: pa.Table, truth: Mapping[str, str], *, of_all: bool, share: float = 0.05
) -> tuple[int, int, int]:
    """How many of the riskiest people are looked at, wrong merges among them, and wrong merges in all.

    People of one row cannot be merged wrongly and are not looked at; ``of_all`` says whether the share
    is of them, too. A person's risk is the chance
    that at least one of the joins is wrong.
    """
    sure: dict[str, float] = defaultdict(lambda: 1.0)
    found: dict[str, str] = {}
    joins: dict[str, set[tuple[float, str]]] = defaultdict(set)
    for row, person, score, evidence in zip(
        *(links.column(name).to_pylist() for name in ("row_id", "person", "score", "evidence")), strict=True
    ):
        found[row] = person
        if score is not None:
            joins[person].add((score, evidence))
    for person, made in joins.items():
        for score, _ in made:
            sure[person] *= score
    size = Counter(found.values())
    several = sorted(
        (person for person in size if size[person] > 1), key=lambda person: (sure[person], person)
    )
    looked_at = several[: round(len(size if of_all else several) * share)]
    wrong = wrongly_merged(truth, found)
    return len(looked_at), len(wrong.intersection(looked_at)), len(wrong)


def people(links: pa.Table) -> dict[str, str]:
    """The person of each row."""
    return dict(zip(links.column("row_id").to_pylist(), links.column("person").to_pylist(), strict=True))


def report(
    title: str,
    truth: Mapping[str, str],
    exact: Mapping[str, str],
    links: pa.Table,
    say: Callable[[str], None] = print,
) -> Score:
    """Says how the exact name and the links do, and returns the links' score."""
    found = people(links)
    score = pairwise(truth, found)
    say(f"{title}: {len(truth):,} credits of {len(set(truth.values())):,} people")
    for name, answer in (("exact name", exact), ("reelgraph", found)):
        first, second = halves(truth, answer)
        say(f"  {name:<11}{pairwise(truth, answer)}   wrongly merged {len(wrongly_merged(truth, answer))}")
        say(f"  {'':<11}halves by person: {first}  |  {second}   differ by {abs(first.f1 - second.f1):.4f}")
    for of_all, whose in ((True, "all people"), (False, "people with several credits")):
        looked_at, caught, wrong = riskiest(links, truth, of_all=of_all)
        say(f"  riskiest 5% of {whose}: {looked_at:,} hold {caught} of {wrong} wrong merges")
    return score
