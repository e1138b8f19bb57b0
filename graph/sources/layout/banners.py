"""The lines at a page's head that are the site's, told from the film's by what stands between them.

Where a page prints a rule or its menu, and under it a line right above the film's labels ("Director: ..."),
that line is what the labels speak of, and what stands above the rule is the page's banner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.sources.facts.fields import leading_label
from graph.sources.facts.jobs import JOB, TITLE
from graph.sources.lines import RULED
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.sources.layout.segments import Layout

#: "[Home] [Reviews A-Z] [Guestbook]", "Home | Reviews | Links"
_MENU = regex(r"(?:\s*\[[^\[\]]{1,40}\]){2,}\s*|[^|]{1,30}(?:\s\|\s[^|]{1,30}){2,}")
_RULE = regex(r"[\s=_*~#.+|-]{5,}")
#: So many lines from the top is all of this, and so many labels stand below each other at least.
_TOP, _LEAST_LABELS = 30, 3


def is_menu(text: str) -> bool:
    """Whether a line is nothing but a site's menu, in brackets or between bars."""
    return _MENU.fullmatch(text) is not None


def over_labels(layout: Layout, may_head: Callable[[int], bool]) -> int | None:
    """The line right above a run of labels of which none says the title; None where there is no such run.

    ``may_head`` tells whether a line may name a film at all.
    """
    end = min(layout.start, _TOP)
    first = next((i for i in range(1, end) if layout.kinds[i] in {"label", "facts"}), None)
    if first is None:
        return None
    fields = [
        label.label.field
        for i in range(first, min(first + _TOP, layout.start))
        if layout.kinds[i] == "label" and (label := leading_label(layout.units[i].text)) is not None
    ]
    if len(fields) < _LEAST_LABELS or TITLE in fields or JOB not in fields:
        return None
    above = first - 1
    bracketed = layout.units[above].text[:1] in "([" and above > 0 and not is_menu(layout.units[above].text)
    if bracketed and layout.units[above].text[-1:] in ")]":  # an original title stands between
        above -= 1
    near = all(layout.units[i].gap <= 1 for i in range(above + 1, first + 1))
    return above if near and may_head(above) else None


def banner_end(layout: Layout, head: int | None) -> int:
    """How many lines at a page's head are its banner, above the rule or menu over the line ``head``; or 0."""
    for index in range(head if head is not None else 0, 0, -1):
        unit = layout.units[index]
        if unit.gap >= RULED:
            return index
        if index != head and (_RULE.fullmatch(unit.text) or is_menu(unit.text)):
            return index
    return 0
