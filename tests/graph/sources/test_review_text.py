"""Text dumps: layouts A, B, F, G and I, in little pages of our own."""

from __future__ import annotations

from datetime import date

import pytest

from graph.records import Rating, SetAside
from tests.graph.sources.pages import ONE, PROSE, TWO, cast, crew, page, text_of, value

CREDITS = """Film Credits

The Bee Field movie poster

The Bee Field (2019)

Rated R for strong language.

1 hr 44 min

Maria Torres as Ana

Joon Park as Lee (voice) (uncredited)

Ed Asner as Himself

Director

Rosa Diaz

Writer

Writer (based on the book by)

Paul Quill

Cinematographer

Bo Li
Sam Hill

Original Music Composer


Latest blog posts
"""
LAYOUT_A = f"""The Lantern Home

{PROSE}

Now playing in select theaters and on VOD.

Ann Lee

Ann Lee has written about film for twenty years.

Now playing

Glenn Close
Jeanne du Barry
Some Other Film

{CREDITS}"""


def test_layout_a_film_facts() -> None:
    (film,) = page(LAYOUT_A).films
    assert value(film.title) == "The Bee Field"
    assert value(film.year) == 2019
    assert value(film.runtime_minutes) == 104
    assert value(film.content_rating) == "R"
    assert film.content_rating is not None
    assert film.content_rating.quote == "Rated R for strong language."


def test_layout_a_cast_with_notes_and_as_himself() -> None:
    assert cast(page(LAYOUT_A)) == [
        ("Maria Torres", "Ana", None),
        ("Joon Park", "Lee", "voice, uncredited"),
        ("Ed Asner", "Himself", None),
    ]


def test_layout_a_crew_headings_that_kept_their_names_make_roles_and_lost_ones_do_not() -> None:
    record = page(LAYOUT_A)
    assert crew(record) == [
        ("director", "Rosa Diaz"),
        ("cinematographer", "Bo Li"),
        ("cinematographer", "Sam Hill"),
    ]
    lost = [complaint.message for complaint in record.complaints if "names nobody" in complaint.message]
    assert [message.split("'")[1] for message in lost] == ["Writer", "Original Music Composer"]
    assert any("Paul Quill" in complaint.message for complaint in record.complaints)


def test_layout_a_critic_publication_and_body() -> None:
    record = page(LAYOUT_A)
    (review,) = record.reviews
    assert [critic.value for critic in review.critics] == ["Ann Lee"]
    assert value(review.publication) == "The Lantern"
    assert text_of(record) == PROSE


def test_layout_a_without_site_line_has_no_publication() -> None:
    record = page(LAYOUT_A.removeprefix("The Lantern Home"))
    assert record.reviews[0].publication is None


def test_actor_and_role_on_two_lines_are_one_credit() -> None:
    record = page(LAYOUT_A.replace("Maria Torres as Ana", "Maria Torres\nas Ana"))
    assert cast(record)[0] == ("Maria Torres", "Ana", None)


def test_every_fact_knows_its_lines() -> None:
    lines = LAYOUT_A.split("\n")
    record = page(LAYOUT_A)
    for role in record.roles:
        assert role.name.value in "\n".join(lines[role.name.first_line - 1 : role.name.last_line])
    title = record.films[0].title
    assert "The Bee Field (2019)" in lines[title.first_line - 1]


def test_layout_b_teasers_before_the_title_are_not_the_review() -> None:
    teaser = (
        "A teaser for a picture that nobody needs, with a long line to make it look like prose of some kind."
    )
    record = page(
        f"Other Film\n\n{teaser}\n\nSecond Film\n\n{teaser}\n\nThe Bee Field\n\n|\n\n"
        f"{ONE}\n\nAdvertisement\n\n{TWO}\n"
    )
    assert value(record.films[0].title) == "The Bee Field"
    assert text_of(record) == f"{ONE}\n\n{TWO}"


def test_layout_f_takes_the_film_s_year_and_mends_a_glued_credit() -> None:
    record = page(
        f"The Bee Field movie review & film summary (2019) | The Lantern (2024)\n\n(1)\n{ONE}\n{TWO}\n"
        "Film Credits\nThe Bee Field (2019)\n104 minutes\nCast\nMaria Torresas Ana\nJoon Park as Lee\n"
    )
    assert value(record.films[0].year) == 2019
    assert value(record.reviews[0].publication) == "The Lantern"
    assert cast(record) == [("Maria Torres", "Ana", None), ("Joon Park", "Lee", None)]


def test_layout_g_labels_in_any_order() -> None:
    record = page(
        f"""THE BEE FIELD

Cast: Maria Torres (Ana), Joon Park as Lee,
   Robert Quill, Jr. and Kim Min-hee
1941 - PG - 119 Mins.
Written By: Rosa Diaz & Tom Ford
Director: Rosa Diaz
Grade: C+
Reviewed by Ann Lee on May 3, 2019

{PROSE}
"""
    )
    (film,), (review,) = record.films, record.reviews
    assert (value(film.title), value(film.year), value(film.runtime_minutes)) == ("THE BEE FIELD", 1941, 119)
    assert value(film.content_rating) == "PG"
    assert cast(record) == [
        ("Maria Torres", "Ana", None),
        ("Joon Park", "Lee", None),
        ("Robert Quill, Jr.", None, None),
        ("Kim Min-hee", None, None),
    ]
    assert crew(record) == [("director", "Rosa Diaz"), ("writer", "Rosa Diaz"), ("writer", "Tom Ford")]
    assert value(review.rating) == Rating("C+", "A+", "F")
    assert value(review.published_on) == date(2019, 5, 3)
    assert [critic.value for critic in review.critics] == ["Ann Lee"]


def test_layout_g_two_ratings_labels_of_different_meaning() -> None:
    record = page(f"Title: The Bee Field\nYear: 2019\nRating: PG-13\nRating: 3 out of 4 stars\n\n{PROSE}\n")
    assert value(record.films[0].content_rating) == "PG-13"
    assert value(record.reviews[0].rating) == Rating("3", "4", None)


def test_an_ambiguous_date_is_a_complaint_and_no_date() -> None:
    record = page(f"Title: The Bee Field\nYear: 2019\nDate: 03/04/2019\n\n{PROSE}\n")
    assert record.reviews[0].published_on is None
    assert any("ambiguous" in complaint.message and complaint.line == 3 for complaint in record.complaints)


@pytest.mark.parametrize("separate", [True, False])
def test_layout_i_credits_in_running_text(separate: bool) -> None:
    tail = (
        "Directed by Rosa Diaz. Written by Tom Ford and Rosa Diaz, based on the novel by Paul Quill. "
        "Starring Maria Torres, Joon Park and the voice of Ed Asner. Rated PG-13 for language. 104 min."
    )
    record = page(
        f"The Bee Field\n***1/2\nBy Ann Lee\n\n{ONE}\n\n{TWO}{chr(10) * 2 if separate else ' '}{tail}\n"
    )
    assert crew(record) == [("director", "Rosa Diaz"), ("writer", "Tom Ford"), ("writer", "Rosa Diaz")]
    assert cast(record) == [
        ("Maria Torres", None, None),
        ("Joon Park", None, None),
        ("Ed Asner", None, "voice"),
    ]
    assert value(record.films[0].runtime_minutes) == 104
    assert value(record.films[0].content_rating) == "PG-13"
    assert value(record.reviews[0].rating) == Rating("3.5")
    assert text_of(record) == f"{ONE}\n\n{TWO}"


def test_layout_i_title_and_year_in_the_credits_and_a_headline_above() -> None:
    record = page(
        f"Honey and debt\n\nBy Ann Lee\n\n{PROSE}\n\n"
        '"The Bee Field" (2019). Directed by Rosa Diaz. 104 min.\n'
    )
    assert (value(record.films[0].title), value(record.films[0].year)) == ("The Bee Field", 2019)


def test_hard_wrapped_paragraphs_are_joined() -> None:
    wrapped = ONE.replace("bank that", "bank\nthat").replace("hard at everything", "hard\nat everything")
    record = page(f"The Bee Field (2019)\n\nDirector: Rosa Diaz\n\n{wrapped}\n\n{TWO}\n")
    assert text_of(record) == f"{ONE}\n\n{TWO}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("  \n\n ", "empty"),
        ("The Bee Field (2019)\n\nComing soon.\n\nDirector: Rosa Diaz\n", "No review text"),
        (f"Festival names its jury\n\nBy Ann Lee\n\n{PROSE}", "Nothing on the page"),
        ("\n\n".join(f"{n}. Film {n} (20{n})\n\n{ONE}" for n in range(10, 15)), "list"),
    ],
)
def test_what_is_no_review_of_one_film_is_set_aside_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(SetAside, match=reason):
        page(text)
