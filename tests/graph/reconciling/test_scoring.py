"""Scores for candidates: what counts, how much, and when a match is safe."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.reconciling import (
    PROPERTIES,
    TYPES,
    Asked,
    Candidate,
    Facts,
    Value,
    agreement,
    property_of,
    rank,
    title_points,
    type_of,
)


def person(iri: str, *names: str, films: tuple[str, ...] = (), born: str = "", imdb: str = "") -> Candidate:
    own = {"birthYear": [Value(born)]} if born else {}
    if imdb:
        own["imdbId"] = [Value(imdb)]
    return Candidate(iri, TYPES["Person"], names, Facts(own, [{"film": [Value(title)]} for title in films]))


def asked(**values: str) -> list[Asked]:
    return [Asked(PROPERTIES[pid], (Value(text),)) for pid, text in values.items()]


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("Aloners", "ALONERS", 100, 100),
        ("Lighthouse, The", "The Lighthouse", 100, 100),
        ("Lighthouse", "The Lighthouse", 98, 98),
        ("Aloners (2023)", "Aloners", 100, 100),
        ("Pirates & Kings", "Pirates and Kings", 100, 100),
        ("Dont Look Now", "Don’t Look Now", 100, 100),
        ("Spider Man", "Spiderman", 96, 96),
        ("Rocky II", "Rocky III", 0, 50),
        ("Toy Story", "Toy Story 2", 0, 50),
        ("Casablanca", "Vertigo", 0, 20),
        ("Casablanka", "Casablanca", 75, 95),
    ],
)
def test_titles(one: str, other: str, least: float, most: float) -> None:
    assert least <= title_points(one, other).points <= most
    assert title_points(one, other).points == title_points(other, one).points


@pytest.mark.parametrize(
    ("kind", "one", "other", "expected"),
    [
        ("year", "2020", "2020", 1.0), ("year", "2020-05-01", "2021", 0.8), ("year", "soon", "2021", 0.0),
        ("birth", "1950", "1951", 0.5), ("birth", "1950", "1952", 0.0),
        ("id", "http://www.wikidata.org/entity/Q853", "q853", 1.0), ("id", "nm1", "nm2", 0.0),
        ("job", "Actress", "actor", 1.0), ("job", "Director of Photography", "cinematographer", 1.0),
        ("job", "director", "actor", 0.0), ("date", "2023", "2023-05-18", 1.0),
        ("date", "2023-06-01", "2023-05-18", 0.4), ("word", "Drama", "drama", 1.0),
        ("number", "91 minutes", "91", 1.0), ("person", "Ann Lee", "Bo Widerberg", 0.0),
    ],
)  # fmt: skip
def test_values_agree_by_their_kind(kind: str, one: str, other: str, expected: float) -> None:
    assert agreement(kind, one, other) == pytest.approx(expected)  # type: ignore[arg-type]


def test_namesakes_are_never_matched_until_something_tells_them_apart() -> None:
    two = [
        person("a", "Kim Min-ji", films=("Aloners",), born="1990"),
        person("b", "Kim Minji", films=("Vertigo",), born="1970"),
    ]
    assert not any(item.match for item in rank("Kim Min-ji", [], two))
    found = rank("Kim Min-ji", asked(film="Vertigo"), two)
    assert [(item.candidate.iri, item.match) for item in found] == [("b", True), ("a", False)]


def test_what_speaks_against_a_candidate_keeps_it_from_matching() -> None:
    only = [person("a", "Setsuko Hara", films=("Late Spring", "Early Summer"), born="1920")]
    assert rank("Setsuko Hara", asked(film="Late Spring"), only)[0].match
    assert not rank("Setsuko Hara", asked(film="Late Spring", birthYear="1960"), only)[0].match


def test_what_is_not_known_of_a_candidate_counts_less_than_what_speaks_against_it() -> None:
    silent, other = person("a", "Ann Lee"), person("b", "Ann Lee", born="1901")
    found = rank("Ann Lee", asked(birthYear="1980"), [other, silent])
    assert [item.candidate.iri for item in found] == ["a", "b"]
    assert found[0].parts["birthYear"] == 50


def test_a_family_name_alone_is_nobodys() -> None:
    assert not rank("Madonna", [], [person("a", "Madonna")])[0].match
    assert rank("Madonna", asked(film="Evita"), [person("a", "Madonna", films=("Evita",))])[0].match


def test_an_id_outweighs_the_spelling_but_not_another_name() -> None:
    known = [person("a", "Setsuko Hara", imdb="nm0361697")]
    assert rank("S. Hara", asked(imdbId="nm0361697"), known)[0].match
    assert not rank("Setsuko Hara", asked(imdbId="nm0000001"), known)[0].match
    assert not rank("Bo Widerberg", asked(imdbId="nm0361697"), known)[0].match


def test_the_reason_is_in_words() -> None:
    found = rank("Hara Setsuko", asked(film="Late Spring"), [person("a", "Setsuko Hara", films=("Vertigo",))])
    assert "order" in found[0].why
    assert "film Late Spring does not agree" in found[0].why


@given(
    name=st.text(max_size=20),
    names=st.lists(st.text(max_size=20), max_size=4),
    value=st.text(max_size=12),
    pid=st.sampled_from(sorted(PROPERTIES)),
)
def test_a_score_is_between_0_and_100_and_at_most_one_candidate_matches(
    name: str, names: list[str], value: str, pid: str
) -> None:
    of = TYPES[PROPERTIES[pid].types[0]]
    candidates = [
        Candidate(str(number), of, (text,), Facts({pid: [Value(value[::-1])]}))
        for number, text in enumerate(names)
    ]
    found = rank(name, [Asked(PROPERTIES[pid], (Value(value),))], candidates)
    assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)
    assert all(0 <= item.score <= 100 and min(item.parts.values()) >= 0 for item in found)
    assert sum(item.match for item in found) <= 1
    assert not any(item.match for item in found[1:])


def test_types_and_properties_are_known_by_their_iris_and_by_what_people_call_them() -> None:
    assert type_of("https://schema.org/Movie") is TYPES["Film"]
    assert type_of("https://w3id.org/reelgraph/ontology#Person") is TYPES["Person"]
    assert type_of("Organization") is None
    for text in ("imdbId", "reel:imdbId", "IMDb id", "imdb_id", "IMDB"):
        assert property_of(text) is PROPERTIES["imdbId"], text
    assert property_of("birth year") is PROPERTIES["birthYear"]
    assert property_of("shoe size") is None


def test_every_property_is_of_types_that_there_are() -> None:
    for item in PROPERTIES.values():
        assert set(item.types) <= set(TYPES)
        assert not item.entity or item.entity in TYPES
