"""The readers on the sample archive and on the seed page, fact by fact.

The expected facts were written by hand from the pages, by someone who did not write the readers.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.sources import read
from tests.graph.sources.measure import Tally, expected_files, layouts, measure, table

if TYPE_CHECKING:
    from graph.records import DocumentRecord

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "samples"
EXPECTED = expected_files(ROOT / "tests" / "expected")
SEEDS = Path(os.environ.get("REELGRAPH_SEEDS", ROOT.parent / "shared" / "seeds"))

#: Precision and recall that the readers must reach, by field of the table.
FLOORS = {
    "set aside": 1.0,
    "film": 0.995,
    "year": 0.995,
    "runtime_minutes": 0.98,
    "content_rating": 0.98,
    "reviews": 0.98,
    "critic": 0.98,
    "publication": 0.98,
    "date": 0.98,
    "rating": 0.98,
    "text starts": 0.98,
    "text ends": 0.98,
    "people": 0.98,
    "characters": 0.98,
    "billing and note": 0.98,
    "mentions": 0.9,
    "other films": 0.95,
}


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    if not EXPECTED:
        pytest.skip("there are no expected facts to measure against")
    return measure(EXPECTED, SAMPLES)


@pytest.mark.parametrize("field", FLOORS)
def test_samples_are_read_with_precision_and_recall(field: str, tallies: dict[str, Tally]) -> None:
    tally = tallies[field]
    assert min(tally.precision, tally.recall) >= FLOORS[field], "\n" + table(tallies)


@pytest.mark.parametrize("layout", "ABCDEFGHIJ")
def test_every_layout_has_six_pages_and_is_read_as_well_as_the_others(layout: str) -> None:
    assert layouts(EXPECTED)[layout] >= 6
    found = measure(EXPECTED, SAMPLES, layout)
    assert min(found["all"].precision, found["all"].recall) >= 0.98, "\n" + table(found)
    assert min(found["film"].precision, found["film"].recall) == 1.0


def test_nothing_that_is_not_the_review_gets_into_its_text(tallies: dict[str, Tally]) -> None:
    assert not tallies["text lacks"].wrong


def test_no_teaser_becomes_a_film(tallies: dict[str, Tally]) -> None:
    assert not tallies["not films"].wrong


@pytest.fixture(scope="module")
def seed() -> DocumentRecord:
    pages = sorted(SEEDS.glob("*.txt"))
    if not pages:
        pytest.skip(f"the real page is not here ({SEEDS}); set REELGRAPH_SEEDS to its folder")
    return read(pages[0].read_bytes(), name=pages[0].name)


def test_seed_yields_one_film_with_year_and_running_time(seed: DocumentRecord) -> None:
    (film,) = seed.films
    assert (
        film.title.value,
        film.year and film.year.value,
        film.runtime_minutes and film.runtime_minutes.value,
    ) == (
        "Aloners",
        2023,
        91,
    )


def test_seed_yields_nine_acting_roles_in_billing_order(seed: DocumentRecord) -> None:
    acting = [
        (
            role.billing,
            role.name.value,
            role.character and role.character.value,
            role.note and role.note.value,
        )
        for role in seed.roles
        if role.job == "actor"
    ]
    assert acting == [
        (1, "Gong Seung-yeon", "Ji-na", None),
        (2, "Jeong Da-eun", "Soo-jin", None),
        (3, "Seo Hyun-woo", "Seong-hoon", None),
        (4, "Kim Hae-na", "Team Leader", None),
        (5, "Kim Mo-beom", "Neighbour", None),
        (6, "Park Jeong-hak", "Father", None),
        (7, "Ju Seok-tae", "Lawyer Jeong", None),
        (8, "Ahn Jeong-bin", "Plainclothes Police Officer", None),
        (9, "Kwak Min-kyu", "Time Machine Man", "voice"),
    ]


def test_seed_yields_director_and_writer_from_the_prose_and_no_other_crew(seed: DocumentRecord) -> None:
    crew = [role for role in seed.roles if role.job != "actor"]
    assert [(role.job, role.name.value) for role in crew] == [
        ("director", "Hong Seong-eun"),
        ("writer", "Hong Seong-eun"),
    ]
    assert all("writer/director Hong Seong-eun" in (role.name.quote or "") for role in crew)
    assert all(role.name.first_line == 18 for role in crew)


def test_seed_review_has_critic_publication_and_only_its_own_text(seed: DocumentRecord) -> None:
    (review,) = seed.reviews
    assert [critic.value for critic in review.critics] == ["Simon Abrams"]
    assert review.publication is not None
    assert review.publication.value == "Roger Ebert"
    assert review.rating is None
    assert review.published_on is None
    assert review.text is not None
    text = review.text.value
    assert text.startswith("The bittersweet Korean drama")
    assert text.endswith("they never completely explain her away.")
    for foreign in ("Roger Ebert", "Now playing", "freelance film critic", "Furiosa", "91 minutes", "Disqus"):
        assert foreign not in text


def test_seed_mentions_stand_where_the_text_says_them(seed: DocumentRecord) -> None:
    (review,) = seed.reviews
    assert review.text is not None
    text = review.text.value
    assert all(text[mention.start : mention.end] == mention.exact_text for mention in review.mentions)
    people = {mention.exact_text: mention.match.person for mention in review.mentions if mention.match.person}
    assert people == {
        "Gong Seung-yeon": "Gong Seung-yeon",
        "Jung Da-eun": "Jeong Da-eun",
        "Kim Hannah": "Kim Hae-na",
        "Park Jeong-hak": "Park Jeong-hak",
        "Kim Mo-beom": "Kim Mo-beom",
        "Hong Seong-eun": "Hong Seong-eun",
        "Hong": "Hong Seong-eun",
    }
    for printed, credited in (("Jina", "Ji-na"), ("Sujin", "Soo-jin")):
        found = [mention for mention in review.mentions if mention.exact_text == printed]
        assert len(found) == text.count(printed)
        assert {mention.match.character for mention in found} == {credited}


def test_seed_takes_no_film_of_the_list_and_says_which_headings_are_empty(seed: DocumentRecord) -> None:
    assert len(seed.films) == 1
    assert [complaint.line for complaint in seed.complaints] == [64, 67]
