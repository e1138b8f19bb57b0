"""Who is who on one film: what is joined, what is kept apart, and that each says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from graph.linking.appearance import Decisions
from graph.linking.within import Credit, PersonMention, link_within

if TYPE_CHECKING:
    import random as random_module


def _mention(iri: str, name: str, job: str, character: str | None = None, **more: object) -> PersonMention:
    """A mention with one credit; the part of its IRI before # is its source."""
    credit = Credit(iri.partition("#")[0] + "#film", job, character)
    return PersonMention(iri, name, (credit,), **more)  # type: ignore[arg-type]


def actor(iri: str, name: str, character: str | None = None, **more: object) -> PersonMention:
    return _mention(iri, name, "actor", character, **more)


def director(iri: str, name: str, **more: object) -> PersonMention:
    return _mention(iri, name, "director", None, **more)


def test_the_same_name_on_two_pages_about_a_film_is_one_person() -> None:
    clusters = link_within([actor("a#p", "Song Kang-ho"), actor("b#p", "Song Kang-ho")])
    assert clusters.together("a#p", "b#p")
    assert "the same name, Song Kang-ho" in next(iter(clusters.joins.values())).evidence


def test_name_order_and_spacing_do_not_make_another_person() -> None:
    names = ("Song Kang-ho", "Kang-ho Song", "Song Kang Ho")
    clusters = link_within(actor(f"{page}#p", name) for page, name in zip("abc", names, strict=True))
    assert len(list(clusters.all())) == 1


def test_romanisation_variants_are_joined_with_the_reason() -> None:
    clusters = link_within([actor("a#p", "Jeong Da-eun"), actor("b#p", "Jung Da-eun")])
    assert clusters.together("a#p", "b#p")
    assert "same romanisation key" in next(iter(clusters.joins.values())).evidence


def test_two_names_in_one_cast_are_two_people_however_alike() -> None:
    clusters = link_within([actor("a#p1", "Kim Su-jin"), actor("a#p2", "Kim Soo-jin")])
    assert not clusters.together("a#p1", "a#p2")
    assert [join.evidence for join in clusters.refused if "both stand in one cast" in join.evidence]


def test_conflicting_external_ids_keep_people_apart() -> None:
    a, b = actor("a#p", "Ann Lee", ids={"imdbId": "nm1"}), actor("b#p", "Ann Lee", ids={"imdbId": "nm2"})
    assert not link_within([a, b]).together("a#p", "b#p")


def test_a_shared_external_id_joins_whatever_the_names() -> None:
    a, b = actor("a#p", "Ann Lee", ids={"imdbId": "nm1"}), actor("b#p", "Anne Leigh", ids={"imdbId": "nm1"})
    clusters = link_within([a, b])
    assert clusters.together("a#p", "b#p")
    assert "same imdbId id, nm1" in next(iter(clusters.joins.values())).evidence


def test_pages_that_credit_one_character_under_two_spellings_mean_one_actor() -> None:
    a, b = actor("a#p", "Kim Hae-na", "Team Leader"), actor("b#p", "Kim Hannah", "Team Leader")
    clusters = link_within([a, b])
    assert clusters.together("a#p", "b#p")
    assert "Team Leader" in next(iter(clusters.joins.values())).evidence


def test_a_middle_name_left_out_is_no_other_person_in_the_same_job() -> None:
    clusters = link_within([director("a#p", "Mark Lee Ping-bin"), director("b#p", "Ping Bin Lee")])
    assert clusters.together("a#p", "b#p")


def test_siblings_who_direct_together_stay_two_people() -> None:
    names = ["Joel Coen", "Ethan Coen"]
    mentions = [director(f"{page}#{i}", name) for page in "ab" for i, name in enumerate(names)]
    assert list(link_within(mentions).all()) == [["a#0", "b#0"], ["a#1", "b#1"]]


def test_an_alias_from_prose_reaches_the_credit_that_uses_it() -> None:
    a, b = actor("a#p", "Kim Hae-na", aliases=("Kim Hannah",)), actor("b#p", "Kim Hannah")
    assert link_within([a, b]).together("a#p", "b#p")


def test_what_a_person_accepted_is_one_and_what_was_rejected_is_two() -> None:
    mentions = [actor("a#p", "Ann Lee"), actor("b#p", "Ann Lee"), actor("c#p", "Rosa Quist")]
    said = Decisions(frozenset({("b#p", "c#p")}), frozenset({("a#p", "b#p")}))
    clusters = link_within(mentions, said)
    assert clusters.together("b#p", "c#p")
    assert not clusters.together("a#p", "b#p")


_NAMES = st.sampled_from(["Kim Su-jin", "Kim Soo-jin", "Sujin Kim", "Ann Lee", "Ann Li", "Lee Ann"])


@given(
    st.lists(st.tuples(st.integers(0, 5), _NAMES, st.booleans()), max_size=25),
    st.randoms(use_true_random=False),
)
def test_linking_within_a_film_never_breaks_a_cast_and_does_not_depend_on_order(
    rows: list[tuple[int, str, bool]], random: random_module.Random
) -> None:
    mentions = [
        (actor if acts else director)(f"s{source}#p{number}", name)
        for number, (source, name, acts) in enumerate(rows)
    ]
    clusters = link_within(mentions)
    for members in clusters.all():
        casts = [m.credits[0].film for m in mentions if m.iri in members and m.credits[0].job == "actor"]
        assert len(casts) == len(set(casts))
    shuffled = list(mentions)
    random.shuffle(shuffled)
    assert list(link_within(shuffled).all()) == list(clusters.all())
