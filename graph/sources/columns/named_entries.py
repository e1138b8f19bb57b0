"""A page of several reviews whose data say so: cut where it prints the titles that the data have reviews of.

The last resort for a page that has none of the forms that print has: its paragraphs under plain titles rate
nothing, and the ratings stand in its JSON-LD alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.sources.columns.entries import Cut, Entry
from graph.sources.columns.entry_heads import Head, head_of
from graph.sources.draft import LEAST_WORDS
from graph.sources.facts.titles import title_key
from graph.sources.lines import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.lines import Unit

_LONGEST = 120


def cut_named(units: Sequence[Unit], titles: Sequence[str]) -> Cut | None:
    """Cut a page at the titles of its data's reviews; None where it does not print all of them so.

    Each title has to stand on a line of its own, once, over text; and none in the page's first heading,
    for then the page is about that film.
    """
    if len(titles) < 2:
        return None
    first = next((head_of(unit.text) for unit in units if unit.tag == "h1"), None)
    keys = {title_key(title) for title in titles}
    if first is not None and title_key(first.title) in keys:
        return None
    places: list[tuple[int, Head]] = []
    for index, unit in enumerate(units):
        head = head_of(unit.text) if len(unit.text) <= _LONGEST else None
        if head is not None and title_key(head.title) in keys:
            places.append((index, head))
    if len(places) != len(titles):
        return None
    entries = []
    for (place, head), stop in zip(places, [*(place for place, _ in places[1:]), len(units)], strict=True):
        own = list(units[place + 1 : stop])
        if sum(unit.words for unit in own if ends_sentence(unit.text)) < LEAST_WORDS:
            return None
        entries.append(Entry(head, units[place], own))
    return Cut(list(units[: places[0][0]]), entries)
