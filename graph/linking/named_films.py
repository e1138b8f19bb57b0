"""Which film a review's prose means by a title: only where it is certain, and none where it is not.

A title with its year means the one film of both. A title alone means a film where the dataset knows one
film of that title only, and where something else speaks for it: people who made that film and the one
reviewed, or who are named beside the title; or a title so long or rare, printed so plainly as one, that it
is no other's. Somebody's name before it ("Sarah Waters’s") speaks against a film that somebody else directed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.linking.titles import parse_title
from graph.names import fold, romanisation_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: How sure the ways are.
YEAR_SCORE, NEAR_SCORE, PEOPLE_SCORE, TITLE_SCORE = 0.98, 0.93, 0.95, 0.9
#: So many words that tell it from others make a title rare where it is set off, and where it is not.
_TELLING, _TELLING_PLAIN = 2, 3
#: Ways to print a title in which only the words beside it say that it is one, and in which the page does.
_PLAIN, _SURE = frozenset({"wording", "year"}), frozenset({"link", "data"})
_OWNER = re.compile(
    r"[^\W\d_a-z][\w.’'-]*?(?: [^\W\d_a-z][\w.’'-]*?){0,3}(?:[’']s|(?<=s)[’'])\s+(?:[a-z-]+,?\s+){0,3}"
    r"[“\"‘'«„*_(]*$"
)
_OPENER = re.compile(r"(?:^|[.!?:”\"]\s+|\n)(?P<word>[A-Z]\w+) $")
_NAME = re.compile(r"[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'.-]+){1,3}")
_POSSESSIVE = re.compile(r"[’']s?(?!\w)")
#: Shorter parts of names stand in too many texts.
_LEAST_PART = 4
#: Words with a capital that may stand before a name and are none of it.
_NO_NAMES = frozenset({
    "a", "after", "and", "as", "before", "both", "but", "by", "compare", "director", "directors", "filmmaker",
    "for", "from", "if", "in", "like", "since", "so", "than", "the", "this", "though", "unlike", "when",
    "where", "while", "with", "yet",
})  # fmt: skip


@dataclass(slots=True)
class KnownFilm:
    """A film as far as it matters here: its entity, and what its mentions say.

    ``titles`` are compact (:func:`graph.linking.titles.parse_title`), ``directors`` and ``cast`` romanisation
    keys of names, ``names`` the directors' as printed.
    """

    entity: str
    titles: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    directors: set[str] = field(default_factory=set)
    cast: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def take(self, row: Mapping[str, Any]) -> None:
        """Takes in what one of its mentions says."""
        self.titles |= {parse_title(title).compact for title in row["titles"]}
        self.years |= {row["year"]} if row["year"] is not None else set()
        self.directors |= set(row["directors"])
        self.cast |= set(row["cast"])
        self.names |= set(row["directed_by"])


@dataclass(frozen=True, slots=True)
class Meant:
    """The film that a mention means, and why."""

    film: str
    score: float
    method: str
    evidence: str


def titles_of(row: Mapping[str, Any]) -> list[str]:
    """The titles that a mention may be: with the word before it, where that may only begin the sentence.

    "Before Sunrise (1995)" is read as "Sunrise", for a sentence may begin "Before".
    """
    (title,) = row["titles"]
    opener = _OPENER.search(row["before"]) if row["marking"] == "year" else None
    return [f"{opener['word']} {title}", title] if opener is not None else [title]


def meant(
    row: Mapping[str, Any], own: KnownFilm | None, films: Iterable[KnownFilm], never: Iterable[str] = ()
) -> Meant | None:
    """The film that a mention in prose means.

    Args:
        row: the mention's row.
        own: the film that the review is of, as the review's own page has it and all that others say of it.
        films: all films that have one of the mention's titles (:func:`titles_of`).
        never: entities that a person said are not meant.

    Returns:
        None where no film is certain. The order of the films decides nothing.
    """
    known = sorted(films, key=lambda film: film.entity)
    refused = set(never)
    for title in titles_of(row):
        compact = parse_title(title).compact
        same = [film for film in known if compact in film.titles]
        found = _dated(row, own, same) if row["year"] is not None else _undated(row, title, own, same)
        if found is not None:
            return None if found.film in refused or (own is not None and found.film == own.entity) else found
    return None


def _dated(row: Mapping[str, Any], own: KnownFilm | None, films: list[KnownFilm]) -> Meant | None:
    year, (title,) = row["year"], row["titles"]
    exact = [film for film in films if year in film.years]
    if len(exact) > 1:
        exact = [film for film in exact if _people(row, own, film)]
    if len(exact) == 1:
        return Meant(
            exact[0].entity, YEAR_SCORE, "title and year", f"“{title}” ({year}): the same title and year"
        )
    if len(films) == 1 and not films[0].years:
        return _undated(row, title, own, films)
    near = [film for film in films if any(abs(year - other) == 1 for other in film.years)]
    if exact or len(near) != 1:
        return None
    if _is_anothers(row, near[0]) and _people(row, own, near[0]) is None:
        return None  # the book, a year before its film
    said = f"“{title}” ({year}): the same title, and a year beside the film’s ({min(near[0].years)})"
    return Meant(near[0].entity, NEAR_SCORE, "title and year", said)


def _undated(
    row: Mapping[str, Any], title: str, own: KnownFilm | None, films: list[KnownFilm]
) -> Meant | None:
    if len(films) != 1:
        return None
    (film,) = films
    published = row["published"]
    if published is not None and film.years and min(film.years) > published + 1:
        return None  # it was made after the review
    shown = f"“{title}”: no other film here has the title"
    if (people := _people(row, own, film)) is not None:
        return Meant(film.entity, PEOPLE_SCORE, "title and people", f"{shown}; {people}")
    if _is_anothers(row, film) or not _is_rare(title, row["marking"]):
        return None
    return Meant(film.entity, TITLE_SCORE, "title", f"{shown}; printed as a title ({row['marking']})")


def _is_rare(title: str, marking: str) -> bool:
    """Whether a title is too rare to be anything else's: one word of any length is many films' title."""
    least = 1 if marking in _SURE else _TELLING_PLAIN if marking in _PLAIN else _TELLING
    return len(set(parse_title(title).words)) >= least


def _people(row: Mapping[str, Any], own: KnownFilm | None, film: KnownFilm) -> str | None:
    """How people speak for a film: they made the reviewed one, too, or are named beside the title."""
    beside = _POSSESSIVE.sub(" ", f"{row['before']} {row['behind']}")
    words = set(_parts(beside))
    runs = _NAME.findall(beside)
    named = {romanisation_key(name) for name in runs}
    wholes = [set(_parts(run)) - _NO_NAMES for run in runs]
    for name in sorted(film.names):
        parts = _parts(name)
        # "David Lynch" is no "David" of Cronenberg's, nor is "Tony Scott" Ridley.
        others = {part for whole in wholes if not whole <= set(parts) for part in whole}
        alone = words - others
        short = any(len(part) >= _LEAST_PART and part in alone for part in (*parts[:1], *parts[-1:]))
        if short or set(parts) <= words or romanisation_key(name) in named:
            return f"{name}, who directed it, is named beside it"
    if own is not None and own.entity != film.entity:
        if film.directors & own.directors:
            return "a director of its name made the film reviewed"
        if film.cast & (own.cast | own.directors) or film.directors & own.cast:
            return "somebody of its people's names worked on the film reviewed"
    return None


def _parts(text: str) -> list[str]:
    """The words of a text or name as they are compared."""
    return fold(text).replace("-", " ").split()


def _is_anothers(row: Mapping[str, Any], film: KnownFilm) -> bool:
    """Whether somebody is named as the owner of the title who did not direct the film."""
    return bool(film.names) and _OWNER.search(row["before"]) is not None
