"""Linking people: what is joined, what is kept apart, and that each says why."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.linking.people import Credit, PersonMention, link_people


def actor(
    iri: str, name: str, film: str, year: int, character: str | None = None, **more: object
) -> PersonMention:
    """A mention with one acting credit; the part of its IRI before # is its source."""
    credit = Credit(film, "actor", character, iri.partition("#")[0] + "#film")
    return PersonMention(iri, name, (credit,), years=(year,), **more)  # type: ignore[arg-type]


def director(iri: str, name: str, film: str, year: int) -> PersonMention:
    credit = Credit(film, "director", None, iri.partition("#")[0] + "#film")
    return PersonMention(iri, name, (credit,), years=(year,))


def test_the_same_name_in_two_films_is_one_person() -> None:
    a, b = actor("a#p", "Song Kang-ho", "parasite", 2019), actor("b#p", "Song Kang-ho", "the-host", 2006)
    clusters = link_people([a, b])
    assert clusters.together("a#p", "b#p")
    assert "the same name, Song Kang-ho; films of 2006 and 2019" in clusters.joins["a#p"].evidence


def test_name_order_and_romanisation_do_not_make_another_person() -> None:
    mentions = [
        actor("a#p", "Song Kang-ho", "parasite", 2019),
        actor("b#p", "Kang-ho Song", "the-host", 2006),
        actor("c#p", "Song Kang Ho", "broker", 2022),
    ]
    clusters = link_people(mentions)
    assert len(list(clusters.all())) == 1


def test_romanisation_variants_are_joined_with_the_reason() -> None:
    a, b = actor("a#p", "Jeong Da-eun", "aloners", 2021), actor("b#p", "Jung Da-eun", "other", 2020)
    clusters = link_people([a, b])
    assert clusters.together("a#p", "b#p")
    assert "same romanisation key" in clusters.joins["a#p"].evidence


def test_two_names_in_one_cast_are_two_people_however_alike() -> None:
    a, b = actor("a#p1", "Kim Su-jin", "f", 2020), actor("a#p2", "Kim Soo-jin", "f", 2020)
    assert not link_people([a, b]).together("a#p1", "a#p2")


def test_names_that_one_cast_shows_apart_are_not_joined_across_films() -> None:
    mentions = [
        actor("a#p1", "Jung Da-eun", "f", 2020),
        actor("a#p2", "Jeong Da-eun", "f", 2020),
        actor("b#p", "Chung Da-eun", "g", 2021),
    ]
    clusters = link_people(mentions)
    assert not clusters.together("b#p", "a#p1")
    assert not clusters.together("b#p", "a#p2")
    assert clusters.refused


def test_an_actor_and_a_director_of_one_name_decades_apart_are_two_people() -> None:
    mentions = [
        actor("a#p", "Steve McQueen", "bullitt", 1968),
        director("b#p", "Steve McQueen", "12-years", 2013),
        director("c#p", "Steve McQueen", "widows", 2018),
    ]
    clusters = link_people(mentions)
    assert not clusters.together("a#p", "b#p")
    assert clusters.together("b#p", "c#p")


def test_actors_of_one_name_a_working_life_apart_are_two_people() -> None:
    mentions = [
        actor("a#p", "Harrison Ford", "janice-meredith", 1924),
        actor("b#p", "Harrison Ford", "witness", 1985),
        actor("c#p", "Harrison Ford", "the-fugitive", 1993),
    ]
    clusters = link_people(mentions)
    assert clusters.together("b#p", "c#p")
    assert not clusters.together("a#p", "b#p")


def test_a_long_career_is_one_person() -> None:
    a, b = actor("a#p", "Robert Duvall", "bullitt", 1968), actor("b#p", "Robert Duvall", "widows", 2018)
    assert link_people([a, b]).together("a#p", "b#p")


def test_conflicting_external_ids_keep_people_apart() -> None:
    a = actor("a#p", "Ann Lee", "f", 2000, ids={"imdbId": "nm1"})
    b = actor("b#p", "Ann Lee", "g", 2001, ids={"imdbId": "nm2"})
    assert not link_people([a, b]).together("a#p", "b#p")


def test_a_shared_external_id_joins_whatever_the_names() -> None:
    a = actor("a#p", "Ann Lee", "f", 2000, ids={"imdbId": "nm1"})
    b = actor("b#p", "Anne Leigh", "g", 2001, ids={"imdbId": "nm1"})
    assert link_people([a, b]).together("a#p", "b#p")


def test_pages_that_credit_one_character_under_two_spellings_mean_one_actor() -> None:
    a = actor("a#p", "Kim Hae-na", "aloners", 2021, "Team Leader")
    b = actor("b#p", "Kim Hannah", "aloners", 2021, "Team Leader")
    clusters = link_people([a, b])
    assert clusters.together("a#p", "b#p")
    assert "Team Leader" in clusters.joins["b#p"].evidence


def test_a_middle_name_left_out_is_no_other_person_in_the_same_job_on_the_same_film() -> None:
    a = director("a#p", "Mark Lee Ping-bin", "mood", 2000)
    b = director("b#p", "Ping Bin Lee", "mood", 2000)
    assert link_people([a, b]).together("a#p", "b#p")


def test_siblings_who_direct_together_stay_two_people() -> None:
    names = ["Joel Coen", "Ethan Coen"]
    mentions = [director(f"{page}#{i}", name, "fargo", 1996) for page in "ab" for i, name in enumerate(names)]
    assert list(link_people(mentions).all()) == [["a#0", "b#0"], ["a#1", "b#1"]]


def test_an_alias_from_prose_reaches_the_credit_that_uses_it() -> None:
    a = actor("a#p", "Kim Hae-na", "aloners", 2021, aliases=("Kim Hannah",))
    b = actor("b#p", "Kim Hannah", "other", 2022)
    assert link_people([a, b]).together("a#p", "b#p")


def test_a_critic_is_never_the_actor_of_the_same_name() -> None:
    a = actor("a#p", "Jane Doe", "f", 2000)
    b = PersonMention("b#critic-jane-doe", "Jane Doe", critic=True)
    c = PersonMention("c#critic-jane-doe", "Jane Doe", critic=True)
    clusters = link_people([a, b, c])
    assert not clusters.together("a#p", "b#critic-jane-doe")
    assert clusters.together("b#critic-jane-doe", "c#critic-jane-doe")


_NAMES = st.sampled_from(["Kim Su-jin", "Kim Soo-jin", "Sujin Kim", "Ann Lee", "Ann Li", "Lee Ann"])


@given(
    st.lists(st.tuples(st.integers(0, 5), _NAMES, st.integers(1920, 2020), st.booleans()), max_size=25),
    st.randoms(use_true_random=False),
)
def test_linking_never_breaks_a_cast_and_does_not_depend_on_order(rows: list, random: object) -> None:  # type: ignore[type-arg]
    mentions = []
    for number, (source, name, year, acts) in enumerate(rows):
        make = actor if acts else director
        mentions.append(make(f"s{source}#p{number}", name, f"film-{source}", year))
    clusters = link_people(mentions)
    for members in clusters.all():
        casts = [m.credits[0].cast for m in mentions if m.iri in members and m.credits[0].job == "actor"]
        assert len(casts) == len(set(casts))
    shuffled = list(mentions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert list(link_people(shuffled).all()) == list(clusters.all())
