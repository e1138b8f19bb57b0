"""The paragraphs of an entry, where a text dump breaks them, and a guide's credits, into lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.sources.columns import entry_signed
from graph.sources.columns.entry_labels import guided
from graph.sources.facts import credit_line
from graph.sources.layout import segments
from graph.sources.patterns import regex
from graph.sources.text.paragraphs import joined, signs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.lines import Unit

#: A line on which a guide's credits end is no longer than this.
_RUN_OVER = 80
#: "Screen Sentinel - by Ann Lee - Jan 12, 2007"
_BY_LINE = regex(r"^(?:.{2,50} [-–—|•·] )?[Bb]y [A-Z].{3,50}(?:19|20)\d\d$")


def rejoined(units: Sequence[Unit]) -> list[Unit]:
    """Paragraphs that a text dump hard-wraps right under their heads, joined."""
    result: list[Unit] = []
    run: list[Unit] = []
    for unit in units:
        if run and _runs_over(run[-1], unit):
            run[-1] = replace(run[-1], text=f"{run[-1].text} {unit.text}", last=unit.last)
            continue
        if run and (unit.gap or unit.tag or run[-1].tag or _stands_alone(unit) or _stands_alone(run[-1])):
            result.extend(joined(run))
            run = []
        run.append(unit)
    result.extend(joined(run))
    return result


def _runs_over(line: Unit, below: Unit) -> bool:
    """Whether a guide's line of director and cast goes on below: "With Ann Lee and Bo", "Park. (98 min.)"."""
    if below.gap or below.tag or line.tag or len(below.text) > _RUN_OVER or line.text[-1] in ".)]":
        return False
    if not guided(line.text):
        return False
    said, more = credit_line.whole(f"{line.text} {below.text}"), credit_line.whole(line.text)
    return said is not None and said.told > (more.told if more is not None else 0)


def _stands_alone(unit: Unit) -> bool:
    """Whether a line is none of a paragraph: a label, a rating, a rule, facts in brackets."""
    brackets = unit.text[0] in "([" and unit.text[-1] in ")]"
    kind = segments.kind_of(unit)
    return (
        brackets
        or unit.hints == entry_signed.SIGNED
        or unit.text.count(" | ") > 1
        or _BY_LINE.search(unit.text) is not None
        or signs(unit.text)
        or kind in {"rating", "noise"}
        or (kind == "label" and not unit.text[0].islower())
    )
