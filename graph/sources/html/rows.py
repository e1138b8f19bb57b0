"""Rows of a table that a page sets in two blocks: actor and character, job and name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.facts.jobs import label_of
from graph.sources.html import marks
from graph.sources.lines import Unit, ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

_CAST = re.compile(
    r"(?:^|[\s_-])(?:cast|actors?|starring|players|character|performer)(?=$|[\s_-])", re.IGNORECASE
)
_ROLE = re.compile(r"\b(?:character|role)\b")
#: Elements whose blocks are paired otherwise, or never.
_NO_ROWS = frozenset({"p", "tr", "dl", "table", "tbody", "thead"})
_LONGEST = 90


def pair(units: list[Unit], start: int, element: HtmlElement, hints: Sequence[str]) -> None:
    """Make one row of the two units from ``start`` on, where they are all of an element and belong together.

    ``hints`` are the class names of the blocks around them, the nearest last.
    """
    if len(units) - start != 2 or element.tag in _NO_ROWS:
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


def _is_card(name: Unit, said: Unit, hints: Sequence[str]) -> bool:
    """Whether a small heading with one line under it is a card of the cast: a name and a character."""
    return (
        name.tag in {"h3", "h4", "h5", "h6"}
        and any(_CAST.search(hint) for hint in (name.hints, *hints[-4:]))
        and label_of(name.text) is None
        and not ends_sentence(said.text)
    )
