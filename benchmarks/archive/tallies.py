"""What was true, what was read, and what of it was right, by field."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from benchmarks.archive.facts import Page, Review
    from benchmarks.archive.published import Found, FoundReview

_SHOWN = 12
Facts = Counter[Any]


@dataclass
class Tally:
    """Of one field: how many values are true, how many were read, how many of these are true."""

    true: int = 0
    read: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, page: str, true: Facts, read: Facts) -> None:
        """Count what a page truly says and what was read from it."""
        same = true & read
        self.true += true.total()
        self.read += read.total()
        self.right += same.total()
        if len(self.wrong) < _SHOWN:
            self.wrong += [f"{page}: not read: {one}" for one in true - same]
            self.wrong += [f"{page}: not so: {one}" for one in read - same]

    @property
    def precision(self) -> float:
        """The share of what was read that is true; 1 where nothing was read."""
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        """The share of what is true that was read; 1 where there was nothing to read."""
        return self.right / self.true if self.true else 1.0


class Tallies:
    """All fields over all pages, and over the pages of each layout."""

    def __init__(self) -> None:
        self.fields: dict[str, Tally] = defaultdict(Tally)
        self.layouts: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))

    def add(self, page: Page, found: Found | None) -> None:
        """Compare a page with what was read from it; None if it was set aside."""
        for name, true, read in _compared(page, found):
            self.fields[name].add(page.name, true, read)
            self.layouts[page.layout][name].add(page.name, true, read)


def overall(tallies: Iterable[Tally]) -> Tally:
    """The sum of some fields."""
    found = Tally()
    for one in tallies:
        found.true, found.read, found.right = (
            found.true + one.true,
            found.read + one.read,
            found.right + one.right,
        )
    return found


def _compared(page: Page, found: Found | None) -> Iterator[tuple[str, Facts, Facts]]:
    yield "set aside", Counter([not page.reviews]), Counter([found is None])
    read = {} if found is None else _by_name(found)
    for review in page.reviews:
        titles = (_key(review.film.title), _key(review.critics[0]) if review.critics else "")
        yield from _of_review(review, _taken(read, titles, alone=len(page.reviews) == 1))
    for left in read.values():
        for one in left:
            yield from _of_review(None, one)


def _by_name(found: Found) -> dict[tuple[str, str], list[FoundReview]]:
    read: dict[tuple[str, str], list[FoundReview]] = defaultdict(list)
    for one in found.reviews:
        read[_key(one.title), _key(one.critics[0]) if one.critics else ""].append(one)
    return read


def _taken(
    read: dict[tuple[str, str], list[FoundReview]], names: tuple[str, str], *, alone: bool
) -> FoundReview | None:
    """The review that was read for a true one: by film and critic, else by film, else the only one."""
    for key in (names, *(key for key in read if key[0] == names[0]), *(tuple(read) if alone else ())):
        if read.get(key):
            return read[key].pop(0)
    return None


def _of_review(true: Review | None, read: FoundReview | None) -> Iterator[tuple[str, Facts, Facts]]:
    if true is None or not true.again:
        title = _one(true and true.film.title), _one(read and read.title)
        yield "title", *title
        year = _one(true and true.year), _one(read and read.year)
        yield "year", *year
        if true is not None and true.year is not None:
            yield "title and year", _one((true.film.title, true.year)), _one(read and (read.title, read.year))
        yield "running time", _one(true and true.minutes), _one(read and read.minutes)
        yield "content rating", _one(true and true.content), _one(read and read.content)
        yield (
            "people",
            Counter((role.job, role.name) for role in true.roles) if true else Counter(),
            Counter((role.job, role.name) for role in read.roles) if read else Counter(),
        )
        yield (
            "characters",
            Counter((role.name, role.character, role.note) for role in true.roles if role.character)
            if true
            else Counter(),
            Counter((role.name, role.character, role.note) for role in read.roles if role.character)
            if read
            else Counter(),
        )
    yield "critic", Counter(true.critics if true else ()), Counter(read.critics if read else ())
    yield "publication", _one(true and true.publication), _one(read and read.publication)
    yield "date", _one(true and true.date and true.date.isoformat()), _one(read and read.date)
    rating = true.rating if true else None
    yield "rating", _one(rating and (rating.value, rating.best, rating.worst)), _one(read and read.rating)
    yield "text", _one(true and _letters("".join(true.text))), _one(read and _letters(read.text))
    yield (
        "mentions",
        Counter((one.exact, one.target, one.character) for one in true.mentions) if true else Counter(),
        Counter(read.mentions if read else ()),
    )


def _one(value: Any) -> Facts:
    return Counter() if value is None or value == "" else Counter([value])


def _key(name: str) -> str:
    return re.sub(r"\W", "", name).casefold()


def _letters(text: str) -> str:
    return re.sub(r"\s", "", text)


class Pairs:
    """Which mentions were taken for one film or person: pairs that are one, and pairs that were taken so."""

    def __init__(self) -> None:
        self._cells: Counter[tuple[str, str]] = Counter()

    def add(self, true: str, entity: str) -> None:
        """Count one mention: what it truly is, and what it was linked to."""
        self._cells[true, entity] += 1

    def tally(self) -> Tally:
        """Count the pairs."""
        true: Counter[str] = Counter()
        read: Counter[str] = Counter()
        for (one, other), number in self._cells.items():
            true[one] += number
            read[other] += number
        return Tally(_pairs(true.values()), _pairs(read.values()), _pairs(self._cells.values()))


class FilmsNamed:
    """Films that prose names in quotation marks: which titles were read, and what each was linked to."""

    def __init__(self) -> None:
        self.read = Tally()
        #: What was linked, as (film that is meant, film of the view).
        self._linked: list[tuple[str | None, str]] = []
        self._named: list[str] = []
        self._films: dict[str, set[str]] = defaultdict(set)

    def is_film(self, film: str, entity: str) -> None:
        """Notes that a review of a film was linked to a film of the view."""
        self._films[entity].add(film)

    def add(self, page: Page, found: Found | None) -> None:
        """Compare a page with what was read from it."""
        true = [one for review in page.reviews for one in review.films_named]
        read = [one for review in found.reviews for one in review.films_named] if found is not None else []
        self.read.add(
            page.name, Counter(_title(one.exact) for one in true), Counter(_title(exact) for exact, _ in read)
        )
        self._named += [one.film for one in true]
        meant: dict[str, str] = {_title(one.exact): one.film for one in true}
        self._linked += [(meant.get(_title(exact)), entity) for exact, entity in read if entity is not None]

    @property
    def reviewed(self) -> int:
        """How many of the films named have reviews, so that there is something to link them to."""
        known = {film for films in self._films.values() for film in films}
        return sum(film in known for film in self._named)

    @property
    def linked(self) -> tuple[int, int]:
        """How many were linked, and how many of these to another film than the one meant."""
        wrong = sum(film is None or film not in self._films[entity] for film, entity in self._linked)
        return len(self._linked), wrong


def _title(exact: str) -> str:
    """A title without a full stop at its end: before a quotation mark it may be the sentence's."""
    return exact.rstrip(".")


def _pairs(numbers: Iterable[int]) -> int:
    return sum(number * (number - 1) // 2 for number in numbers)
