"""Ratings on every scale and dates in every form that pages print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.archive.facts import Rating
from benchmarks.archive.spelling import word_list

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from datetime import date

_WORDS = ("zero", "one", "two", "three", "four", "five")


def _number(halves: int) -> str:
    return f"{halves // 2}.5" if halves % 2 else str(halves // 2)


def asterisks(chance: random.Random) -> Rating:
    """Stars of four as a typewriter has them: ``***1/2``."""
    halves = chance.randrange(1, 9)
    return Rating(
        "*" * (halves // 2) + ("1/2" if halves % 2 else "") + ("*" if halves == 1 else ""), _number(halves)
    )


def glyphs(chance: random.Random) -> Rating:
    """Stars as signs, of four, without a word on how many there might be."""
    halves = chance.randrange(1, 9)
    return Rating("★" * (halves // 2) + ("½" if halves % 2 else ""), _number(halves))


def filled(chance: random.Random) -> Rating:
    """Five signs, of which some are empty: they say what the best is."""
    halves = chance.randrange(2, 11)
    signs = "★" * (halves // 2) + ("½" if halves % 2 else "")
    empty = "☆" * (5 - len(signs))
    # Where none is empty, nothing says that there could not be more.
    return Rating(signs + empty, _number(halves), "5" if empty else None)


def _of(best: int, separator: str, step: int = 1) -> Callable[[random.Random], Rating]:
    def printed(chance: random.Random) -> Rating:
        halves = chance.randrange(1, 2 * best + 1, step)
        return Rating(f"{_number(halves)}{separator}{best}", _number(halves), str(best))

    return printed


def hundred(chance: random.Random) -> Rating:
    """Points of a hundred."""
    value = chance.randrange(5, 101)
    return Rating(f"{value}/100", str(value), "100")


def percent(chance: random.Random) -> Rating:
    """A percentage."""
    value = chance.randrange(5, 101)
    return Rating(f"{value}%", str(value), "100")


def letter(chance: random.Random) -> Rating:
    """A grade."""
    printed = chance.choice(("A+", "A", "A-", "B+", "B", "B-", "C+", "C", "C-", "D+", "D", "D-", "F"))
    return Rating(printed, printed, "A+", "F")


def thumbs(chance: random.Random) -> Rating:
    """Up, down, or two of them."""
    printed = chance.choice(("Thumbs up", "Thumbs down", "Two thumbs up"))
    return Rating(printed, printed.casefold())


def dud(chance: random.Random) -> Rating:
    """The word that some papers print for no stars at all; now and then, among stars."""
    return Rating("DUD", "DUD") if chance.random() < 0.5 else asterisks(chance)


def words(chance: random.Random) -> Rating:
    """Stars in words, and of how many."""
    halves = chance.randrange(2, 9)
    half = " and a half" if halves % 2 else ""
    return Rating(f"{_WORDS[halves // 2]}{half} stars out of four", _number(halves), "4")


#: Those that need no label to be told for a rating, and those that only a label makes one.
PLAIN = (
    asterisks,
    glyphs,
    filled,
    _of(4, "/"),
    _of(5, "/"),
    _of(10, "/"),
    _of(5, " out of "),
    hundred,
    dud,
    words,
)
LABELLED = (*PLAIN, letter, letter, percent, thumbs, _of(10, "/", 2))

_MONTHS = word_list("January February March April May June July August September October November December")
_GERMAN = word_list("Januar Februar März April Mai Juni Juli August September Oktober November Dezember")
_FRENCH = word_list("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
_SPANISH = word_list(
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)
_DAYS = word_list("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")


def american(day: date) -> str:
    """``May 3, 2019``."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _ordinal(day: date) -> str:
    ending = "th" if 10 < day.day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return f"{_MONTHS[day.month - 1]} {day.day}{ending}, {day.year}"


#: Every form names one day only.
DATES: tuple[Callable[[date], str], ...] = (
    lambda day: day.isoformat(),
    american,
    american,
    lambda day: f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{_DAYS[day.weekday()]}, {american(day)}",
    lambda day: f"{_DAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{_MONTHS[day.month - 1][:3]} {day.day}, {day.year}",
    lambda day: f"{_MONTHS[day.month - 1][:3].upper()} {day.day}, {day.year}",
    _ordinal,
    lambda day: f"{day.day}. {_GERMAN[day.month - 1]} {day.year}",
    lambda day: f"{day.day} {_FRENCH[day.month - 1]} {day.year}",
    lambda day: f"{day.day} de {_SPANISH[day.month - 1]} de {day.year}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year}년 {day.month}월 {day.day}일",
)


def slashes(day: date) -> tuple[str, date | None]:
    """The day in figures, month first, and the day that a reader can tell: none where it could be two."""
    return f"{day.month:02}/{day.day:02}/{day.year}", day if day.day > 12 or day.day == day.month else None
