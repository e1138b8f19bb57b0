"""Pages of several reviews, and lists: set aside before their facts are mixed into one film."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from graph.records import SetAside
from graph.sources import section_words
from graph.sources.titles import title_and_year, undress

if TYPE_CHECKING:
    from graph.sources.lines import Unit
    from graph.sources.segments import Layout

_STARS_AND_RATED = re.compile(r"^(?:\*{1,4}(?:\s?1/2|½)?|[★☆½]{1,6})\s*\([^()]{0,12}\)$")


def refuse_many(layout: Layout) -> None:
    """Several reviews on one page, or a list: no reader here may mix their facts into one film."""
    starred: list[Unit] = []
    guides: list[Unit] = []
    titled: list[Unit] = []
    for index, (unit, kind) in enumerate(zip(layout.units, layout.kinds, strict=True)):
        if layout.section[index] in {section_words.TEASERS, section_words.COMMENTS} or len(unit.text) > 400:
            continue
        if (
            kind in {"short", "sentence"} and (heading := undress(unit.text)) and heading.rating is not None
        ) or (
            (kind == "rating" or _STARS_AND_RATED.match(unit.text))
            and index
            and layout.kinds[index - 1] == "short"
        ):
            starred.append(unit)
        if re.match(r"^Directors?: [^.]{3,60}\. With ", unit.text):
            guides.append(unit)
        if kind == "titleyear" or (unit.is_heading and title_and_year(unit.text)):
            titled.append(unit)
    titles = {unit.text.casefold() for unit in titled}
    for found, what in ((starred, "starred titles"), (guides, "guide entries")):
        if len(found) >= 3 or (len(found) == 2 and found is guides):
            raise SetAside(
                f"Several reviews on one page ({len(found)} {what}): such pages are not read yet.",
                found[1].first,
            )
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
