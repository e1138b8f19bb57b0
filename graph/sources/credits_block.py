"""The credits under or beside a review: title and year, running time, cast lines, crew headings.

A heading whose linked names were lost in the dump stands alone: blank lines or another heading
follow it, and it yields no role. Names that were kept stand right under their heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.records import ACTOR
from graph.sources import fields, jobs, people, phrases, segments
from graph.sources.draft import CREDITS, Draft
from graph.sources.jobs import Label, label_of
from graph.sources.labelled import apply_fact_line, apply_field, wrote_the_source
from graph.sources.lines import Unit
from graph.sources.titles import title_and_year

_CAST_HINT = re.compile(r"(?:^|[\s_-])(?:cast|actors?|starring|players)(?=$|[\s_-])", re.IGNORECASE)
#: "Maria Torresas Ana": mirrors lose the space before a linked word. Two words must stand before.
_GLUED = re.compile(r"^((?:\S+ )+\S*[a-zà-ÿ.)])as ((?:the |The )?[A-ZÀ-Þ“\"].*)$")
_ROLE_HEADS = frozenset({"character", "characters", "role", "roles", "as", "plays"})


def read_block(draft: Draft, units: Sequence[Unit], kinds: Sequence[str]) -> None:
    """Read consecutive units of credits into the draft."""
    heading: Label | None = None
    heading_unit: Unit | None = None
    taken = 0
    in_cast = False
    usual = _usual_gap(units, kinds)
    for unit, kind in zip(units, kinds, strict=True):
        if kind == "section":
            label = label_of(unit.text)
            heading, heading_unit, taken = label, unit, 0
            in_cast = label is not None and ACTOR in label.jobs
            continue
        if kind == "heading":
            _lost(draft, heading, heading_unit, taken)
            heading, heading_unit, taken = label_of(unit.text), unit, 0
            in_cast = heading is not None and ACTOR in heading.jobs
            continue
        if kind == "cast":
            _lost(draft, heading, heading_unit, taken)
            if not in_cast:
                heading, heading_unit, taken = None, None, 0
            in_cast = True
            for person in people.credits_of(unit.text):
                draft.credit((ACTOR,), person, unit.fact(""), CREDITS, heading.note if heading else None)
            draft.evidence.add("cast")
            taken += 1
            continue
        if kind == "cells":
            if in_cast or _CAST_HINT.search(unit.hints):
                taken += _cells(draft, heading, unit)
                in_cast = True
            elif heading is None or heading.field != jobs.JOB:
                draft.complain(f"Not understood in the credits: {unit.text[:80]!r}.", unit.first)
            else:
                taken += _names(draft, heading, unit)
            continue
        if kind in {"label", "credits"}:
            for found in fields.all_fields(unit.text):
                apply_field(draft, found, unit)
            heading, heading_unit, taken = None, None, 0
            first = fields.leading_label(unit.text)
            if first is not None and not first.value:
                heading, heading_unit = first.label, unit
            continue
        if kind in {"titleyear", "facts", "poster"}:
            _apply(draft, unit, kind)
            continue
        if kind in {"noise", "date", "rating"}:
            continue
        glued = _GLUED.match(unit.text) if in_cast and kind == "short" else None
        if glued is not None and (whole := people.credits_of(f"{glued.group(1)} as {glued.group(2)}")):
            draft.complain(f"A lost space was put back in the cast: {unit.text[:80]!r}.", unit.first)
            for person in whole:
                draft.credit((ACTOR,), person, unit.fact("", unit.text), CREDITS)
            taken += 1
        elif heading is not None and heading.field == jobs.JOB and unit.gap <= max(1, usual):
            taken += _names(draft, heading, unit)
        elif heading is not None and heading.field != jobs.JOB and taken == 0 and unit.gap <= max(1, usual):
            taken += _value(draft, heading, unit, heading_unit)
        elif in_cast and heading is None and unit.gap <= max(1, usual) and people.looks_like_name(unit.text):
            draft.credit((ACTOR,), people.Credited(unit.text), unit.fact(""), CREDITS)
        elif (
            heading is not None
            and heading.field in {jobs.OTHER, jobs.SOURCE_WORK}
            or unit.text.startswith("for ")
        ):
            continue  # "for strong language" under "Rated R"
        elif unit.words <= 12:
            draft.complain(f"Not understood in the credits: {unit.text[:80]!r}.", unit.first)
    _lost(draft, heading, heading_unit, taken)


def _cells(draft: Draft, heading: Label | None, unit: Unit) -> int:
    """A row of a cast table or list: actor, character."""
    cells = [cell.strip(" .…:") for cell in unit.text.split("\t")]
    cells = [cell for cell in cells if cell and cell.casefold() not in {"as", "...", "—", "-"}]
    if not cells or all(cell.casefold() in _ROLE_HEADS or label_of(cell) is not None for cell in cells):
        return 0
    text = f"{cells[0]} as {re.sub(r'^as ', '', cells[1])}" if len(cells) > 1 else cells[0]
    credited = people.credits_of(text)
    if not credited:
        draft.complain(f"Not understood in the cast: {unit.text[:80]!r}.", unit.first)
        return 0
    for person in credited:
        draft.credit((ACTOR,), person, unit.fact(""), CREDITS, heading.note if heading else None)
    draft.evidence.add("cast")
    return 1


def _usual_gap(units: Sequence[Unit], kinds: Sequence[str]) -> int:
    gaps = sorted(
        unit.gap for unit, kind in zip(units, kinds, strict=True) if kind in {"cast", "titleyear", "facts"}
    )
    return gaps[len(gaps) // 2] if gaps else 1


def _lost(draft: Draft, heading: Label | None, unit: Unit | None, taken: int) -> None:
    if (
        heading is not None
        and unit is not None
        and taken == 0
        and heading.field == jobs.JOB
        and ACTOR not in heading.jobs
    ):
        draft.complain(
            f"The credits head {unit.text.strip(' :')!r} names nobody: no role was made of it.", unit.first
        )


def _names(draft: Draft, heading: Label, unit: Unit) -> int:
    acting = ACTOR in heading.jobs
    credited, refused = people.cast(unit.text) if acting else people.crew(unit.text)
    if refused or not credited or unit.words > 40:
        draft.complain(f"Not understood under {'/'.join(heading.jobs)}: {unit.text[:80]!r}.", unit.first)
        return 0
    for person in credited:
        if not acting and wrote_the_source(person.note):
            draft.complain(
                f"{person.name} wrote what the film is based on ({person.note}): no writer of the film.",
                unit.first,
            )
            continue
        draft.credit(heading.jobs, person, unit.fact(""), CREDITS, heading.note)
    draft.evidence.add("cast" if acting else "crew")
    return 1


def _value(draft: Draft, heading: Label, unit: Unit, heading_unit: Unit | None) -> int:
    name = heading_unit.text if heading_unit is not None else ""
    apply_field(draft, fields.Field(heading, name, unit.text, 0, True), unit)
    return 1


def _apply(draft: Draft, unit: Unit, kind: str) -> None:
    if kind == "titleyear":
        found = title_and_year(unit.text)
        if found is not None:
            draft.offer("title", unit.fact(found[0]), CREDITS)
            draft.offer("year", unit.fact(found[1]), CREDITS)
            draft.evidence.add("year")
    elif kind == "poster":
        title = segments.poster_title(unit.text)
        draft.offer("title", unit.fact(title, unit.text) if title else None, CREDITS + 1)
    else:
        facts = phrases.fact_line(unit.text)
        if facts is not None:
            apply_fact_line(draft, facts, unit, CREDITS)
        rated = phrases.content_rating(unit.text)
        if rated and (facts is None or facts.content_rating is None):
            draft.offer("content_rating", unit.fact(rated, unit.text), CREDITS)
            draft.evidence.add("content rating")
