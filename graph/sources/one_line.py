"""Lines that pack several things into one: a pocket guide's entries, and the stars of several critics."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.sources import people
from graph.sources.lines import sentences

if TYPE_CHECKING:
    from graph.sources.lines import Unit

_STARS = r"(?:(?:1/2|½)\s?\*|\*{1,5}(?:\s?(?:1/2|½))?|[★⭐½]{1,6}|BOMB)"
#: ``Otto (1978) ** D: Max Orr. Leo Pine, Dot Weems. A cop who cannot count ... [R]``
_POCKET = re.compile(
    rf"^(?P<head>[^()\n]{{1,90}}\s\((?:18[89]|19\d|20[0-4])\d\)\s*{_STARS})\s+(?:D|Dir)[:.]\s+(?P<rest>\S.{{30,}})$"
)
_NAME = r"[^\W\d_a-z][\w.’'-]*(?:\s+[^\W\d_a-z][\w.’'-]*){0,2}"
#: ``Addison ***, Farrow **``
_SEVERAL = re.compile(rf"^{_NAME}:?\s+{_STARS}(?:[,;]\s+{_NAME}:?\s+{_STARS}){{1,7}}\.?$")
_BETWEEN = re.compile(rf"(?<=[*★⭐½2])[,;]\s+(?={_NAME}:?\s+{_STARS})")


def parted(unit: Unit) -> list[Unit]:
    """The unit as the lines it stands for, all on the unit's own lines; the unit alone if it is but one."""
    pocket = _POCKET.match(unit.text)
    if pocket is not None:
        texts = _pocket(pocket.group("head"), pocket.group("rest")) or [unit.text]
    elif len(unit.text) <= 160 and _SEVERAL.match(unit.text):
        texts = _BETWEEN.split(unit.text)
    else:
        return [unit]
    return [
        replace(unit, text=text, gap=unit.gap if number == 0 else 0, tag="" if number == 0 else unit.tag)
        for number, text in enumerate(texts)
    ]


def _pocket(head: str, rest: str) -> list[str]:
    """Head, director, cast (where the second sentence is nothing but names) and text; [] for no entry."""
    spans = sentences(rest)
    made = rest[slice(*spans[0])]
    credited, refused = people.crew(made)
    if refused or not credited or len(spans) < 2:
        return []
    texts = [head, f"Director: {made.rstrip('.')}"]
    listed = rest[slice(*spans[1])]
    names = [one.strip() for one in listed.rstrip(".").split(",")]
    if len(spans) > 2 and all(people.looks_like_name(name) for name in names):
        return [*texts, f"Cast: {listed.rstrip('.')}", rest[spans[2][0] :]]
    return [*texts, rest[spans[1][0] :]]
