"""What stands under an entry's text, behind a rubric or a bullet; and entries that have no review."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from graph.sources.columns.critics_key import Critics
from graph.sources.columns.habits import is_habit
from graph.sources.columns.opinions import opinion_of
from graph.sources.facts import credit_line, dates, ratings
from graph.sources.facts.people import looks_like_name
from graph.sources.lines import ends_sentence
from graph.sources.origin import bylines
from graph.sources.patterns import regex
from graph.sources.words import ADVERTISEMENT

if TYPE_CHECKING:
    from graph.sources.columns.entries import Entry
    from graph.sources.lines import Unit

_RATED = regex(r"\s+[(\[]?(?:[\d*★½][\d*★½/.,]{0,8}|[A-F][+−–-]?)[)\]]?$")
#: A page whose critics are not known.
NOBODY = Critics()
_LEAST_RUBRIC, _LONGEST, _LEAST, _SURE = 5, 120, 2, 3
#: What a page says of a film that nobody has reviewed there.
_UNREVIEWED = regex(
    r"^[(\[]?(?:(?:was |were |had |has )?(?:not|un|never)[ -]?(?:yet )?(?:been )?(?:screened|reviewed|"
    r"seen|available|"
    r"shown|previewed|made available)\b|no (?:review|advance|press|preview|critics)\w*\b|"
    r"(?:full )?review(?:ed)? "
    r"(?:next|to come|later|coming|to follow|in|on)\b|did not screen\b|nicht (?:gesehen|besprochen|vorab)\b|"
    r"pas (?:vu|encore)\b)",
    re.IGNORECASE,
)
#: "PUBLICITÉ — Crêperie ...", "[Sponsored] Solar panels", "*** ADVERT *** Ferries".
_ADVERT = regex(
    r"^[\W_]{0,6}(?:ADVERT|ADVERTISING|"
    rf"{'|'.join(form for word in ADVERTISEMENT for form in (word.upper(), word.capitalize()))})"
    r"(?:\s?[\]):*–—-]|$)"
)


def leave_out(cut: list[Entry]) -> None:
    """Take from the entries advertisements, tools, what stands under rubrics in capitals, closing bullets."""
    for entry in cut:
        entry.units[:] = [unit for unit in entry.units if not _is_advert(unit)]
    _without_tools(cut)
    _without_rubrics(cut)
    _without_bullets(cut)


def is_text(unit: Unit) -> bool:
    """Whether a unit is text of an entry: a sentence, and no line of facts or in brackets."""
    return (
        (len(unit.text) >= 60 or ends_sentence(unrated(unit.text)))
        and unit.words > 1
        and not (unit.text[0] in "([" and unit.text[-1] in ")]")
        and credit_line.whole(unit.text) is None
    )


def unrated(text: str) -> str:
    """A text without the rating that it ends in."""
    return _RATED.sub("", text)


def reviewed(cut: list[Entry]) -> list[Entry]:
    """The entries without those of which the page says that it has no review: "Not screened for critics."."""
    return [entry for entry in cut if not _is_unreviewed(entry)] or cut


def _is_unreviewed(entry: Entry) -> bool:
    texts = [
        unit.text for unit in entry.units if ends_sentence(unit.text) and credit_line.whole(unit.text) is None
    ]
    return (
        entry.head.rating is None
        and bool(texts)
        and _UNREVIEWED.match(texts[0]) is not None
        and all(opinion_of(unit, NOBODY, guide=False) is None for unit in entry.units)
    )


def _is_advert(unit: Unit) -> bool:
    """Whether a line is an advertisement's; the word alone heads what is none of the entry."""
    found = _ADVERT.match(unit.text) if not unit.is_heading else None
    return found is not None and any(map(str.isalpha, unit.text[found.end() :]))


def _without_rubrics(cut: list[Entry]) -> None:
    """Leave out what stands under a rubric in capitals behind an entry's text: "HELD OVER"."""
    for entry in cut:
        told = False
        for index, unit in enumerate(entry.units):
            if told and unit.gap and _is_rubric(unit):
                del entry.units[index:]
                break
            told = told or is_text(unit)


def _without_tools(cut: list[Entry]) -> None:
    """Leave out the one line that a page prints alike under most texts: "Share | E-mail | Keep unread".

    It may count: "Comments: 14 | Share".
    """
    told = [[_form(unit) for unit in entry.units[1:] if _may_be_tools(unit)] for entry in cut]
    counted = Counter(form for forms in told for form in set(forms))
    alike = {
        form for form, count in counted.items()
        if count >= _SURE and is_habit(count, len(cut)) and len(form) <= _LONGEST
    }  # fmt: skip
    for entry in cut if alike else ():
        places = [index for index, unit in enumerate(entry.units) if _form(unit) in alike]
        if places and any(map(is_text, entry.units[: places[0]])):  # what stands under it is of the page
            del entry.units[places[0] :]
        entry.units[:] = [unit for unit in entry.units if _form(unit) not in alike]


def _may_be_tools(unit: Unit) -> bool:
    """Whether a line is no sentence, and says nothing of a film that a name or a rating would."""
    text = unit.text
    if credit_line.whole(text) is not None:
        return False
    return _TOOLS.search(text) is not None or (
        unit.words > 1
        and len(text) <= _LONGEST
        and not ends_sentence(text)
        and not looks_like_name(text)
        and ratings.stated(text) is None
        and ratings.alone(text) is None
        and opinion_of(unit, NOBODY, guide=True) is None
        and bylines.byline(text) is None
        and dates.sure(text) is None
    )


def _form(unit: Unit) -> str:
    return _COUNTED.sub("0", unit.text)


_COUNTED = regex(r"\b(?:\d+|no|one)\b", re.IGNORECASE)
#: What parts the tools of such a line.
_TOOLS = regex(r"\S\s*[|·•\]]\s*\[?\S.*\S\s*[|·•\]]")


def _without_bullets(cut: list[Entry]) -> None:
    """Leave out the line behind a bullet that closes most entries: "• Out now at the Roxy"."""
    found = [(entry, unit) for entry in cut for unit in entry.units[1:] if _is_item(unit)]
    if len(found) < _LEAST or not is_habit(len({id(entry) for entry, _ in found}), len(cut)):
        return
    for entry, unit in found:
        if unit in entry.units:
            del entry.units[entry.units.index(unit) :]


def _is_item(unit: Unit) -> bool:
    return unit.text[:1] in _BULLET and len(unit.text) <= _LONGEST and credit_line.whole(unit.text) is None


_BULLET = frozenset("•‣▪◦►■▶»")


def _is_rubric(unit: Unit) -> bool:
    """Whether a line in capitals is neither facts, nor a rating, nor a signature with one."""
    text = unit.text
    letters = sum(map(str.isalpha, text))
    return (
        letters >= _LEAST_RUBRIC
        and text.isupper()
        and len(text) <= _LONGEST
        and not ends_sentence(text)
        and letters * 2 > len(text)
        and credit_line.whole(text) is None
        and opinion_of(unit, NOBODY, guide=True) is None
    )
