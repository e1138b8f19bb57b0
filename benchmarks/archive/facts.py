"""What an archive is about: films with their people, out of a table of credits, and publications.

The table gives titles, years, casts, characters, directors and writers; running times, content ratings and
the rest of the crew are made up, once for each film, so that every page of a film says the same.
"""

from __future__ import annotations

import csv
import random
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.archive import spelling
from benchmarks.archive.spelling import word_list

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

#: What no reader could tell from punctuation of the page.
_ODD_IN_TITLE = re.compile(r"[()\[\]{}|/*\"]|^'|'$")
_ODD_IN_NAME = re.compile(r"[\[\]{}*:$&/\",#()]")
_ODD_IN_CHARACTER = re.compile(r"[()\[\]{}\\@:$*°\"&,;]| as | and | - ")
#: What the table's typists added to a name, and two names in one.
_NO_NAME = re.compile(r" (?:and|on|as|of|the) ")
_CONTENT = ("G", "PG", "PG", "PG-13", "PG-13", "R", "R", "R", "NC-17", "NR", "Not rated", "Unrated")

GIVEN = word_list(
    "Adela Ambrose Anselm Bettina Casimir Clement Cosima Dagny Dorothea Edmund Elspeth Emeric "
    "Fabian Flora Gideon Greta Hanneke Horatio Ingrid Isolde Jasper Joachim Katinka Lavinia "
    "Leopold Ludmila Magnus Marguerite Nikolaus Odile Otis Perpetua Quentin Rosalind Rufus "
    "Sabine Silas Tamsin Thaddeus Ursula Valentin Winifred Yorick"
)
FAMILY = word_list(
    "Abernathy Ashdown Bellweather Birkin Blackwood Brandvold Calloway Castellane Danvers "
    "Delacourt Eastwick Farnaby Fennimore Galsworthy Grimsby Halloran Hathersage Inglewood "
    "Jellicoe Kestrel Lanyon Lorimer Marchbanks Merriwether Northcote Oakhurst Pemberton "
    "Pettigrew Quillfeather Ravenscroft Sackville Thistlewood Underhay Vanterpool Wetherby "
    "Whitcombe Winterbourne Yarborough Zeller"
)


@dataclass(frozen=True, slots=True)
class Role:
    """One person's one job on one film, as the page's credits or its prose print it.

    ``identifier`` is the person's own, by which two pages' people are known to be one.
    """

    job: str
    name: str
    identifier: str
    character: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Film:
    """A film: what every page may say of it. ``cast`` and ``crew`` are in the order of the credits."""

    title: str
    year: int
    minutes: int
    content: str
    genre: str
    country: str
    cast: tuple[Role, ...]
    crew: tuple[Role, ...]

    @property
    def key(self) -> str:
        """Title and year, which tell it from all others here."""
        return f"{self.title} {self.year}"

    def directors(self) -> list[Role]:
        """Give the crew whose job is to direct."""
        return [role for role in self.crew if role.job == "director"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a review's prose and whom it names: a person, or a character, as the page credits them."""

    exact: str
    target: str
    character: bool = False


@dataclass(frozen=True, slots=True)
class NamedFilm:
    """A title in a review's prose, set in quotation marks, and the film that it names."""

    exact: str
    film: str


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating: as the page prints it, and what evidence should hold."""

    printed: str
    value: str
    best: str | None = None
    worst: str | None = None


@dataclass(slots=True)
class Review:
    """What one review of a page truly says; None and empty where the page says nothing."""

    film: Film
    year: int | None = None
    minutes: int | None = None
    content: str | None = None
    rating: Rating | None = None
    critics: tuple[str, ...] = ()
    date: date | None = None
    publication: str | None = None
    roles: list[Role] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    films_named: list[NamedFilm] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    #: Of a guide: the second critic's review of the same film says nothing new of the film.
    again: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the archive. Without reviews it is none, and is to be set aside."""

    name: str
    layout: str
    content: str
    reviews: tuple[Review, ...]


def films(path: Path) -> list[Film]:
    """The films of a table of credits: film_title, film_year, job, character, name, person_id.

    Raises OSError where there is no such file.
    """
    rows: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            rows[row["film_title"], row["film_year"]].append(row)
    found = []
    for (title, year), credited in sorted(rows.items()):
        film = _film(title, int(year), credited)
        if film.cast and film.directors() and not _ODD_IN_TITLE.search(title):
            found.append(film)
    return found


def _film(title: str, year: int, rows: list[dict[str, str]]) -> Film:
    chance = random.Random(f"{title} {year}")
    cast: dict[str, Role] = {}
    crew: dict[tuple[str, str], Role] = {}
    names = {spelling.bare(row["name"]) for row in rows}
    for row in rows:
        name, job = row["name"], row["job"]
        if (
            _ODD_IN_NAME.search(name)
            or _NO_NAME.search(name)
            or len(name.split()) < 2
            or not name[0].isupper()
        ):
            continue
        if job != "actor":
            crew.setdefault((job, name), Role(job, name, row["person_id"]))
        elif name not in cast:
            character = row["character"] or None
            if character is not None and not _plain(character, names):
                character = None
            note = chance.choice(("voice", "uncredited")) if chance.random() < 0.04 else None
            cast[name] = Role("actor", name, row["person_id"], character, note if character else None)
    for job in ("cinematographer", "composer", "editor"):
        name = made_up(chance)
        crew[job, name] = Role(job, name, f"made-up {name}")
    writers = [role for role in crew.values() if role.job == "writer"][:3]
    others = [role for role in crew.values() if role.job != "writer"]
    return Film(
        title,
        year,
        chance.randrange(62, 196),
        chance.choice(_CONTENT),
        chance.choice(("Drama", "Comedy", "Thriller", "Western", "Horror", "Documentary", "Romance")),
        chance.choice(("France", "Italy", "Japan", "Sweden", "United Kingdom", "Mexico", "Canada")),
        tuple(cast.values()),
        (*others, *writers),
    )


def _plain(character: str, names: set[str]) -> bool:
    """Whether everybody would read the character as one: people who play themselves are left out."""
    return (
        not _ODD_IN_CHARACTER.search(character)
        and character[0].isupper()
        and not any(spelling.bare(part) in names for part in character.split(" / "))
    )


def made_up(chance: random.Random) -> str:
    """The name of nobody."""
    return f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
