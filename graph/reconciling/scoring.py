"""One score from 0 to 100 for each candidate, what it is made of, and when a match is safe. Pure.

The score is the weighted mean of its parts, each from 0 to 100: the likeness of the name, and the
agreement of every property that was asked with what is known of the candidate. What is asked and not
known of a candidate counts 50, at half the weight. So a score can be worked out again from its parts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.names import parse
from graph.reconciling.agreement import Alike, agreement, name_points, title_points
from graph.reconciling.properties import PROPERTIES, TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.reconciling.properties import Property, Type

#: What a property that is not known of a candidate counts, and at which share of its weight.
_UNKNOWN, _UNKNOWN_SHARE = 50.0, 0.5
#: A match needs this score, and this much distance from the next candidate.
_LEAST_MATCH, _LEAST_DISTANCE = 90.0, 5.0
#: A name that is safe alone, one that is with a property that confirms it, one that is with an id.
_SAFE_NAME, _LIKELY_NAME, _POSSIBLE_NAME = 95.0, 75.0, 40.0
#: A property that weighs this much can confirm, where it agrees so far; below the other it contradicts.
_CONFIRMING_WEIGHT, _CONFIRMING, _CONTRADICTING = 1.0, 80.0, 50.0
_ID_WEIGHT = 5.0


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property: its text, and the IRI of the entity that it is, where it is one."""

    text: str
    iri: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody says of the entity that is meant: a property and one or more values of it."""

    property: Property
    values: tuple[Value, ...]


@dataclass(slots=True)
class Facts:
    """What is known of a candidate.

    ``own`` are the values that hold of it alone; ``rows`` those that belong together: a person's job
    and character on one film. A person who directed one film and acted in another did not direct both.
    """

    own: dict[str, list[Value]] = field(default_factory=dict)
    rows: list[dict[str, list[Value]]] = field(default_factory=list)

    def values(self, name: str) -> list[Value]:
        """Every value of a property, each once, in the order of the credits."""
        found = dict.fromkeys(self.own.get(name, ()))
        for row in self.rows:
            found.update(dict.fromkeys(row.get(name, ())))
        return list(found)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that may be meant: its type, its names (the first is what it is called), what is known."""

    iri: str
    type: Type
    names: tuple[str, ...]
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score, the parts by what they are of, whether it is safe, and why."""

    candidate: Candidate
    score: float
    parts: Mapping[str, float]
    match: bool
    why: str


@dataclass(frozen=True, slots=True)
class _Judged:
    candidate: Candidate
    score: float
    parts: dict[str, float]
    reasons: list[str]
    known: frozenset[str]


def rank(name: str, asked: Iterable[Asked], candidates: Iterable[Candidate]) -> list[Scored]:
    """The candidates with their scores, the best first; of them the first, if any, is a safe match.

    Args:
        name: the name that was asked for; "" where properties alone say who is meant.
        asked: the properties that were asked for.
        candidates: who may be meant.
    """
    wanted = list(asked)
    judged = [_judge(name, wanted, candidate) for candidate in candidates]
    judged.sort(key=lambda item: (-item.score, len(item.candidate.iri), item.candidate.iri))
    distance = judged[0].score - judged[1].score if len(judged) > 1 else 100.0
    return [
        Scored(
            item.candidate, item.score, item.parts, place == 0 and _is_safe(name, item, distance),
            "; ".join(item.reasons),
        )
        for place, item in enumerate(judged)
    ]  # fmt: skip


def _judge(name: str, asked: list[Asked], candidate: Candidate) -> _Judged:
    parts: dict[str, float] = {}
    reasons: list[str] = []
    weighed: list[tuple[float, float]] = []
    if name:
        alike = _name(name, candidate)
        parts["name"] = alike.points
        reasons.append(alike.reason)
        weighed.append((candidate.type.weight, alike.points))
    agreed = _agreements(asked, candidate.facts)
    for item in asked:
        known = agreed[item.property.id]
        weight = item.property.weight * (_UNKNOWN_SHARE if known is None else 1.0)
        points = _UNKNOWN if known is None else round(100 * known, 1)
        # A name that is asked for again, as a property, is another part.
        parts[item.property.id if item.property.id != "name" else "nameProperty"] = points
        weighed.append((weight, points))
        reasons.append(_reason(item, known))
    total = sum(weight for weight, _ in weighed)
    score = round(sum(weight * points for weight, points in weighed) / total, 1) if total else 0.0
    known_of = frozenset(pid for pid, known in agreed.items() if known is not None)
    return _Judged(candidate, score, parts, reasons, known_of)


def _name(name: str, candidate: Candidate) -> Alike:
    titled = candidate.type.id in ("Film", "Review")
    compare = title_points if titled else name_points
    found = [compare(name, known) for known in candidate.names]
    return max(found, key=lambda alike: alike.points, default=Alike(0.0, "it has no name"))


def _agreements(asked: list[Asked], facts: Facts) -> dict[str, float | None]:
    """How far each property agrees; None where nothing is known. What is asked of a film is one film's."""
    found: dict[str, float | None] = {}
    together: list[Asked] = []
    for item in asked:
        own = facts.own.get(item.property.id)
        if own:
            found[item.property.id] = _agree(item, own)
        elif any(item.property.id in row for row in facts.rows):
            together.append(item)
        else:
            found[item.property.id] = None
    if together:
        rows = [[_agree(item, row.get(item.property.id, ())) for item in together] for row in facts.rows]
        weights = [item.property.weight for item in together]
        best = max(rows, key=lambda row: sum(a * w for a, w in zip(row, weights, strict=True)))
        found.update({item.property.id: value for item, value in zip(together, best, strict=True)})
    return found


def _agree(asked: Asked, known: Iterable[Value]) -> float:
    """The mean, over the values asked, of the best agreement with a value known."""
    values = list(known)
    each = [max((_agree_one(asked.property, value, one) for one in values), default=0.0)
            for value in asked.values]  # fmt: skip
    return sum(each) / len(each) if each else 0.0


def _agree_one(of: Property, asked: Value, known: Value) -> float:
    if asked.iri and known.iri:
        return float(asked.iri == known.iri)
    return agreement(of.kind, asked.text, known.text)


def _reason(asked: Asked, known: float | None) -> str:
    said = ", ".join(value.text for value in asked.values)
    if known is None:
        return f"{asked.property.name} not known"
    word = "agrees" if known >= 0.95 else "nearly agrees" if known >= 0.5 else "does not agree"
    return f"{asked.property.name} {said} {word}"


def _is_safe(name: str, item: _Judged, distance: float) -> bool:
    """Whether a person need not look: a good score, nobody close, and nothing that speaks against it."""
    if item.score < _LEAST_MATCH or distance < _LEAST_DISTANCE:
        return False
    weights = {pid: PROPERTIES[pid].weight for pid in item.known}
    points = {pid: item.parts[pid if pid != "name" else "nameProperty"] for pid in item.known}
    if any(points[pid] < _CONTRADICTING and weight >= 0.5 for pid, weight in weights.items()):
        return False
    confirmed = max((weight for pid, weight in weights.items() if points[pid] >= _CONFIRMING), default=0.0)
    if not name:
        return confirmed >= _CONFIRMING_WEIGHT
    alike = item.parts["name"]
    if confirmed >= _ID_WEIGHT:
        return alike >= _POSSIBLE_NAME
    if confirmed >= _CONFIRMING_WEIGHT:
        return alike >= _LIKELY_NAME
    # One word alone may be anybody's family name, though only one person here is called so.
    whole = item.candidate.type.id != TYPES["Person"].id or len(parse(name).tokens) > 1
    return alike >= _SAFE_NAME and whole
