"""Copies of a review on a scraper's site: whose words they are, against what the scraper says of itself.

Such a page is called "Title movie review & film summary (1987) | Name (2024)": the film's year, and the
year of the copy. Its data and its foot name the scraper's author, its date, and its readers' votes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.draft import GUESSED, HEADING, STRUCTURED
from graph.sources.facts import dates
from graph.sources.facts.people import looks_like_name
from graph.sources.origin.paper_words import HOUSE
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from graph.sources.draft import Draft
    from graph.sources.layout.segments import Layout
    from graph.sources.lines import Unit

_COPIED = regex(
    r"\breview\b[^|]{0,40}(?:\((?:18|19|20)\d\d\))?\s*\|\s*(?P<name>[^|()]{2,60}?)\s*\((?P<copied>20\d\d)\)$",
    re.IGNORECASE,
)
#: What a scraper leaves where a picture was.
_PICTURE = regex(r"(?<=[.!?”\")])\s?(?:\(\d{1,2}\)|\[\d{1,2}\])$")
#: "DirectorNora Vance": the space that a copy lost behind a job.
_JOB = regex(
    r"^((?:Director|Writer|Screenplay|Cinematographer|Cinematography|Editor|Composer|Music|Producer)s?)"
    r"(?=[A-Z][\w.’'-]* (?:[A-Z]|[a-z]{2,3} [A-Z])[^:]{1,60}$)"
)
#: How many lines of a page are searched for its heading, and how many for the name under it.
_HEADINGS, _LINES = 40, 80
#: "4.9 / 5 (44 voted)": what readers say.
_VOTES = regex(
    r"\(\s*\d[\d,.]*k?\s*(?:voted|votes?|ratings?|users?|reviews?)\b|"
    r"^(?:readers?|users?|visitors?|audience|members?)(?:['’]s?)?(?:\s+(?:rating|score|say|"
    r"vote))?s?\s*:\s*[\d★☆]",
    re.IGNORECASE,
)

#: How often a copy was looked at or voted on, and the lines beside it that are about the copy.
_COUNTED = regex(r"Views: \d|Rating: \d[\d.]* ?/ ?\d+ ?\(\d+ voted|Reviews: \d+% of readers")
_ABOUT_COPY = regex(r"(?:Author|Last Updated|Posted|Published):\s*(.*)")
_BESIDE = 5


def copied_from(text: str) -> str | None:
    """The name behind the bar of a copy's heading; None for any other text."""
    found = _COPIED.search(text) if len(text) <= 300 and "|" in text else None
    return found.group("name") if found is not None else None


def mended(units: Sequence[Unit]) -> list[Unit]:
    """A copy's units as they were: without the numbers of its pictures, with the spaces behind jobs."""
    if not any(copied_from(unit.text) for unit in units[:_HEADINGS]):
        return list(units)
    kept: list[Unit] = []
    for unit in units:
        text = _JOB.sub(r"\1: ", unit.text)
        found = _PICTURE.search(text, max(0, len(text) - 6))
        text = text[: found.start()] if found is not None else text
        kept.append(unit.with_text(text) if text != unit.text else unit)
    return kept


def is_vote(text: str) -> bool:
    """Whether a rating is what a site's readers gave ("4 / 5 (41 voted)")."""
    return _VOTES.search(text) is not None


def read_mirror(draft: Draft, layout: Layout) -> None:
    """Take the name behind the bar that also has a line of its own for the critic, and no publication.

    What a scraper says of itself ("Author: ... Last Updated: ... Views: 6402") is neither critic nor date.
    """
    _without_scraper(draft, layout)
    for index, unit in enumerate(layout.units[:_HEADINGS]):
        name = copied_from(unit.text)
        if name is None:
            continue
        _without_days(draft, unit.text, _signed_days(draft, layout))
        draft.offers["headline"] = [offer for offer in draft.offers.get("headline", ()) if offer[0] < GUESSED]
        critic, dash, paper = name.partition(" - ")
        if dash and looks_like_name(critic):  # "Ann Lee - The Ledger"
            draft.offers["publication"] = [(HEADING, unit.fact(paper, unit.text))]
            continue
        if not looks_like_name(name):
            continue
        if HOUSE.search(name.rsplit(" ", 1)[-1]) and name.count(" ") > 1:  # "Arizona Morning Dispatch"
            draft.critics = [one for one in draft.critics if one[1].value.casefold() != name.casefold()]
            draft.offer("publication", unit.fact(name, unit.text), HEADING)
            continue
        if any(name.casefold() == fact.value.casefold() for _, fact in draft.critics):
            _no_publication(draft, name)
            return
        for line in layout.units[index + 1 : index + _LINES]:
            if line.text.strip(" |").casefold() == name.casefold():
                draft.critics.append((STRUCTURED - 1, line.fact(name)))
                _no_publication(draft, name)
                return


def _without_scraper(draft: Draft, layout: Layout) -> None:
    """Take back the author and the day that stand beside how often a copy was viewed, or voted on."""
    lines: set[int] = set()
    names: set[str] = set()
    for index, unit in enumerate(layout.units):
        if not _COUNTED.match(unit.text):
            continue
        for one in layout.units[max(0, index - _BESIDE) : index + _BESIDE]:
            about = _ABOUT_COPY.match(one.text)
            if about is not None:
                lines.update(range(one.first, one.last + 1))
                names.add(about.group(1).strip().casefold())
    if lines:
        draft.critics = [entry for entry in draft.critics if entry[1].value.casefold() not in names]
        draft.offers["published_on"] = [
            entry
            for entry in draft.offers.get("published_on", ())
            if entry[1].first_line not in lines or not _ABOUT_COPY.match(entry[1].quote or "")
        ]


def _signed_days(draft: Draft, layout: Layout) -> set[date]:
    """The days on lines of their own right under the critic's name, above the text: those of the review."""
    names = {fact.value.casefold() for _, fact in draft.critics}
    found: set[date] = set()
    for index in range(1, layout.start):
        day = dates.sure(layout.units[index].text) if layout.kinds[index] == "date" else None
        if day is not None and layout.units[index - 1].text.strip(" |").casefold() in names:
            found.add(day[0])
    return found


def _without_days(draft: Draft, heading: str, signed: set[date]) -> None:
    """Take back the days of the year in which the copy was made, or later: they are the scraper's.

    ``signed`` are days of the review's own.
    """
    found = _COPIED.search(heading)
    year = int(found.group("copied")) if found is not None else 9999
    draft.offers["published_on"] = [
        entry
        for entry in draft.offers.get("published_on", ())
        if entry[1].value.year < year or entry[1].value in signed
    ]


def _no_publication(draft: Draft, name: str) -> None:
    draft.offers["publication"] = [
        (rank, fact)
        for rank, fact in draft.offers.get("publication", ())
        if fact.value.casefold() != name.casefold()
    ]
