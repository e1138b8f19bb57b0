"""Capsules that print a title and nobody: one film where only one can be meant, a question where two can."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from graph.linking.films import FilmMention, link_films
from graph.linking.title_alone import METHOD

LONG = "The Night Ferry to Kestrel Island"


@dataclass(frozen=True)
class Said:
    """What a source prints of a film."""

    iri: str
    title: str = LONG
    year: int | None = None
    directors: str = ""
    cast: str = ""
    minutes: int | None = None
    rated: str = ""
    reviewed: int | None = None

    def mention(self) -> FilmMention:
        return FilmMention(
            self.iri,
            (self.title,),
            self.year,
            frozenset(self.directors.split()),
            frozenset(self.cast.split()),
            minutes=frozenset(() if self.minutes is None else (self.minutes,)),
            rated=frozenset(self.rated.split()),
            reviewed=frozenset(() if self.reviewed is None else (self.reviewed,)),
        )


_KNOWN = Said("known", year=1987, directors="d", cast="x y z", minutes=97, rated="R")
_REMADE = Said("remade", year=2014, directors="e", cast="u v w", minutes=121, rated="PG-13")


def _linked(*said: Said) -> set[frozenset[str]]:
    groups = {frozenset(group) for group in link_films([one.mention() for one in said]).all()}
    backwards = link_films([one.mention() for one in reversed(said)])
    assert {frozenset(group) for group in backwards.all()} == groups
    return groups


def _apart(*said: Said) -> bool:
    return len(_linked(*said)) == len(said)


@pytest.mark.parametrize(
    ("capsule", "why"),
    [
        (Said("capsule", rated="R", reviewed=2009), "rated R; though reviewed 22 years after it was made"),
        (Said("capsule", reviewed=1988), "seldom given twice; reviewed in 1988 and made in 1987"),
        (Said("capsule", minutes=98), "seldom given twice; running times 97 and 98 minutes"),
    ],
)
def test_a_capsule_is_the_only_film_of_a_title_seldom_given(capsule: Said, why: str) -> None:
    clusters = link_films([capsule.mention(), _KNOWN.mention()])
    assert clusters.together("capsule", "known")
    (join,) = clusters.joins.values()
    assert join.method == METHOD
    assert join.evidence.startswith("same title; no other film of that title is known; ")
    assert join.evidence.endswith(why)
    assert not clusters.refused


def test_a_short_title_takes_the_same_running_time_and_rating() -> None:
    known = Said("known", "Heat", 1995, "mann", "x y", minutes=170, rated="R")
    assert _linked(known, Said("b", "Heat", minutes=170, rated="R")) == {frozenset(("known", "b"))}
    assert _apart(known, Said("b", "Heat"))
    assert _apart(known, Said("b", "Heat", rated="R", reviewed=2015))
    clusters = link_films([known.mention(), Said("b", "Heat").mention()])
    assert clusters.refused[0].evidence == "same title; but a year is not printed and no person is in common"


@pytest.mark.parametrize(
    "capsule",
    [
        Said("capsule", minutes=121),  # another running time
        Said("capsule", minutes=97, rated="R", reviewed=1980),  # reviewed before the film was made
        Said("capsule", rated="PG", reviewed=2009),  # another rating
        Said("capsule", reviewed=2009),  # long after: a remake may have come out
    ],
)
def test_what_speaks_against_the_only_film_known_leaves_the_capsule_to_a_person(capsule: Said) -> None:
    short = replace(capsule, title="Kestrel Ferry"), replace(_KNOWN, title="Kestrel Ferry")
    clusters = link_films([one.mention() for one in short])
    assert not clusters.together("capsule", "known")
    assert {(join.mention, join.other) for join in clusters.refused} == {("known", "capsule")}


def test_of_two_films_of_one_title_the_one_that_agrees_is_meant_if_the_other_does_not() -> None:
    capsule = Said("capsule", minutes=121, rated="PG-13")
    assert _linked(_KNOWN, _REMADE, capsule) == {frozenset(("known",)), frozenset(("remade", "capsule"))}
    said = link_films([one.mention() for one in (_KNOWN, _REMADE, capsule)]).joins.values()
    assert [join.evidence for join in said] == [
        "same title; no second film of that title agrees with it; running time 121 minutes; rated PG-13"
    ]


def test_a_capsule_that_may_be_either_of_two_films_is_neither_and_both_are_asked_about() -> None:
    clusters = link_films([one.mention() for one in (_KNOWN, _REMADE, Said("capsule", rated="R"))])
    assert not clusters.joins
    assert {frozenset((join.mention, join.other)) for join in clusters.refused} == {
        frozenset(("capsule", "known")), frozenset(("capsule", "remade")),
    }  # fmt: skip
    assert {join.evidence for join in clusters.refused} == {
        "same title; but it may be any of 2 films of that title"
    }


def test_why_a_capsule_is_not_the_only_film_known_is_said() -> None:
    clusters = link_films([_KNOWN.mention(), Said("capsule", minutes=121).mention()])
    assert [join.evidence for join in clusters.refused] == ["same title; but the running times differ"]


def test_what_speaks_against_a_capsule_that_is_joined_is_said() -> None:
    capsule = Said("capsule", minutes=101, rated="PG", reviewed=1988)
    rated = link_films([_KNOWN.mention(), replace(capsule, minutes=None).mention()]).joins.values()
    assert [join.evidence.partition("given twice; ")[2] for join in rated] == [
        "reviewed in 1988 and made in 1987; though rated PG here and R there"
    ]
    longer = link_films([_KNOWN.mention(), replace(capsule, rated="").mention()]).joins.values()
    assert [join.evidence.partition("given twice; ")[2] for join in longer] == [
        "reviewed in 1988 and made in 1987; though one is 4 minutes longer"
    ]


def test_of_a_title_that_very_many_films_have_none_is_picked() -> None:
    films = [Said(f"f{year}", "Untitled", year, f"d{year}", minutes=60) for year in range(1900, 2010)]
    films[60] = replace(films[60], minutes=97)
    capsule = Said("t", "Untitled", minutes=97, rated="R")
    few, many = (link_films([one.mention() for one in (*part, capsule)]) for part in (films[50:70], films))
    assert few.together("t", "f1960")
    assert all("t" not in (join.mention, join.other) for join in many.joins.values())
    why = {join.evidence for join in many.refused if "t" in (join.mention, join.other)}
    assert why == {"same title; but more than 100 films have that title"}


def test_capsules_alone_are_one_film_if_they_agree_and_none_of_their_number_is_made_up() -> None:
    """A third whose running time is another film's stays apart, and a fourth that may be either asks."""
    first, second = Said("a", minutes=97, rated="R"), Said("b", minutes=98, rated="R")
    assert _linked(first, second) == {frozenset("ab")}
    other, open_ = Said("c", minutes=140, rated="R"), Said("d", rated="R")
    assert _linked(first, second, other, open_) == {frozenset("ab"), frozenset("c"), frozenset("d")}


def test_a_film_known_by_its_director_and_one_known_by_its_year_are_one_if_all_else_agrees() -> None:
    by_year, by_director = Said("a", year=1987, minutes=97), Said("b", directors="d", minutes=97)
    assert _linked(by_year, by_director) == {frozenset("ab")}
    assert _apart(by_year, Said("b", directors="d", minutes=140))


def test_a_title_with_which_another_goes_on_is_no_reason_alone() -> None:
    longer = Said("longer", f"{LONG}: The Return", 1999, "d", "k l m", rated="R")
    capsule = Said("capsule", rated="R", reviewed=2009)
    assert _linked(_KNOWN, capsule) == {frozenset(("known", "capsule"))}
    assert _apart(_KNOWN, longer, capsule)


def test_running_times_tell_two_films_of_one_company_apart_that_titles_and_people_do_not() -> None:
    one = Said("a", "Duel of the Iron Fist", 1971, "d", "x y z k l", minutes=108)
    other = Said("b", "Duel of Fists", 1971, "d", "x y z u v", minutes=101)
    clusters = link_films([one.mention(), other.mention()])
    assert not clusters.together("a", "b")
    assert "the running times differ" in clusters.refused[0].evidence
    assert _linked(one, Said("b", "Duel of Fists", 1971, "d", "x y z u v", minutes=106)) == {frozenset("ab")}


def test_a_subtitle_two_years_later_is_a_sequels_unless_the_cast_is_the_same() -> None:
    first = Said("a", "Night Squad", 1986, "d", "x y z k l m")
    assert _apart(first, Said("b", "Night Squad: Python Wolf", 1988, "d", "x y z u v w"))
    same = Said("b", "Night Squad: Python Wolf", 1988, "d", "x y z k l m")
    assert _linked(first, same) == {frozenset("ab")}
