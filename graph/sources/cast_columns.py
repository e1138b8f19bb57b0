"""Casts in columns that name their characters first: "The Boy ........ Al Roe"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.records import ACTOR
from graph.sources.jobs import label_of
from graph.sources.people import looks_like_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.lines import Unit

_DOTTED = re.compile(
    r"^(?P<left>[^.…][^\t]{0,60}?)\s*(?:\.{3,}|(?:\s\.){3,}|…+)\s*(?P<right>[^.…\s][^\t]{1,60})$"
)
_LEAST = 2


def actors_first(units: Sequence[Unit]) -> list[Unit]:
    """The units, with each run of lines "The Boy ..... Al Roe" turned to "Al Roe ... The Boy".

    All of what stands behind the dots are whole names there, and not all of what stands before them.
    """
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


def _are_turned(pairs: Sequence[tuple[str, str]]) -> bool:
    known = [label_of(left) for left, _ in pairs]
    if any(label is not None and ACTOR not in label.jobs for label in known):
        return False
    left = sum(looks_like_name(role) and not role.startswith(_TITLES) for role, _ in pairs)
    return left < len(pairs) and all(looks_like_name(actor.rstrip(".")) for _, actor in pairs)


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
