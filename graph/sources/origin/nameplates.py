"""The line at a page's head that names its paper: "THE LATE REEL * Film", "Cuadernos - Ficha 88".

Cut at whatever parts it, such a line is a name among furniture: a day, the number of an issue, a section, a
price, a rubric. Where exactly one part is none of these, that is the paper's name. Rubrics stand beside the
titles of films, too ("Salt Road | Film"), so that a rubric alone makes a line only look like one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.sources.facts import dates
from graph.sources.facts.people import looks_like_name
from graph.sources.origin.paper_words import ASKS, HOUSE, RUBRIC, SMALL, is_motto, titled
from graph.sources.patterns import regex

_PARTS = regex(r"\s*[|›»•·/\t]\s*|\s*\*+\s*|\s+(?:[-–—~]|--|::)\s+|[,;]\s+|(?<=[)\d])\.\s+|\s+\(|\)")
_NUMBERED = regex(
    r"(?:(?:vol(?:ume)?|no|nr|n\.?|núm(?:ero)?|nº|n°|issue|number|numéro|número|nummer|heft|ficha|fiche|"
    r"jahrgang|jg|year|año|année|p(?:age|g|p)?|series|ed(?:ition)?)[\s.#:]*(?:\d+|[IVXLC]+)\b.*|#\s?\d+.*|"
    r"\d+(?:st|nd|rd|th|ª|\.)?\s+(?:\w+\s+)?(?:edition|ed\.?|ausgabe|edición|edizione|year|jahrgang)\b.*)",
    re.IGNORECASE,
)
_VOLUME = regex(r"vol|no|nr|n[º°]|n[uú]m|part|#|ed|year|series", re.IGNORECASE)
_FURNITURE = regex(
    r"(?:section|page|letters?)\s+\w{1,3}|[A-Z]\d{0,2}|[$£€]\s?\d+\S*|\d+\s?(?:¢|c|ct|cents|pence|p)|free|"
    r"(?:[\w&]+ ){0,2}(?:guide|listings|picks|capsules|reviews|digest|movies|films) (?:for|of) "
    r"(?:the )?week.*|"
    r"(?:an? |the )?(?:\w+ )?(?:revista|magazine|zeitschrift|rivista|revue|monthly|weekly|quarterly) "
    r"(?:de|of|für|di|du)\b.*|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day (?:arts|living|life|leisure|entertainment|culture|extra|"
    r"features)|"
    r"(?:week|weekend|fortnight|month) ending.*|(?:(?:the )?week of|semaine d[ue]|semana del?|"
    r"woche (?:vom|ab)|settimana d[ae]l)|fidonet|usenet|since \d{4}|est\.? \d{4}|founded \d{4}|"
    r"suplemento.*|supplement.*|supplément.*|"
    r"\w*(?:beilage|bilaga|bilagan|bilage|bijlage|tillæg|numero speciale|sonderheft).*",
    re.IGNORECASE,
)
#: Words of papers' names beside those of :data:`graph.sources.origin.paper_words.HOUSE`.
_PAPER = regex(
    r"\b(?:reader|guide|cuadernos|cahiers|hefte|blätter|filmoteca|cinémathèque|cinematheque|film|films|"
    r"movies?|"
    r"screen|reel|cinema|cine|kino|voice|free|star|scene|faro|voz|eco|prensa|presse|blatt|bote|krant|"
    r"blad|avis|"
    r"tidende|posten|corriere|gazzetta|jornal|folha|fan(?:zine)?)\b",
    re.IGNORECASE,
)
ARTICLES = ("The ", "El ", "La ", "Le ", "Il ", "Der ", "Die ", "Das ", "De ", "O ", "L'", "L’")
#: "SCREEN TEST      Sunday Ledger": a column's name in capitals, and its paper's.
_COLUMN_FIRST = regex(r"^[^a-z]{3,}\s((?:[Tt]he )?[A-Z][a-z].*)$")
_ONLINE = regex(r" (?:online|on the web|on-line)$", re.IGNORECASE)
_YEAR = regex(r"(?:18|19|20)\d\d")
#: "R" and "PG" beside a title are no sections.
_LETTERS = 2
_LONGEST, _MOST_WORDS, _MOST_PARTS = 120, 6, 8


@lru_cache(maxsize=1_024)  # a line is asked for by the heading, the front and the furniture
def name_of(text: str) -> tuple[str, bool] | None:  # noqa: PLR0911 (one a reason)
    """The name of a paper in a line with furniture; None for any other line.

    Gives the name, and whether it is sure: an issue's number stands beside it, or a day beside
    words that papers are called by.
    """
    if len(text) > _LONGEST:
        return None
    printed, found = text, dates.sure(text)
    text = text.replace(found[1], f" | {found[1].replace(',', ' ')} | ", 1) if found is not None else text
    parts = [part.strip(" .,:;-–—*_[]") for part in _PARTS.split(text.strip(" *-=~_"))]
    parts = [part for part in parts if part]
    if not 1 < len(parts) <= _MOST_PARTS:
        return None
    issued = [part for part in parts if is_issue(part)]
    rubrics = [part for part in parts if part not in issued and RUBRIC.fullmatch(part)]
    names = [part for part in parts if part not in issued and part not in rubrics and not is_motto(part)]
    called = [
        part for part in parts if part not in issued and part.startswith(ARTICLES) and HOUSE.search(part)
    ]
    if len(names) > 1 and "\t" in text:
        return _in_one_cell(printed)
    if not names and len(called) == 1 and called[0].istitle():
        names = called  # "The Carrow Film Society Newsletter, No. 45"
    if (
        len(names) != 1
        or ASKS.match(names[0])
        or not (rubrics or any(len(part) > _LETTERS and _YEAR.fullmatch(part) is None for part in issued))
    ):
        return None  # "Salt Road (1994)"
    name = _ONLINE.sub("", names[0])
    behind = _COLUMN_FIRST.match(name)
    if behind is not None and HOUSE.search(behind.group(1)):
        name = behind.group(1)
    if name.islower() or name.isupper():
        name = titled(name)
    numbered = [part for part in issued if _NUMBERED.fullmatch(part)]
    house = max(HOUSE.finditer(name), key=lambda found: found.end(), default=None)
    day = any(len(part) > 1 for part in issued)
    paper = (
        (house is not None and (house.end() == len(name) or name.startswith(" of ", house.end())))
        or (day and len(name.split()) > 1 and name.startswith(ARTICLES))
        or _PAPER.search(name) is not None
        or any(map(is_motto, parts))
    )
    if len(numbered) == len(issued) + len(rubrics) == 1 and not paper and _VOLUME.match(numbered[0]):
        return None  # "Salt Road, Vol. 2" is a film
    if not _could_be(name) or (looks_like_name(name) and not (numbered or paper)):
        return None
    return name, bool(numbered) or (paper and day)


def _in_one_cell(text: str) -> tuple[str, bool] | None:
    """The paper that one cell of a line surely names: "VIDEO CORNER     The Fen Shopper, May 3, 1983"."""
    sure = {plate for cell in text.split("\t") if (plate := name_of(cell)) is not None and plate[1]}
    return sure.pop() if len(sure) == 1 else None


def is_issue(part: str) -> bool:
    """Whether a part of a line is a day, the number of an issue, a section or a price."""
    return dates.is_calendar(part) or any(form.fullmatch(part) for form in (_NUMBERED, _FURNITURE))


def _could_be(name: str) -> bool:
    words = name.split()
    if name.startswith(ARTICLES) and len(words) > _LETTERS:  # "The Plainfield Quarterly Review"
        name = name.removesuffix(" Review")
    return (
        len(words) <= _MOST_WORDS
        and len(name) > 2
        and all(word in SMALL or word[0].isupper() for word in words)
        and not re.search(r"[\d!?:\"“”★]|\breviews?$|\bby\b|\bwith\b", name, re.IGNORECASE)
    )
