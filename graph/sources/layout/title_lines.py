"""Short lines beside the text that begin with the film's title, or rate under a label of the page's own.

"Salt Road (2008) - 83 minutes - Unrated - Starring Ann Lee": what stands behind the title are the film's
facts. "Splatter rating: 8.5 out of 10 severed thumbs", "Ann says: 6/10": whatever the label, a number and its
scale rate.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.facts import credit_line, ratings
from graph.sources.facts.labelled import offer_rating
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.titles import undress
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.draft import Draft
    from graph.sources.facts.credit_parts import CreditLine
    from graph.sources.layout.segments import Layout
    from graph.sources.lines import Unit

#: So many lines at a page's head may name its film, and so long is a label of the page's own.
_HEADS, _LONGEST_HEAD, _SHORTEST = 40, 120, 3
_OWN = regex(
    r"(?P<label>[^\W\d][^:.?!]{1,28}):\s*(?P<rating>\d{1,3}(?:[.,]\d{1,2})?\s*½?\s*(?:/|out of|von|sur|de|"
    r"su|van|av)\s*"
    r"\d{1,3})(?:\s+[a-z][\w -]{2,24})?\.?"
)
#: What parts a title from its facts: "Salt Road, 2008", "Salt Road (2008)".
_PARTED = regex(r"[\"”’'*_]?\s?[,.:(\[|–—-]")
#: What readers, parents and machines give is not the page's.
_OTHERS = regex(
    r"\b(?:readers?|users?|visitors?|audience|imdb|metacritic|rotten|tomatometer|votes?|average|parents?|leser)\b",
    re.IGNORECASE,
)


def read_line(draft: Draft, layout: Layout, unit: Unit, rank: int) -> bool:
    """Read such a line into the draft; False where it is none."""
    rated = _OWN.fullmatch(unit.text)
    if rated is not None and _OTHERS.search(rated["label"]) is None:
        rating = ratings.labelled(rated["rating"])
        offer_rating(draft, unit.fact(rating, unit.text) if rating else None, rank)
        return True
    line = _facts(behind_title(layout, unit.text, named=True))
    if line is None and (rest := behind_title(layout, unit.text)):
        line = credit_line.small(rest)
    if line is not None:
        credit_line.apply(draft, line, unit, rank)
    return line is not None


def _facts(rest: str) -> CreditLine | None:
    """What a text says that is nothing but facts of several kinds; brackets may stand around it."""
    inside = rest[1:-1] if rest[:1] in {"(", "["} and rest[-1:] in {")", "]"} else ""
    return credit_line.whole(inside or rest) if credit_line.is_fact_line(inside or rest) else None


def behind_title(layout: Layout, text: str, *, named: bool = False) -> str:
    """What stands behind a title at a line's head that the page's head has, too.

    ``named`` says that the title may look like somebody's name.
    """
    for head in layout.units[: min(layout.start, _HEADS)]:
        heading = undress(head.text) if _SHORTEST <= len(head.text) <= _LONGEST_HEAD else None
        if heading is None or not text.casefold().startswith(heading.title.casefold()):
            continue
        rest = text[len(heading.title) :]
        if _PARTED.match(rest) is not None and (named or not looks_like_name(heading.title)):
            return rest.lstrip("\"”’', .:–—-|*_")
    return ""
