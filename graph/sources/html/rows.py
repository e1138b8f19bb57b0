"""Rows of a table that a page sets in two blocks: actor and character, job and name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.facts.jobs import label_of
from graph.sources.html import marks
from graph.sources.lines import Unit, ends_sentence
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

_CAST = regex(r"(?:^|[\s_-])(?:cast|actors?|starring|players|character|performer)(?=$|[\s_-])", re.IGNORECASE)
_ROLE = regex(r"\b(?:character|role)\b")
#: Elements whose blocks are paired otherwise, or never.
_NO_ROWS = frozenset({"p", "tr", "dl", "table", "tbody", "thead"})
_LONGEST, _LONGEST_VALUE, _MOST_VALUES = 90, 50, 20


def pair(units: list[Unit], start: int, element: HtmlElement, hints: Sequence[str]) -> None:
    """Make one row of the two units from ``start`` on, where they are all of an element and belong together.

    ``hints`` are the class names of the blocks around them, the nearest last.
    """
    if element.tag in _NO_ROWS:
        return
    if 2 < len(units) - start <= _MOST_VALUES + 1 and _is_list(units[start:]):
        first, *values = units[start:]
        told = ", ".join(value.text.rstrip(",") for value in values)
        text = f"{first.text.rstrip(': ')}\t{told}"
        units[start:] = [Unit(text, first.first, values[-1].last, 1, "row", first.main, first.hints)]
    if len(units) - start != 2:
        return
    first, second = units[start], units[start + 1]
    if any(
        "\t" in unit.text or " as " in unit.text or len(unit.text) > _LONGEST or unit.tag in {"dl", "end"}
        for unit in (first, second)
    ):
        return
    if second.is_heading or (first.is_heading and not _is_card(first, second, hints)):
        return
    cast = any(_CAST.search(hint) for hint in (*hints[-4:], first.hints))
    labelled = label_of(first.text) is not None and label_of(second.text) is None and ":" not in second.text
    if first.is_heading and label_of(second.text) is not None:
        first, second, labelled = second, first, True
    if labelled or (cast and not marks.is_byline(first)):
        swapped = not labelled and _ROLE.search(first.hints.split(" | ")[-1]) is not None
        one, other = (second, first) if swapped else (first, second)
        text = f"{one.text.rstrip(': ')}\t{other.text}"
        units[start:] = [Unit(text, first.first, second.last, 1, "row", first.main, first.hints)]


def _is_list(units: Sequence[Unit]) -> bool:
    """Whether all that an element holds is a label, its colon, and short values, each a block of its own."""
    label, *values = units
    return (
        label.text.endswith(":")
        and not label.is_heading
        and label_of(label.text, beside=True) is not None
        and all(_is_value(value) for value in values)
    )


def _is_value(unit: Unit) -> bool:
    plain = "\t" not in unit.text and ":" not in unit.text and len(unit.text) <= _LONGEST_VALUE
    return plain and not unit.is_heading and unit.tag not in {"dl", "end"} and not ends_sentence(unit.text)


def _is_card(name: Unit, said: Unit, hints: Sequence[str]) -> bool:
    """Whether a small heading with one line under it is a card of the cast: a name and a character."""
    return (
        name.tag in {"h3", "h4", "h5", "h6"}
        and any(_CAST.search(hint) for hint in (name.hints, *hints[-4:]))
        and label_of(name.text) is None
        and not ends_sentence(said.text)
    )
