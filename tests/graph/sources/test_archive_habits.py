"""What a generated archive of ten thousand pages showed: forms rare on a page, and in every archive."""

from __future__ import annotations

import pytest

from graph.records import Rating
from graph.sources.alignment import Credit, align
from graph.sources.facts import credit_lists, fields, phrases, ratings
from graph.sources.layout.segments import is_cast_line
from graph.sources.lines import Unit
from graph.sources.prose.crew import find_crew
from tests.graph.sources.pages import PROSE, cast, crew, page, text_of, value

CAPSULES = """Harbor Ledger

Film capsules

By Nora Whitcombe

June 13, 1997

"Orchids" ***

Botanists in love, with Latin. (R, 108 minutes)

"Otto" *1/2

It has a large heart and a small plot, and I prefer it so.

The car chase is borrowed, and so are the cars. (PG, 82 minutes)

"Low Tide" **

War as a long wait for lunch: there is a fine film to be made of that. (G, 77 minutes)
"""


def test_a_starred_title_and_few_words_are_a_review() -> None:
    record = page(CAPSULES)
    assert [film.title.value for film in record.films] == ["Orchids", "Otto", "Low Tide"]
    assert [value(film.runtime_minutes) for film in record.films] == [108, 82, 77]
    assert not record.roles


def test_the_last_paragraph_of_an_entry_is_text_though_it_closes_with_facts() -> None:
    review = page(CAPSULES).reviews[1]
    assert value(review.text) == (
        "It has a large heart and a small plot, and I prefer it so.\n\n"
        "The car chase is borrowed, and so are the cars."
    )


def dump(credits_: str, title: str = "Tin Mountain") -> str:
    return (
        f"The Lantern Home\n\n{PROSE}\n\nFilm Credits\n\n{title} movie poster\n\n{title} (2014)\n\n"
        f"121 minutes\n\n{credits_}\n\nDirector\n\nBo Li\n\nLatest blog posts\n"
    )


def test_who_leads_a_cast_without_a_character_is_in_it() -> None:
    assert cast(page(dump("Ximena Duarte\n\nHugo Vergara as The Foreman"))) == [
        ("Ximena Duarte", None, None),
        ("Hugo Vergara", "The Foreman", None),
    ]


def test_names_between_the_facts_and_the_first_heading_are_the_cast() -> None:
    assert [name for name, _, _ in cast(page(dump("Ximena Duarte\n\nHugo Vergara\n\nAl Roe")))] == [
        "Ximena Duarte",
        "Hugo Vergara",
        "Al Roe",
    ]


def test_one_name_alone_above_a_heading_is_nobody_in_particular() -> None:
    assert cast(page(dump("Ximena Duarte"))) == []


def test_a_title_with_as_in_it_is_no_credit_of_the_cast() -> None:
    blurb = "A western that would rather be a ballet, and for one long scene at a river it is."
    teasers = "\n\n".join(f"{title}\n\n{blurb}" for title in ("Guilty as Sin", "Otto", "Not as a Stranger"))
    text = dump("Al Roe as Jim").replace(PROSE, f"{teasers}\n\nTin Mountain\n\n|\n\n{PROSE}")
    record = page(text)
    assert cast(record) == [("Al Roe", "Jim", None)]
    own = dump("Al Roe as Jim", "Guilty as Sin").replace("Home\n", "Home\n\nGuilty as Sin\n")
    assert cast(page(own)) == [("Al Roe", "Jim", None)]
    assert page(own).films[0].title.value == "Guilty as Sin"


@pytest.mark.parametrize(
    "line",
    [
        "Howling II: ... Your Sister Is a Werewolf",
        "War as a long wait for lunch: a fine film. (PG, 104 minutes)",
    ],
)
def test_lines_that_only_look_like_cast(line: str) -> None:
    assert not is_cast_line(line)


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        ("Lois Barrymore, Cliff Roquemore", ["Lois Barrymore", "Cliff Roquemore"]),
        ("Al Roe, Bo Li and more", ["Al Roe", "Bo Li"]),
        ("Steven E. de Souza", ["Steven E. de Souza"]),
        ("A Martinez", ["A Martinez"]),
        ("Robert Presnell Jnr.", ["Robert Presnell Jnr."]),
    ],
)
def test_names_that_end_or_begin_like_something_else(listed: str, names: list[str]) -> None:
    credited, refused = credit_lists.crew(listed)
    assert [one.name for one in credited] == names
    assert not refused


@pytest.mark.parametrize(
    ("line", "credited"),
    [
        (
            "Starring: Al Roe as Lt. Kincaid, Bo Li as Sgt. Jim Fox, Cy Doe",
            [("Al Roe", "Lt. Kincaid"), ("Bo Li", "Sgt. Jim Fox"), ("Cy Doe", None)],
        ),
        (
            "Starring: Al Roe as Lieut. Commander Mays, Bo Li as Joe",
            [("Al Roe", "Lieut. Commander Mays"), ("Bo Li", "Joe")],
        ),
        ("Starring: Al Roe, Sammy Fox Jr. (82 min.)", [("Al Roe", None), ("Sammy Fox Jr.", None)]),
        ("Cast: Al Roe as Mr. Fox Snr.", [("Al Roe", "Mr. Fox Snr.")]),
    ],
)
def test_a_rank_or_a_suffix_ends_no_list(line: str, credited: list[tuple[str, str | None]]) -> None:
    (field,) = fields.all_fields(line)
    assert [(one.name, one.character) for one in fields.people_of(field)[0]] == credited


@pytest.mark.parametrize(
    ("prose", "credited"),
    [
        (
            "The picture is the work of director Jo Roe, who waited for the snow.",
            {("director", "Jo Roe")},
        ),
        (
            "Written anddirected byJo Roe, it has one temper.",
            {("director", "Jo Roe"), ("writer", "Jo Roe")},
        ),
        ("It was shot bycinematographer Bo Li at dusk.", {("cinematographer", "Bo Li")}),
        ("It has the patience of the works of director Jo Roe.", set()),
    ],
)
def test_crew_in_prose_with_lost_spaces(prose: str, credited: set[tuple[str, str]]) -> None:
    found, _ = find_crew([Unit(prose, 1, 1)], "Bee", 2019, ("director", "writer", "cinematographer"))
    assert {(credit.job, credit.name.value) for credit in found} == credited


def test_half_a_star_after_a_label() -> None:
    assert ratings.labelled("1/2*") == ratings.labelled("½") == Rating("0.5")


def test_a_sentence_before_facts_in_brackets_is_no_line_of_facts() -> None:
    assert phrases.fact_line("The cars are borrowed, and so is the plot. (R, 104 minutes)") is None
    assert phrases.fact_line("Drama. (R, 104 minutes)") is not None


def test_a_family_name_of_two_parts_stands_for_its_bearer() -> None:
    credited = [Credit("Catherine Zeta-Jones", "actor", "Velma")]
    found = align("Watch Catherine Zeta-Jones listen. Only Zeta-Jones has read it.", credited)
    assert [one.exact_text for one in found] == ["Catherine Zeta-Jones", "Zeta-Jones"]


def test_the_review_is_the_same_whatever_its_credits_say() -> None:
    record = page(dump("Ximena Duarte\n\nHugo Vergara as The Foreman"))
    assert text_of(record) == PROSE
    assert crew(record) == [("director", "Bo Li")]
