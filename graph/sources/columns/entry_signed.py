"""Who wrote each entry, where the page prints a bare name at its head: beside the rating, or above the text.

    "Rodeo Kid" ** (reviewed by Ann Lee)        Dry Creek / B+ / Ann Lee        Dry Creek
                                                                                **** (M)
                                                                                ANN LEE

A name under a title may be the director's. It is the critic's where "by" says so or it stands behind the
rating, and above a text where some of the page's names come back: a critic writes several entries, and hardly
any director made two of their films.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.sources.columns.entry_heads import STARS, head_of
from graph.sources.columns.habits import is_habit
from graph.sources.columns.opinions import NAME
from graph.sources.facts.people import looks_like_name
from graph.sources.lines import ends_sentence
from graph.sources.origin import bylines
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.columns.critics_key import Critics
    from graph.sources.columns.entries import Entry
    from graph.sources.lines import Unit

#: What a unit's hints say that is nothing but the name of who wrote its entry.
SIGNED = "signed"
_RATED = rf"(?:{STARS}|[A-F][+−–-]?|\d(?:[.,]\d)?(?:/|\s(?:out )?of\s)\d{{1,2}}|\d{{1,3}}\s?%|BOMB|DUD)"
#: "(reviewed by Ann Lee)", "by Ann Lee", behind a title and its rating.
_BY = regex(
    rf"^(?P<head>.{{2,120}}?)[\s,;–—-]*(?:[(\[](?:[Rr]eview(?:ed)?:? )?[Bb]y:? (?P<inner>{NAME})[)\]]|"
    rf"(?<=[*★½2)\]/\d+])[\s,;/|–—-]+(?:[Rr]eview(?:ed)? )?[Bb]y (?P<by>{NAME}))$"
)
#: "Dry Creek / B+ / Ann Lee", "Dry Creek (PG) | *** | Ann Lee", "Dry Creek *** -- Ann Lee".
_BEHIND = regex(
    rf"^(?P<head>.{{2,120}}?[\s/|,:–—-]{_RATED}(?:\s?\([^()]{{0,24}}\))?)\s*(?:[/|·•]|[–—]|--?)\s*(?P<name>{NAME})$"
)
_LONGEST, _LEAST, _LINES = 170, 3, 4


def parted(units: Sequence[Unit]) -> list[Unit]:
    """The units with each head and the name of the critic beside it parted."""
    behind = {
        unit.first: found for unit in units
        if len(unit.text) <= _LONGEST and (found := _BEHIND.match(unit.text)) is not None
        and looks_like_name(found["name"])
    }  # fmt: skip
    result: list[Unit] = []
    for unit in units:
        found = behind.get(unit.first) if len(behind) >= _LEAST else None
        name = found["name"] if found is not None else ""
        if found is None and len(unit.text) <= _LONGEST and unit.text.rstrip(")]")[-1:].isalpha():
            found = _BY.match(unit.text) if "y " in unit.text else None
            name = (found["inner"] or found["by"]) if found is not None else ""
        head = head_of(found["head"]) if found is not None and looks_like_name(name) else None
        if found is None or head is None or head.rating is None:
            result.append(unit)
            continue
        result.append(unit.with_text(found["head"]))
        result.append(replace(unit, text=name, gap=0, tag="", lead=0, hints=SIGNED))
    return result


def name_above(entries: Sequence[Entry]) -> None:
    """Make the name on a line of its own above the text of most entries that of who wrote them."""
    found = [(entry, place) for entry in entries if (place := _place(entry)) is not None]
    names = Counter(entry.units[place].text.casefold() for entry, place in found)
    if len(found) < _LEAST or not is_habit(len(found), len(entries)) or max(names.values()) == 1:
        return
    for entry, place in found:
        entry.units[place] = replace(entry.units[place], hints=SIGNED)


def _place(entry: Entry) -> int | None:
    """Which of an entry's first lines is nothing but a name; None where none is, above its text."""
    for place, unit in enumerate(entry.units[:_LINES]):
        if (
            unit.hints == SIGNED
            or len(unit.text) > _LONGEST
            or ends_sentence(unit.text)
            or bylines.byline(unit.text) is not None
        ):
            return None
        if looks_like_name(name_of(unit)):
            return place if place + 1 < len(entry.units) else None
    return None


def name_of(unit: Unit) -> str:
    """The name of such a unit, in small letters where it stands in capitals."""
    return unit.text.title() if unit.text.isupper() else unit.text


def without_behind(entries: Sequence[Entry], critics: Critics) -> None:
    """Leave out what stands behind the critic's name on a line of its own that closes most entries."""
    closed = [(entry, place) for entry in entries if (place := _closed(entry, critics)) is not None]
    others = [place == len(entry.units) - 1 for entry, place in closed if entry is not entries[-1]]
    if not others or not is_habit(len(closed), len(entries)) or sum(others) * 2 < len(others):
        return
    for entry, place in closed:
        del entry.units[place + 1 :]


def _closed(entry: Entry, critics: Critics) -> int | None:
    """Where a known critic's name stands alone under an entry's text."""
    told = False
    for place, unit in enumerate(entry.units):
        if told and critics.full(unit.text) is not None:
            return place
        told = told or ends_sentence(unit.text)
    return None
