"""The days that a page of several reviews prints at its entries: before their text, or above some of them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.sources.columns import entry_rubrics
from graph.sources.columns.habits import is_habit
from graph.sources.facts import dates
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.columns.entries import Cut
    from graph.sources.lines import Unit

#: "February 12, 2009 -- Prose goes on."
_LINE = regex(r"^(?P<day>[^–—-]{6,30}?|\d{4}-\d\d-\d\d)(?: --? ?| ?[–—] ?|: )(?=\S)")
_WEEKDAY = regex(r"\b(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?\b", re.IGNORECASE)
_LEAST = 2


def part(cut: Cut) -> None:
    """Give each entry its day on a line of its own, above its text."""
    _before_texts(cut)
    _above_entries(cut)


def _before_texts(cut: Cut) -> None:
    """Part the day from the text that it begins, where most entries begin so."""
    found: list[tuple[list[Unit], int, re.Match[str]]] = []
    for entry in cut.entries:
        for place, unit in enumerate(entry.units[:3]):
            match = _LINE.match(unit.text)
            if match is not None and _is_day(match.group("day")):
                found.append((entry.units, place, match))
                break
    if len(found) < _LEAST or not is_habit(len(found), len(cut.entries)):
        return
    for units, place, match in found:
        unit = units[place]
        text = replace(unit.with_text(unit.text[match.end() :]), gap=1)
        units[place : place + 1] = [unit.with_text(match.group("day").strip()), text]


def _above_entries(cut: Cut) -> None:
    """Put the day of a line between two entries above each entry under it.

    The page has such a line above its first entry, too: what stands under one behind the last is no entry's.
    """
    above = cut.front[-1] if cut.front else None
    if above is None or not _is_day(above.text):
        return
    day: Unit | None = None
    for entry in cut.entries:
        own = entry.units
        if day is not None:
            own.insert(0, day)
        told = False
        for place, unit in enumerate(own):
            if told and unit.tag == above.tag and _is_day(unit.text):
                day = unit
                del own[place:]
                break
            told = told or entry_rubrics.is_text(unit)


def _is_day(text: str) -> bool:
    """Whether a text is nothing but a day."""
    found = dates.sure(text) if len(text) <= 40 and any(map(str.isdigit, text)) else None
    rest = _WEEKDAY.sub("", text.replace(found[1], "", 1)) if found is not None else text
    return found is not None and not re.sub(r"[\W\d]", "", rest)
