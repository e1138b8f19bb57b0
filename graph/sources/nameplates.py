"""The line at a page's head that names its paper: "THE LATE REEL * Film", "Cuadernos - Ficha 88".

Cut at whatever parts it, such a line is a name among furniture: a day, the number of an issue, a section, a
price, a rubric. Where exactly one part is none of these, that is the paper's name. Rubrics stand beside the
titles of films, too ("Salt Road | Film"), so that a rubric alone makes a line only look like one.
"""

from __future__ import annotations

import re

from graph.sources.masthead import HOUSE, RUBRIC
from graph.sources.people import looks_like_name

_PARTS = re.compile(r"\s*[|›»•·/\t]\s*|\s*\*+\s*|\s+(?:[-–—~]|--|::)\s+|[,;]\s+|(?<=[)\d])\.\s+|\s+\(|\)")
_DAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?|weekend|week|of|the|for|spring|summer|autumn|"
    r"fall|winter|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|"
    r"octubre|noviembre|diciembre|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|"
    r"décembre|januar|februar|märz|juni|juli|oktober|dezember|gennaio|febbraio|aprile|maggio|giugno|luglio|"
    r"settembre|ottobre|novembre|dicembre|de|del|\d{1,2}(?:st|nd|rd|th|\.|er)?|(?:18|19|20)\d\d|['’]\d\d)"
)
_DATED = re.compile(rf"(?:{_DAY}\.?[\s-]*)+", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:(?:vol(?:ume)?|no|nr|núm(?:ero)?|nº|n°|issue|number|numéro|número|nummer|heft|ficha|fiche|"
    r"jahrgang|jg|year|año|année|p(?:age|g|p)?|series|ed(?:ition)?)[\s.#:]*(?:\d+|[IVXLC]+)\b.*|#\s?\d+.*|"
    r"\d+(?:st|nd|rd|th|ª|\.)?\s+(?:\w+\s+)?(?:edition|ed\.?|ausgabe|edición|edizione|year|jahrgang)\b.*)",
    re.IGNORECASE,
)
_VOLUME = re.compile(r"vol|no|nr|n[º°]|n[uú]m|part|#|ed|year|series", re.IGNORECASE)
_FURNITURE = re.compile(
    r"(?:section|page|letters?)\s+\w{1,3}|[A-Z]\d{0,2}|[$£€]\s?\d+\S*|\d+\s?(?:¢|c|ct|cents|pence|p)|free|"
    r"(?:[\w&]+ ){0,2}(?:guide|listings|picks|capsules|reviews|digest|movies|films) (?:for|of) "
    r"(?:the )?week.*|"
    r"(?:an? |the )?(?:\w+ )?(?:revista|magazine|zeitschrift|rivista|revue|monthly|weekly|quarterly) "
    r"(?:de|of|für|di|du)\b.*|"
    r"fidonet|usenet|since \d{4}|est\.? \d{4}|founded \d{4}|suplemento.*|supplement.*|beilage.*",
    re.IGNORECASE,
)
#: Words of papers' names beside those of :data:`graph.sources.masthead.HOUSE`.
_PAPER = re.compile(
    r"\b(?:reader|guide|cuadernos|cahiers|hefte|blätter|filmoteca|cinémathèque|cinematheque|film|films|movies?|"
    r"screen|reel|cinema|cine|kino|voice|free|star|scene|faro|voz|eco|prensa|presse|blatt|bote|krant|blad|avis|"
    r"tidende|posten|corriere|gazzetta|jornal|folha|fan(?:zine)?)\b",
    re.IGNORECASE,
)
_ARTICLES = ("The ", "El ", "La ", "Le ", "Il ", "Der ", "Die ", "Das ", "De ", "O ")
#: "SCREEN TEST      Sunday Ledger": a column's name in capitals, and its paper's.
_COLUMN_FIRST = re.compile(r"^[^a-z]{3,}\s((?:[Tt]he )?[A-Z][a-z].*)$")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
#: "R" and "PG" beside a title are no sections.
_LETTERS = 2
_LONGEST, _MOST_WORDS, _MOST_PARTS = 120, 6, 8
_SMALL = frozenset({
    "of", "the", "and", "&", "in", "for", "on", "at", "a", "de", "del", "la", "le", "les", "el", "los", "las",
    "der", "die", "das", "du", "des", "di", "e", "y", "et", "und", "do", "da",
})  # fmt: skip


def name_of(text: str) -> tuple[str, bool] | None:
    """The name of a paper in a line with furniture; None for any other line.

    Gives the name, and whether it is sure: an issue's number stands beside it, or a day beside
    words that papers are called by.
    """
    if len(text) > _LONGEST:
        return None
    parts = [part.strip(" .,:;-–—*_[]") for part in _PARTS.split(text.strip(" *-=~_"))]
    parts = [part for part in parts if part]
    if not 1 < len(parts) <= _MOST_PARTS:
        return None
    issued = [part for part in parts if _is_issue(part)]
    rubrics = [part for part in parts if part not in issued and RUBRIC.fullmatch(part)]
    names = [part for part in parts if part not in issued and part not in rubrics]
    if len(names) != 1 or not (
        rubrics or any(len(part) > _LETTERS and _YEAR.fullmatch(part) is None for part in issued)
    ):
        return None  # "Salt Road (1994)"
    name = names[0]
    behind = _COLUMN_FIRST.match(name)
    if behind is not None and HOUSE.search(behind.group(1)):
        name = behind.group(1)
    if name.islower() or name.isupper():
        name = _titled(name)
    numbered = [part for part in issued if _NUMBERED.fullmatch(part)]
    house = HOUSE.search(name)
    day = any(len(part) > 1 for part in issued)
    paper = (
        (house is not None and (house.end() == len(name) or name.startswith(" of ", house.end())))
        or (day and len(name.split()) > 1 and name.startswith(_ARTICLES))
        or _PAPER.search(name) is not None
    )
    if len(numbered) == len(issued) + len(rubrics) == 1 and not paper and _VOLUME.match(numbered[0]):
        return None  # "Salt Road, Vol. 2" is a film
    if not _could_be(name) or (looks_like_name(name) and not (numbered or paper)):
        return None
    return name, bool(numbered) or (paper and day)


def _titled(name: str) -> str:
    """A name that is printed in letters of one size, as names are written."""
    words = name.casefold().split()
    return " ".join(
        word
        if number and word in _SMALL
        else "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
        for number, word in enumerate(words)
    )


def _is_issue(part: str) -> bool:
    return any(form.fullmatch(part) for form in (_DATED, _NUMBERED, _FURNITURE))


def _could_be(name: str) -> bool:
    words = name.split()
    return (
        len(words) <= _MOST_WORDS
        and len(name) > 2
        and all(word in _SMALL or word[0].isupper() for word in words)
        and not re.search(r"[\d!?:\"“”★]|\breviews?$|\bby\b|\bwith\b", name, re.IGNORECASE)
    )
