"""The head of an article as newspapers' archives give it out: Paper, Title, Author, Date, Section, Page.

There "Title" is the article's headline and no film's title; where it stood in the paper says nothing of
the film.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.sources.draft import HEADER, Draft
from graph.sources.facts.labelled import dated
from graph.sources.facts.people import looks_like_name
from graph.sources.origin.bylines import critic_names
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.lines import Unit

_PAPER, _HEADLINE, _CRITIC, _DAY, _PLACE, _BODY = "paper", "headline", "critic", "day", "place", "body"
_FIELDS = {
    name: kind
    for kind, names in (
        (_PAPER, "paper|newspaper|publication|publication name|journal|source"),
        (_HEADLINE, "title|headline|head|hed|article title"),
        (_CRITIC, "author|byline|by|writer"),
        (_DAY, "date|publication date|issue date|pub date|published"),
        (
            _PLACE,
            (
                "section|page|pages|pg|edition|column|category|type|article type|word count|length|words|"
                "memo|"
                "dateline|day|caption|art|index terms|keywords|document|document number|record number|zone|"
                "accession|accession number|article id|correction|graphic|load-date|subject|series|slug"
            ),
        ),
        (_BODY, "body|text|full text|article text"),
    )
    for name in names.split("|")
}
_FIELD = regex(r"([A-Za-z][A-Za-z -]{1,20}?)\s*(?::\s*|\t)(\S.*)?")
#: What only a paper's article has, and how many lines of such labels make a record's head.
_OF_PAPERS = frozenset({
    "section", "page", "pages", "pg", "edition", "word count", "length", "document number", "record number",
    "accession number", "article id", "load-date",
})  # fmt: skip
_FIRST, _LEAST = 8, 4
#: "May 3, 1996, Friday, CITY EDITION": what stands behind a name or a place.
_BEHIND = regex(r"[;,/(]|\s[–—-]\s")


def read(draft: Draft, units: Sequence[Unit]) -> list[Unit]:
    """Read the head of an archive's record into the draft; the units with its headline in the head's place.

    Any other page comes back as it is.
    """
    start = next((index for index in range(min(_FIRST, len(units))) if _field(units[index])), None)
    if start is None:
        return list(units)
    stop = start
    while stop < len(units) and _field(units[stop]):
        stop += 1
    fields = [(*found, unit) for unit in units[start:stop] if (found := _field(unit)) is not None]
    kinds = {_FIELDS[name] for name, _, _ in fields}
    of_papers = _OF_PAPERS.intersection(name for name, _, _ in fields)
    if len(fields) < _LEAST or not of_papers or not kinds & {_PAPER, _HEADLINE}:
        return list(units)
    headline: list[Unit] = []
    for name, value, unit in fields:
        kind = _FIELDS[name]
        if kind == _PAPER:
            draft.offer("publication", unit.fact(value, unit.text), HEADER)
        elif kind == _HEADLINE and not headline:
            draft.offer("headline", unit.fact(value, unit.text), HEADER)
            headline = [replace(unit, text=value, gap=1)]
        elif kind == _CRITIC:
            _critic(draft, value, unit)
        elif kind == _DAY:
            draft.offer("published_on", dated(draft, value, unit), HEADER)
    return [*units[:start], *headline, *units[stop:]]


def _field(unit: Unit) -> tuple[str, str] | None:
    found = _FIELD.fullmatch(unit.text) if len(unit.text) <= 200 else None
    name = found.group(1).casefold() if found is not None else ""
    return (name, (found.group(2) or "").strip()) if found is not None and name in _FIELDS else None


def _critic(draft: Draft, value: str, unit: Unit) -> None:
    """The names of "ANN LEE; News Critic", "Ann Lee and Bo Park, Herald Movie Writers"."""
    for name in critic_names(_BEHIND.split(value)[0]):
        called = name.title() if name.isupper() else name
        if looks_like_name(called):
            draft.critics.append((HEADER, unit.fact(called, unit.text)))
