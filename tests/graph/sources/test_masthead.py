"""Whose a page is, where only its furniture says so."""

from __future__ import annotations

import pytest

from tests.graph.sources.pages import PROSE, page, value

PARAGRAPHS = "".join(f"<p>{part}</p>" for part in PROSE.split("\n\n"))


def text_page(top: str, foot: str = "") -> str:
    return f"{top}\n\nThe Salt Road (2014)\n\nBy Ann Lee\n\n{PROSE}\n\nDirected by Bo Li. 98 min.\n\n{foot}\n"


def html_page(head: str, top: str = "", foot: str = "") -> str:
    return (
        f"<!doctype html><html><head>{head}</head><body>{top}<h1>The Salt Road</h1><p>By Ann Lee</p>"
        f"<p>Rated PG. 101 minutes. ***</p>{PARAGRAPHS}{foot}</body></html>"
    )


@pytest.mark.parametrize(
    ("top", "foot", "name"),
    [
        ("Reviews | Pell Street Review", "", "Pell Street Review"),
        ("The Larkspur Clarion\nHome  Film  Books", "© 2014 The Larkspur Clarion.", "The Larkspur Clarion"),
        ("The Elm County Weekly's movie guide * May 6-12, 1993", "", "The Elm County Weekly"),
        ("Movies", "Copyright 1996-1999 Brightwater Herald. All rights reserved.", "Brightwater Herald"),
        ("MOVIE CLOCK / The Front Range Express / Friday, June 23, 1995", "", "The Front Range Express"),
        ("At the Roxy -- Cy Dee, The Siskiyou Call, 28 November 2008", "", "The Siskiyou Call"),
        ("Movies", "The Unpaid Usher comes out when it comes out.", "The Unpaid Usher"),
        ("From the archive of The Fjord Street Letter", "", "The Fjord Street Letter"),
        (
            "Home",
            "(c) 2011 Quarry Post Group\nQuarry Post, 4 Mill Road\nwrite@quarrypost.example",
            "Quarry Post",
        ),
    ],
)
def test_a_text_page_is_of_the_publication_that_its_first_or_last_lines_name(
    top: str, foot: str, name: str
) -> None:
    assert value(page(text_page(top, foot)).reviews[0].publication) == name


@pytest.mark.parametrize(
    ("head", "top", "foot", "name"),
    [
        ("<title>The Salt Road Movie Review: The Deccan Standard</title>", "", "", "The Deccan Standard"),
        (
            "<title>The Salt Road</title>",
            "<table><tr><td><img src=b.gif alt='DeadPixel Movie Page'></td></tr></table>",
            "<p>Best viewed at 800x600. &copy; 1996-1999 DeadPixel Movie Page</p>",
            "DeadPixel Movie Page",
        ),
        (
            "<title>The Salt Road | by Ann Lee | Reel Talkers | Aug, 2019</title>",
            "<div>Published in <a>Reel Talkers</a> · <span>5 min read</span></div>",
            "",
            "Reel Talkers",
        ),
        (
            "<title>The Salt Road</title>",
            "<div class='site-logo'><a href='/'>Harbour Lights</a></div>",
            "",
            "Harbour Lights",
        ),
        (
            "<title>La Route du sel</title>",
            "<table><tr><td><font size=5>Ciné-Mardi</font></td></tr></table>",
            "<hr><font size=1>Ciné-Mardi, C.P. 411, Sherbrooke</font>",
            "Ciné-Mardi",
        ),
    ],
)
def test_an_html_page_is_of_the_publication_that_its_furniture_names(
    head: str, top: str, foot: str, name: str
) -> None:
    assert value(page(html_page(head, top, foot), "page.html").reviews[0].publication) == name


@pytest.mark.parametrize(
    ("head", "top", "foot"),
    [
        ("<title>The Salt Road</title>", "<div>Home | Movies | Reviews A-Z</div>", ""),
        ("<title>The Salt Road</title>", "<p><b>Cast:</b> Paul Roux, Luce Noir</p>", ""),
        ("<title>The Salt Road</title>", "", "<p>Comments</p><p>Seen in The Guardian, The Times</p>"),
        (
            "<title>The Salt Road movie review &amp; film summary (2014) | Ann Lee (2024)</title>",
            "<div class='logo'>Zone Movie</div>",
            "",
        ),
    ],
)
def test_rubrics_other_papers_people_and_scrapers_are_no_publication(head: str, top: str, foot: str) -> None:
    assert page(html_page(head, top, foot), "page.html").reviews[0].publication is None


def test_a_name_that_was_taken_for_the_headline_is_none() -> None:
    review = page(text_page("Roundel Film Journal\n\n\nThe bees are back.")).reviews[0]

    assert value(review.publication) == "Roundel Film Journal"
    assert value(review.headline) != "Roundel Film Journal"


def test_the_name_is_quoted_with_the_line_that_it_stands_on() -> None:
    publication = page(text_page("Reviews | Pell Street Review")).reviews[0].publication

    assert publication is not None
    assert (publication.first_line, publication.quote) == (1, "Reviews | Pell Street Review")
