"""The rating that closes a review, in its last paragraph or as one of its own: no part of the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.draft import HEADER, Draft
from graph.sources.facts import ratings
from graph.sources.facts.labelled import offer_rating
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.lines import Unit

_LABELLED = regex(
    r"[\s\u2003]*(?:[—–-]\s*)?[(\[]?\b(?:(?:my |final |overall |our )?(?:grade|rating|score|verdict|"
    r"stars)\s*[:=–—-]\s*)([^()\[\]:]{1,30}?)[)\]]?\s*\.?$",
    re.IGNORECASE,
)
_BARE = regex(
    r"(?<=[.!?”\")])\s+[(\[]?((?:\*{1,5}|[★⭐☆½]{1,10})\s*(?:½|1/2)?(?:\s*(?:out of|/)\s*\S{1,6})?|"
    r"\d(?:\.\d)?\s*/\s*(?:4|5|10)(?:\s*stars)?|"
    r"(?i:half a|zero|no|one|two|three|four|five|\d)(?i:[ -]and[ -]a[ -]half)? (?i:stars?))[)\]]?\.?$"
)
#: "7/10, and I'd give the egg a nine.": a last line that begins with the rating.
_VERDICT = regex(
    r"((?:\*{1,5}|[★⭐☆½]{1,10})\s?(?:½|1/2)?(?:\s*(?:out of|/)\s*\S{1,6})?|"
    r"\d{1,2}(?:\.\d)?\s?(?:/|out of)\s?(?:4|5|10|100)(?: stars)?|[A-F][+−–-])"
    r"(?=\s*[,;:.–—-]|\s+(?:for|from|and|because|[–—-])\b)"
)
_FORMS = ((_LABELLED, True), (_BARE, False), (ratings.GRADED_END, True))
#: So much of a paragraph's end may be its rating; so long is a last line that begins with one.
_END, _LONGEST_VERDICT = 80, 90


def without_rating(draft: Draft, paragraphs: list[Unit]) -> list[Unit]:
    """The paragraphs without the rating that closes them, which is read: "... for lunch. B+"."""
    last = paragraphs[-1]
    for form, labelled in _FORMS:
        found = form.search(last.text, max(0, len(last.text) - _END))
        if found is not None and found.start() > 0:
            value = found.group(1).strip()
            rating = ratings.labelled(value) if labelled else ratings.alone(value)
            if rating is not None:
                offer_rating(draft, last.fact(rating, found.group().strip()), HEADER)
                last = last.with_text(last.text[: found.start()].rstrip())
    verdict = (
        _VERDICT.match(last.text) if len(last.text) <= _LONGEST_VERDICT and len(paragraphs) > 1 else None
    )
    rating = ratings.alone(verdict.group(1)) if verdict is not None else None
    if rating is not None:
        offer_rating(draft, last.fact(rating, last.text), HEADER)
        return paragraphs[:-1]
    return [unit for unit in [*paragraphs[:-1], last] if unit.text]
