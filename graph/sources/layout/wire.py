"""How agencies close a review: ... is rated R by ... Running time: 112 minutes. Three stars out of four."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.draft import GUESSED, Draft
from graph.sources.facts import phrases, ratings
from graph.sources.facts.labelled import offer_rating
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.sources.lines import Unit

_NUMBER = r"(?:(?:no|zero|half a|one|two|three|four|five)(?: and (?:a |one-)?half)?|\d(?:\.\d)?)"
_STARS = regex(
    rf"(?:^|[.!?][\"”)]?\s+)({_NUMBER}\s+stars?\s+out\s+of\s+(?:four|five|4|5))\.?$", re.IGNORECASE
)
_RATED = regex(r"\bis (?:rated|not rated|unrated)\b")
#: "“Salt,” a Lionhead release, is rated R ...": what it begins with, and how long it is at most.
_CLOSES = regex(r"[\"“‘'*_][^\"“”]{1,80}[,.]?[\"”’'*_],? (?:[^.]{0,120}, )?is (?:rated|not rated|unrated)\b")
_LONGEST_CLOSE = 500
#: Behind a review stand at most so many blocks of its page's own furniture.
_LAST = 40


def closes(text: str, titles: Iterable[str] = ()) -> bool:
    """Whether a paragraph is the one that an agency puts under its reviews: who may see the film.

    It begins with a title in quotes, or with one of ``titles``: "Salt Road is rated PG and runs 91 minutes."
    """
    if len(text) > _LONGEST_CLOSE:
        return False
    return _CLOSES.match(text) is not None or any(
        text.startswith(title) and _RATED.match(text, len(title) + 1) is not None for title in titles
    )


def read_closing(draft: Draft, units: Sequence[Unit]) -> None:
    """Put the stars and the content rating of a closing paragraph into the draft, where nothing else has."""
    if draft.best("rating") is not None:
        return
    for unit in [one for one in units if one.main][: -_LAST - 1 : -1]:
        found = _STARS.search(unit.text)
        rated = ratings.alone(found.group(1)) if found is not None else None
        if found is None or rated is None:
            continue
        offer_rating(draft, unit.fact(rated, found.group(1)), GUESSED)
        said = phrases.rated_phrase(unit.text) if _RATED.search(unit.text) else None
        if said is not None and draft.best("content_rating") is None:
            draft.offer("content_rating", unit.fact(said[0], unit.text[:120]), GUESSED)
        minutes = phrases.minutes(unit.text) if said is not None else None
        if minutes is not None and draft.best("runtime_minutes") is None:
            draft.offer("runtime_minutes", unit.fact(minutes, unit.text[:120]), GUESSED)
        return
