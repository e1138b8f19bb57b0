"""What a page says once and means for all that it reviews: its paper, its day, the scale of its stars.

Reviews of one film and pages of several ask the same places: the furniture for the paper
(:mod:`graph.sources.origin.masthead`), the lines above the text and the page's address for the day, a legend
or the empty stars of other reviews for the scale (:mod:`graph.sources.facts.scales`).
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from graph.records import Fact
from graph.sources.draft import GUESSED
from graph.sources.facts import scales
from graph.sources.facts.labelled import dated
from graph.sources.layout.section_words import COMMENTS, TEASERS
from graph.sources.origin import masthead
from graph.sources.origin.mirrors import copied_from
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.records import DocumentRecord, Rating
    from graph.sources.draft import Draft
    from graph.sources.layout.segments import Layout
    from graph.sources.lines import Unit
    from graph.sources.origin.furniture import Line

#: A line that is longer says more than whose page it is, and when.
_LONGEST_DATE = 100
#: Days of something else than the page: "Last updated 3/4/1997", "© 1997" ...
_NO_DAY = regex(r"\b(?:updated|modified|©|copyright|born|died|comments?|replies|festival)\b", re.IGNORECASE)
#: ... and those of the film, which stand above one review: "Opens May 3, 2004", "Seen 3 May 2004".
_FILMS_DAY = regex(
    r"\b(?:opens?|opening|releas\w+|premi\w+|starts|theaters|theatres|cinemas|seen|watched|viewed|screen(?:ed|s|ing)|"
    r"kinostart|start|sortie|estreno|uscita|until|through|next|coming)\b",
    re.IGNORECASE,
)
_SAYS_DAY = regex(
    r"\b(?:posted|published|broadcast|aired|filed|printed|written)\b(?: (?:on|by|in)\b)?"
    r"[^.;|]{0,20}?\d.{0,30}$",
    re.IGNORECASE,
)
#: "/2011/02/24/the-salt-road", "/reviews/2011-02-24-the-salt-road.html"
_IN_ADDRESS = regex(r"/((?:19|20)\d\d)([/-])(\d{1,2})\2(\d{1,2})(?=[/_-]|$)")
_READ_AS_DAYS = frozenset({"short", "cells", "heading", "date", "noise", "section"})


def settle(draft: Draft, layout: Layout, lines: Iterable[Line]) -> None:
    """Settle whose the page of one review is, and of which day, where it has but guesses or nothing."""
    masthead.settle(draft, lines)
    copied = any(copied_from(unit.text) is not None for unit in layout.units[: layout.start])
    if draft.best("published_on") is None and not copied:
        above = [
            unit
            for unit, kind, section in zip(
                layout.units[: layout.start], layout.kinds, layout.section, strict=False
            )
            if kind in _READ_AS_DAYS
            and section not in {TEASERS, COMMENTS}
            and _FILMS_DAY.search(unit.text) is None
        ]
        day_above(draft, above)
    if draft.best("published_on") is None and not copied:
        _day_of_paper(draft, layout)
    day_in_address(draft)


def _day_of_paper(draft: Draft, layout: Layout) -> None:
    """Offer the day beside the paper's name under the text: "From the Wexcombe Mercury, 14 March 1978"."""
    named = draft.best("publication")
    name = named.value.removeprefix("The ").casefold() if named is not None else ""
    for unit, section in zip(layout.units[layout.end :], layout.section[layout.end :], strict=False):
        beside = name and name in unit.text.casefold() and section not in {TEASERS, COMMENTS}
        if beside and len(unit.text) <= _LONGEST_DATE and _NO_DAY.search(unit.text) is None:
            draft.offer("published_on", dated(draft, unit.text, unit), GUESSED)


def day_above(draft: Draft, units: Sequence[Unit]) -> None:
    """Offer the first day that the lines above a page's text print; none where they say what else it is."""
    for unit in units:
        said = _SAYS_DAY.search(unit.text)  # "Ann Lee at the festival. Posted 22 January 2013"
        text = said.group() if said is not None else unit.text
        if len(text) <= _LONGEST_DATE and _NO_DAY.search(text) is None:
            found = dated(draft, text, unit)
            if found is not None:
                draft.offer("published_on", found, GUESSED)
                return


def day_in_address(draft: Draft) -> None:
    """Offer the day that a page's address holds, where nothing on it states one."""
    address = draft.best("page")
    found = _IN_ADDRESS.search(address.value) if address is not None else None
    if address is None or found is None or draft.best("published_on") is not None:
        return
    try:
        day = date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return
    draft.offer(
        "published_on", Fact(day, address.first_line, address.last_line, address.value[:300]), GUESSED
    )


def completed(
    document: DocumentRecord, lines: Iterable[Line], texts: Sequence[str], marked: Iterable[Rating] = ()
) -> DocumentRecord:
    """The document with the paper and the scale of its page in the reviews that state none.

    Args:
        document: the page's record.
        lines: its furniture; none where :func:`settle` has asked it.
        texts: its lines.
        marked: the ratings in its markup.
    """
    return scales.scaled(masthead.signed(document, lines), texts, marked)
