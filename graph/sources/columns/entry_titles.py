"""What a page prints before each title and is none of it: the number of its list, a grade, a rubric."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.sources.facts import ratings
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.columns.entries import Entry

#: "B Salt Road": a grade, where the page's other heads begin with grades that have a sign.
_GRADE_START = regex(r"^(?P<grade>[A-DF](?P<sign>[+−–-]?))\s+(?=[A-Z\"“])")
_KICKER = regex(
    r"(?:the )?(?:[\w’']+ )?(?:pick|choice|film|movie|video|dvd|tape|rental|release|turkey|dud|sleeper|"
    r"find|show)s? of the "
    r"(?:week(?:end)?|month|day|fortnight|issue)\s*(?:[:!]|[–—]|--?)\s+(?=\S)",
    re.IGNORECASE,
)
#: "See: Salt Road", "Skip: Otto", where all titles have such a word.
_ADVICE = regex(
    r"(?:(?:must[ -])?see|skip|rent|buy|borrow|watch|avoid|catch|stream|try|wait|miss|don[’']t miss|hit|hot|"
    r"not|good|bad|ugly|best|worst|top|flop|tops|thumbs (?:up|down)|pick|pan|yes|no|maybe|home|dvd)"
    r"(?: it)?\s*(?::|\s[–—-])\s+(?=\S)",
    re.IGNORECASE,
)
#: "Mon 6: The Night Gardeners", "August 6 - Otto": the day of a diary before each title.
_DAY = regex(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
    r"(?:\d{1,2}(?:st|nd|rd|th|\.)?(?: (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?)?|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?)"
    r"\s*(?::|\s[–—-])\s+(?=\S)",
    re.IGNORECASE,
)
_NUMBER_START = regex(r"^(?:#\s?|No\. ?)?\d{1,2}[.):]?\s+(?=\S)")


def undress(entries: Sequence[Entry]) -> None:
    """Take from the titles what a page prints before each of them: a number of its list, a grade."""
    numbers = [_NUMBER_START.match(entry.head.title) for entry in entries]
    if len(entries) > 1 and all(numbers):
        counted = [int(re.sub(r"\D", "", found.group())) for found in numbers if found is not None]
        if all(abs(one - other) == 1 for one, other in itertools.pairwise(counted)):
            for entry, found in zip(entries, numbers, strict=True):
                if found is not None and found.end() < len(entry.head.title):
                    entry.head = replace(entry.head, title=entry.head.title[found.end() :])
    grades = [None if entry.head.rating else _GRADE_START.match(entry.head.title) for entry in entries]
    if any(found and found.group("sign") for found in grades) and all(
        found or entry.head.rating for found, entry in zip(grades, entries, strict=True)
    ):
        for entry, found in zip(entries, grades, strict=True):
            if found is not None:
                rating = ratings.labelled(found.group("grade"))
                entry.head = replace(
                    entry.head, title=entry.head.title[found.end() :], rating=rating, strong=True
                )
    for form in (_ADVICE, _DAY):
        _strip(entries, form)
    for entry in entries:  # "PICK OF THE WEEK: Salt Road"
        if (kicker := _KICKER.match(entry.head.title)) is not None:
            entry.head = replace(entry.head, title=entry.head.title[kicker.end() :])


def _strip(entries: Sequence[Entry], form: re.Pattern[str]) -> None:
    """Take from the titles what has a form, where all of them begin with it."""
    before = [form.match(entry.head.title) for entry in entries]
    if len(entries) > 1 and all(before):
        for entry, found in zip(entries, before, strict=True):
            if found is not None:
                entry.head = replace(entry.head, title=entry.head.title[found.end() :])
