"""Casts that name their characters first: "The Boy ........ Al Roe", rows of a table, pairs of lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.records import ACTOR
from graph.sources.facts.jobs import JOB, label_of
from graph.sources.facts.people import looks_like_name
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.lines import Unit

_DOTTED = regex(r"^(?P<left>[^.…][^\t]{0,60}?)\s*(?:\.{3,}|(?:\s\.){3,}|…+)\s*(?P<right>[^.…\s][^\t]{1,60})$")
_LEAST = 2


def actors_first(units: Sequence[Unit]) -> list[Unit]:
    """The units, with each credit "The Boy ..... Al Roe" turned to "Al Roe ... The Boy".

    A run of such lines is turned where all of what stands behind the dots are whole names, and not all of
    what stands before them; rows of a table and pairs of lines, where credits of the crew stand among them in
    the
    same way ("Toni | Becca Lee", "Directed by | Bo Park"), or the cast's heading right above them.
    """
    return _lines_turned(_rows_turned(_dotted_turned(units)))


def _dotted_turned(units: Sequence[Unit]) -> list[Unit]:
    found = [_DOTTED.match(unit.text) if ".." in unit.text or "…" in unit.text else None for unit in units]
    if sum(one is not None for one in found) < _LEAST:
        return list(units)
    turned = list(units)
    start = 0
    while start < len(units):
        stop = start
        while stop < len(units) and found[stop] is not None:
            stop += 1
        pairs = [(one.group("left"), one.group("right")) for one in found[start:stop] if one is not None]
        if len(pairs) >= _LEAST and _are_turned(pairs):
            for index, (role, actor) in enumerate(pairs, start=start):
                turned[index] = units[index].with_text(f"{actor} ... {role}")
        start = max(stop, start + 1)
    return turned


def _rows_turned(units: list[Unit]) -> list[Unit]:
    """Turn the rows of a table that has its crew's jobs on the left: there the characters are, too."""
    start = 0
    while start < len(units):
        stop = start
        while stop < len(units) and units[stop].text.count("\t") == 1:
            stop += 1
        rows = [unit.text.split("\t") for unit in units[start:stop]]
        roles = [index for index, (left, _) in enumerate(rows) if label_of(left, beside=True) is None]
        crew = sum(1 for left, right in rows if _is_crew(left) and looks_like_name(_first(right)))
        if crew and roles and _are_roles([(rows[index][0], rows[index][1]) for index in roles]):
            for index in roles:
                role, actor = rows[index]
                units[start + index] = units[start + index].with_text(f"{actor} ... {role}")
        start = max(stop, start + 1)
    return units


def _lines_turned(units: list[Unit]) -> list[Unit]:
    """Join pairs of lines, a character and the actor under it, where pairs of the crew stand beside them."""
    turned: list[Unit] = []
    index = 0
    while index < len(units):
        stop = index
        while _is_pair(units, stop):
            stop += 2
        pairs = [(units[place].text, units[place + 1].text) for place in range(index, stop, 2)]
        roles = [pair for pair in pairs if label_of(pair[0]) is None]
        crew = any(_is_crew(left) for left, _ in pairs)
        heading = label_of(units[index - 1].text) if index and len(roles) >= _LEAST else None
        if roles and (crew or (heading is not None and ACTOR in heading.jobs)) and _are_roles(roles):
            for place, (left, right) in zip(range(index, stop, 2), pairs, strict=True):
                first, second = units[place], units[place + 1]
                if label_of(left) is not None:
                    turned += [first, second]
                    continue
                joined = first.with_text(f"{right} ... {left.rstrip(':')}")
                turned.append(replace(joined, last=second.last))
            index = stop
        else:
            turned.append(units[index])
            index += 1
    return turned


def _is_pair(units: list[Unit], index: int) -> bool:
    """Whether two lines of a text dump stand by themselves, of which the second is a name."""
    if index + 1 >= len(units) or units[index].tag or not units[index].gap or units[index + 1].gap:
        return False
    alone = index + 2 >= len(units) or units[index + 2].gap > 0
    short = len(units[index].text) <= _LONGEST and units[index].text[-1:] not in ".!?"
    return alone and short and looks_like_name(_first(units[index + 1].text))


def _is_crew(label: str) -> bool:
    known = label_of(label, beside=True)
    return known is not None and known.field == JOB and ACTOR not in known.jobs


def _are_roles(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether all of what stands second are names, and more of it than of what stands first."""
    left = sum(looks_like_name(role) and not role.startswith(_TITLES) for role, _ in pairs)
    return left < len(pairs) and all(looks_like_name(actor.rstrip(".")) for _, actor in pairs)


def _first(names: str) -> str:
    return _LISTED.split(names, maxsplit=1)[0]


_LISTED, _LONGEST = regex(r",\s|\s(?:and|&)\s"), 60


def _are_turned(pairs: Sequence[tuple[str, str]]) -> bool:
    known = [label_of(left) for left, _ in pairs]
    if any(label is not None and ACTOR not in label.jobs for label in known):
        return False
    return _are_roles(pairs)


#: "Mr. Voss" is no actor as credits name them.
_TITLES = (
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Dr",
    "Sgt",
    "Capt",
    "Col",
    "Lt",
    "Father",
    "Sister",
    "Uncle",
    "Aunt",
    "King",
)
