"""Linking films: title, year, and the people who made them."""

from __future__ import annotations

import pytest

from graph.linking.films import FilmMention, link_films
from graph.linking.titles import title_key


def film(iri: str, title: str, year: int | None = None, directors: str = "", cast: str = "") -> FilmMention:
    return FilmMention(iri, (title,), year, frozenset(directors.split()), frozenset(cast.split()))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (film("a", "Parasite", 2019), film("b", "PARASITE", 2019)),
        (film("a", "Parasite", 2019, "bong"), film("b", "Parasite", 2019)),
        (film("a", "Aloners", 2021, "hong"), film("b", "Aloners", 2022, "hong")),
        (film("a", "Aloners", 2021, "hong"), film("b", "Aloners", None, "hong")),
        (film("a", "Heat", 1995, cast="x y z"), film("b", "Heat", None, cast="x y")),
        (film("a", "Broker", 2022, "koreeda", "s k"), film("b", "Broker", 2022, "kore-eda", "s k")),
    ],
)
def test_one_film(a: FilmMention, b: FilmMention) -> None:
    clusters = link_films([a, b])
    assert clusters.together("a", "b")
    assert clusters.joins["b"].evidence.startswith("same title")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (film("a", "Pinocchio", 2022, "deltoro"), film("b", "Pinocchio", 2022, "zemeckis")),
        (film("a", "Solaris", 1972, "tarkovsky"), film("b", "Solaris", 2002, "soderbergh")),
        (film("a", "Solaris", 1972), film("b", "Solaris", 2002)),
        (film("a", "The Host", 2006, "bong"), film("b", "The Host", 2007)),
        (film("a", "The Host", 2006), film("b", "The Host")),
        (film("a", "Hero", 2002), film("b", "Heroes", 2002)),
    ],
)
def test_two_films(a: FilmMention, b: FilmMention) -> None:
    assert not link_films([a, b]).together("a", "b")


def test_a_doubt_is_kept_for_a_person_with_its_reason() -> None:
    clusters = link_films([film("a", "The Host", 2006, "bong"), film("b", "The Host", 2007)])
    assert [refused.evidence for refused in clusters.refused] == [
        "same title, years 2006 and 2007; but no person in common"
    ]


def test_conflicting_ids_keep_films_apart_and_shared_ids_join_them() -> None:
    a = FilmMention("a", ("Heat",), 1995, ids={"imdbId": "tt1"})
    b = FilmMention("b", ("Heat",), 1995, ids={"imdbId": "tt2"})
    c = FilmMention("c", ("Heat (director's cut)",), 1995, ids={"imdbId": "tt2"})
    clusters = link_films([a, b, c])
    assert not clusters.together("a", "b")
    assert clusters.together("b", "c")


def test_the_order_of_the_mentions_decides_nothing() -> None:
    mentions = [
        film("a", "Heat", 1995, "mann"),
        film("b", "Heat", 1996, "mann"),
        film("c", "Heat", 1997, "mann"),
    ]
    partitions = {
        str(list(link_films(order).all()))
        for order in (mentions, mentions[::-1], [mentions[1], *mentions[::2]])
    }
    assert len(partitions) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [("Amélie", "AMELIE"), ("Pirates & Kings", "Pirates and Kings"), ("Knives Out!", "knives out")],
)
def test_titles_that_are_one_title(a: str, b: str) -> None:
    assert title_key(a) == title_key(b)
