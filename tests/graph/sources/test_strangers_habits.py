"""Habits of real pages that pages by a stranger showed: each here in words that those pages do not have."""

from __future__ import annotations

import json

import pytest

from graph.sources import read
from tests.graph.sources.pages import ONE, PROSE, THREE, TWO, cast, crew, page, text_of, value

PARAGRAPHS = f"<p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>"


def html(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "printed",
    ['Otto "Bim" Larsen', '"Duchess" Ruby Kane', "Walter “Wally” Pruitt Jr.", 'J. J. "Tex" Arbuckle'],
)
def test_a_nickname_in_quotation_marks_belongs_to_the_name(printed: str) -> None:
    record = page(f"The Bees (1999)\n\nDirector: {printed}\nStarring: {printed}, Ann Lee\n\n{PROSE}")
    assert crew(record) == [("director", printed)]
    assert [name for name, _, _ in cast(record)] == [printed, "Ann Lee"]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Posted on Monday 2nd June '03", "2003-06-02"),
        ("August 14, '98", "1998-08-14"),
        ("8/30/97", "1997-08-30"),
    ],
)
def test_a_short_year_is_one_of_the_century_that_reviews_are_from(printed: str, day: str) -> None:
    record = page(f"The Bees (1999)\nBy Ann Lee\n{printed}\n\n{PROSE}")
    assert value(record.reviews[0].published_on).isoformat() == day


@pytest.mark.parametrize(
    ("phrase", "credited"),
    [
        ("The director is Rosa Quint, who came from radio.", ("director", "Rosa Quint")),
        ("Rosa Quint's sly screenplay gives everyone a reason.", ("writer", "Rosa Quint")),
        ("Bo Sandell's camera never sits down.", ("cinematographer", "Bo Sandell")),
        ("The music, by the late Ida Fenn, is for one flute.", ("composer", "Ida Fenn")),
        ("D.P. Bo Sandell finds six kinds of dark.", ("cinematographer", "Bo Sandell")),
    ],
)
def test_prose_gives_a_craft_in_passing(phrase: str, credited: tuple[str, str]) -> None:
    assert credited in crew(page(f"The Bees (1999)\n\n91 minutes\n\n{ONE} {phrase}\n\n{TWO}\n\n{THREE}"))


def test_a_family_name_in_the_credits_is_that_of_the_one_who_was_named_before() -> None:
    text = (
        f"The Bees (1999)\n\n{PROSE}\n\nDirected by Rosa Quint. Written by Quint and Bo Sandell. 91 minutes."
    )
    assert crew(page(text)) == [
        ("director", "Rosa Quint"),
        ("writer", "Rosa Quint"),
        ("writer", "Bo Sandell"),
    ]


@pytest.mark.parametrize(
    ("heads", "titles"),
    [
        ("<p><b>{}</b> <img src='s.gif' alt='{}/5'><br>", ["Otter", "The Long Loan", "Gull"]),
        ("<dl><dt><b>{}</b> (1988) {}<dd>", ["Otter", "The Long Loan", "Gull"]),
    ],
)
def test_capsules_of_old_markup_are_each_a_review(heads: str, titles: list[str]) -> None:
    stars = ["3", "1", "4"] if "alt" in heads else ["***", "*", "****"]
    body = "".join(
        heads.format(title, star) + ONE + " (R, 99 min.)" for title, star in zip(titles, stars, strict=True)
    )
    record = page(
        html(f"<h1>On disc</h1>{body}</dl><p>Next week: more of the same, and worse.</p>"), "page.html"
    )
    assert [film.title.value for film in record.films] == titles
    assert [value(film.runtime_minutes) for film in record.films] == [99] * 3
    assert all(review.text is not None and review.text.value.endswith("reel.") for review in record.reviews)


def test_a_digest_under_front_matter_is_several_reviews() -> None:
    front = '---\ntitle: "In short: May"\ndate: 2014-05-02\nauthor: Ann Lee\n---\n\n'
    text = f"{front}Otter / ★★★ (15)\n\n{ONE}\n\nGull / ☆ (U)\n\n{TWO}\n"
    record = page(text, "in-short.md")
    assert [(film.title.value, value(film.content_rating)) for film in record.films] == [
        ("Otter", "15"),
        ("Gull", "U"),
    ]
    assert [review.rating and review.rating.value.value for review in record.reviews] == ["3", "0"]


def test_preformatted_text_is_read_line_by_line() -> None:
    text = f"SHORT NOTICES\nBy Ann Lee\n\nOtter / *** (PG)\n     {ONE}\n\nGull / 1/2 (R)\n     {TWO}\n"
    record = page(html(f"<pre>\n{text}</pre>"), "page.html")
    assert [
        (film.title.value, film.content_rating and film.content_rating.value) for film in record.films
    ] == [
        ("Otter", "PG"),
        ("Gull", "R"),
    ]
    assert [review.rating and review.rating.value.value for review in record.reviews] == ["3", "0.5"]


def test_a_copy_on_a_scrapers_site_has_the_critic_and_day_that_the_page_shows() -> None:
    data = {
        "@type": "Article",
        "headline": "The Bees movie review & film summary (1999) | Ann Lee (2024)",
        "datePublished": "2024-03-01",
        "author": {"@type": "Person", "name": "Prof. Gil Botwright"},
        "publisher": {"@type": "Organization", "name": "topfilmz"},
    }
    head = f'<title>{data["headline"]}</title><script type="application/ld+json">{json.dumps(data)}</script>'
    body = (
        f"<h1>{data['headline']}</h1><p>Ann Lee</p><p>June 4, 1999</p><p>(1)</p>{PARAGRAPHS}"
        "<h2>Film Credits</h2><p>The Bees (1999)</p><p>91 minutes</p><p>Maria Torresas Ana</p>"
        "<p>Joon Parkas Lee</p><h3>References</h3><p>https://bees.example/reviews</p>"
        "<p>Author: Prof. Gil Botwright</p><p>Rating: 4.2 / 5 (31 voted)</p>"
    )
    record = page(html(body, head), "page.html")
    (review,) = record.reviews
    assert [critic.value for critic in review.critics] == ["Ann Lee"]
    assert value(review.published_on).isoformat() == "1999-06-04"
    assert (review.publication, review.rating) == (None, None)
    assert cast(record) == [("Maria Torres", "Ana", None), ("Joon Park", "Lee", None)]


def test_a_review_of_the_subscription_is_none_of_the_film() -> None:
    data = {
        "@type": "Product",
        "name": "Herald Plus",
        "review": {"@type": "Review", "author": "A Reader", "reviewRating": {"ratingValue": 5}},
    }
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    record = page(
        html(f"<h1>The Bees (1999)</h1><p>By Ann Lee</p><p>{ONE}</p><p>{TWO}</p><p>Grade: B</p>", head),
        "p.html",
    )
    assert [critic.value for critic in record.reviews[0].critics] == ["Ann Lee"]
    assert record.reviews[0].rating is not None
    assert record.reviews[0].rating.value.value == "B"


def test_what_a_theme_calls_the_sites_title_is_no_films() -> None:
    body = (
        "<header><h1 class='site-title'>Ann's Matinee</h1><h2 class='site-description'>one woman, many films"
        f"</h2></header><article><h1>The Bees</h1>{PARAGRAPHS}<p>Directed by Rosa Quint. 91 minutes.</p>"
        "</article>"
    )
    record = page(html(body), "page.html")
    assert record.films[0].title.value == "The Bees"
    assert value(record.reviews[0].publication) == "Ann's Matinee"


def test_a_headline_and_the_line_under_it_are_neither_title_nor_text() -> None:
    body = (
        "<h1>‘The Bees’ Review: A Sting in the Tale</h1><p class='dek'>A beekeeper takes on a bank in a film "
        f"that takes its time and yours.</p><p>By Ann Lee</p>{PARAGRAPHS}<p>“The Bees” (Malta, 1999). "
        "Directed by Rosa Quint. Running time: 91 minutes.</p>"
    )
    record = page(html(body), "page.html")
    assert (record.films[0].title.value, value(record.films[0].year)) == ("The Bees", 1999)
    assert [country.value for country in record.films[0].countries] == ["Malta"]
    assert value(record.reviews[0].headline) == "‘The Bees’ Review: A Sting in the Tale"
    assert text_of(record) == PROSE


@pytest.mark.parametrize("original", ["Las abejas", "Mehiläiset"])
def test_an_original_title_stands_in_brackets_behind_the_title(original: str) -> None:
    record = page(f"The Bees ({original}) (1999)\n\n91 minutes\n\n{PROSE}")
    assert (record.films[0].title.value, value(record.films[0].original_title)) == ("The Bees", original)


@pytest.mark.parametrize("title", ["The Bees (Part Two)", "Bees (Of the World)", "The Bees (Director's Cut)"])
def test_english_words_in_brackets_are_no_original_title(title: str) -> None:
    assert page(f"{title} (1999)\n\n91 minutes\n\n{PROSE}").films[0].original_title is None


def test_what_was_encoded_twice_is_put_right_with_a_complaint() -> None:
    twice = (
        PROSE.replace("Ana", "Anaïs")
        .replace("film.", "film. It’s good.")
        .encode()
        .decode("windows-1252", "ignore")
    )
    record = read(f"The Bees (1999)\n\n91 minutes\n\n{twice}".encode(), name="page.txt")
    assert "Anaïs" in text_of(record)
    assert "It’s good" in text_of(record)
    assert any("encoded twice" in complaint.message for complaint in record.complaints)


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("It runs just 83 minutes and feels like less.", 83),
        ("At a lean 77 minutes, it is over before you mind.", 77),
        ("I checked my watch after 50 minutes.", None),
        ("The siege lasts 45 minutes of screen time.", None),
    ],
)
def test_prose_may_state_the_running_time(said: str, minutes: int | None) -> None:
    record = page(f"The Bees (1999)\n\nDirector: Rosa Quint\n\n{ONE}\n\n{TWO}\n\n{THREE} {said}")
    assert value(record.films[0].runtime_minutes) == minutes
