"""What brackets behind the film's own title say: “The Salt Road” (2021, dir. Ann Lee, 98 min)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.records import DIRECTOR
from graph.sources.draft import GUESSED, Draft
from graph.sources.facts import credit_line, credit_lists, credit_words, people, ratings, small_facts
from graph.sources.facts.labelled import offer_rating
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.sources.facts.credit_parts import CreditLine
    from graph.sources.lines import Unit

_DIRECTED = regex(r"^(?:dir(?:\.|:|ector:?)|d\.|directed by:?|dir)\s+(?=\S)", re.IGNORECASE)
_GRADE = regex(r"^[\s.,;:|–—-]*(?:Grade|Rating|Score|Verdict)\s*:\s*(\S.{0,30}?)\.?$", re.IGNORECASE)
_LONGEST_TITLE = 100
#: Without a year both of these make it clear that brackets speak of this film: “Salt Road” (R, 121 minutes).
_SMALL = ("minutes", "content_rating")


_FIGURES = regex(r"\d{2}")
_COMMAS = regex(r"[,;|·•]")


def read_brackets(draft: Draft, units: Iterable[Unit]) -> None:
    """Put the first such brackets of a page into the draft.

    A whole name beside the year is the director's, on a line of nothing else: "Otto (Ann Lee, 2013)".
    Brackets must have the year, or the certificate and the minutes, and nothing that is not understood:
    “Salt” (Paramount, 2021) has a studio.
    """
    title = draft.best("title")
    if title is None or not 1 < len(title.value) <= _LONGEST_TITLE:
        return
    known = draft.best("year")
    for unit in units:
        found, quote = _behind(unit.text, title.value) if unit.main else (None, "")
        if found is None or not _FIGURES.search(found.group(1)):
            continue
        line = credit_line.whole(found.group(1), bracketed=True)
        if line is not None and line.complete and _is_sure(line, known.value if known else None):
            credit_line.apply(draft, line, unit.with_text(quote), GUESSED)
            _grade_behind(draft, unit, found.end())
            return
        parts = [part.strip() for part in _COMMAS.split(found.group(1))]
        whole = unit.text.startswith(title.value) and found.end() == len(unit.text)
        named = {
            part for part in parts
            if _DIRECTED.match(part)
            or (whole and people.looks_like_name(part) and " " in part and not credit_words.CUE.match(part))
        }  # fmt: skip
        crew = [_DIRECTED.sub("", part) for part in parts if part in named]
        facts = [small_facts.part_of(part, beside=True) for part in parts if part not in named]
        years = [fact.year for fact in facts if fact is not None and fact.year is not None]
        told = [fact for fact in facts if fact is not None]
        small = {name for fact in told for name in _SMALL if getattr(fact, name) is not None}
        if (
            len(parts) == 1  # a year alone may stand behind any film of the news
            or None in facts
            or len(years) > 1
            or (not years and len(small) < len(_SMALL))
            or (known is not None and years and abs(known.value - years[0]) > 1)
        ):
            continue
        draft.offer("year", unit.fact(years[0], quote) if years else None, GUESSED)
        draft.evidence.add("year" if years else "running time")
        for fact in told:
            minutes = unit.fact(fact.minutes, quote) if fact.minutes else None
            draft.offer("runtime_minutes", minutes, GUESSED)
            draft.offer("content_rating", unit.fact(fact.content_rating, quote), GUESSED)
            for name in ("countries", "languages", "genres"):
                if not draft.lists.get(name):
                    draft.add(name, [unit.fact(value, quote) for value in getattr(fact, name)])
        for credited in (one for names in crew for one in credit_lists.crew(names)[0]):
            draft.credit((DIRECTOR,), credited, unit.fact("", quote), GUESSED)
            draft.evidence.add("crew")
        _grade_behind(draft, unit, found.end())
        return


def _grade_behind(draft: Draft, unit: Unit, end: int) -> None:
    """Read what the line calls its grade, right behind the brackets."""
    if (grade := _GRADE.match(unit.text[end:])) is not None:
        rated = ratings.labelled(grade.group(1))
        offer_rating(draft, unit.fact(rated, grade.group(1)) if rated else None, GUESSED)


def _is_sure(line: CreditLine, year: int | None) -> bool:
    """Whether facts in brackets are this film's: small print alone says so much, and no other year."""
    if line.facts.year is not None and year is not None and abs(line.facts.year - year) > 1:
        return False
    told = line.facts
    kinds = sum(map(bool, (told.minutes, told.content_rating, told.year, told.genres, told.countries)))
    return (kinds > 1 and told.telling) or (kinds > 0 and line.labelled and bool(line.people))


#: What may stand between a title and its brackets. One pattern for all pages: making one takes longer.
_BRACKETS = regex(r"[\"”’'»,*_]*\s*\(([^()]{4,200})\)")


_WORD = regex(r"\w")


def _behind(text: str, title: str) -> tuple[re.Match[str] | None, str]:
    """The brackets behind the first place that has the title with brackets behind it, and all of that."""
    place = text.find(title)
    while place >= 0:
        found = _BRACKETS.match(text, place + len(title))
        if found is not None and not _WORD.match(text[place - 1 : place] if place else ""):
            return found, text[place : found.end()]
        place = text.find(title, place + 1)
    return None, ""
