"""Copies of a review on a scraper's site: whose words they are, against what the scraper says of itself.

Such a page is called "Title movie review & film summary (1987) | Name (2024)": the film's year, and the
year of the copy. Its data and its foot name the scraper's author, its date, and its readers' votes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.draft import STRUCTURED
from graph.sources.people import looks_like_name

if TYPE_CHECKING:
    from graph.sources.draft import Draft
    from graph.sources.segments import Layout

_COPIED = re.compile(
    r"\breview\b[^|]{0,40}\((?:18|19|20)\d\d\)\s*\|\s*(?P<name>[^|()]{2,60}?)\s*\(20\d\d\)$", re.IGNORECASE
)
#: How many lines of a page are searched for its heading, and how many for the name under it.
_HEADINGS, _LINES = 40, 80
#: "4.9 / 5 (44 voted)": what readers say.
_VOTES = re.compile(
    r"\(\s*\d[\d,.]*k?\s*(?:voted|votes?|ratings?|users?|reviews?)\b|"
    r"^(?:readers?|users?|visitors?|audience|members?)(?:['’]s?)?(?:\s+(?:rating|score|say|vote))?s?\s*:\s*[\d★☆]",
    re.IGNORECASE,
)


def copied_from(text: str) -> str | None:
    """The name behind the bar of a copy's heading; None for any other text."""
    found = _COPIED.search(text) if len(text) <= 300 and "|" in text else None
    return found.group("name") if found is not None else None


def is_vote(text: str) -> bool:
    """Whether a rating is what a site's readers gave ("4 / 5 (41 voted)")."""
    return _VOTES.search(text) is not None


def read_mirror(draft: Draft, layout: Layout) -> None:
    """Take the name behind the bar that also has a line of its own for the critic, and no publication."""
    for index, unit in enumerate(layout.units[:_HEADINGS]):
        name = copied_from(unit.text)
        if name is None or not looks_like_name(name):
            continue
        if any(name.casefold() == fact.value.casefold() for _, fact in draft.critics):
            _no_publication(draft, name)
            return
        for line in layout.units[index + 1 : index + _LINES]:
            if line.text.strip(" |").casefold() == name.casefold():
                draft.critics.append((STRUCTURED - 1, line.fact(name)))
                _no_publication(draft, name)
                return


def _no_publication(draft: Draft, name: str) -> None:
    draft.offers["publication"] = [
        (rank, fact)
        for rank, fact in draft.offers.get("publication", ())
        if fact.value.casefold() != name.casefold()
    ]
