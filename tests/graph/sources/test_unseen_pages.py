"""Sixty pages by somebody who had never seen the readers, with the facts that they should yield.

What the readers made of them before they were mended by them, and on the half that was held out, is in
docs/sources.md. Here they keep what they have learnt.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.graph.sources.measure import Tally, expected_files, layouts, measure, table

UNSEEN = Path(__file__).parents[2] / "unseen"
EXPECTED = expected_files(UNSEEN / "expected")
#: Other films that the prose names were not written down for these pages.
WITHOUT = ("other films",)

FLOORS = {
    "set aside": 1.0,
    "film": 0.99,
    "year": 0.98,
    "runtime_minutes": 0.97,
    "content_rating": 0.98,
    "reviews": 0.98,
    "critic": 0.98,
    "publication": 0.96,
    "date": 0.97,
    "headline": 0.9,
    "rating": 0.99,
    "text starts": 0.99,
    "text ends": 0.99,
    "people": 0.99,
    "characters": 0.99,
    "billing and note": 0.99,
    "mentions": 0.96,
    "all": 0.985,
}


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    return measure(EXPECTED, UNSEEN / "pages", folded=True, without=WITHOUT)


@pytest.mark.parametrize("field", FLOORS)
def test_pages_of_a_stranger_are_read_with_precision_and_recall(
    field: str, tallies: dict[str, Tally]
) -> None:
    tally = tallies[field]
    assert min(tally.precision, tally.recall) >= FLOORS[field], "\n" + table(tallies)


def test_there_are_six_such_pages_of_each_layout() -> None:
    assert layouts(EXPECTED) == dict.fromkeys("ABCDEFGHIJ", 6)


def test_nothing_that_is_not_the_review_gets_into_their_texts(tallies: dict[str, Tally]) -> None:
    assert not tallies["text lacks"].wrong


def test_no_film_that_they_only_name_is_taken_for_one_reviewed(tallies: dict[str, Tally]) -> None:
    assert not tallies["not films"].wrong
