"""Reviews of a word: "Nope." under a film's title, its day and its credits.

A page without prose is mostly a stub or a list of links. It is a review of one sentence where that sentence
stands alone in the one place for the text, and says what somebody thinks; "Review soon." promises one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.facts.titles import same_title, undress
from graph.sources.kinds import MARKDOWN
from graph.sources.layout.sections import BAR, title_above
from graph.sources.lines import ends_sentence
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.layout.segments import Layout

#: So many sentences at most, of so many letters each; longer ones are prose.
_MOST, _LONGEST = 2, 140
#: Words of a page on which the review is yet to come, or is elsewhere.
_PROMISES = regex(
    r"\b(?:soon|coming|forthcoming|pending|tb[ac]|later|tomorrow|next|will|until|reviews?|read|click|see|here|"
    r"not? yet|under construction|missing|not found|lost|unavailable|placeholder|draft|to ?do|demnächst|"
    r"folgt|bientôt|pronto|próximamente|presto|breve|binnenkort|snart|kommer|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_RUNNING = frozenset({"short", "sentence"})


def verdict(layout: Layout, title: str | None) -> list[int]:
    """The places of a review's one or two sentences on a page without prose; empty where there are none.

    Args:
        layout: the page, cut into sections.
        title: the film that data or credits name; without one no such page is read.
    """
    if title is None:
        return []
    if all(unit.hints == MARKDOWN for unit in layout.units):
        return _alone(layout, list(range(len(layout.units))))
    bar = next((index for index, unit in enumerate(layout.units) if index and BAR.match(unit.text)), None)
    heading = undress(layout.units[title_above(layout.kinds, bar)].text) if bar is not None else None
    if bar is None or heading is None or not same_title(heading.title, title):
        return []
    layout.piped_title = title_above(layout.kinds, bar)
    places: list[int] = []
    for index in range(bar + 1, len(layout.units)):
        if layout.kinds[index] in {"noise", "section"} and places:
            break
        if layout.kinds[index] in _RUNNING and ends_sentence(layout.units[index].text):
            places.append(index)
        elif places:
            break
    return _alone(layout, places)


def _alone(layout: Layout, places: list[int]) -> list[int]:
    said = [layout.units[place] for place in places]
    fine = all(
        layout.kinds[place] in _RUNNING
        and ends_sentence(unit.text)
        and len(unit.text) <= _LONGEST
        and not unit.is_heading
        and unit.tag != "li"
        and _PROMISES.search(unit.text) is None
        for place, unit in zip(places, said, strict=True)
    )
    return places if fine and 0 < len(places) <= _MOST else []
