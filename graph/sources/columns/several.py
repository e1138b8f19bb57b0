"""Lists of films: set aside before their facts are mixed into one film."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from graph.records import SetAside
from graph.sources.columns.entry_heads import head_of
from graph.sources.facts.titles import title_and_year
from graph.sources.layout import section_words
from graph.sources.lines import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.columns.entry_heads import Head
    from graph.sources.layout.segments import Layout
    from graph.sources.lines import Unit

#: A list has hardly any prose, and lines that are no longer than this.
_MOST_PROSE, _LEAST_WORDS, _LONGEST_LINE, _LEAST_LISTED = 300, 8, 120, 3


def refuse_list(layout: Layout) -> None:
    """Refuse a list of films that says of none of them what reviews say; no reader may take it for one."""
    titled: list[Unit] = []
    for index, (unit, kind) in enumerate(zip(layout.units, layout.kinds, strict=True)):
        if layout.section[index] in {section_words.TEASERS, section_words.COMMENTS} or len(unit.text) > 400:
            continue
        if kind == "titleyear" or (unit.is_heading and title_and_year(unit.text)):
            titled.append(unit)
    refuse_listing(layout.units)
    titles = {unit.text.casefold() for unit in titled}
    if len(titles) >= _LEAST_LISTED and _prose_between(layout, titled):
        raise SetAside(f"A list of {len(titles)} films, not a review of one.", titled[1].first)


def refuse_listing(units: Sequence[Unit]) -> None:
    """Refuse a list of titles with nothing but facts in brackets behind them: what is out on video."""
    prose = sum(len(unit.text) for unit in units if ends_sentence(unit.text) and unit.words >= _LEAST_WORDS)
    if prose > _MOST_PROSE:
        return
    heads = [unit for unit in units if len(unit.text) <= _LONGEST_LINE and unit.text[-1:] in ")]"]
    listed = [unit for unit in heads if (head := head_of(unit.text)) is not None and _is_listed(head)]
    listed += [unit for unit in units if _is_row(unit.text)]
    if len(listed) >= _LEAST_LISTED:
        raise SetAside(
            f"A list of {len(listed)} films with their facts, not a review of one.", listed[0].first
        )


def _is_row(text: str) -> bool:
    """Whether a row of an index begins with a film and its year: "Salt (2021)", "Ann Lee", "B", "3 May"."""
    title, *cells = text.split("\t")
    return len(cells) > 1 and len(text) <= _LONGEST_LINE and title_and_year(title) is not None


def _is_listed(head: Head) -> bool:
    return head.rating is None and head.facts is not None and head.facts.minutes is not None


def _prose_between(layout: Layout, titled: list[Unit]) -> bool:
    spans = [unit.first for unit in titled]
    prose = [
        unit.first
        for unit, kind in zip(layout.units, layout.kinds, strict=True)
        if kind in {"prose", "sentence"}
    ]
    return (
        sum(1 for one, other in itertools.pairwise(spans) if any(one < line < other for line in prose))
        >= _LEAST_LISTED - 1
    )
