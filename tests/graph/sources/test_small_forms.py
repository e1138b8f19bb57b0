"""Ratings, dates, names, credits and titles, one printed form a row."""

from __future__ import annotations

from datetime import date

import pytest

from graph.records import Rating
from graph.sources.facts import credit_lists, dates, people, phrases, ratings
from graph.sources.facts.titles import undress
from graph.sources.lines import Unit
from graph.sources.prose.crew import find_crew


@pytest.mark.parametrize(
    ("printed", "value", "best"),
    [
        ("***1/2", "3.5", None),
        ("* * *", "3", None),
        ("★★★½", "3.5", None),
        ("★★★½☆", "3.5", "5"),
        ("3.5/4", "3.5", "4"),
        ("8.5/10", "8.5", "10"),
        ("3 out of 4", "3", "4"),
        ("3½ stars out of 5", "3.5", "5"),
        ("3 1/2 stars", "3.5", None),
        ("three and a half stars out of four", "3.5", "4"),
        ("*** out of ****", "3", "4"),
        ("***1/2 (out of four)", "3.5", "4"),
        ("☆☆☆1/2(3.5/4)", "3.5", "4"),
        ("zero stars", "0", None),
        ("DUD", "DUD", None),
        ("Two thumbs up!", "two thumbs up", None),
        ("85/100", "85", "100"),
        ("1/2*", "0.5", None),
        ("½", "0.5", None),
        ("1/2 star", "0.5", None),
        ("½ out of four stars", "0.5", "4"),
        ("1/2 star (out of 4)", "0.5", "4"),
        ("½★ out of 4", "0.5", "4"),
        ("half a star out of five", "0.5", "5"),
        ("★★½ out of 4", "2.5", "4"),
        ("* * * 1/2", "3.5", None),
        ("★★★ out of ★★★★", "3", "4"),
        ("⭐️⭐️⭐️½", "3.5", None),
        ("●●●○○", "3", "5"),
        ("👍", "thumbs up", None),
        ("👎👎", "two thumbs down", None),
    ],
)
def test_rating_on_a_line_of_its_own(printed: str, value: str, best: str | None) -> None:
    assert ratings.alone(printed) == Rating(value, best, None)


@pytest.mark.parametrize(
    "printed", ["9/11", "24/7", "A", "PG-13", "A masterpiece", "1/2 price", "May 3, 2019"]
)
def test_what_is_no_rating(printed: str) -> None:
    assert ratings.alone(printed) is None


@pytest.mark.parametrize(
    ("printed", "rating"),
    [
        ("C", Rating("C", "A+", "F")),
        ("B plus", Rating("B+", "A+", "F")),
        ("85%", Rating("85", "100")),
        ("7", Rating("7")),
        ("2 ½", Rating("2.5")),
    ],
)
def test_rating_after_a_label(printed: str, rating: Rating) -> None:
    assert ratings.labelled(printed) == rating


@pytest.mark.parametrize(
    ("classes", "value"), [("filled star35", "3.5"), ("star-box star40", "4"), ("stars-2-5", "2.5")]
)
def test_rating_in_a_class_name(classes: str, value: str) -> None:
    assert ratings.from_class(classes) == Rating(value)


@pytest.mark.parametrize(
    "printed",
    [
        "2019-05-03",
        "2019/05/03",
        "May 3, 2019",
        "3 May 2019",
        "Friday, 3 May 2019",
        "May 3rd, 2019",
        "Fri, 03 May 2019 10:00:00 +0000",
    ],
)
def test_date_forms(printed: str) -> None:
    assert dates.parse(printed) == date(2019, 5, 3)


@pytest.mark.parametrize(
    "printed",
    ["3 mai 2019", "3. Mai 2019", "3 de mayo de 2019", "3 maggio 2019", "2019年5月3日", "2019년 5월 3일"],
)
def test_dates_in_other_languages(printed: str) -> None:
    assert dates.parse(printed) == date(2019, 5, 3)


def test_ambiguous_and_impossible_dates() -> None:
    with pytest.raises(dates.AmbiguousDate):
        dates.parse("03/04/2019")
    assert dates.parse("05/13/2019") == date(2019, 5, 13)
    assert dates.parse("31 February 2019") is None
    assert dates.parse("May 2019") is None


@pytest.mark.parametrize(
    ("line", "minutes", "content", "year"),
    [
        ("91 minutes ‧ PG-13 ‧ 2019", 91, "PG-13", 2019),
        ("1941 - PG - 119 Mins.", 119, "PG", 1941),
        ("(PG, 115 minutes)", 115, "PG", None),
        ("(2019) R, 104 min.", 104, "R", 2019),
        ("2023 | PG-13 | 2h 15m | Action, Drama", 135, "PG-13", 2023),
    ],
)
def test_fact_lines(line: str, minutes: int, content: str, year: int | None) -> None:
    facts = phrases.fact_line(line)
    assert facts is not None
    assert (facts.minutes, facts.content_rating, facts.year) == (minutes, content, year)


@pytest.mark.parametrize(
    ("printed", "credited"),
    [
        ("Asa Lake as Asa", [("Asa Lake", "Asa", None)]),
        ("Ed Fox as Man dressed as Santa", [("Ed Fox", "Man dressed as Santa", None)]),
        ("Kwak Min-kyu as Clerk (voice)", [("Kwak Min-kyu", "Clerk", "voice")]),
        (
            "A. J. Fox and B. B. Roe as The Twins",
            [("A. J. Fox", "The Twins", None), ("B. B. Roe", "The Twins", None)],
        ),
        (
            "Ann Lee (Mary), Bo Li as Joe and Cy Doe",
            [("Ann Lee", "Mary", None), ("Bo Li", "Joe", None), ("Cy Doe", None, None)],
        ),
        (
            "Al Fox, Jr., Zendaya & IU",
            [("Al Fox, Jr.", None, None), ("Zendaya", None, None), ("IU", None, None)],
        ),
    ],
)
def test_cast_lists(printed: str, credited: list[tuple[str, str | None, str | None]]) -> None:
    found, refused = credit_lists.cast(printed)
    assert [(one.name, one.character, one.note) for one in found] == credited
    assert not refused


@pytest.mark.parametrize(
    "name", ["Hong Seong-eun", "Jeanne du Barry", "홍성은", "Robert Quill, Jr.", "Alejandro G. Iñárritu"]
)
def test_names(name: str) -> None:
    assert people.looks_like_name(name)


@pytest.mark.parametrize(
    "text", ["Latest blog posts", "A Man in Full", "The Blue Angels", "Now playing", "May 3, 2019"]
)
def test_no_names(text: str) -> None:
    assert not people.looks_like_name(text)


@pytest.mark.parametrize(
    ("heading", "title", "year"),
    [
        ("The Bee Field movie review & film summary (2019) | The Lantern (2024)", "The Bee Field", 2019),
        ("‘The Bee Field’ Review: Honey and Debt", "The Bee Field", None),
        ("Movie Review: Bee-Man: No Way Out", "Bee-Man: No Way Out", None),
        ('Love, rented by the week, in "2046"', "2046", None),
        ("1917 (2019)", "1917", 2019),
        ("Mission: Impossible - Fallout", "Mission: Impossible - Fallout", None),
        ("Blade Runner 2049 review", "Blade Runner 2049", None),
    ],
)
def test_headings(heading: str, title: str, year: int | None) -> None:
    found = undress(heading)
    assert found is not None
    assert (found.title, found.year) == (title, year)


@pytest.mark.parametrize(
    ("prose", "credited"),
    [
        (
            "I admire how writer/director Jo Roe waits. Roe is good.",
            {("director", "Jo Roe"), ("writer", "Jo Roe")},
        ),
        (
            "“Bee” is written by Al Doe and directed by Jo Roe.",
            {("director", "Jo Roe"), ("writer", "Al Doe")},
        ),
        (
            "This one is written byAl Doe and directed byJo Roe.",
            {("director", "Jo Roe"), ("writer", "Al Doe")},
        ),
        ("Co-directed by Jo Roe and Al Doe, it hums.", {("director", "Jo Roe"), ("director", "Al Doe")}),
        ("Jo Roe, who wrote and directed the film, waits.", {("director", "Jo Roe"), ("writer", "Jo Roe")}),
        (
            "The original, directed by Old Man in 1974, was better. Director Jo Roe knows.",
            {("director", "Jo Roe")},
        ),
        ("It recalls director Al Doe’s “Other Film,” and Doe is better.", set()),
        ("Like director Al Doe, it loves symmetry.", set()),
        ("Photographed by Bo Li, it glows.", {("cinematographer", "Bo Li")}),
        ("Producer-director Jo Roe keeps it short.", {("director", "Jo Roe")}),
        ("The director isJo Roe, who came from radio.", {("director", "Jo Roe")}),
        ("It has a script by Al Doe and Jo Roe that hums.", {("writer", "Al Doe"), ("writer", "Jo Roe")}),
        ("The cinematography byBo Li is grey.", {("cinematographer", "Bo Li")}),
        ("The cinematographer, Bo Li, sat in the cupboard.", {("cinematographer", "Bo Li")}),
        ("Jo Roe directs as if the roof were on fire.", {("director", "Jo Roe")}),
        (
            "Jo Roe’s direction is sure, Cy Fox’s editing brisk.",
            {("director", "Jo Roe"), ("editor", "Cy Fox")},
        ),
        ("Bo Li shot the film in one wet October.", {("cinematographer", "Bo Li")}),
        ("Di Moss, who composed the score, plays all of it.", {("composer", "Di Moss")}),
        ("Jo Roe, making her directing debut, is calm.", {("director", "Jo Roe")}),
        ("This is the work of Jo Roe, a former nurse.", {("director", "Jo Roe")}),
        ("Directing from a script by Al Doe, Jo Roe waits.", {("director", "Jo Roe"), ("writer", "Al Doe")}),
        ("Directed by the brothers Nils and Olaf Roe.", {("director", "Nils Roe"), ("director", "Olaf Roe")}),
        ("Jo Roe looked in Al Doe’s direction and left.", set()),
        ("Newspaper editor Cy Fox finds the body.", set()),
        ("Al Doe shot the sheriff and rode off.", set()),
    ],
)
def test_crew_in_prose(prose: str, credited: set[tuple[str, str]]) -> None:
    jobs = ("director", "writer", "cinematographer", "composer", "editor")
    found, _ = find_crew([Unit(prose, 1, 1)], "Bee", 2019, jobs)
    assert {(credit.job, credit.name.value) for credit in found} == credited
