"""What stands under the body, or between its paragraphs: credits, ratings, bylines, the title once more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.records import Rating
from graph.sources.draft import CREDITS, HEADER
from graph.sources.facts import credits_block, fields, phrases, ratings
from graph.sources.facts.labelled import apply_field, offer_rating
from graph.sources.facts.people import looks_like_name
from graph.sources.layout import (
    body_text,
    closing_credits,
    lone_facts,
    loose_lines,
    section_words,
    title_lines,
)
from graph.sources.origin import bylines, critic_lines

if TYPE_CHECKING:
    from graph.sources.draft import Draft
    from graph.sources.layout.segments import Layout

_QUOTES = "\"“”‘’'"


def read(draft: Draft, layout: Layout) -> None:
    """Read credits, ratings and bylines under (or between) the paragraphs of the body."""
    block: list[int] = []
    body = set(layout.body)
    for index in range(layout.start, len(layout.units)):
        unit, kind, section = layout.units[index], layout.kinds[index], layout.section[index]
        if (
            index in body
            or section in {section_words.COMMENTS, section_words.TEASERS}
            or index == layout.critic_index
        ):
            _flush(draft, layout, block)
            continue
        if (signed := critic_lines.signed_and_dated(layout, index)) is not None:
            _flush(draft, layout, block)
            draft.critics.append((HEADER, unit.fact(signed, critic_lines.more(unit.text, signed))))
            continue
        among = bool(block) or section == section_words.CREDITS
        dashed = unit.text.lstrip("-–— ") if kind == "short" and among and unit.text[0] in "-–—" else ""
        if dashed and (told := bylines.name_and_date(dashed)) is not None:  # "- Ann Lee, 3 May 2019"
            _flush(draft, layout, block)
            loose_lines.take_byline(draft, unit, told)
            continue
        if kind == "short" and _is_grade(layout, index) and draft.best("rating") is None:
            offer_rating(draft, unit.fact(Rating(unit.text, *ratings.LETTERS), unit.text), HEADER)
            continue
        if kind == "short" and phrases.is_genre(unit.text) and _among_facts(layout, index):
            draft.add("genres", lone_facts.genres_of(unit))
            continue
        if (
            section == section_words.CREDITS
            or kind in {"label", "heading", "credits", "cast", "cells"}
            or (block and unit.gap <= 1 and _goes_on(layout, block[-1], index))
        ):
            block.append(index)
        else:
            _flush(draft, layout, block)
            _line_behind(draft, layout, index)
    _flush(draft, layout, block)


def _line_behind(draft: Draft, layout: Layout, index: int) -> None:
    """Read a line under the body, or between its paragraphs, that belongs to no credits."""
    unit, kind = layout.units[index], layout.kinds[index]
    inside = bool(layout.body) and index < layout.body[-1]
    if kind == "titleyear" and not inside and layout.section[index] == "":
        return
    if not inside and closing_credits.heads_credits(layout, index):
        draft.offer("title", unit.fact(unit.text.strip(_QUOTES).rstrip(",."), unit.text), CREDITS)
    stars = kind == "rating" and re.fullmatch(r"[*\s]+", unit.text) is not None
    another = kind == "short" and bool(draft.critics) and bylines.name_and_date(unit.text) is not None
    if kind in {"short", "sentence", "facts"} and title_lines.read_line(draft, layout, unit, HEADER):
        return
    if kind == "prose" and not inside and title_lines.behind_title(layout, unit.text):
        for found in fields.all_fields(unit.text):
            apply_field(draft, found, unit)
        body_text.small_print(draft, unit)
    if not (inside and (stars or another)):  # between paragraphs they part the text, or sign a comment
        loose_lines.loose_line(draft, unit, kind, HEADER)
    if kind == "short" and not inside and (below := bylines.signed(unit.text)) is not None:
        loose_lines.take_byline(draft, unit, below)
    elif inside and kind == "short":
        draft.complain(f"Left out of the review's text: {unit.text[:80]!r}.", unit.first)


def _is_grade(layout: Layout, index: int) -> bool:
    """Whether a letter stands alone right under the text or the credits: "B"."""
    unit = layout.units[index]
    above = layout.kinds[index - 1] in {"credits", "label", "facts"} or index - 1 in layout.body
    return above and unit.main and re.fullmatch("[A-DF]", unit.text) is not None


def _among_facts(layout: Layout, index: int) -> bool:
    """Whether a line stands among those that say how long a film is, for whom, or from when."""
    near = layout.kinds[max(0, index - 2) : index + 4]
    return any(kind in {"facts", "titleyear"} for kind in near)


def _goes_on(layout: Layout, before: int, index: int) -> bool:
    """Whether a loose line belongs to the credits above it: it follows a credit, or is one more name."""
    kind = layout.kinds[index]
    if kind in {"titleyear", "facts", "poster"}:
        return layout.kinds[before] != "short"
    if kind != "short":
        return False
    if layout.kinds[before] in {"label", "heading", "cast", "titleyear", "facts", "credits", "cells"}:
        return True
    text = layout.units[index].text
    alike = credits_block.lost_its_space(text) and credits_block.lost_its_space(layout.units[before].text)
    return layout.kinds[before] == "short" and before == index - 1 and (alike or looks_like_name(text))


def _flush(draft: Draft, layout: Layout, block: list[int]) -> None:
    if block:
        units, kinds = loose_lines.continued(
            [layout.units[i] for i in block], [layout.kinds[i] for i in block]
        )
        loose_lines.credit_lines(draft, units, kinds)
        block.clear()
