"""Titles taken apart, and when two of them are one title."""

from __future__ import annotations

import pytest

from graph.linking.titles import alike, parse_title, title_key


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The Thing", "Thing, The"),
        ("The Thing", "THING THE"),
        ("L'avventura", "Avventura, L'"),
        ("Les Misérables", "Miserables, Les"),
        ("Rocky II", "Rocky 2"),
        ("The Godfather Part II", "Godfather, The: Part 2"),
        ("Ocean's Eleven", "Oceans 11"),
        ("The Thirty-Nine Steps", "The 39 Steps"),
        ("20,000 Years in Sing Sing", "20000 Years in Sing Sing"),
        ("Airport '77", "Airport 77"),
        ("Spider-Man", "Spiderman"),
        ("Love & Bullets", "Love and Bullets"),
        ("Heat (1995)", "Heat"),
        ("Blade Runner: The Director's Cut", "Blade Runner"),
        ("Kramer vs. Kramer", "Kramer versus Kramer"),
        ("The Lord of the Rings: The Two Towers", "Lord of the Rings The Two Towers, The"),
    ],
)
def test_one_title_in_two_spellings(a: str, b: str) -> None:
    assert alike(parse_title(a), parse_title(b))[0] == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Halloween II", "Halloween III"),
        ("Halloween", "Halloween 2"),
        ("Kill Bill: Vol. 1", "Kill Bill: Vol. 2"),
        ("Dune", "Dune: Part Two"),
        ("Ocean's Eleven", "Ocean's Twelve"),
        ("Star Wars: Episode IV - A New Hope", "Star Wars: Episode V - The Empire Strikes Back"),
        ("The Hunger Games: Catching Fire", "The Hunger Games: Mockingjay"),
    ],
)
def test_a_film_and_what_continues_it_are_not_alike(a: str, b: str) -> None:
    assert alike(parse_title(a), parse_title(b))[0] == 0
    assert alike(parse_title(b), parse_title(a)) == alike(parse_title(a), parse_title(b))


@pytest.mark.parametrize(
    ("whole", "cut"),
    [
        ("Sister Act 2: Back in the Habit", "Sister Act 2"),
        ("Alice Cooper: The Nightmare - A Love Story", "Alice Cooper: The Nightmare"),
        ("Spider Baby or, The Maddest Story Ever Told", "Spider Baby"),
        ("Star Wars: The Empire Strikes Back", "The Empire Strikes Back"),
    ],
)
def test_a_subtitle_left_out_is_said(whole: str, cut: str) -> None:
    assert alike(parse_title(whole), parse_title(cut)) == (0.9, "same title but for a subtitle")


@pytest.mark.parametrize("title", ["?", "", "A", "The", "...", "기생충", "The The", ": :", "(1995)"])
def test_any_text_is_a_title_of_its_own(title: str) -> None:
    assert parse_title(title).compact or not title
    assert alike(parse_title(title), parse_title(title))[0] == 1


def test_titles_in_other_scripts_are_read_in_latin_letters() -> None:
    assert title_key("Ødipus") == "odipus"
    assert title_key("Сталкер") == title_key("Stalker")
