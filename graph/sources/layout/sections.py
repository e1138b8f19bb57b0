"""Units put together and apart before a page is cut up, and the section that each of them stands in."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.sources.facts import fields
from graph.sources.facts.jobs import label_of
from graph.sources.facts.people import could_be_name
from graph.sources.facts.titles import title_and_year
from graph.sources.layout.section_words import ABOUT, COMMENTS, CREDITS, TEASERS, section_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.sources.lines import Unit

_ROLE_BELOW = re.compile(r"(?:as|\.{3}) \S")
#: What some sites print under the title of the page's own review; teasers of others stand above it.
BAR = re.compile(r"\|(?:\s|$)")


def rejoined(units: Sequence[Unit]) -> list[Unit]:
    """Join what a page prints as one credit: "Maria Torres" and "as Ana", "FARGO ***" and "Directed by"."""
    joined: list[Unit] = []
    for unit in _parted(units):
        before = joined[-1] if joined else None
        if (
            before is not None
            and _ROLE_BELOW.match(unit.text)
            and unit.gap <= 1
            and len(before.text) <= 60
            and len(unit.text) <= 90
            and could_be_name(before.text)
            and label_of(before.text) is None
        ):
            joined[-1] = replace(before, text=f"{before.text} {unit.text}", last=unit.last)
            continue
        if (
            before is not None
            and unit.gap == 0
            and len(before.text) <= 80
            and not any(word in before.text for word in ("Directed", "Written", "Starring", "Screenplay"))
            and unit.text[:90].startswith(("Directed", "Written", "Starring", "Screenplay"))
            and fields.title_lead(f"{before.text} {unit.text[:200]}") is not None
        ):
            joined[-1] = replace(before, text=f"{before.text} {unit.text}", last=unit.last)
            continue
        joined.append(unit)
    return joined


def _parted(units: Sequence[Unit]) -> Iterator[Unit]:
    """The units; a title and its year in a column by themselves are one of their own."""
    for unit in units:
        title, tab, rest = unit.text.partition("\t")
        if tab and "\t" not in rest and title_and_year(title) is not None:
            yield unit.with_text(title)
            yield unit.with_text(rest)
        else:
            yield unit


def sections(units: list[Unit], kinds: list[str]) -> list[str]:
    """For each unit the kind of section it stands in; credits end a list of other films."""
    current = ""
    result: list[str] = []
    told = False
    for index, unit in enumerate(units):
        told = told or kinds[index] == "prose"
        if kinds[index] == "section":
            current = section_of(unit.text) or ""
        elif kinds[index] == "end":
            current = ""
        elif (
            current != COMMENTS
            and (kinds[index] == "poster" or (kinds[index] == "titleyear" and _credits_follow(kinds, index)))
        ) or (current in {TEASERS, ABOUT} and kinds[index] == "heading" and _credits_follow(kinds, index)):
            current = CREDITS
        if current == TEASERS and not told and BAR.match(unit.text):
            current = ""  # the title above the bar is the page's own
            title = title_above(kinds, index)
            result[title:] = [""] * (index - title)
        result.append(current)
    return result


def title_above(kinds: Sequence[str], bar: int) -> int:
    """The place of the title above a bar; the stars of the review may stand between them."""
    title = bar - 1
    while title > 0 and kinds[title] in {"rating", "date"}:
        title -= 1
    return title


def _credits_follow(kinds: list[str], index: int) -> bool:
    return any(
        kind in {"facts", "cast", "heading", "label", "credits"} for kind in kinds[index + 1 : index + 4]
    )
