"""The names of cinemas that close an entry's text: "... and so do we. Guild, Roxy.", "(Showcase, Odeon)"."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from graph.sources.columns import entry_rubrics
from graph.sources.columns.habits import is_habit
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.small_facts import closing
from graph.sources.origin.paper_words import HOUSE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.columns.entries import Entry

#: "Guild.", "Roxy, Cinemark 6. (Ann Lee)", at the end of a text.
_CINEMAS = re.compile(
    r"(?<=[.!?”\")])\s+(?P<names>[A-Z][\w’'&-]*(?: (?:[A-Z][\w’'&-]*|\d{1,2})){0,3}"
    r"(?:(?:, | and )(?:the )?[A-Z][\w’'&-]*(?: (?:[A-Z][\w’'&-]*|\d{1,2})){0,3}){0,5})\."
    r"(?=$|\s+[(\[–—-][^.!?]{2,40}$)"
)
#: "(Showcase, Hyde Park)", at the very end.
_IN_BRACKETS = re.compile(
    r"(?<=[.!?”\")])\s+[(\[](?:(?:At|Now at|Playing at|Showing at): ?)?(?P<names>(?:the "
    r")?[A-Z][\w’'&.-]*(?: [A-Z\d&][\w’'&.-]*){0,3}"
    r"(?:(?:, | and |; |/)(?:the )?[A-Z][\w’'&.-]*(?: [A-Z\d&][\w’'&.-]*){0,3}){0,6})[)\]]$"
)
_NAME_PARTS = re.compile(r", | and ")
_SURE, _LEAST, _LEAST_TEXT, _MOST_PLACE = 3, 2, 30, 120


def without_cinemas(cut: Sequence[Entry]) -> None:
    """Leave out the names of cinemas that close most texts, before a signature: "Guild, Roxy. (Ann Lee)".

    They may stand in brackets: "... are terrific. (Showcase, Hyde Park)".
    """
    found: list[tuple[Entry, int, re.Match[str]]] = []
    for entry in cut:
        texts = [index for index, unit in enumerate(entry.units) if entry_rubrics.is_text(unit)]
        for place in reversed(texts):  # the page's own words may stand under the last text
            text = entry.units[place].text
            start = max(_LEAST_TEXT, len(text) - _MOST_PLACE)
            match = _CINEMAS.search(text, start) or _bracketed_cinemas(text, start)
            if match is not None:
                found.append((entry, place, match))
                break
    names = Counter(name for _, _, match in found for name in set(_NAME_PARTS.split(match.group("names"))))
    several = sum(_NAME_PARTS.search(match.group("names")) is not None for _, _, match in found)
    persons = not several or all(looks_like_name(match.group("names")) for _, _, match in found)  # who sign
    if (
        len(found) < _SURE
        or not is_habit(len(found), len(cut))
        or not any(n >= _LEAST for n in names.values())
        or persons
    ):
        return
    for entry, place, match in found:
        unit = entry.units[place]
        entry.units[place] = unit.with_text(unit.text[: match.start()] + unit.text[match.end("names") + 1 :])


def _bracketed_cinemas(text: str, start: int) -> re.Match[str] | None:
    """Names in brackets that close a text, and are neither a signature nor a critic and a paper."""
    found = _IN_BRACKETS.search(text, start)
    names = found.group("names") if found is not None else ""
    signed = (
        re.fullmatch(r"(?:[A-Z]['’]?\.?\s?){2,4}", names) or names.startswith("By ") or HOUSE.search(names)
    )
    return None if signed or closing(text) is not None else found
