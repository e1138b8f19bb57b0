"""Habits of whole pages: how old tables, blog themes and page builders set a review."""

from __future__ import annotations

import pytest

from tests.graph.sources.pages import ONE, PROSE, THREE, TWO, page, value

PARAGRAPHS = "".join(f"<p>{part}</p>" for part in PROSE.split("\n\n"))


def html(body: str, head: str = "<title>The Salt Road</title>") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def test_the_largest_line_of_a_page_without_headings_is_its_title() -> None:
    record = page(
        html(
            "<table><tr><td><font size=1>[ <a>home</a> | <a>reviews A-Z</a> ]</font></td></tr>"
            "<tr><td><font size=5>The Salt Road</font><br><font size=2>Director: Bo Li</font>"
            "<hr>"
            f"<font size=3>{PARAGRAPHS}</font></td></tr></table>",
            "<title>My Page: The Salt Road</title>",
        ),
        "page.html",
    )

    assert [film.title.value for film in record.films] == ["The Salt Road"]


def test_a_heading_that_leads_home_is_the_site_and_not_the_film() -> None:
    record = page(
        html(
            "<h1><a href='http://subtitles.example/'>Subtitles First</a></h1><div class='post hreview'>"
            "<h2 class='item'><a class='fn url' href='/2010/02/the-salt-road/'>The Salt Road</a></h2>"
            "<small>Posted on <abbr class='dtreviewed' title='2010-02-19'>February 19th, 2010</abbr> by "
            "<span class='reviewer vcard'><span class='fn'>Ann Lee</span></span> in <a>Trains</a></small>"
            f"{PARAGRAPHS}"
            "<p>Rating: A-</p></div>",
            "<title>The Salt Road « Subtitles First</title>",
        ),
        "page.html",
    )

    assert [film.title.value for film in record.films] == ["The Salt Road"]
    assert str(value(record.reviews[0].published_on)) == "2010-02-19"
    assert value(record.reviews[0].publication) == "Subtitles First"


def test_the_blocks_of_a_page_builder_are_one_text() -> None:
    record = page(
        html(
            "<main><article><h1>The Salt Road</h1><div class='layout'>"
            f"<div class='block'><div class='in'><p>{ONE}</p><p>{TWO}</p></div></div>"
            "<div class='pic'><figure><img src=x.jpg></figure></div>"
            f"<div class='block'><div class='in'><p>{THREE} ★★★★</p></div></div>"
            "</div></article></main>"
        ),
        "page.html",
    )

    assert record.reviews[0].text is not None
    assert record.reviews[0].text.value.endswith("had an opinion.")
    assert value(record.reviews[0].rating).value == "4"


@pytest.mark.parametrize(
    "line",
    [
        "<em>Der Salzweg</em>. Austria, 2009. 134 minutes. Starring Ann Lee, Bo Li. Directed by Cy Dee.",
        "<strong>The Salt Road</strong> (15), 134 mins. Dir: Cy Dee. With Ann Lee, Bo Li. From Friday.",
    ],
)
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_paragraph_of_facts_and_credits_is_read_and_is_no_part_of_the_text(line: str, place: str) -> None:
    paragraph = f"<p>{line}</p>"
    body = paragraph + PARAGRAPHS if place == "first" else PARAGRAPHS + paragraph
    record = page(html(f"<article><h1>The Salt Road</h1>{body}</article>"), "page.html")

    assert value(record.films[0].runtime_minutes) == 134
    assert sorted((role.job, role.name.value) for role in record.roles) == [
        ("actor", "Ann Lee"),
        ("actor", "Bo Li"),
        ("director", "Cy Dee"),
    ]
    assert value(record.reviews[0].text) == PROSE


def test_a_paragraph_called_the_review_begins_the_text_and_the_plot_before_it_is_none() -> None:
    record = page(
        html(
            "<h1>The Salt Road</h1><p>Director: Bo Li</p><p><b>Story:</b> A widow keeps bees; a bank wants "
            f"her field.</p><p><b>Review:</b> {ONE}</p><p>{TWO}</p>"
        ),
        "page.html",
    )

    assert value(record.reviews[0].text) == f"{ONE}\n\n{TWO}"


def test_a_last_paragraph_about_the_critic_is_no_part_of_the_text() -> None:
    record = page(
        f"---\ntitle: The Salt Road\nyear: 2014\nauthor: P. J. Delahunty\nrating: 3/5\n---\n\n{PROSE}\n\n"
        "---\n\n"
        "*P. J. Delahunty has been barred from two cinemas and an airline.*\n",
        "page.md",
    )

    assert value(record.reviews[0].text) == PROSE


def test_an_appeal_to_see_the_film_is_part_of_the_text() -> None:
    record = page(
        f"The Salt Road (2014)\n\nBy Ann Lee\n\n{PROSE}\n\nSee it on a screen. Don't see it on a plane.\n"
    )

    assert record.reviews[0].text is not None
    assert record.reviews[0].text.value.endswith("See it on a screen. Don't see it on a plane.")


def test_hours_and_minutes_with_stops_are_one_running_time() -> None:
    record = page(
        html(
            "<h1>The Salt Road</h1><p>Hong Kong, 1998. 1 hr. 36 min. In Cantonese.<br>Director: Bo Li</p>"
            f"{PARAGRAPHS}"
        ),
        "page.html",
    )

    assert value(record.films[0].runtime_minutes) == 96


def test_marks_of_emphasis_in_front_matter_are_no_part_of_a_headline() -> None:
    record = page(
        f'---\ntitle: "*Cinder*: she stays at home"\nfilm: Cinder\nyear: 2022\nrating: 3/5\n---\n\n{PROSE}\n',
        "page.md",
    )

    assert value(record.reviews[0].headline) == "Cinder: she stays at home"


def test_a_hong_kong_actor_is_named_by_english_name_and_family_name() -> None:
    record = page(
        f"The Salt Road (2014)\n\n{ONE} Ricky Lo is very good in it, and so is the cat. Lo was never funnier."
        "\n\n"
        "Cast\n\nRicky Lo Tsz-him as Wing\nAnn Lee as Ana\n"
    )

    assert [said.exact_text for said in record.reviews[0].mentions if "Lo" in said.exact_text] == [
        "Ricky Lo",
        "Lo",
    ]


def test_a_title_with_as_in_it_is_no_credit() -> None:
    record = page(
        f"Not as a Stranger\n1955 - R - 147 Mins.\n\nDirected by: Bo Li\nStarring: Ann Lee as Kristina\n\n"
        f"Review by: Cy Dee\nRating: 3.5/10\n\n{PROSE}\n"
    )

    assert [film.title.value for film in record.films] == ["Not as a Stranger"]
    assert [role.name.value for role in record.roles if role.job == "actor"] == ["Ann Lee"]


def test_a_title_over_the_text_and_again_over_the_credits_is_one_review() -> None:
    record = page(
        f"The Lantern Home\n\nThe Salt Road\n\n3.5 out of 4 stars\n\n{PROSE}\n\nCy Dee\n\nFilm Credits\n\n"
        "The Salt Road movie poster\n\nThe Salt Road (2019)\n\nRated PG\n\n88 minutes\n\nAnn Lee as Mara\n"
    )

    assert len(record.reviews) == 1
    assert [role.name.value for role in record.roles if role.job == "actor"] == ["Ann Lee"]
