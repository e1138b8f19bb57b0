"""The credits under or beside a review: title and year, running time, cast lines, crew headings.

A heading whose linked names were lost in the dump stands alone: blank lines or another heading
follow it, and it yields no role. Names that were kept stand right under their heading.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.records import ACTOR
from graph.sources.draft import CREDITS, Draft
from graph.sources.facts import credit_line, credit_lists, fields, jobs, nations, people, phrases
from graph.sources.facts.jobs import Label, label_of
from graph.sources.facts.labelled import apply_fact_line, apply_field, apply_small_facts, wrote_the_source
from graph.sources.facts.small_facts import nothing_but, spoken
from graph.sources.facts.titles import title_and_year
from graph.sources.layout import section_words
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.lines import Unit

_CAST_HINT = regex(r"(?:^|[\s_-])(?:cast|actors?|starring|players)(?=$|[\s_-])", re.IGNORECASE)
#: "Maria Torresas Ana", "Maria TorresasAna", "Maria Torres asAna": mirrors lose the spaces around a linked
#: word. Two words must stand before.
_GLUED = regex(
    r"^((?:\S+ )+\S*(?:[^\W\d_A-Z]|[.)]))(?: as|as ?)((?:the |The |a |her |his )?[^\W\d_a-z].*|[“\"].*)$"
)
#: "BiscuitasThe Dog": no name has a capital within.
_GLUED_ONE = regex(r"^([^\W\d_a-z][\w’'-]*[^\W\d_A-Z])as((?:The |A )?[^\W\d_a-z].*)$")
_ROLE_HEADS = frozenset({"character", "characters", "role", "roles", "as", "plays"})


def lost_its_space(text: str) -> bool:
    """Whether a line may be a credit of a cast that lost a space: "Tom Pellas The Harbourmaster"."""
    return _GLUED.match(text) is not None or _GLUED_ONE.match(text) is not None


def read_block(draft: Draft, units: Sequence[Unit], kinds: Sequence[str]) -> None:
    """Read consecutive units of credits into the draft."""
    block = _Block(draft, max(1, _usual_gap(units, kinds)), tight=_is_tight(units, kinds))
    for unit, kind in zip(units, kinds, strict=True):
        block.read(unit, kind)
    block.close()
    block.end()


class _Block:
    """Where the reading of a block of credits stands: under which heading, and what that has yielded."""

    def __init__(self, draft: Draft, gap: int, *, tight: bool) -> None:
        self.draft = draft
        self.gap = gap
        self.tight = tight
        self.heading: Label | None = None
        self.unit: Unit | None = None
        self.taken = 0
        self.in_cast = False
        self.headed = False  # by the film's title or facts: what follows them is its cast
        self.waiting: list[Unit] = []

    def read(self, unit: Unit, kind: str) -> None:
        """Read one unit of the block."""
        if kind in {"section", "heading"}:
            self._open(unit, kind)
        elif kind == "cast":
            self._cast(unit)
        elif kind == "cells":
            self._row(unit)
        elif kind in {"label", "credits"}:
            self._fields(unit)
        elif kind in {"titleyear", "facts", "poster"}:
            self.headed = True
            _apply(self.draft, unit, kind)
        elif kind == "short" and self._is_heading_elsewhere(unit):
            self._open(unit, "heading")
        elif kind in {"short", "sentence", "prose"} and not self._glued(unit, kind) and not self._under(unit):
            self._loose(unit)

    def _is_heading_elsewhere(self, unit: Unit) -> bool:
        """Whether a line among credits is a job in another language: "Kamera"."""
        known = label_of(unit.text, beside=True) if self.heading is not None else None
        return known is not None and known.field == jobs.JOB

    def close(self) -> None:
        """Say so if the last heading has named nobody."""
        heading, unit = self.heading, self.unit
        if (
            heading is None
            or unit is None
            or self.taken
            or heading.field != jobs.JOB
            or ACTOR in heading.jobs
        ):
            return
        printed = unit.text.strip(" :")
        self.draft.complain(f"The credits head {printed!r} names nobody: no role was made of it.", unit.first)

    def _open(self, unit: Unit, kind: str) -> None:
        if kind == "heading":
            self.close()
            self.end()
        self.heading, self.unit, self.taken = label_of(unit.text, beside=True), unit, 0
        self.in_cast = self.heading is not None and ACTOR in self.heading.jobs

    def _cast(self, unit: Unit) -> None:
        self.close()
        if not self.in_cast:
            self.heading, self.unit, self.taken = None, None, 0
        self.in_cast = True
        self._waited()
        self._credit(credit_lists.credits_of(unit.text), unit)

    def _waited(self) -> None:
        for unit in self.waiting:
            self._credit([credit_lists.Credited(unit.text)], unit)
        self.waiting.clear()

    def end(self) -> None:
        """Take several names between the film's facts and the first heading, or the end, for its cast."""
        if len(self.waiting) > 1:
            self._waited()
        self.waiting.clear()

    def _credit(self, credited: list[credit_lists.Credited], unit: Unit, quote: str | None = None) -> None:
        note = self.heading.note if self.heading else None
        for person in credited:
            self.draft.credit((ACTOR,), person, unit.fact("", quote), CREDITS, note)
        self.draft.evidence.add("cast")
        self.taken += 1

    def _row(self, unit: Unit) -> None:
        name, tab, said = unit.text.partition("\t")
        label = label_of(name, beside=True) if tab and "\t" not in said else None
        if label is not None and label.field not in {jobs.JOB, jobs.OTHER, jobs.TITLE}:
            apply_field(self.draft, fields.Field(label, name, said, 0, colon=True), unit)
            return
        if self.in_cast or _CAST_HINT.search(unit.hints):
            self.in_cast = True
            text = _cast_row(unit.text)
            credited = credit_lists.credits_of(text)
            if credited:
                self._credit(credited, unit)
            elif text:
                self.draft.complain(f"Not understood in the cast: {unit.text[:80]!r}.", unit.first)
        elif self.heading is None or self.heading.field != jobs.JOB:
            self.draft.complain(f"Not understood in the credits: {unit.text[:80]!r}.", unit.first)
        else:
            self.taken += _names(self.draft, self.heading, unit)

    def _fields(self, unit: Unit) -> None:
        for found in fields.all_fields(unit.text):
            apply_field(self.draft, found, unit)
        first = fields.leading_label(unit.text)
        bare = first is not None and not first.value
        self.heading, self.unit = (first.label, unit) if first is not None and bare else (None, None)
        self.taken = 0

    def _glued(self, unit: Unit, kind: str) -> bool:
        cast = self.in_cast or (self.headed and self.heading is None)
        glued = _GLUED.match(unit.text) or _GLUED_ONE.match(unit.text) if cast and kind == "short" else None
        whole = credit_lists.credits_of(f"{glued.group(1)} as {glued.group(2)}") if glued is not None else []
        if whole:
            self.in_cast = True
            self.draft.complain(f"A lost space was put back in the cast: {unit.text[:80]!r}.", unit.first)
            self._credit(whole, unit, unit.text)
        return bool(whole)

    def _under(self, unit: Unit) -> bool:
        """Take a line as what the heading above it introduces; False if it is too far away, or of no use."""
        if self.heading is None or unit.gap > self.gap:
            return False
        if self.tight and self.taken and unit.gap:
            self.heading = None  # what stands apart from the names is none of them
            self.draft.complain(f"Not understood in the credits: {unit.text[:80]!r}.", unit.first)
            return True
        if self.heading.field == jobs.JOB:
            self.taken += _names(self.draft, self.heading, unit)
            return True
        if self.taken:
            return False
        name = self.unit.text if self.unit is not None else ""
        apply_field(self.draft, fields.Field(self.heading, name, unit.text, 0, colon=True), unit)
        self.taken += 1
        return True

    def _loose(self, unit: Unit) -> None:
        if (
            self.in_cast
            and self.heading is None
            and unit.gap <= self.gap
            and people.looks_like_name(unit.text)
        ):
            self.draft.credit((ACTOR,), credit_lists.Credited(unit.text), unit.fact(""), CREDITS)
        elif self.heading is None and unit.gap <= self.gap and people.looks_like_name(unit.text):
            self.waiting.append(unit)  # who leads the cast may have no character
        elif (rated := nations.worded(unit.text)) is not None:
            self.draft.offer("content_rating", unit.fact(rated, unit.text), CREDITS)
            self.draft.evidence.add("content rating")
        elif (line := credit_line.small(unit.text)) is not None:
            credit_line.apply(self.draft, line, unit)
        elif (made := nothing_but(unit.text)) is not None and made.countries and made.year:
            apply_small_facts(self.draft, made, unit, CREDITS)  # "Norway/Czech Republic 1996"
        elif heard := spoken(unit.text):
            self.draft.add("languages", [unit.fact(name) for name in heard])
        elif self.heading is not None and self.heading.field in {jobs.OTHER, jobs.SOURCE_WORK}:
            return
        elif unit.words <= 12 and not unit.text.startswith("for "):  # "for strong language", under "Rated R"
            self.draft.complain(f"Not understood in the credits: {unit.text[:80]!r}.", unit.first)


def _cast_row(text: str) -> str:
    """Write a row of a cast table, actor and then character, as one credit; "" for column heads."""
    cells = [cell.strip(" .…:") for cell in text.split("\t")]
    cells = [cell for cell in cells if cell and cell.casefold() not in {"as", "...", "—", "-"}]
    if not cells or all(cell.casefold() in _ROLE_HEADS or label_of(cell) is not None for cell in cells):
        return ""
    return f"{cells[0]} as {re.sub(r'^as ', '', cells[1])}" if len(cells) > 1 else cells[0]


def _usual_gap(units: Sequence[Unit], kinds: Sequence[str]) -> int:
    gaps = sorted(
        unit.gap for unit, kind in zip(units, kinds, strict=True) if kind in {"cast", "titleyear", "facts"}
    )
    return gaps[len(gaps) // 2] if gaps else 1


def _is_tight(units: Sequence[Unit], kinds: Sequence[str]) -> bool:
    """Whether some heading's names stand on lines right under each other: then each heading's do."""
    return any(
        kinds[place - 2] == "heading" and kinds[place - 1] == kinds[place] == "short"
        and units[place].gap == 0 and units[place - 1].gap > 0
        for place in range(2, len(units))
    )  # fmt: skip


def _names(draft: Draft, heading: Label, unit: Unit) -> int:
    acting = ACTOR in heading.jobs
    credited, refused = credit_lists.cast(unit.text) if acting else credit_lists.crew(unit.text)
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


def _apply(draft: Draft, unit: Unit, kind: str) -> None:
    if kind == "titleyear":
        found = title_and_year(unit.text)
        if found is not None:
            draft.offer("title", unit.fact(found[0]), CREDITS)
            draft.offer("year", unit.fact(found[1]), CREDITS)
            draft.evidence.add("year")
    elif kind == "poster":
        title = section_words.poster_title(unit.text)
        draft.offer("title", unit.fact(title, unit.text) if title else None, CREDITS + 1)
    else:
        line = credit_line.whole(unit.text)
        facts = phrases.fact_line(unit.text)
        if line is not None and line.told > 1:
            credit_line.apply_line(draft, line, unit)
        elif facts is not None:
            apply_fact_line(draft, facts, unit, CREDITS)
        rated = phrases.content_rating(unit.text)
        if rated and (facts is None or facts.content_rating is None):
            draft.offer("content_rating", unit.fact(rated, unit.text), CREDITS)
            draft.evidence.add("content rating")
