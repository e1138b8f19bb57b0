"""Mentions of films that say no year and name nobody in common: which film it is where only one can be meant.

A capsule prints a title, a running time and a content rating, a digest a title and a rating: of no two
such mentions can the people be compared. An editor still knows the film where one film of that title
is known, the title is one that is seldom given twice, and what both print besides agrees: running time,
content rating, and when it was reviewed. Where several films of the title are known, the one that agrees
in these, while they speak against every other, is meant; otherwise a person is asked.

All mentions of a title are of one component (a mention without a year shares the keys of every year), so
what is decided here depends on nothing outside it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.linking.film_score import ASK_TITLE, ENOUGH, MINUTES_APART, MINUTES_SAME, minutes_apart, score_of
from graph.linking.film_traits import BOTH, FilmTraits, clash
from graph.linking.titles import Title, parse_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from graph.linking.clusters import Clusters
    from graph.linking.film_blocks import FilmMention

METHOD = "title alone"
_NO_OTHER = {True: "is known", False: "agrees with it"}

# What weighs beside the title, in the points of ``film_score``: each is a thing that an editor would look up.
#: Two words that tell and twelve letters: of the films of one half of the development data that have such a
#: title one in 110 shares it, of all others one in 45; of the 79 of four words and twenty letters none does.
_LONG, _LONGER = (2, 12, 1.0), (4, 20, 1.5)
_GOES_ON = -0.5
#: Films run an hour and a half to two hours and a half: two of one title within two minutes by chance
#: one time in fifteen.
_SAME_MINUTES, _NEAR_MINUTES = 1.5, -0.5
_SAME_RATING, _OTHER_RATING = 0.5, -1.0
#: Ratings of one country's board, of which a film has one; another country's says nothing against one.
_BOARD = frozenset({"G", "PG", "PG-13", "R", "NC-17", "X", "GP", "M"})
#: A page that prints neither year nor people mostly reviews what has just come out.
_NEW, _OLD = 0.75, -0.5
_NEW_YEARS = 2
#: Of a title of more films than this ("Untitled") none is looked for: so many are not told apart by minutes.
_MANY = 100
#: A film is shown at festivals in the year before the one that is printed.
_EARLY = 1


def link_by_title(clusters: Clusters, films: Sequence[FilmMention]) -> dict[str, str]:
    """Joins mentions of films that share a title, nothing else that is weighed, and can be one film only.

    Args:
        clusters: what is joined already.
        films: the mentions, sorted by IRI; one stands for each heap of those that are alike throughout.

    Returns:
        Why mentions were not joined that may be any of several films, or are not the one that is known.
    """
    wanted = {
        parse_title(text).compact
        for film in films
        if film.year is None and _traits(clusters, film.iri).years is None
        for text in film.titles
    }
    doubts: dict[str, str] = {}
    if not wanted:
        return doubts
    called: dict[str, list[str]] = defaultdict(list)
    going_on: dict[str, list[str]] = defaultdict(list)
    titles: dict[str, Title] = {}
    for film in films:
        for text in film.titles:
            title = parse_title(text)
            if title.compact in wanted:
                called[title.compact].append(film.iri)
                titles.setdefault(title.compact, title)
            for name in title.names:
                if name in wanted:
                    going_on[name].append(film.iri)
    for name, iris in sorted(called.items()):
        if len(iris) > 1:
            doubts |= _of_one_title(clusters, titles[name], iris, going_on[name])
    return doubts


def _of_one_title(
    clusters: Clusters, title: Title, iris: list[str], going_on: Iterable[str]
) -> dict[str, str]:
    """Joins the mentions of one title that can be one film only; says why others were not."""
    doubts: dict[str, str] = {}
    waiting = sorted({clusters.root(iri): iri for iri in reversed(iris)}.values(), key=_rank(clusters))
    # Of each film of the title one mention, and what was known of it before anything was joined here: else
    # one capsule that is taken for it wrongly would bring all those that were printed in the same week.
    known: dict[str, FilmTraits] = {}
    for iri in waiting:
        own = _traits(clusters, iri)
        if own.years is not None:
            known[iri] = replace(own)
            continue
        if len(known) > _MANY:
            doubts[iri] = f"more than {_MANY} films have that title"
            continue
        fitting = [
            film
            for film, before in known.items()
            if _against(own, before) is None and clash(own, _traits(clusters, film)) is None
        ]
        if len(fitting) == 1:
            (film,) = fitting
            longer = any(not clusters.together(film, one) for one in going_on)
            points, said = _weighed(title, own, known[film], alone=len(known) == 1, longer=longer)
            if points >= ENOUGH and clusters.join(iri, film, METHOD, score_of(points), said):
                continue
        elif fitting:
            doubts[iri] = f"it may be any of {len(fitting)} films of that title"
        elif len(known) == 1:
            (before,) = known.values()
            doubts[iri] = _against(own, before) or BOTH
        # What says neither a year nor anybody, and may be one of these, is no film of its own.
        if own.directors or own.cast or not fitting:
            known[iri] = replace(own)
    return doubts


def _rank(clusters: Clusters) -> Callable[[str], tuple[bool, bool, bool, bool, str]]:
    """Orders mentions by how much is said of their films: the most first, and then by their IRIs."""

    def rank(iri: str) -> tuple[bool, bool, bool, bool, str]:
        own = _traits(clusters, iri)
        return own.years is None, not (own.directors or own.cast), not own.minutes, not own.rated, iri

    return rank


def _traits(clusters: Clusters, iri: str) -> FilmTraits:
    traits = clusters.traits(iri)
    if not isinstance(traits, FilmTraits):
        raise TypeError(traits)
    return traits


def _against(own: FilmTraits, other: FilmTraits) -> str | None:
    """Why two mentions of one title are of two films, or may well be."""
    if (reason := clash(own, other)) is not None:
        return reason
    if own.cast and other.cast and own.cast.isdisjoint(other.cast):
        return "no actor in common"
    if (minutes_apart(own.minutes, other.minutes) or 0) > MINUTES_APART:
        return "the running times differ"
    for one, film in ((own, other), (other, own)):
        if one.reviewed and film.years and min(one.reviewed) < film.years[0] - _EARLY:
            return "one was reviewed before the other was made"
    return None


def _weighed(
    title: Title, own: FilmTraits, other: FilmTraits, *, alone: bool, longer: bool
) -> tuple[float, str]:
    """How sure a mention is the one film of its title that it may be: points, and why, in words.

    A title alone is never enough, however long: one thing beside it has to agree.

    Args:
        title: the title.
        own: what the mention says.
        other: what is known of the film.
        alone: whether no other film of the title is known.
        longer: whether the title of another film begins with this one.
    """
    points = ASK_TITLE + (_GOES_ON if longer else 0.0)
    said = ["same title", f"no {'other ' if alone else 'second '}film of that title {_NO_OTHER[alone]}"]
    for words, letters, worth in (_LONGER, _LONG) if alone and not longer else ():
        if len(title.words) >= words and len(title.compact) >= letters:
            points += worth
            said.append(f"a title of {len(title.key.split())} words, seldom given twice")
            break
    beside = len(said)
    but = ["though another title goes on with it"] if longer else []
    apart = minutes_apart(own.minutes, other.minutes)
    if apart is not None and apart > MINUTES_SAME:
        points += _NEAR_MINUTES
        but.append(f"though one is {apart} minutes longer")
    elif apart is not None:
        points += _SAME_MINUTES
        pairs = ((abs(a - b), min(a, b), max(a, b)) for a in own.minutes for b in other.minutes)
        _, one, two = min(pairs)
        said.append(f"running time {one} minutes" if one == two else f"running times {one} and {two} minutes")
    if shared := own.rated & other.rated:
        points += _SAME_RATING
        said.append(f"rated {min(shared)}")
    elif own.rated & _BOARD and other.rated & _BOARD:
        points += _OTHER_RATING
        but.append(f"though rated {min(own.rated & _BOARD)} here and {min(other.rated & _BOARD)} there")
    points += _when(own, other, said, but)
    return points if len(said) > beside else min(points, ASK_TITLE), "; ".join((*said, *but))


def _when(own: FilmTraits, other: FilmTraits, said: list[str], but: list[str]) -> float:
    """What it weighs when the two were reviewed; adds to what is said for and against."""
    if not own.reviewed:
        return 0.0
    first = min(own.reviewed)
    if other.years is not None and first - other.years[1] <= _NEW_YEARS:
        said.append(f"reviewed in {first} and made in {other.years[1]}")
        return _NEW
    near = min(other.reviewed, key=lambda year: (abs(year - first), year), default=None)
    if near is not None and abs(near - first) <= 1:
        said.append(f"both reviewed in {first}" if near == first else f"reviewed in {first} and {near}")
        return _NEW
    if other.years is None:
        return 0.0
    but.append(f"though reviewed {first - other.years[1]} years after it was made")
    return _OLD
