"""What stands between a headline and the review's own words: a standfirst, by its class or by its place.

Papers print a sentence or two on the film under the headline, and below it who wrote, when, and how many
stars: what stands above such lines, short before a text that is long, is no part of the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.origin import bylines
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.layout.segments import Layout

_CLASS = regex(
    r"(?:^|[\s_-])(?:dek|deck|standfirst|strapline|summary|excerpt|sub-?head(?:line|ing)?|sub-?title|kicker|"
    r"chapo|chapeau|ch[âa]p[ôo]|surtitre|vorspann|unterzeile|entradilla|bajada|sumario|subt[íi]tulo|sommario|"
    r"occhiello|sottotitolo|ingress|manchet|inleiding|linha-?fina|resumo)(?=$|[\s_-])",
    re.IGNORECASE,
)
#: So long a standfirst is at most, of so many paragraphs; so much longer is the text, of so many at least.
_LONGEST, _MOST, _TIMES, _LEAST_TEXT = 420, 2, 3, 2
#: So many lines stand between it and the text.
_NEAR = 6


def behind(layout: Layout, first: int, last: int) -> int:
    """Where the text begins that has its first paragraph at ``first``, and its last at ``last``."""
    while first < last and _CLASS.search(layout.units[first].hints.rsplit(" | ", 1)[-1]):
        first += 1
    prose = [index for index in range(first, last + 1) if layout.kinds[index] in {"prose", "sentence"}]
    for count in range(1, min(_MOST, len(prose) - _LEAST_TEXT) + 1):
        above, text = prose[:count], prose[count:]
        between = range(above[-1] + 1, text[0])
        if len(between) > _NEAR or not any(_is_header(layout, index) for index in between):
            continue
        size = sum(len(layout.units[index].text) for index in above)
        rest = sum(len(layout.units[index].text) for index in text)
        return text[0] if size <= _LONGEST and _TIMES * size < rest else first
    return first


def _is_header(layout: Layout, index: int) -> bool:
    """Whether a line belongs over a text: who wrote it, when, or how many stars the film has."""
    unit, kind = layout.units[index], layout.kinds[index]
    if kind in {"date", "rating"}:
        return True
    if kind not in {"short", "label", "credits"}:
        return False
    return bylines.byline(unit.text) is not None or bylines.name_and_date(unit.text) is not None
