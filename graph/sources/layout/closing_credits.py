"""Credits that close a review's text: what stands behind them, or is the title above them, is none of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.facts import credit_line, fields
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.layout.segments import Layout

#: So many fields have credits that close a text, and so much more stands before them than behind.
_LEAST_CREDITS, _MUCH_MORE = 3, 8
_UNDER_TITLE, _FIRST_LINES = frozenset({"rating", "label", "credits", "facts"}), 3
_TEXT = frozenset({"prose", "sentence"})
_IN_QUOTES = regex(r"[\"“”‘’'][^\"“”‘’']{1,100}[\"“”‘’']")
_LEAST_TITLE, _LONGEST_TITLE = 4, 80


def before(layout: Layout, first: int, last: int) -> int:
    """The last place before credits that close the text: behind them stands next to nothing.

    Captions, a line on rights, where to order a reprint: an archive's, not the review's.
    """
    for index in range(last, first, -1):
        if not _names_people(layout, index) or layout.units[index].is_heading:
            continue
        before, behind = (
            sum(len(layout.units[i].text) for i in span if layout.kinds[i] in _TEXT)
            for span in (range(first, index), range(index + 1, last + 1))
        )
        told = len(fields.all_fields(layout.units[index].text))
        if told < _LEAST_CREDITS or behind * _MUCH_MORE > before:
            return last
        return next(place for place in range(index, first - 1, -1) if layout.kinds[place] in _TEXT)
    return last


def heads_again(layout: Layout, index: int) -> bool:
    """Whether a line under the text is the film's title once more, above stars or credits."""
    text = layout.units[index].text
    below = index + 1
    if below >= len(layout.units) or layout.units[below].gap or layout.kinds[below] not in _UNDER_TITLE:
        return False
    return text.isupper() or any(
        unit.text == text for unit in layout.units[: min(layout.start, _FIRST_LINES)]
    )


_OPENING = frozenset("\"“'‘«„")


def is_quoted_above(layout: Layout, text: str) -> bool:
    """Whether a line above the text has this one between quotation marks: it is a title."""
    above = [
        unit.text
        for unit in layout.units[: layout.start]
        if len(unit.text) > len(text) + 1 and not _OPENING.isdisjoint(unit.text)
    ]
    if not above:
        return False  # so it is on most pages, and the pattern is every line's own
    quoted = re.compile(rf"[\"“'‘«„]{re.escape(text)}[,.]?[\"”'’»“]", re.IGNORECASE)
    return any(map(quoted.search, above))


def heads_credits(layout: Layout, index: int) -> bool:
    """Whether a line right above credits is a title: it is in quotes, or the text calls a film so."""
    text = layout.units[index].text
    below = index + 1
    if below + 1 < len(layout.units) and layout.kinds[below] == "rating":
        below += 1  # the stars stand between the title and its credits
    if below >= len(layout.units) or not (layout.kinds[below] == "label" or _names_people(layout, below)):
        return False
    if _IN_QUOTES.fullmatch(text) is not None:
        return layout.kinds[below] != "label"
    spoken = layout.kinds[index] == "short" and _LEAST_TITLE <= len(text) <= _LONGEST_TITLE
    return spoken and any(_spells(layout.units[i].text, text) for i in layout.body)


def _names_people(layout: Layout, index: int) -> bool:
    """Whether a line is credits, or small facts with the people among them."""
    if layout.kinds[index] != "facts":
        return layout.kinds[index] == "credits"
    line = credit_line.whole(layout.units[index].text)
    return line is not None and bool(line.people)


def _spells(text: str, title: str) -> bool:
    """Whether a text spells a title with capitals."""
    place = text.casefold().find(title.casefold())
    return place >= 0 and text[place : place + 1].isupper() and len(text.casefold()) == len(text)
