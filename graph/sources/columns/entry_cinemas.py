"""The names of cinemas that close an entry's text: "... and so do we. Guild, Roxy.", "(Showcase, Odeon)".

They may stand before who signs the text, or behind; "At: Guild, Roxy." says it outright.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from graph.sources.columns import entry_rubrics
from graph.sources.columns.habits import is_habit
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.small_facts import closing
from graph.sources.origin.paper_words import HOUSE
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.columns.entries import Entry

_CINEMA = r"(?:the )?[A-Z][\w’'&.-]*(?: (?:[A-Z&][\w’'&.-]*|\d{1,2})){0,3}"
#: How long it plays: "Harris Theater, one week only", "Roxy, Fri.-Sun.".
_WHILE = (
    r"(?:, (?:(?:one|two|this|all) (?:week|weekend|night|day|show)s?(?: only)?|"
    r"(?:through|until|from|starts|ends) \w+|(?:[A-Z][a-z]{2,8}\.?(?:[ –-]| and )?){1,2}(?: only)?))?"
)
#: "Guild.", "Roxy, Cinemark 6. (Ann Lee)", at the end of a text.
_CINEMAS = regex(
    rf"(?<=[.!?”\")])\s+(?P<cut>(?P<at>(?:Now )?(?:[Aa]t|[Pp]laying at|[Ss]howing at): )?"
    rf"(?P<names>{_CINEMA}(?:(?:, | and |; ){_CINEMA}){{0,5}}){_WHILE}\.)(?=$|\s+[(\[–—-][^.!?]{{2,40}}$)"
)
#: "(Showcase, Hyde Park)", at the very end; who signs may stand before it.
_IN_BRACKETS = regex(
    rf"(?:(?<=[.!?”\")])|(?<=[.!?”\")])\s+(?:--?|[–—])\s?[A-Z][\w.’' -]{{1,30}})\s+(?P<cut>[(\[]"
    rf"(?P<at>(?:At|Now at|Playing at|Showing at): ?)?"
    rf"(?P<names>{_CINEMA}(?:(?:, | and |; |/){_CINEMA}){{0,6}})[)\]])$"
)
#: What cinemas are called by.
_CALLED = regex(
    r"\b(?:cinemas?|theat(?:er|re)s?|multiplex|megaplex|drive-in|playhouse|filmhouse|picture house|kino|"
    r"lichtspiele|odeon|rialto|roxy|rivoli|regal|palace|plaza|showcase|galleria|cinemark|cinemax|cineplex|"
    r"hoyts|vue|ugc|mall|century|orpheum|bijou|strand|tivoli|gaumont|screen|twin|\d{1,2})\b",
    re.IGNORECASE,
)
_NAME_PARTS = regex(r", | and ")
_SURE, _LEAST, _LEAST_TEXT, _MOST_PLACE = 3, 2, 30, 120


#: "... a second idea. (KM) Kabuki, Clay", with no stop.
_BARE = regex(
    rf"(?<=[.!?”\"]) ?[(\[][A-Z][\w.’' -]{{1,30}}[)\]](?P<cut>\s+(?P<at>(?:Now )?[Aa]t:? )?"
    rf"(?P<names>{_CINEMA}(?:, {_CINEMA}){{0,6}}))$"
)


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
            match = (
                _CINEMAS.search(text, start) or _bracketed_cinemas(text, start) or _BARE.search(text, start)
            )
            if match is not None:
                found.append((entry, place, match))
                break
    names = Counter(name for _, _, match in found for name in set(_NAME_PARTS.split(match.group("names"))))
    several = sum(_NAME_PARTS.search(match.group("names")) is not None for _, _, match in found)
    said = all(match.group("at") for _, _, match in found)
    persons = not several or all(looks_like_name(match.group("names")) for _, _, match in found)  # who sign
    known = any(n >= _LEAST for n in names.values()) or (
        several >= _LEAST and sum(_CALLED.search(name) is not None for name in names) >= _LEAST
    )
    if len(found) < _SURE or not is_habit(len(found), len(cut)) or not (said or (known and not persons)):
        return
    for entry, place, match in found:
        unit = entry.units[place]
        text = f"{unit.text[: match.start('cut')].rstrip()}{unit.text[match.end('cut') :]}"
        entry.units[place] = unit.with_text(text)


_INITIALS = regex(r"(?:[A-Z]['’]?\.?\s?){2,4}")


def _bracketed_cinemas(text: str, start: int) -> re.Match[str] | None:
    """Names in brackets that close a text, and are neither a signature nor a critic and a paper."""
    found = _IN_BRACKETS.search(text, start)
    names = found.group("names") if found is not None else ""
    signed = _INITIALS.fullmatch(names) or names.startswith("By ") or HOUSE.search(names)
    return None if signed or closing(text) is not None else found
