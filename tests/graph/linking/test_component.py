from __future__ import annotations

import random
from dataclasses import replace

import pytest

from graph.linking.appearance import Appearance, Decisions, common_coworkers
from graph.linking.component import link_component
from graph.linking.model import DEFAULT, Model


def seen(
    name: str,
    film: str,
    year: int | None,
    *,
    job: str = "actor",
    cast: str = "",
    billing: int | None = None,
    **more: object,
) -> Appearance:
    """An appearance whose id says who and where."""
    appearance = Appearance(
        f"{film}/{name}",
        film,
        year,
        (name,),
        jobs=frozenset((job,)),
        coworkers=frozenset(cast.split()),
        billing=billing,
    )
    return replace(appearance, **more)  # type: ignore[arg-type]


def people(
    rows: list[Appearance], model: Model = DEFAULT, decisions: Decisions | None = None
) -> set[frozenset[str]]:
    linked = link_component(rows, model, decisions or Decisions())
    return {frozenset(cluster) for cluster in linked.clusters}


def joined(rows: list[Appearance], model: Model = DEFAULT) -> bool:
    return len(people(rows, model)) == 1


@pytest.fixture(scope="module")
def city() -> Model:
    """A model of an archive in which John Smith is a common name and Otto Fairbrass is not."""
    draw = random.Random(7)
    given = ["John", "James", "Mary", "Peter", "Anna", "Robert", "Helen", "Paul"]
    family = ["Smith", "Miller", "Brown", "Jones", "Davies"]
    names = {f"{draw.choice(given)} {middle}. {draw.choice(family)}" for middle in "ABCDEFGHJKLMNPRSTW" * 40}
    return DEFAULT.with_names(names | {f"{first} {last}" for first in given for last in family})


def test_a_person_is_no_co_worker_of_their_own_where_a_film_s_set_holds_them() -> None:
    apart = [
        seen("John Smith", "Mill", 1990, cast="ann bo"),
        seen("John Smith", "Tide", 2010, cast="ann cy"),
    ]
    shared = [
        replace(row, coworkers=row.coworkers | {"johnsmith"}, own=frozenset({"johnsmith"})) for row in apart
    ]

    assert common_coworkers(*shared) == common_coworkers(*apart) == {"ann"}
    assert link_component(shared, DEFAULT) == link_component(apart, DEFAULT)


def test_one_name_in_two_films_is_one_person_and_the_reason_is_said() -> None:
    rows = [
        seen("Otto Fairbrass", "Mill", 2020, directors=("Hong Seong-eun",)),
        seen("Otto Fairbrass", "Tide", 2021, directors=("Hong Seong-Eun",)),
    ]
    linked = link_component(rows, DEFAULT)
    assert len(linked.clusters) == 1
    (join,) = linked.joins
    assert join.evidence.startswith(
        "the same name, Otto Fairbrass; years 2020 and 2021; both in films by Hong Seong-"
    )
    assert "both as actor" in join.evidence
    assert "the name is" in join.evidence


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jung Da-eun", "Jeong Da-eun"),
        ("Chow Yun-Fat", "Yun-Fat Chow"),
        ("Andrei Tarkovsky", "Andrey Tarkovskiy"),
        ("Robert Fairbrass", "Bob Fairbrass"),
        ("Otto Fairbrass", "Otto J. Fairbrass"),
        ("Otto DeLamare", "Otto De Lamare"),
        ("Otto Fairbrass", "Otto Fairbras"),
    ],
)
def test_another_form_of_a_rare_name_in_a_small_archive_is_the_same_person(one: str, other: str) -> None:
    cast = "ann ben cleo"
    assert joined([seen(one, "Mill", 2020, cast=cast), seen(other, "Tide", 2021, cast=cast)])


def test_neither_the_order_of_rows_nor_their_ids_change_who_is_one_person(city: Model) -> None:
    rows = [
        seen(
            name,
            f"F{place}",
            1950 + 7 * (place % 9),
            cast=f"a{place % 3} b{place % 4}",
            billing=place % 20 + 1,
        )
        for place, name in enumerate(
            [
                "John Smith",
                "J. Smith",
                "Jon Smith",
                "John A. Smith",
                "Smith John",
                "James Smith",
                "Johnny Smith",
            ]
            * 4
        )
    ]
    expected = people(rows, city)
    draw = random.Random(3)
    for attempt in range(6):
        draw.shuffle(rows)
        assert people(rows, city) == expected
        called = {row.id: f"{draw.random()}-{attempt}" for row in rows}
        renamed = [replace(row, id=called[row.id]) for row in rows]
        back = {new: old for old, new in called.items()}
        assert {frozenset(back[row] for row in cluster) for cluster in people(renamed, city)} == expected


def test_two_of_one_name_in_one_cast_are_two_people() -> None:
    rows = [seen("Yu-shu Wu", "Mill", 1980, id="first"), seen("Yu-shu Wu", "Mill", 1980, id="second")]
    assert len(people(rows)) == 2


def test_who_acts_under_one_form_of_a_name_may_write_the_film_under_another() -> None:
    rows = [
        seen("Gerry Petrovich-Lane", "Mill", 1985),
        seen("Gerald Petrovich-Lane", "Mill", 1985, job="writer"),
    ]
    assert joined(rows)
    assert not joined([rows[0], replace(rows[1], jobs=frozenset({"actor"}))])


def test_clashing_external_ids_forbid_what_a_shared_one_decides() -> None:
    one = seen("Otto Fairbrass", "Mill", 2020, ids={"imdb": frozenset({"nm1"})})
    assert not joined([one, seen("Otto Fairbrass", "Tide", 2021, ids={"imdb": frozenset({"nm2"})})])
    assert joined([one, seen("Kaspar Unalike", "Tide", 1931, ids={"imdb": frozenset({"nm1"})})])


def test_a_rejected_pair_stays_apart_and_an_accepted_one_together() -> None:
    rows = [
        seen("Otto Fairbrass", "Mill", 2020),
        seen("Otto Fairbrass", "Tide", 2021),
        seen("Ada Other", "Fog", 1930),
    ]
    rejected = Decisions.of(rejected=[("Tide/Otto Fairbrass", "Mill/Otto Fairbrass")])
    assert frozenset({"Mill/Otto Fairbrass"}) in people(rows, decisions=rejected)
    accepted = Decisions.of(accepted=[("Fog/Ada Other", "Mill/Otto Fairbrass")])
    assert len(people(rows, decisions=accepted)) == 1


def test_a_rejection_holds_against_the_rest_of_a_person_too() -> None:
    rows = [
        seen("Otto Fairbrass", film, year) for film, year in (("Mill", 2019), ("Tide", 2020), ("Fog", 2021))
    ]
    rejected = Decisions.of(rejected=[("Mill/Otto Fairbrass", "Fog/Otto Fairbrass")])
    found = people(rows, decisions=rejected)
    assert not any({"Mill/Otto Fairbrass", "Fog/Otto Fairbrass"} <= person for person in found)


def test_a_common_name_far_apart_in_years_is_two_people_and_a_rare_one_is_one(city: Model) -> None:
    assert not joined(
        [seen("John Smith", "Mill", 1935, billing=30), seen("John Smith", "Tide", 1990, billing=2)], city
    )
    assert joined([seen("Otto Fairbrass", "Mill", 1955), seen("Otto Fairbrass", "Tide", 1979)], city)


def test_an_initial_that_could_be_two_people_is_left_to_a_person() -> None:
    rows = [
        seen("Jonas Fairbrass", "Mill", 2019, cast="ann ben cleo"),
        seen("Jeremy Fairbrass", "Tide", 2020, cast="ann ben cleo"),
        seen("J. Fairbrass", "Fog", 2020, cast="ann ben cleo"),
    ]
    linked = link_component(rows, DEFAULT)
    assert len(linked.clusters) == 3
    assert {doubt.method for doubt in linked.queue} == {"initial"}
    assert all(not doubt.joined for doubt in linked.queue)
    assert joined([rows[0], rows[2]])


def test_the_queue_is_in_the_order_of_risk(city: Model) -> None:
    rows = [seen("John Smith", f"F{n}", 1930 + n * n, billing=n + 1, cast=f"a{n % 4}") for n in range(9)]
    risks = [doubt.risk for doubt in link_component(rows, city).queue]
    assert risks
    assert risks == sorted(risks, reverse=True)


def test_people_of_one_name_of_whom_nothing_else_is_known_are_asked_about_a_few_times_each(
    city: Model,
) -> None:
    rows = [seen("Otto Smith", f"F{n}", None, critic=True, jobs=frozenset()) for n in range(60)]
    linked = link_component(rows, city)
    assert len(linked.clusters) == 60
    apart = [doubt for doubt in linked.queue if not doubt.joined]
    assert 60 <= len(apart) <= 5 * 60
    assert {row.id for row in rows} == {end for doubt in apart for end in (doubt.first, doubt.second)}


def test_a_critic_is_nobody_in_a_cast() -> None:
    assert not joined(
        [seen("Otto Fairbrass", "Mill", 2020), seen("Otto Fairbrass", "Tide", 2020, critic=True)]
    )


def test_what_names_nobody_links_nobody() -> None:
    assert not joined([seen("a different name", "Mill", 2020), seen("a different name", "Tide", 2020)])


def test_a_junior_is_not_who_bore_the_name_a_generation_before() -> None:
    before = seen("Otto Fairbrass", "Mill", 1950)
    assert not joined([before, seen("Otto Fairbrass Jr.", "Tide", 1976)])
    cast = "ann ben cleo"
    assert joined(
        [seen("Otto Fairbrass Jr.", "Tide", 1976, cast=cast), seen("Otto Fairbrass", "Fog", 1977, cast=cast)]
    )


def test_a_model_kept_as_text_decides_the_same(city: Model) -> None:
    again = Model.load(city.dump())
    assert again.dump() == city.dump()
    rows = [seen("John Smith", f"F{n}", 1930 + 9 * n, billing=n + 1) for n in range(9)]
    assert link_component(rows, again) == link_component(rows, city)


def test_what_prose_calls_a_person_links_them_to_who_is_credited_so() -> None:
    rows = [
        seen("Kim Hannah", "Mill", 2020, aliases=("Otto Fairbrass",)),
        seen("Otto Fairbrass", "Tide", 2021),
    ]
    assert joined(rows)
