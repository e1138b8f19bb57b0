"""One line at a time, wherever it stands: bylines, dates, ratings and small facts, and runs of credits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.draft import GUESSED, HEADER
from graph.sources.facts import credit_line, credits_block, dates, phrases, ratings
from graph.sources.facts.labelled import apply_fact_line, dated, offer_rating
from graph.sources.lines import Unit
from graph.sources.origin import bylines, house_lines, signing_line
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.draft import Draft

#: Stars beside a mark in words: "★★★½☆", "Recommended".
_STARS_FIRST = regex(r"([★☆½]{3,11})[\t ][^\t:.]{1,40}$")


def credit_lines(draft: Draft, units: Sequence[Unit], kinds: Sequence[str]) -> None:
    """Read a run of credits; the dates, ratings and bylines that stand among them are no credits."""
    kept_units: list[Unit] = []
    kept_kinds: list[str] = []
    for unit, kind in zip(units, kinds, strict=True):
        if kind in {"date", "rating"}:
            loose_line(draft, unit, kind, HEADER)
        elif (
            kind in {"short", "sentence", "cells"} and (byline := _byline(draft, unit.text, kind)) is not None
        ):
            take_byline(draft, unit, byline)
        elif kind == "cells" and (drawn := _STARS_FIRST.match(unit.text)) is not None:
            loose_line(draft, unit.with_text(drawn.group(1)), "rating", HEADER)
        else:
            kept_units.append(unit)
            kept_kinds.append(kind)
    credits_block.read_block(draft, kept_units, kept_kinds)


def _byline(draft: Draft, text: str, kind: str) -> bylines.Byline | None:
    """Who a line among credits says has written the review: "By Ann Lee", "Ann Lee, May 3, 2019"."""
    said = bylines.byline(text)
    if said is not None or kind == "sentence" or draft.critics:  # "Bob Miller, May 3, 1999" is a visitor's
        return said
    if kind == "cells":  # a name and a day that stood in boxes
        return bylines.name_and_date(text) if text.count("\t") == 1 else None
    return bylines.name_and_date(text) or (
        signing_line.told_in(text) if any(map(str.isdigit, text)) else None
    )


def continued(units: Sequence[Unit], kinds: Sequence[str]) -> tuple[list[Unit], list[str]]:
    """Join a label's value that runs on to the next line ("Starring: A, B," / "C")."""
    joined: list[Unit] = []
    marks: list[str] = []
    for unit, kind in zip(units, kinds, strict=True):
        runs_on = joined and marks[-1] == "label" and unit.gap == 0 and kind in {"short", "sentence", "cast"}
        if runs_on and re.search(r"(?:,|&|\band)$", joined[-1].text):
            before = joined[-1]
            joined[-1] = Unit(
                f"{before.text} {unit.text}", before.first, unit.last, before.gap, before.tag, before.main
            )
            continue
        joined.append(unit)
        marks.append(kind)
    return joined, marks


_STARS_AND_MORE = regex(r"^(\*{1,4}(?:\s?1/2|½)?|[★☆½]{1,6})\s*\(([^()]{0,12})\)$")


def loose_line(draft: Draft, unit: Unit, kind: str, rank: int) -> None:
    """Read a line of the header, or one after the body, that has no label."""
    if kind == "facts":
        facts = phrases.fact_line(unit.text)
        line = credit_line.whole(unit.text)
        if line is not None and line.told > 1:  # "2022 | dir. Ann Lee | Canada | 1h 52m"
            credit_line.apply_line(draft, line, unit, rank)
        elif facts is not None:
            apply_fact_line(draft, facts, unit, rank)
        elif (rated := phrases.content_rating(unit.text)) is not None:
            draft.offer("content_rating", unit.fact(rated, unit.text), rank)
            draft.evidence.add("content rating")
    elif kind == "rating":
        rating = ratings.alone(unit.text)
        offer_rating(draft, unit.fact(rating, unit.text) if rating else None, rank)
    elif kind == "date":
        when = dated(draft, unit.text, unit)
        draft.offer("published_on", when, rank)
        unsigned = not draft.critics and " by " in unit.text.casefold()
        said = bylines.byline(unit.text) if unsigned else None  # "Review by Ann Lee, 05/10/05"
        draft.critics += [(rank, unit.fact(name, unit.text)) for name in said.names] if said else []
        rating = ratings.behind(unit.text)[1]  # "May 13, 1994 ***"
        offer_rating(draft, unit.fact(rating, unit.text) if rating else None, rank)
    elif (
        byline := bylines.byline(unit.text)
        or bylines.name_and_date(unit.text)
        or (signing_line.told_in(unit.text) if not unit.is_heading else None)
    ) is not None:
        take_byline(draft, unit, byline)
    elif kind == "short" and (line := credit_line.small(unit.text)) is not None:
        credit_line.apply(draft, line, unit, rank)
    elif kind == "short" and (line := credit_line.made_in(unit.text)) is not None:
        credit_line.apply(draft, line, unit, rank + 1)
    elif kind == "short" and "|" in unit.text and dates.is_date_line(unit.text.split("|")[0]):
        draft.offer("published_on", dated(draft, unit.text.split("|")[0], unit), GUESSED)
    elif kind == "short" and (drawn := _STARS_FIRST.match(unit.text)) is not None:
        rating = ratings.alone(drawn.group(1))
        offer_rating(draft, unit.fact(rating, unit.text) if rating else None, rank)
    elif kind == "short" and (found := _STARS_AND_MORE.match(unit.text)):
        rating = ratings.alone(found.group(1))
        offer_rating(draft, unit.fact(rating, unit.text) if rating else None, rank)
        content = phrases.content_rating(found.group(2))
        draft.offer("content_rating", unit.fact(content, unit.text) if content else None, rank)


def take_byline(draft: Draft, unit: Unit, byline: bylines.Byline) -> None:
    """Put a byline's names, date and publication into the draft."""
    quote = unit.text
    for name in byline.names:
        draft.critics.append((HEADER, unit.fact(name, quote if quote != name else None)))
    if byline.published is not None:
        days = draft.offers.get("published_on", [])
        if len({fact.value for rank, fact in days if rank == HEADER}) > 1:  # the days of teasers above
            draft.offers["published_on"] = [offer for offer in days if offer[0] != HEADER]
        draft.offer("published_on", unit.fact(byline.published, quote), HEADER)
    elif any(mark.isdigit() for mark in unit.text):
        draft.offer("published_on", dated(draft, unit.text, unit), HEADER)
    paper = byline.publication
    if paper is None and "," in quote and (said := signing_line.told_in(quote)) is not None:
        paper = said.publication  # "By Ann Lee, Fen Weekly"
    if paper is not None:
        draft.offer("publication", unit.fact(paper, quote), HEADER)
    else:  # "By Ann Lee, Plainsman Staff Writer"
        staff = next(filter(None, map(house_lines.service_of, re.split(r",\s+", quote)[1:])), None)
        draft.offer("publication", unit.fact(staff, quote) if staff else None, GUESSED + 1)
