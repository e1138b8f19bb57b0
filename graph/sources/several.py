"""Lists of films: set aside before their facts are mixed into one film."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from graph.records import SetAside
from graph.sources import section_words
from graph.sources.titles import title_and_year

if TYPE_CHECKING:
    from graph.sources.lines import Unit
    from graph.sources.segments import Layout


def refuse_list(layout: Layout) -> None:
    """Refuse a list of films that says of none of them what reviews say; no reader may take it for one."""
    titled: list[Unit] = []
    for index, (unit, kind) in enumerate(zip(layout.units, layout.kinds, strict=True)):
        if layout.section[index] in {section_words.TEASERS, section_words.COMMENTS} or len(unit.text) > 400:
            continue
        if kind == "titleyear" or (unit.is_heading and title_and_year(unit.text)):
            titled.append(unit)
    titles = {unit.text.casefold() for unit in titled}
    if len(titles) >= 4 and _prose_between(layout, titled):
        raise SetAside(f"A list of {len(titles)} films, not a review of one.", titled[1].first)


def _prose_between(layout: Layout, titled: list[Unit]) -> bool:
    spans = [unit.first for unit in titled]
    prose = [
        unit.first
        for unit, kind in zip(layout.units, layout.kinds, strict=True)
        if kind in {"prose", "sentence"}
    ]
    return (
        sum(1 for one, other in itertools.pairwise(spans) if any(one < line < other for line in prose)) >= 3
    )
