"""Forms of pages that the samples do not have: each was found by reading pages that no reader had seen."""

from __future__ import annotations

import pytest

from graph.records import ACTOR, DIRECTOR, WRITER
from graph.sources.alignment import Credit, align
from graph.sources.facts import credit_lists, fields, jobs, people, phrases, ratings
from tests.graph.sources.pages import ONE, PROSE, THREE, TWO, cast, crew, page, text_of, value


def mentioned(text: str, *credited: Credit) -> list[tuple[str, str | None]]:
    return [(one.exact_text, one.match.person or one.match.character) for one in align(text, credited)]


# Credits in small print


def test_jobs_parted_by_a_comma_and_with_a_colon_are_credits() -> None:
    record = page(
        f"“The Bee Field”\n\nBy Ann Lee\n\n{PROSE}\n\nDirected by Rosa Diaz; written by Tom Ford; "
        "director of photography, Bo Li; edited by Sam Hill. With: Maria Torres (Ana) and Joon Park (Lee). "
        "Running time: 101 minutes."
    )
    assert ("cinematographer", "Bo Li") in crew(record)
    assert cast(record) == [("Maria Torres", "Ana", None), ("Joon Park", "Lee", None)]


@pytest.mark.parametrize(
    ("lead", "stars"),
    [
        ("“The Bee Field.” ", None),
        ("THE BEE FIELD *** ", "3"),
        ("**** THE BEE FIELD. ", "4"),
        ("THE BEE FIELD *** 1/2\n", "3.5"),
    ],
)
def test_a_title_that_heads_the_small_print_is_no_part_of_the_review(lead: str, stars: str | None) -> None:
    record = page(
        f"The honey and the bank: “The Bee Field”\n\nBy Ann Lee\n\n{PROSE}\n\n{lead}Directed by Rosa Diaz. "
        "Written by Tom Ford. Starring Maria Torres and Joon Park. Rated R. 101 min."
    )
    assert text_of(record) == PROSE
    assert record.films[0].title.value == "The Bee Field"
    rating = value(record.reviews[0].rating)
    assert (rating.value if rating else None) == stars
    assert crew(record) == [("director", "Rosa Diaz"), ("writer", "Tom Ford")]


def test_capitals_without_stars_are_no_title_of_credits() -> None:
    assert fields.title_lead("BY ANN LEE Directed by Rosa Diaz.") is None


def test_title_and_year_in_capitals_are_no_country() -> None:
    record = page(
        f"Review: The Bee Field\n\nBy Ann Lee\n\n{PROSE}\n\nHIVES (2016). Directed by Rosa Diaz. Written by "
        "Tom Ford. With Maria Torres and Joon Park. Rated R (language). 1 hour, 41 minutes."
    )
    assert record.films[0].countries == ()
    assert value(record.films[0].year) == 2016


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Written by Ethan and Joel Hill.", ["Ethan Hill", "Joel Hill"]),
        ("Written by Ann Lee and Joel Hill.", ["Ann Lee", "Joel Hill"]),
    ],
)
def test_one_family_name_for_two_writers(text: str, names: list[str]) -> None:
    (field,) = fields.all_fields(text)
    assert [one.name for one in fields.people_of(field)[0]] == names


def test_musicians_of_one_name_keep_it() -> None:
    (field,) = fields.all_fields("Music by Bjork and Nico Hill.")
    assert [one.name for one in fields.people_of(field)[0]] == ["Bjork", "Nico Hill"]


def test_dots_between_actor_and_role_end_no_sentence() -> None:
    record = page(
        "Title: The Bee Field\nYear: 1982\nDirector: Rosa Diaz\nCast: Maria Torres ... Ana\n"
        "      Joon Park ... Lee\nStars: ***½ out of ****\nReviewed by Ann Lee on October 31, 2009\n\n"
        + PROSE
    )
    assert cast(record) == [("Maria Torres", "Ana", None), ("Joon Park", "Lee", None)]
    rating = value(record.reviews[0].rating)
    assert (rating.value, rating.best) == ("3.5", "4")


def test_a_full_stop_behind_a_role_in_brackets() -> None:
    assert credit_lists.cast("Maria Torres (Ana) and Joon Park (Lee).")[0][1].character == "Lee"


def test_a_stage_name_with_an_article() -> None:
    (credited,) = credit_lists.credits_of("Larry the Cable Guy as Mater")
    assert (credited.name, credited.character) == ("Larry the Cable Guy", "Mater")
    assert not people.could_be_name("Ann plays the Queen")


# Headings and fact lines


@pytest.mark.parametrize(
    ("heading", "field", "jobs_of"),
    [
        ('Writer (based on the story "Honey" written by)', jobs.SOURCE_WORK, ()),
        ('Writer (based on the long short story "The Year of the Hives" written by)', jobs.SOURCE_WORK, ()),
        ("Writer (story by)", jobs.JOB, (WRITER,)),
        ("Screenplay (adapted from his own play by)", jobs.SOURCE_WORK, ()),
    ],
)
def test_a_source_named_in_a_heading(heading: str, field: str, jobs_of: tuple[str, ...]) -> None:
    label = jobs.label_of(heading)
    assert label is not None
    assert (label.field, label.jobs) == (field, jobs_of)


@pytest.mark.parametrize(
    ("text", "rated"), [("Rated PG-13for brief language.", "PG-13"), ("Rated PG-136.", None)]
)
def test_a_lost_space_behind_a_content_rating(text: str, rated: str | None) -> None:
    assert phrases.content_rating(text) == rated


def test_a_fact_line_with_a_country_and_a_director() -> None:
    record = page(
        f"<html><head><title>The Bee Field (2018) – Hives</title></head><body><article><h1>The Bee Field</h1>"
        f"<p>2018 | Japan | 121 min | Dir. Rosa Diaz-Lee</p><p>Reviewed by Ann Lee</p><p>{ONE}</p>"
        f"<p>{TWO}</p><p>{THREE}</p></article></body></html>",
        "page.html",
    )
    (film,) = record.films
    assert (value(film.year), value(film.runtime_minutes)) == (2018, 121)
    assert [fact.value for fact in film.countries] == ["Japan"]
    assert crew(record) == [(DIRECTOR, "Rosa Diaz-Lee")]
    assert record.reviews[0].headline is None


def test_rated_in_a_label_for_screen_readers() -> None:
    rating = ratings.alone("Rated 4.5 out of 5 stars")
    assert rating is not None
    assert (rating.value, rating.best) == ("4.5", "5")


# Dumps with other films around the review


def test_between_teasers_no_line_is_the_critic_or_the_publication() -> None:
    record = page(
        f"Fury\n\nDear White People\n\nThe Bee Field\n\n|\n\n{PROSE}\n\nInside Llewyn Davis\n\nA cat.\n\n"
        "Listen Up Philip\n\nLouder.\n"
    )
    (review,) = record.reviews
    assert review.critics == ()
    assert review.publication is None
    assert record.films[0].title.value == "The Bee Field"


# Front matter and Markdown


def test_front_matter_in_json_between_dashes() -> None:
    record = page(
        '---json\n{\n  "title": "The Bee Field (1985)",\n  "author": "Ann Lee",\n  "rating": "4/4"\n}\n'
        "---\n\n" + PROSE,
        "page.md",
    )
    assert record.films[0].title.value == "The Bee Field"
    assert [critic.value for critic in record.reviews[0].critics] == ["Ann Lee"]
    assert text_of(record) == PROSE


def test_footnotes_stand_outside_the_review() -> None:
    record = page(
        f"---\ntitle: The Bee Field (1985)\nrating: 4/5\n---\n\n{ONE}[^1]\n\n{TWO}\n\n{THREE}\n\n"
        "[^1]: Seen at the Cameo, in the second row, with a cold and a friend.\n",
        "page.md",
    )
    assert text_of(record) == PROSE


# Names in the prose


def test_two_who_wrote_it_together_are_both_writers() -> None:
    record = page(
        f"The Bee Field (2019)\n\nBy Ann Baker\n\n{ONE} Rosa Diaz and her partner Tom Ford wrote the script "
        f"in a barn.\n\n{TWO}\n\n{THREE}"
    )
    assert crew(record) == [("writer", "Rosa Diaz"), ("writer", "Tom Ford")]


def test_a_long_family_name_that_opens_a_sentence() -> None:
    credit = Credit("Toshiro Mifune", ACTOR, "Kiku")
    assert mentioned("It rains. Mifune scratches himself and laughs.", credit) == [
        ("Mifune", "Toshiro Mifune")
    ]
    assert mentioned("It rains. Fields are flooded, and fields burn.", Credit("Ann Fields", ACTOR)) == []


def test_a_family_name_tied_by_its_actor_stays_with_that_character() -> None:
    credits_of_both = (
        Credit("Hidetoshi Nishijima", ACTOR, "Yusuke Kafuku"),
        Credit("Reika Kirishima", ACTOR, "Oto Kafuku"),
    )
    found = mentioned("He is Kafuku (Hidetoshi Nishijima), and I know that Kafuku drives.", *credits_of_both)
    assert found.count(("Kafuku", "Yusuke Kafuku")) == 2
    assert mentioned("I know that Kafuku drives.", *credits_of_both) == []


@pytest.mark.parametrize("name", ["Louise Banks", "Sarah Childs"])
def test_family_names_that_look_like_plurals_are_names(name: str) -> None:
    given = name.split(maxsplit=1)[0]
    assert mentioned(f"It is {given} who tells him.", Credit("Amy Bo", ACTOR, name)) == [(given, name)]


def test_nameless_roles_in_the_plural_stay_nameless() -> None:
    assert mentioned("The Nurses wait. Old Neighbours shout.", Credit("Amy Bo", ACTOR, "Neighbours")) == []


def test_umlauts_of_characters() -> None:
    credit = Credit("Karl Bo", ACTOR, "Rudolf Möller")
    assert mentioned("There is Rudolf Moeller, at his desk.", credit) == [("Rudolf Moeller", "Rudolf Möller")]
