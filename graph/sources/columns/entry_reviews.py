"""Whether what looks like the entries of a page are reviews: text, no teasers, and what only reviews say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.columns.habits import is_habit
from graph.sources.facts import credit_line, ratings
from graph.sources.facts.small_facts import closing
from graph.sources.lines import ends_sentence
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.columns.entries import Entry
    from graph.sources.lines import Unit

_CLIPPED = regex(r"(?:…|\.\.\.|\[…\]|Read more\.?|continue reading\.?|more »)$", re.IGNORECASE)
_DOTS = ("...", "…")
#: Fewer starred titles may be one review's own and a link to another's.
LEAST = 3


def are_reviews(  # noqa: PLR0911 (one a reason)
    entries: Sequence[Entry], form: str
) -> bool:
    """Whether the entries are reviews: text (a guide's ratings do), no teasers, and what reviews say."""
    texts = [[unit for unit in entry.units if is_text(unit) or _is_said(entry, unit)] for entry in entries]
    with_text = [text for text in texts if text]
    if form == "guides":
        for entry in entries:
            entry.guide = True
        return True
    if not with_text or len(with_text) * 2 < len(entries):
        return False
    clipped = sum(1 for text in with_text if _CLIPPED.search(text[-1].text))
    rated = all(entry.head.strong and entry.head.rating is not None for entry in entries)
    *others, last = [[unit.text.endswith(_DOTS) for unit in text] for text in with_text]
    dotted = all(text[-1] for text in others) and any(last)  # the page's own words may follow the last
    if clipped * 2 > len(with_text) and not (rated and dotted):  # a feed's digest breaks off, too
        return False
    sizes = [sum(len(unit.text) for unit in text) for text in texts]
    most = max(sizes)
    if len(entries) <= LEAST + 1 and most > 3 * (sum(sizes) - most) and len(max(texts, key=len)) >= 4:
        return False  # one review and the links to others
    if form in {"starred", "alike", "records"}:
        return True
    if form == "marked":
        return len(with_text) == len(entries)
    told = sum(1 for entry in entries if entry.head.rating is not None or _says_more(entry))
    return told >= LEAST and is_habit(told, len(entries))


def is_text(unit: Unit) -> bool:
    """Whether a unit is running text: some words, and long or a sentence."""
    told = unit.words >= 6 and (len(unit.text) >= 60 or ends_sentence(unit.text))
    return told and unit.text.count(" | ") < 2  # "Comments: 2 | Share | Read more..."


def _is_said(entry: Entry, unit: Unit) -> bool:
    """Whether a few words are all that is said of a film that its head rates: "Stings. Stays with you."."""
    return entry.head.rating is not None and unit.words > 1 and ends_sentence(unit.text)


def _says_more(entry: Entry) -> bool:
    """Whether an entry has a rating on a line of its own, or closes with facts in brackets or a grade."""
    texts = [unit for unit in entry.units if is_text(unit)]
    if texts and (closing(texts[-1].text) is not None):
        return True
    near = [*entry.units[:2], *entry.units[-2:]]
    return any(
        ratings.alone(unit.text) is not None or _labelled_rating(unit.text) or _rated_facts(unit.text)
        for unit in near
        if len(unit.text) <= 60
    )


def _rated_facts(text: str) -> bool:
    """Whether a line of facts rates: "Rated PG-13 | 102 min | Our rating: ***"."""
    line = credit_line.whole(text)
    return line is not None and line.rating is not None


def _labelled_rating(text: str) -> bool:
    found = re.match(r"^(?:grade|rating|score|stars|verdict)\s*:\s*(\S.*)$", text, re.IGNORECASE)
    return found is not None and ratings.labelled(found.group(1)) is not None
