"""What is decided about a film depends on nothing outside its component, nor on the order of mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.linking.films import FilmMention, components, film_keys, link_films

if TYPE_CHECKING:
    from random import Random

    from graph.linking.clusters import Clusters

_TITLES = [
    "Heat", "Heat 2", "Heat: Part II", "The Heat", "Heat, The", "Haet", "Dead Heat: A True Story",
    "The Adventures of Robin Hood", "The Adventurs of Robin Hood", "Robin Hood", "Solaris",
]  # fmt: skip
_NAMES = ["la:mann", "la:manm", "la:curtiz", "la:tarkovsky"]
_CAST = ["la:pacino", "la:deniro", "la:kilmer", "la:flynn", "la:rains", "la:dehavilland"]


def mention(number: int, draw: st.DrawFn) -> FilmMention:
    source = draw(st.sampled_from(["table", "feed", f"page{number}"]))
    return FilmMention(
        iri=f"{source}#film-{number}",
        titles=tuple(draw(st.lists(st.sampled_from(_TITLES), min_size=1, max_size=2, unique=True))),
        year=draw(st.sampled_from([None, None, 1994, 1995, 1996, 1998])),
        directors=frozenset(draw(st.lists(st.sampled_from(_NAMES), max_size=1))),
        cast=frozenset(draw(st.lists(st.sampled_from(_CAST), max_size=5))),
        ids=draw(st.sampled_from([{}, {}, {}, {"imdbId": "tt1"}, {"imdbId": "tt2"}])),
        listed=source == "table",
        minutes=frozenset(draw(st.sampled_from([(), (), (96,), (97,), (121,)]))),
        rated=frozenset(draw(st.sampled_from([(), ("R",), ("PG",)]))),
        reviewed=frozenset(draw(st.sampled_from([(), (1990,), (1995,), (2009,)]))),
    )


@st.composite
def tables(draw: st.DrawFn) -> list[FilmMention]:
    return [mention(number, draw) for number in range(draw(st.integers(2, 12)))]


@st.composite
def decided(draw: st.DrawFn) -> tuple[list[FilmMention], list[frozenset[str]], list[frozenset[str]]]:
    mentions = draw(tables())
    iris = [m.iri for m in mentions]
    pairs = st.lists(
        st.lists(st.sampled_from(iris), min_size=2, max_size=2, unique=True).map(frozenset), max_size=3
    )
    return mentions, draw(pairs), draw(pairs)


def said(clusters: Clusters) -> tuple[list[list[str]], list[str], list[str]]:
    return (
        sorted(clusters.all()),
        sorted(f"{mention} {join}" for mention, join in clusters.joins.items()),
        sorted(map(str, clusters.refused)),
    )


@settings(deadline=None, max_examples=150)
@given(decided())
def test_a_component_alone_gives_the_same_films_reasons_and_doubts_as_everything(
    given_: tuple[list[FilmMention], list[frozenset[str]], list[frozenset[str]]],
) -> None:
    mentions, accepted, rejected = given_
    parts = [said(link_films(part, accepted, rejected)) for part in components(mentions, accepted)]
    whole = said(link_films(mentions, accepted, rejected))
    assert whole == tuple(sorted(item for part in parts for item in part[kind]) for kind in range(3))


@settings(deadline=None, max_examples=100)
@given(decided(), st.randoms())
def test_the_order_of_mentions_and_of_decisions_decides_nothing(
    given_: tuple[list[FilmMention], list[frozenset[str]], list[frozenset[str]]], random: Random
) -> None:
    mentions, accepted, rejected = given_
    before = said(link_films(mentions, accepted, rejected))
    for some in (mentions, accepted, rejected):
        random.shuffle(some)
    assert said(link_films(mentions, accepted, rejected)) == before


@settings(deadline=None, max_examples=100)
@given(tables())
def test_components_are_what_shared_keys_connect(mentions: list[FilmMention]) -> None:
    groups = [({m.iri}, set(film_keys(m))) for m in mentions]
    joined = True
    while joined:
        joined = False
        for i, (iris, keys) in enumerate(groups):
            for other in groups[i + 1 :]:
                if keys & other[1]:
                    iris.update(other[0])
                    keys.update(other[1])
                    groups.remove(other)
                    joined = True
                    break
            if joined:
                break
    assert sorted(sorted(iris) for iris, _ in groups) == sorted(
        [m.iri for m in component] for component in components(mentions)
    )


@settings(deadline=None, max_examples=100)
@given(decided())
def test_a_persons_decisions_outrank_the_method(
    given_: tuple[list[FilmMention], list[frozenset[str]], list[frozenset[str]]],
) -> None:
    mentions, accepted, rejected = given_
    clusters = link_films(mentions, accepted, rejected)
    for pair in rejected:
        assert not clusters.together(*pair)
    if not rejected:
        assert all(clusters.together(*pair) for pair in accepted)
    for members in clusters.all():
        assert sum(m in clusters.joins for m in members) == len(members) - 1
