"""Dates as pages print them. Ambiguity stays ambiguity: ``03/04/2019`` is no date.

Follows ISO 8601 and RFC 2822 where a page does; otherwise the day, the month in letters and the year
must all be printed. python-dateutil reads the rest, behind a check that nothing was filled in.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from graph.sources.facts.calendar_words import (
    MONTH_WORDS,
    SHORT_WEEKDAYS,
    is_day_first,
    weekday_before,
)
from graph.sources.patterns import regex

_MONTHS = (
    r"jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may\.?|june?\.?|july?\.?|aug(?:ust|\.)?|"
    r"sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+(?:the\s+)?)?"
#: "3rd Oct '08": the apostrophe stands for the century.
_YEAR = r"(?:(?:18|19|20)\d\d|['’‘]\d\d(?=$|[\s,.;|)]))"
_ISO = regex(r"(?<!\d)((?:18|19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_BASIC_ISO = regex(r"^(?:19|20)\d{6}$")
#: Between the parts stands the same sign twice: "8.7/10" is a rating.
_NUMERIC = regex(
    r"(?<![\d/])(?P<first>\d{1,2})(?P<sign>[/.-]|\. (?=\d{1,2}\. (?:19|"
    r"20)))(?P<second>\d{1,2})(?P=sign)(?P<year>(?:19|20)\d\d|\d\d)(?![\d/])"
)
_WORDED = regex(
    rf"{_WEEKDAY}(?:(?:{_MONTHS})\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th|d)?,?\s+{_YEAR}"
    rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?[\s-](?:of\s+)?(?:{_MONTHS}),?[\s-]{_YEAR})\b",
    re.IGNORECASE,
)
#: "3-XI-2014", "12.iv.1987": the month as a Roman numeral.
_ROMAN = regex(
    r"(?<![\w/.-])(\d{1,2})([-./])(I{1,3}|IV|VI{0,3}|IX|XI{0,2}|i{1,3}|iv|vi{0,3}|ix|xi{0,2}|x|X|V|v)\2((?:18|19|20)\d\d)(?!\d)"
)
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
#: "1er mai 2010", "12. Okt. 2006", "5 de abr. de 2010", "4.-10. August 2006" (a paper is of the first day);
#: "noviembre 5, 2010"; "2012. január 9."
_FOREIGN = regex(
    r"(?<!\d)(?P<day>\d{1,2})(?:\.?[ºª°]|\.|er|e|ème|:e|:a)?(?:\s?(?:[-–—]|au|al|bis|t/m|til)\s?(?P<to>\d{1,2})\.?)?\s+"
    r"(?:de\s+)?(?P<month>[^\W\d_]{2,12})\.?,?\s+(?:de\s+|del\s+)?(?P<year>(?:18|19|20)\d\d)\b|"
    r"(?<!\w)(?P<first>[^\W\d_]{2,12})\.? (?P<then>\d{1,2}),? (?:de |del )?(?P<in>(?:18|19|20)\d\d)\b|"
    r"(?<!\d)(?P<of>(?:18|19|20)\d\d)\. (?P<the>[^\W\d_]{2,12}) (?P<on>\d{1,2})\.",
    re.IGNORECASE,
)
_FOREIGN_PARTS = (("day", "month", "year"), ("then", "first", "in"), ("on", "the", "of"))
_DIGIT = regex(r"\d")
#: The days of the week, in the languages that pages print a date in.
WEEKDAYS = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?|lundi|mardi|mercredi|jeudi|vendredi|"
    r"samedi|dimanche|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|lunes|martes|"
    r"miércoles|jueves|viernes|sábado|domingo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|"
    r"(?:segunda|terça|quarta|quinta|sexta)-feira|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|"
    r"zondag|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|måndag|tisdag|lördag|söndag)"
)
#: What words of a calendar a text may be made of: "week of May 6", "Spring 1996", "Saturday", "3. Juni".
_CALENDAR = regex(
    rf"(?:(?:{_MONTHS}|{'|'.join(MONTH_WORDS)}|{WEEKDAYS}|"
    r"weekend|week|of|the|for|spring|summer|autumn|fall|winter|de|del|\d{1,2}(?:st|nd|rd|th|\.|er)?|"
    r"(?:18|19|20)\d\d|['’]\d\d)(?!\w)\.?[\s–-]*)+",
    re.IGNORECASE,
)
_EASTERN = regex(r"((?:18|19|20)\d\d)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")


#: "Oct. 14-20, 1999", "February 27 - March 5, 2001", "14-20 October 1999": a paper is of the first day.
_WEEK = regex(
    rf"\b(?P<month>{_MONTHS})\s+(?P<day>\d{{1,2}})\s?(?:[-–—]|to|through|thru)\s?(?:(?:{_MONTHS})\s+)?\d{{1,2}}"
    rf",?\s+(?P<year>(?:18|19|20)\d\d)\b|"
    rf"(?<!\d)(?P<first>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+(?P<own>{_MONTHS}))?\s?(?:[-–—]|to|until)\s?"
    rf"(?P<to>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<then>{_MONTHS}),?\s+(?P<in>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
#: Two figures from this on are a year of the twentieth century.
_FIRST_YEAR = 30


#: What stands before the day of a page's last change.
_CHANGED = regex(
    r"\b(?:updated|modified|revised|changed|mise? à jour|aktualisiert|geändert|actualizad[oa]|aggiornat[oa]|"
    r"bijgewerkt|uppdaterad|oppdatert|opdateret)\b",
    re.IGNORECASE,
)


class AmbiguousDate(ValueError):
    """Day and month cannot be told apart."""


_SHORT_YEAR = regex(r"['’‘](\d\d)$")
_ORDINAL = regex(r"(?<=\d)(?:st|nd|rd|th|d)\b|\bof\b|\bthe\b", re.IGNORECASE)


@lru_cache(maxsize=2_048)  # a line is judged, and then read
def find(text: str) -> tuple[date, str] | None:  # noqa: PLR0911 (one a form)
    """The first date printed in ``text``, and how it is printed. Raises AmbiguousDate for 03/04/2019."""
    text = text[:400]
    if _DIGIT.search(text) is None:
        return None
    if (found := _ISO.search(text)) is not None:
        value = _made(int(found.group(1)), int(found.group(2)), int(found.group(3)))
        if value is not None:
            return value, found.group()
    if (found := _WORDED.search(text)) is not None:
        from dateutil import parser  # noqa: PLC0415 - for dates in words alone

        try:
            whole = _SHORT_YEAR.sub(_whole_year, found.group())
            stamp = parser.parse(_ORDINAL.sub("", whole))
        except (ValueError, OverflowError):
            return None
        return stamp.date(), found.group()
    if (foreign := _foreign(text)) is not None:
        return foreign
    if (roman := _ROMAN.search(text)) is not None:
        value = _made(int(roman.group(4)), _ROMANS.index(roman.group(3).casefold()) + 1, int(roman.group(1)))
        return (value, roman.group()) if value else None
    if (eastern := _EASTERN.search(text)) is not None:
        value = _made(*map(int, eastern.groups()))
        return (value, eastern.group()) if value else None
    if (found := _NUMERIC.search(text)) is not None:
        return _numeric(found, text[: found.start()], text[found.end() :])
    if _BASIC_ISO.match(text.strip()):
        bare = text.strip()
        value = _made(int(bare[:4]), int(bare[4:6]), int(bare[6:]))
        return (value, bare) if value else None
    return None


def _foreign(text: str) -> tuple[date, str] | None:
    """The first day whose month is a word of another language than English."""
    for found in _FOREIGN.finditer(text):
        day, word, year = next(found.group(*names) for names in _FOREIGN_PARTS if found[names[0]])
        if found["to"] is not None and int(found["to"]) <= int(day):
            day = found["to"]  # "n° 45 - 3 juin 1999"
        month = MONTH_WORDS.get(word.casefold())
        value = _made(int(year), month, int(day)) if month is not None else None
        if value is not None:
            return value, found.group()
    return None


def week(text: str) -> tuple[date, str] | None:
    """The first of the days that a paper's line prints, and how they are printed; None for any other."""
    text = text[:400]
    found = _WEEK.search(text) if _DIGIT.search(text) is not None else None
    if found is None or (found["to"] and not found["own"] and int(found["to"]) <= int(found["first"])):
        return None  # "Number 14 - 3 June 1999"
    day, month, year = found.group(*(("day", "month", "year") if found["day"] else ("first", "then", "in")))
    month = found["own"] or month  # "30 April-6 May 1999"
    first = find(f"{month} {day}, {year}")
    return (first[0], found.group()) if first is not None else None


def sure(text: str) -> tuple[date, str] | None:
    """The first date printed in ``text``, of a week's days the first; one that could be two days is none."""
    try:
        return week(text) or find(text)
    except AmbiguousDate:
        return None


def parse(text: str) -> date | None:
    """The date that ``text`` states, or None. Raises AmbiguousDate."""
    found = find(text)
    return found[0] if found else None


def _whole_year(found: re.Match[str]) -> str:
    """The year of an apostrophe and two figures: no review is older than 1930, or of 2030."""
    return f"{19 if int(found.group(1)) >= _FIRST_YEAR else 20}{found.group(1)}"


#: "Friday, October 21, 1988     Section C", "9 May 2005 - Page 12"
_PLACE_IN_PAPER = regex(
    r"\b(?:(?:section|page|p\.|pg\.?|part|issue|vol(?:ume|\.)?|no\.?)\s*#?(?:[A-Z]?\d{1,4}[A-Z]?|[A-Z]|[IVXLC]+)"
    r"|(?:final|late|early|city|first|home|sunrise|national) edition)(?!\w)",
    re.IGNORECASE,
)


def is_of_a_change(text: str, printed: str) -> bool:
    """Whether a day is the one on which a page was changed last: "Last updated 3/14/2009"."""
    return _CHANGED.search(text, 0, max(0, text.find(printed))) is not None


def is_calendar(text: str) -> bool:
    """Whether a text has nothing but words of a calendar: "week of May 6", "Spring 1996"."""
    return _CALENDAR.fullmatch(text) is not None


_HOUR = regex(r"(?<=\d)\s?[ap]\.?m\b\.?|(?<=\d)\s?(?:h|Uhr)\s?\d{0,2}\b", re.IGNORECASE)
_BESIDE_DATE = regex(
    r"\b(?:posted|published|updated|reviewed|review|date|on|at|originally|last|by|am|pm|"
    r"[a-z]{2,4}t|mon\w*|tue\w*|"
    r"wed\w*|thu\w*|fri\w*|sat\w*|sun\w*|a\.m|p\.m|t\d\S*|gmt|utc|z|"
    rf"le|el|il|den|am|vom|op|à|a las|alle|um|kl|web|first|edition|issue|of|mise? à jour|publi\w+|"
    rf"geplaatst|gepost|inlagt|"
    rf"veröffentlicht|erschienen|{WEEKDAYS}|{SHORT_WEEKDAYS})\b|[\d:+|•·‧,.\-–—()]",
    re.IGNORECASE,
)


@lru_cache(maxsize=2_048)
def is_date_line(text: str) -> bool:
    """Whether a line holds a date and little else ("Posted on May 3, 2019 at 9:15 AM")."""
    try:
        found = week(text) or find(text)
    except AmbiguousDate:
        return len(text) <= 40
    if found is None:
        return False
    rest = _PLACE_IN_PAPER.sub(" ", text.replace(found[1], " "))
    rest = _HOUR.sub(" ", rest)
    rest = _BESIDE_DATE.sub(" ", rest)
    return not rest.strip()


def _numeric(found: re.Match[str], before: str, behind: str) -> tuple[date, str] | None:
    """The day of three numbers, by what stands around them where day and month could be either."""
    first, second, raw_year = int(found["first"]), int(found["second"]), found["year"]
    short = len(raw_year) == 2
    year = int(raw_year) + (0 if not short else 1900 if int(raw_year) >= _FIRST_YEAR else 2000)
    day_first, month_first = _made(year, second, first), _made(year, first, second)
    if day_first is not None and month_first is not None and first != second:
        weekday = weekday_before(before)  # "Thu, 11/12/2015", "Do., 12.11.2015"
        fitting = [value for value in (day_first, month_first) if value.weekday() == weekday]
        if len(fitting) == 1:
            return fitting[0], found.group()
        if not (_SHORT_DAY.fullmatch(found.group()) or is_day_first(before) or _HOUR_BEHIND.match(behind)):
            raise AmbiguousDate(f'"{found.group()}" could be month first or day first')
    value = day_first or month_first
    return (value, found.group()) if value else None


#: "04.05.2001, 17:00 Uhr", "04/05/2001 à 18h20": languages that put the day first.
_HOUR_BEHIND = regex(
    r"[\s,–-]*(?:(?:um )?\d{1,2}[:.]\d\d Uhr\b|(?:à|às|a las|alle|kl\.?|um) \d|\d{1,2}\s?h\s?\d\d\b)",
    re.IGNORECASE,
)
#: "3.5.2011", "3. 5. 2011": so print those who put the day first.
_SHORT_DAY = regex(r"[1-9]\.[1-9]\.\d{4}|\d{1,2}\. \d{1,2}\. \d{4}")


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
