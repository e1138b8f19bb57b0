"""When and on which channel a film is shown, where a guide prints it before the text of most entries.

"1.10pm BBC2. A lamplighter ...", "(1948, b/w) ITV, Sat 10.40pm", "20.15 Uhr, ARD" on a line of its own: none
of it is text, and a time of the day is no fact of the film. A page on which most films have nothing but such
lines is a cinema's listing, and reviews nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.sources.columns.habits import is_habit
from graph.sources.facts import dates
from graph.sources.facts.titles import upright
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.columns.entries import Entry
    from graph.sources.lines import Unit

_TIME = (
    r"(?:\d{1,2}(?:[.:]\d\d)?\s?[ap]\.?m\b\.?|\d{1,2}[.:h]\d\d(?:\s?(?:Uhr|h|hrs))?(?!\d)|"
    r"\d{1,2} (?:Uhr|heures)\b|[Nn]oon\b|[Mm]idnight\b)"
)
#: One word of a channel's or a cinema's name, or a day.
_WORD = r"[A-Z\d][\w&+’'/-]*\.?"
_AIRED = (
    rf"(?:{_WORD},? (?:at |um |à )?){{0,6}}?{_TIME}(?:\s?(?:[–-]|to|until|bis)\s?{_TIME})?"
    rf"(?:,? (?:on |at |auf |sur )?[A-Z\d][\w&+’'/-]*){{0,5}}"
)
_BEFORE_TEXT = regex(rf"^[(\[]?{_AIRED}[)\]]?(?:[.:;]|,? [–—-]+|(?<=[)\]]))\s+(?=[A-Z\"“‘'¿¡(])")
_ALONE = regex(rf"^[(\[]?{_AIRED}[)\]]?\.?$")
_BEHIND_FACTS = regex(rf"(?<=[)\]])[,;:.]?\s+{_AIRED}\.?$")
#: Before a title: "6.40 BBC2 THE SALT ROAD", "20.15 Uhr ARD: Otto"; channels are known by name.
_CHANNELS = (
    r"BBC[ -]?\d?", r"ITV\d?", "C[45]", "S4C", r"Ch(?:annel)?\.? ?\d{1,2}", "E4", "More4", "Film4",
    r"Sky \w+(?: \d)?", "TCM", "AMC", "HBO", "TNT", "TBS", "USA", "CBS", "NBC", r"ABC\d?", "PBS",
    "F[Oo][Xx]", "CBC", "CTV", "TVO", "ARD", "ZDF", "A[Rr][Tt][Ee]", r"RTL\d?", r"S[Aa][Tt]\.?1",
    "Pro ?7", "3sat", "WDR", "NDR", "SWR", "BR", r"ORF ?\d", r"SF ?\d", "TF1", "FR3", r"France ?\d",
    "M6", r"Canal\+", r"R[Aa][Ii] ?(?:\d|Uno|Due|Tre)", "Rete ?4", r"TVE ?\d?", "La ?[12]",
    r"RTP ?\d", r"RT[EÉ] ?\d?", "Network 2", r"SVT ?\d?", r"NRK\d?", r"TV ?\d", r"DR ?\d", "YLE",
    r"Ned(?:erland)? ?\d", "VRT", "SBS", "Nine", "Seven", "Ten", r"TVNZ ?\d?",
    # ITV was a company in each region, and guides name that.
    "Anglia", "ATV", "Border", "Central", "Grampian", "Granada", "Harlech", "HTV", "London", "LWT",
    "Rediffusion",
    "Scottish", "Southern", "STV", "Thames", "TSW", "TVS", "TWW", "Tyne Tees", "Ulster", "UTV", "Westward",
    "Yorkshire",
)  # fmt: skip
_BEFORE_TITLE = regex(rf"^{_TIME},?\s+(?:\(?(?:{'|'.join(_CHANNELS)})\)?[:,]?\s+)?(?=[^\W\d_]|[\"“‘])")
_CLOCK_NEAR = regex(r".{0,12}?\d(?:[.:h]\d| ?[ap]\.?m| Uhr)")
#: "9.15 BBC1  ** SALT ROAD": such a line with a channel heads an entry whatever its title stands behind.
#: A strand's name may stand between the channel and a title in capitals; "9.0" is nine o'clock there.
_CLOCK = rf"(?:{_TIME}|\d{{1,2}}\.\d(?!\d))"
_HEADING = regex(
    rf"^(?:{_CLOCK},?\s+\(?(?:{'|'.join(_CHANNELS)})\)?|\(?(?:{'|'.join(_CHANNELS)})\)?,?\s+{_CLOCK})[:,]?\s+"
    r"(?:[A-Z][\w’'& ]{2,30}: (?=[A-Z’' ]{4}))?(?=\(?[*★☆]|[^\W\d_]|[\"“])"
)
#: "SALT ROAD ** (1949) A lamplighter ...": a head whose text is short stands with it as one wrapped line.
_STARRED_HEAD = regex(
    r"(?P<head>[^a-z*★]{3,60} (?:\*{1,5}|★{1,5})(?: ?(?:1/2|½))?(?: ?\([^()]{4,40}\))?) (?=[A-Z\"“‘'])"
)
#: "Seen Thursday at the Pathé.": where a diary saw the film.
_SEEN = regex(r"^(?:Seen|Watched|Screened|Viewed)\b[^.!?]{2,60}\.\s+(?=[A-Z\"“‘])")
#: A channel, a cinema or a day, or which half of the day it is.
_LETTERS = regex(r"[^\W\d_]{2}|[ap]\.m")
#: So many lines under a title may have it, and so far into a line it is looked for.
_LINES, _LONGEST, _LEAST = 3, 120, 2


def untimed(units: Sequence[Unit]) -> Sequence[Unit]:
    """The units without the hour and the channel before each head, where lines of the page begin so."""
    found = {
        index: place.end() for index, unit in enumerate(units)
        if _CLOCK_NEAR.match(unit.text) is not None and (place := _HEADING.match(unit.text)) is not None
    }  # fmt: skip
    if len(found) < _LEAST:
        return units
    parted: list[Unit] = []
    for index, unit in enumerate(units):
        rest = unit.with_text(unit.text[found[index] :]) if index in found else unit
        head = _STARRED_HEAD.match(rest.text) if index in found else None
        if head is not None:
            parted.append(rest.with_text(head["head"]))
            rest = replace(rest.with_text(rest.text[head.end() :]), gap=0, tag="", lead=0)
        parted.append(rest)
    return parted


def leave_out(entries: Sequence[Entry]) -> None:
    """Take the hour and the channel from where the entries begin, where most of them begin so."""
    titled = [_BEFORE_TITLE.match(entry.head.title) for entry in entries]
    if len(entries) >= _LEAST and all(titled):
        for entry, before in zip(entries, titled, strict=True):
            if before is not None:
                entry.head = replace(
                    entry.head, title=upright(entry.head.title[before.end() :].strip('"“” '))
                )
    found = [(entry, place) for entry in entries if (place := _place(entry)) is not None]
    if len(found) < _LEAST or not is_habit(len(found), len(entries)):
        return
    for entry, place in found:
        unit = entry.units[place]
        rest = _without(unit.text)
        entry.units[place : place + 1] = [replace(unit.with_text(rest), lead=0)] if rest else []


def without_hours(entries: Sequence[Entry]) -> int:
    """Take the lines of nothing but hours from the entries; how many of them had one."""
    timed = 0
    for entry in entries:
        kept = [unit for unit in entry.units if not is_hours(unit.text)]
        timed += len(kept) < len(entry.units)
        entry.units[:] = kept
    return timed


def is_hours(text: str) -> bool:
    """Whether a line says nothing but when a film is shown: "Fri.-Sun. 1:00, 4:00; Mon.-Thurs. 7:05 only"."""
    if len(text) > _LONGEST or len(_HOUR.findall(text)) < _LEAST:
        return False
    return _LETTERS_LEFT.search(_WHEN.sub(" ", _HOUR.sub(" ", text))) is None


_HOUR = regex(
    r"(?<![\d:])\d{1,2}[:.h]\d\d(?![\d:])(?:\s?[ap]\.?m\b\.?|\s?Uhr\b)?|\b(?:noon|midnight)\b", re.IGNORECASE
)
_WHEN = regex(
    r"\b(?:mon|tues?|wed(?:nes)?|thurs?|thu|fri|sat(?:ur)?|sun)(?:day)?s?\b\.?|\b(?:daily|nightly|only|at|and|also|"
    r"late|shows?|matinees?|mats?|no|through|to|except|tgl|täglich|mo|di|mi|do|fr|sa|so|und|um|lun|mar|mer|jeu|"
    r"ven|sam|dim|et|à|a|p|m)\b\.?",
    re.IGNORECASE,
)
_LETTERS_LEFT = regex(r"[^\W\d_]{2}")


def _place(entry: Entry) -> int | None:
    """Which of an entry's first lines has it."""
    near = enumerate(entry.units[:_LINES])
    return next((place for place, unit in near if _without(unit.text) is not None), None)


def _without(text: str) -> str | None:
    """A line without its hour and channel; None where it has none, "" where it has nothing else."""
    near = text[:_LONGEST]
    found = _BEFORE_TEXT.match(near)
    if (seen := _SEEN.match(near)) is not None:
        return text[seen.end() :]
    if found is None and len(text) <= _LONGEST:
        found = _ALONE.match(near) or _BEHIND_FACTS.search(near)
    if found is None or _LETTERS.search(found.group()) is None or dates.sure(found.group()) is not None:
        return None  # "1:44" is how long the film is, "May 6, 2010, 9:15 AM" when the review was posted
    return text[: found.start()] + text[found.end() :]
