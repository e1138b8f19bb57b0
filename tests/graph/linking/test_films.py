"""Linking films: title, year, and the people who made them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.linking.films import FilmMention, film_keys, link_films
from graph.linking.titles import title_key

LONG_CAST = "a b c d e f g h i j k l"


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


@pytest.mark.parametrize(
    ("a", "b", "evidence"),
    [
        (
            film("a", "The Man from Utah", 1934, "bradbury", LONG_CAST),
            film("b", "Man frm Utah, The", 1935, "bradbury", "a b c d x y"),
            "titles alike .96; years 1934 and 1935; the same director; 4 actors in common",
        ),
        (
            film("a", "Sister Act 2: Back in the Habit", 1993, "duke"),
            film("b", "Sister Act 2", 1993, "duke"),
            "same title but for a subtitle; same year, 1993; the same director",
        ),
        (
            film("a", "Zombi", 1978, "romero", "a b c d"),
            film("b", "Dawn of the Dead", 1978, "romero", "a b c x"),
            "other titles; same year, 1978; the same director; 3 actors in common",
        ),
        (
            film("a", "The Last Time I Saw Archie", 1961, "webb"),
            film("b", "The Last Time I Saw Archie", 1962),
            "same title, years 1961 and 1962",
        ),
        (
            FilmMention("a", ("Alien 3",), 1992, frozenset({"la:x"}), directed_by=("Jim Goldstone",)),
            FilmMention("b", ("Alien III",), 1992, frozenset({"la:y"}), directed_by=("James Goldstone",)),
            "same title and year, 1992; the same director",
        ),
    ],
)
def test_one_film_printed_in_two_ways(a: FilmMention, b: FilmMention, evidence: str) -> None:
    assert link_films([a, b]).joins["b"].evidence == evidence


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            film("a", "Kill Bill: Vol. 1", 2003, "qt", LONG_CAST),
            film("b", "Kill Bill: Vol. 2", 2004, "qt", LONG_CAST),
        ),
        (film("a", "Rocky II", 1979, "st", LONG_CAST), film("b", "Rocky", 1979, "st", LONG_CAST)),
        (film("a", "Dracula", 1931, "browning", LONG_CAST), film("b", "Dracula", 1931, "melford", "x y z")),
        (
            film("a", "Boxer", 1972, "chang", LONG_CAST),
            film("b", "Man of Iron", 1972, "chang", "a b c x y z v w"),
        ),
        (film("a", "Nightmare", 1964, "francis", LONG_CAST), film("b", "Nightmare", 1964, "", "x y z")),
        (film("a", "It", 1990), film("b", "If", 1990)),
    ],
)
def test_films_that_look_like_one(a: FilmMention, b: FilmMention) -> None:
    assert not link_films([a, b]).together("a", "b")


def test_a_film_that_may_as_well_be_another_is_neither() -> None:
    clusters = link_films(
        [
            film("a", "Pinocchio", 2022, "deltoro"),
            film("b", "Pinocchio", 2022, "zemeckis"),
            film("c", "Pinocchio", 2022),
        ]
    )
    assert sorted(map(len, clusters.all())) == [1, 1, 1]
    assert {refused.evidence for refused in clusters.refused if refused.mention == "c"} == {
        "same title and year, 2022; but another film is as much alike"
    }


def test_a_table_that_lists_two_films_of_one_title_keeps_them_two() -> None:
    clusters = link_films(
        [
            film("t#1", "Eraser", 1996, "russell", "a b c"),
            film("t#2", "Eraser", 1997, "russell", "x y z"),
            film("u#1", "Eraser", 1996, "russell", "a b c"),
            film("u#2", "Eraser", 1997, "russell", "x y z"),
        ]
    )
    assert sorted(clusters.all()) == [["t#1", "u#1"], ["t#2", "u#2"]]


def test_what_a_table_lists_apart_is_one_film_only_by_an_id() -> None:
    rows = [FilmMention(f"t#{n}", ("Heat",), 1995, frozenset({"mann"}), listed=True) for n in (1, 2)]
    assert not link_films(rows).together("t#1", "t#2")
    rows = [FilmMention(f"t#{n}", ("Heat",), 1995, ids={"imdbId": "tt1"}, listed=True) for n in (1, 2)]
    assert link_films(rows).together("t#1", "t#2")


def test_a_source_that_names_a_film_twice_names_one_film() -> None:
    clusters = link_films(
        [
            film("feed#1", "Heat", 1995, "mann"),
            film("feed#2", "Heat", 1995),
            film("page", "Heat", 1995, "mann"),
        ]
    )
    assert len(list(clusters.all())) == 1


def test_what_a_person_said_outranks_titles_and_ids_and_a_rejection_outranks_a_shared_title() -> None:
    a = FilmMention("a", ("Solaris",), 1972, ids={"imdbId": "tt1"})
    b = FilmMention("b", ("Солярис",), 2002, ids={"imdbId": "tt2"})
    c = FilmMention("c", ("Solaris",), 1972)
    accepted, rejected = [frozenset("ab")], [frozenset("ac")]
    clusters = link_films([a, b, c], accepted, rejected)
    assert sorted(clusters.all()) == [["a", "b"], ["c"]]
    assert clusters.joins["b"].evidence == "a person said that they are one film"


def test_a_person_who_contradicts_themselves_is_asked_again() -> None:
    mentions = [film(iri, f"Film {iri}") for iri in "abc"]
    clusters = link_films(mentions, [frozenset("ab"), frozenset("bc")], [frozenset("ac")])
    assert not clusters.together("a", "c")
    assert [refused.evidence for refused in clusters.refused] == [
        "a person said that they are one film; but a person said that they are two films"
    ]


def test_a_doubt_is_kept_for_a_person_with_its_reason() -> None:
    clusters = link_films([film("a", "The Host", 2006, "bong"), film("b", "The Host", 2007)])
    assert [refused.evidence for refused in clusters.refused] == [
        "same title, years 2006 and 2007; but no person in common"
    ]


def test_words_that_begin_otherwise_and_a_year_apart_are_a_question_unless_actors_are_in_common() -> None:
    zipped = film("a", "Zipped", 1990, "mills")
    clusters = link_films([zipped, film("b", "BZipped", 1991, "mills")])
    assert not clusters.together("a", "b")
    assert [refused.evidence for refused in clusters.refused] == [
        "titles alike .92; years 1990 and 1991; the same director; but the titles begin otherwise"
    ]
    assert link_films([zipped, film("b", "BZipped", 1990, "mills")]).together("a", "b")
    assert link_films([zipped, film("b", "Ziped", 1991, "mills")]).together("a", "b")
    assert link_films(
        [film("a", "Zipped", 1990, "mills", "x y"), film("b", "BZipped", 1991, "mills", "x y z")]
    ).together("a", "b")


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


def test_a_saga_in_two_parts_with_one_cast_is_two_films() -> None:
    parts = [film(iri, f"The Saga: {part}", year, "d", LONG_CAST)
             for iri, part, year in (("a", "Infinity War", 2018), ("b", "Endgame", 2019))]  # fmt: skip
    assert not link_films(parts).together("a", "b")


@pytest.mark.parametrize(("characters", "one"), [("Ana Bo Cy", True), ("Dee Eve Fay", False), ("", True)])
def test_one_company_under_two_titles_is_one_film_unless_the_actors_play_others(
    characters: str, *, one: bool
) -> None:
    first = replace(
        film("a", "Vogelfrei", 2011, "d", "x y z"),
        played=frozenset(zip("xyz", ("Ana", "Bo", "Cy"), strict=True)),
    )
    other = replace(
        film("b", "Nine Lanterns", 2011, "d", "x y z"),
        played=frozenset(zip("xyz", characters.split(), strict=False)),
    )
    clusters = link_films([first, other])
    assert clusters.together("a", "b") is one
    assert one or "the actors play other characters" in clusters.refused[0].evidence


def test_short_titles_a_letter_apart_meet_by_their_people_only() -> None:
    """Else half a million films would hang together by "Heat", "Heart", "Hart"."""
    assert film_keys(film("a", "Heat", 1995)).isdisjoint(film_keys(film("b", "Heart", 1995)))
    pair = film("a", "Heat", 1995, "mann", "x y"), film("b", "Heart", 1995, "mann", "x y")
    assert not film_keys(pair[0]).isdisjoint(film_keys(pair[1]))
    assert link_films(pair).together("a", "b")
    assert link_films([film("a", "Parasite", 2019), film("b", "Parasites", 2019)]).together("a", "b")
