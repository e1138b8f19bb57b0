"""How sure it is that two mentions are one film, in points, and why, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from graph.linking.titles import CONTINUED, LIKE, NUMBERED, OTHER, SAME, SUBTITLE, alike, parse_title
from graph.names import fold, similarity

if TYPE_CHECKING:
    from graph.linking.film_blocks import FilmMention

#: Points from which two mentions are one film.
ENOUGH = 5.5
#: Points from which a person is asked.
ASK = 4.0

# What each piece of evidence weighs. They were set on one half of the films of the development data
# (see docs/linking-films.md); the other half was only measured.
_TITLE, _LETTER, _OTHER_TITLE = 4.5, 15.0, -1.9
#: A title of so many letters is seldom given again within a year or so.
_LONG, _LONG_TITLE = 12, 1.0
_SAME_YEAR, _NEAR_YEAR, _TWO_YEARS = 2.0, 0.0, -1.5
_DIRECTOR, _DIRECTOR_ALIKE, _OTHER_DIRECTOR, _OTHER_BUT_CAST = 3.0, 2.5, -2.5, -1.0
_ACTOR, _ACTORS, _WHOLE_CAST = 0.9, 5, 1.5
#: Shares of the smaller cast. Two films that a stock company made in one year share up to .4 of it with
#: one director (of four actors), and up to .6 with two; two sources of one film mostly share more.
_SHARE, _NEARLY_HALF, _HALF, _MOST = 0.3, 0.41, 0.5, 0.7
#: Actors in common that, with the director and the year, make up for titles that are not alike.
_ENOUGH_ACTORS = 3
#: Of so many actors in common whose characters are known this share at least play the same ones in one
#: film: sources translate some, and print others by what they are. Such pairs get so many points at most.
_CHARACTERS, _SAME_CHARACTERS, _LIKE_CHARACTER = 2, 0.25, 75
_ENOUGH_TO_ASK = 5.0
#: What one title weighs where nothing else is known: a person is asked.
ASK_TITLE = _TITLE
#: Running times so far apart are one film's in two sources (a copy for television runs a twenty-fifth
#: faster); further apart than the last they are another film's, or another cut's.
MINUTES_SAME, _MINUTES_ALIKE, MINUTES_APART = 2, 5, 10
#: A subtitle more two years later is a sequel's more often than one film's, unless the cast is the same.
_FOLLOWS = 2
#: Keys of names, and names, as alike as this may be one name in two spellings.
_LIKE_KEY, _LIKE_NAME = 88, 0.85


def score_of(points: float) -> float:
    """Points as a number from 0 to 1: from .9 where they are enough, .5 at most where not."""
    if points >= ENOUGH:
        return min(0.99, round(1 - 0.1 * 2 ** (ENOUGH - points), 2))
    return round(0.5 * 2 ** (points - ENOUGH), 2)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What speaks for and against two mentions being one film.

    ``plain`` says that they have one title and one year and nothing speaks against them: the only
    thing on which two mentions of one source are joined.
    """

    points: float
    method: str
    seen: str
    people: str
    against: str
    year: str
    plain: bool

    @property
    def score(self) -> float:
        """The points as a number from 0 to 1."""
        return score_of(self.points)

    @property
    def evidence(self) -> str:
        """The evidence in words."""
        # Where nobody is named, the missing year is part of the doubt.
        return "; ".join(part for part in (self.seen, self.people, self.people and self.year) if part)

    @property
    def doubt(self) -> str:
        """Why the evidence is not enough, in words."""
        if self.against:
            return self.against
        if not self.people:
            return f"{self.year} and no person is in common" if self.year else "no person in common"
        return "that is not enough"


def compare(a: FilmMention, b: FilmMention) -> Verdict | None:
    """What speaks for and against two mentions being one film; None if nothing worth saying does."""
    gap = None if a.year is None or b.year is None else abs(a.year - b.year)
    if gap is not None and gap > 2:
        return None
    titles = [alike(parse_title(one), parse_title(other)) for one in a.titles for other in b.titles]
    likeness, called = max(titles)
    if likeness < LIKE and any(how in (NUMBERED, CONTINUED) for _, how in titles):
        return None
    people, people_points, against, shared, share = _people(a, b)
    if likeness < LIKE and not _one_crew(a, b, gap, shared, share):
        return None
    points = max(_OTHER_TITLE, _TITLE - (1 - likeness) * _LETTER) if likeness >= LIKE else _OTHER_TITLE
    points += people_points + (0.0 if gap is None else (_SAME_YEAR, _NEAR_YEAR, _TWO_YEARS)[gap])
    if called == SAME and gap == 1 and any(len(parse_title(title).compact) >= _LONG for title in a.titles):
        points += _LONG_TITLE
    if called not in (SAME, SUBTITLE) and _other_characters(a, b):
        # A company that makes film after film has the same director and cast in all of them.
        points = min(points, _ENOUGH_TO_ASK)
        against = " and ".join(part for part in (against, "the actors play other characters") if part)
    if likeness < 1 and gap and not shared and _begin_otherwise(a, b):
        # "Zipped" and a year later "BZipped": mistakes seldom fall on a word's first letter.
        points = min(points, _ENOUGH_TO_ASK)
        against = " and ".join(part for part in (against, "the titles begin otherwise") if part)
    if (
        called != SAME
        and (apart := minutes_apart(a.minutes, b.minutes)) is not None
        and apart > _MINUTES_ALIKE
    ):
        points = min(points, _ENOUGH_TO_ASK)
        against = " and ".join(part for part in (against, "the running times differ") if part)
    elif called == SUBTITLE and gap == _FOLLOWS and share < _MOST:
        points = min(points, _ENOUGH_TO_ASK)
        against = " and ".join(part for part in (against, "a sequel may have come two years later") if part)
    return Verdict(
        points=points,
        method=_method(called, gap, people),
        seen=_seen(called, a.year, b.year),
        people=people,
        against=against,
        year="a year is not printed" if gap is None else "",
        plain=called == SAME and not against and (gap == 0 or (gap is None and bool(people))),
    )


def _one_crew(a: FilmMention, b: FilmMention, gap: int | None, shared: int, share: float) -> bool:
    """Whether the people alone may show one film under two titles: its director and half its cast."""
    if gap == 0 and a.directors and b.directors:
        return share >= (_HALF if shared == _ENOUGH_ACTORS else _NEARLY_HALF) and shared >= _ENOUGH_ACTORS
    return gap in (0, 1) and shared >= _ACTORS and share >= _MOST


def _begin_otherwise(a: FilmMention, b: FilmMention) -> bool:
    """Whether all titles of both are single words, and no two of them begin with the same letter."""
    some, others = ([parse_title(one).key for one in film.titles] for film in (a, b))
    if any(" " in key for key in (*some, *others)):
        return False
    return not {key[:1] for key in some} & {key[:1] for key in others}


def _other_characters(a: FilmMention, b: FilmMention) -> bool:
    """Whether the actors in common, as far as both films say whom they play, mostly play others."""
    played: dict[str, list[str]] = {}
    for actor, character in b.played:
        played.setdefault(actor, []).append(fold(character))
    known: dict[str, bool] = {}
    for actor, character in a.played:
        if actor in played:
            same = any(
                fuzz.token_set_ratio(fold(character), other) >= _LIKE_CHARACTER for other in played[actor]
            )
            known[actor] = same or known.get(actor, False)
    return len(known) >= _CHARACTERS and sum(known.values()) < _SAME_CHARACTERS * len(known)


def minutes_apart(some: frozenset[int], others: frozenset[int]) -> int | None:
    """How many minutes two films' running times differ by at least; None where one's is not known."""
    return min((abs(a - b) for a in some for b in others), default=None)


def _seen(called: str, one: int | None, other: int | None) -> str:
    first, last = sorted((one or 0, other or 0))
    if first == 0:
        return called
    if first == last:
        return f"{called} and year, {first}" if called == SAME else f"{called}; same year, {first}"
    return f"{called}{',' if called == SAME else ';'} years {first} and {last}"


def _method(called: str, gap: int | None, people: str) -> str:
    title = {SAME: "title", OTHER: "people"}.get(called, "title alike")
    year = {0: " and year", None: ""}.get(gap, ", near year")
    return title + year + (" and people" if people and called != OTHER else "")


def _people(a: FilmMention, b: FilmMention) -> tuple[str, float, str, int, float]:
    """What the people say: for, in words and points; against, in words; actors shared, and their share."""
    said: list[str] = []
    against: list[str] = []
    points = 0.0
    smaller, larger = sorted((a.cast, b.cast), key=len)
    shared = len(smaller & larger)
    if shared < len(smaller) <= 8:
        shared += respelt(smaller - larger, larger - smaller)
    share = shared / len(smaller) if smaller else 0.0
    if a.directors & b.directors or same_name(a.directed_by, b.directed_by):
        said.append("the same director")
        points += _DIRECTOR
    elif a.directors and b.directors:
        if respelt(a.directors, b.directors):
            said.append("the same director, spelt in two ways")
            points += _DIRECTOR_ALIKE
        else:
            against.append("other directors")
            # Of two who directed together each source may name one.
            points += _OTHER_BUT_CAST if shared >= _ENOUGH_ACTORS and share >= _HALF else _OTHER_DIRECTOR
    if shared:
        said.append("an actor in common" if shared == 1 else f"{shared} actors in common")
        points += _ACTOR * min(shared, _ACTORS) * min(1.0, share / _SHARE)
        if shared >= _ACTORS and share >= _MOST:
            said.append("most of the smaller cast")
            points += _WHOLE_CAST
    elif smaller:
        # Three of a cast and three others of it may be one cast; three and the whole cast may not.
        points -= min(3.0, len(smaller) * len(larger) / 15)
        if len(smaller) > 2:
            against.append("no actor in common")
    return "; ".join(said), points, " and ".join(against), shared, share


def respelt(some: frozenset[str], others: frozenset[str]) -> int:
    """How many of some names are spelt otherwise among others; keys rotate a name's letters, so sort them."""
    spelt = ["".join(sorted(name)) for name in others]
    return sum(
        any(fuzz.ratio(letters, other) >= _LIKE_KEY for other in spelt)
        for letters in ("".join(sorted(name)) for name in some)
        if len(letters) > 6
    )


def same_name(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether a name is among others as a person would read it: "Jim Goldstone" is "James Goldstone"."""
    return any(similarity(one, other) >= _LIKE_NAME for one in some for other in others)
