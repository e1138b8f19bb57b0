"""What an editor says that a site's grades are in numbers: ``A=4, B+=3.3, F=0``. Pure.

Search engines take ratings in numbers only, and what ``B+`` is in numbers no page says by itself. So nothing
is converted unless the editor states the grades; then the lowest and the highest number stated are the ends
of the scale, unless the page says out of how many it rates. The grade as printed stays beside the number,
as the rating's name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,4})?")
_MOST = 100


class BadGrades(ValueError):
    """What was given for grades is none; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Grades:
    """Grades in numbers. ``values`` maps each grade, as :func:`plain` has it, to its number."""

    values: Mapping[str, float]

    @property
    def ends(self) -> tuple[float, float] | None:
        """The worst and the best of the grades; None where they are one."""
        worst, best = min(self.values.values()), max(self.values.values())
        return (worst, best) if worst < best else None

    def number(self, grade: str) -> float | None:
        """A grade's number; None for what the editor did not name."""
        return self.values.get(plain(grade))


def plain(grade: str) -> str:
    """A grade in the form in which two spellings of it are one: ``b +`` and ``B+``, ``A−`` and ``A-``.

    >>> plain("Two thumbs  up"), plain("b\u2212")
    ('two thumbs up', 'b-')
    """
    text = re.sub(r"[\u2010-\u2015\u2212\uff0d]", "-", " ".join(grade.split()).casefold())
    return re.sub(r" (?=[+-]$)", "", text)


def read_grades(text: str) -> Grades:
    """The grades that a text names: pairs ``GRADE=NUMBER``, separated by commas.

    >>> grades = read_grades("A=4, B+=3.3, B=3, F=0")
    >>> grades.number("b+"), grades.ends
    (3.3, (0.0, 4.0))

    Raises:
        BadGrades: there is no pair, a pair is none, or a grade has two numbers.
    """
    values: dict[str, float] = {}
    for pair in filter(None, map(str.strip, text.split(","))):
        grade, equals, number = (part.strip() for part in pair.rpartition("="))
        if not equals or not grade or not _NUMBER.fullmatch(number):
            raise BadGrades(f"“{pair}” is not GRADE=NUMBER, such as B+=3.3")
        if values.setdefault(plain(grade), float(number)) != float(number):
            raise BadGrades(f"“{grade}” has two numbers")
    if len(values) > _MOST:
        raise BadGrades(f"there are more than {_MOST} grades")
    if not values:
        raise BadGrades("there is no grade, such as A=4, F=0")
    return Grades(values)
