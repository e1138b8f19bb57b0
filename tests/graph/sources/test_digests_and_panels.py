"""Digests, panels and columns in habits of their own: marks, closings, tables, and whose the page is."""

from __future__ import annotations

import pytest

from tests.graph.sources.pages import page, value

TITLES = ("The Salt Road", "Otter Creek", "Nine Ladders")
TEXTS = (
    "A widow drives a truck of salt over a pass that the maps leave out. It is slow and it is worth it.",
    "Two brothers open a mill, and close it. The river has the better part of the lines, and says them.",
    "A painter of houses climbs down after forty years. Nobody has ever been so funny about paint.",
)
CRITICS = ("Ann Lee", "Bo Park", "Ann Lee")


def column(front: str, form: str, foot: str = "", marks: tuple[str, ...] = ("***", "**1/2", "*")) -> str:
    """A page of three entries: ``form`` may hold {t}, {x}, {c}, {m} and {n}."""
    entries = [
        form.format(t=title, x=text, c=critic, m=mark, n=number)
        for number, (title, text, critic, mark) in enumerate(
            zip(TITLES, TEXTS, CRITICS, marks, strict=True), start=1
        )
    ]
    return front + "".join(entries) + foot


def read_of(text: str, name: str = "page.txt") -> list[tuple[str, str, str | None, str]]:
    """Title, critics, rating and text of each review of a page."""
    record = page(text, name)
    titles = {film.key: film.title.value for film in record.films}
    return [
        (
            titles[review.film],
            ", ".join(fact.value for fact in review.critics),
            value(review.rating).value if review.rating is not None else None,
            value(review.text) or "",
        )
        for review in record.reviews
    ]


WANTED = list(zip(TITLES, CRITICS, ("3", "2.5", "1"), TEXTS, strict=True))


@pytest.mark.parametrize(
    "closing",
    [
        " Full review by {c}.",
        " Read {c}'s full review.",
        " (Reviewed by {c}.)",
        " {c}'s full review is in Friday's Courier.",
        "\nFull review by {c}, page {n}.",
        " -- {c}\nComments: {n} | Share | Read more...",
    ],
)
def test_who_wrote_the_whole_review_signs_an_entry_and_is_no_text(closing: str) -> None:
    text = column("Movies - Fen Courier\n\n", "{t}\n{m} (R)\n{x}" + closing + "\n\n")
    assert read_of(text) == WANTED


@pytest.mark.parametrize("more", ["More &raquo;", "[Read more]", "Continue reading &rarr;"])
def test_a_saved_view_of_a_feed_has_a_review_in_each_of_its_entries(more: str) -> None:
    entry = (
        "<div class=entry><h3><a href=/{n}>{t} / {m} (R)</a></h3>"
        "<div class=lastUpdated>Friday, November 14, 2008, 7:02:00 AM | {c}</div>"
        "<div class=content>{x} <a href=/{n}>" + more + "</a></div></div>\n"
    )
    html = column("<html><body><h1>Film - The Fen Courier</h1>\n", entry, "</body></html>")
    assert read_of(html, "page.html") == WANTED


@pytest.mark.parametrize(
    ("front", "marks"),
    [
        ("Betyg: + till +++++\n\n", ("+++", "++1/2", "+")),
        ("Zero to five ladles, as ever.\n\n", ("three ladles", "two and a half ladles", "one ladle")),
        ("", ("@@@", "@@1/2", "@")),
        ("Out of four bags of nuts.\n\n", ("3 bags of nuts", "2 1/2 bags of nuts", "1 bag of nuts")),
    ],
)
def test_a_pages_own_marks_are_stars_and_are_quoted_as_it_prints_them(
    front: str, marks: tuple[str, ...]
) -> None:
    text = column(front, "{t} (R)\nDir: Cy Doe. With Flo Gee. (96 min.)\n{m}\n{x}\n\n", "", marks)
    assert [one[2] for one in read_of(text)] == ["3", "2.5", "1"]
    assert [one[3] for one in read_of(text)] == list(TEXTS)
    for review, mark in zip(page(text).reviews, marks, strict=True):
        assert review.rating is not None
        assert mark in (review.rating.quote or mark)


def test_a_page_of_one_review_quotes_its_own_mark_as_it_prints_it() -> None:
    prose = f"<p>The Lamp is a film. {TEXTS[0]}</p>"
    record = page(
        "<html><body><h1>The Lamp (1971)</h1><p>By Jo Blum</p><p>Directed by Cy Doe. Starring Flo Gee.</p>"
        f"{prose}<p>Rating: 3 tapes</p><p>We rate 0 to 4 tapes.</p><p>The sequel: 2 tapes</p>"
        "<p>The remake: 1 tape</p></body></html>",
        "page.html",
    )
    rating = record.reviews[0].rating
    assert rating is not None
    assert (rating.value.value, rating.quote) == ("3", "Rating: 3 tapes")


@pytest.mark.parametrize(
    ("mark", "value_"),
    [("zero stars", "0"), ("No stars", "0"), ("1/2", "0.5"), ("BOMB", "BOMB"), ("(no stars)", "0")],
)
def test_the_worst_films_head_is_a_head_like_the_others(mark: str, value_: str) -> None:
    text = column("", '"{t}" {m}\n{x} (R, 9{n} minutes)\n\n', "", ("***", mark, "**"))
    assert [one[2] for one in read_of(text)] == ["3", value_, "2"]
    assert [one[3] for one in read_of(text)] == list(TEXTS)


def test_cells_of_facts_beside_cells_of_prose_are_lines_of_their_own() -> None:
    row = "<tr><td><b>{t}</b><br>(197{n})<br>Dir: Cy Doe<br>8{n} min.<br>{m}</td><td>{x}</td></tr>\n"
    html = column("<html><body><h1>Tapes</h1><table>\n", row, "</table></body></html>")
    record = page(html, "page.html")
    assert [value(film.year) for film in record.films] == [1971, 1972, 1973]
    assert [value(film.runtime_minutes) for film in record.films] == [81, 82, 83]
    assert [one[2:] for one in read_of(html, "page.html")] == [one[2:] for one in WANTED]


def test_a_definition_of_prose_may_have_its_critics_lines_behind_breaks() -> None:
    term = (
        "<dt><b>{t} (15)</b></dt><dd>Dir: Cy Doe. With Flo Gee. (96 mins.) {x} (Showcase, Odeon)"
        '<br>Ann Lee {m}<br>Dave "Reels" Moss **</dd>\n'
    )
    html = column("<html><body><h2>Film guide</h2><dl>\n", term, "</dl></body></html>")
    assert read_of(html, "page.html") == [
        one
        for title, _, stars, text in WANTED
        for one in ((title, "Ann Lee", stars, text), (title, 'Dave "Reels" Moss', "2", text))
    ]


def test_several_critics_scores_on_one_line_are_each_ones_review_of_one_text() -> None:
    form = "{t} (R)\nRegie: Cy Doe. Mit Flo Gee. (96 Min.)\n{x}\n  Ann Lee: {m}   Bo Park: 4\n\n"
    found = read_of(column("Punkte von 0 bis 10\n\n", form, "", ("3", "5", "1")))
    assert [one[1:3] for one in found] == [
        ("Ann Lee", "3"), ("Bo Park", "4"), ("Ann Lee", "5"), ("Bo Park", "4"), ("Ann Lee", "1"),
        ("Bo Park", "4"),
    ]  # fmt: skip
    assert [one[3] for one in found] == [text for text in TEXTS for _ in range(2)]


def test_scores_beside_a_title_are_the_critics_of_the_text_below() -> None:
    form = "{t}" + " " * 20 + "AL: {m}   BP: D\n  {x}\n\n"
    found = read_of(column("Key: AL: Ann Lee  BP: Bo Park\n\n", form, "", ("B+", "C", "A-")))
    assert [one[:3] for one in found[:2]] == [(TITLES[0], "Ann Lee", "B+"), (TITLES[0], "Bo Park", "D")]
    assert [one[3] for one in found] == [text for text in TEXTS for _ in range(2)]


def test_a_table_of_critics_with_a_few_words_on_each_film_is_a_page_of_reviews() -> None:
    row = "<tr><td>{t} (PG)</td><td>★★★</td><td>{m}</td><td>{x}</td></tr>\n"
    head = (
        "<html><body><h1>Chart</h1><table>"
        "<tr><th>Film</th><th>Ann Lee</th><th>Bo Park</th><th>We said</th></tr>\n"
    )
    found = read_of(column(head, row, "</table></body></html>", ("★", "★★", "-")), "page.html")
    assert [one[:3] for one in found] == [
        (TITLES[0], "Ann Lee", "3"), (TITLES[0], "Bo Park", "1"), (TITLES[1], "Ann Lee", "3"),
        (TITLES[1], "Bo Park", "2"), (TITLES[2], "Ann Lee", "3"),
    ]  # fmt: skip


def test_a_critic_who_is_named_above_the_text_and_rates_below_it_is_one() -> None:
    form = (
        "{t} (R)\nDirector: Cy Doe. With Flo Gee. (96 min.)\n\n - Ann Lee writes:\n{x}\nAnn Lee {m}\n\n"
        " - Bo Park writes:\nI saw another film, and left it the poorer.\nBo Park **\n\n"
    )
    found = read_of(column("", form, "NEXT MEETING: 3 May, in the hall.\n"))
    assert [one[1:] for one in found[::2]] == [("Ann Lee", *one[2:]) for one in WANTED]
    assert {one[1:] for one in found[1::2]} == {
        ("Bo Park", "2", "I saw another film, and left it the poorer.")
    }


def test_grades_in_brackets_are_no_certificates_where_others_have_signs() -> None:
    record = page(
        column("", "{n}. {t} ({m})\nFriday, 2 November 2007 | Author: {c}\n{x}\n\n", "", ("B", "F", "A-"))
    )
    assert [value(review.rating).value for review in record.reviews if review.rating] == ["B", "F", "A-"]
    assert [value(film.content_rating) for film in record.films] == [None] * 3


def test_hours_and_cinemas_behind_a_signature_are_no_text() -> None:
    entry = (
        "<p><b>“{t}” (USA, 201{n}, 84 min.)</b> {x} <i>Grade: {m}</i> ({c}) "
        "<span>7 p.m. Thursday, Roxy {n}</span></p>\n"
    )
    html = column(
        "<html><body><h1>Festival</h1>\n<p>What our critics, Ann Lee and Bo Park, thought.</p>\n",
        entry,
        "</body></html>",
        ("A–", "B", "D+"),
    )
    assert read_of(html, "page.html") == [
        (title, critic, grade, text)
        for (title, critic, _, text), grade in zip(WANTED, ("A-", "B", "D+"), strict=True)
    ]


def test_numbers_of_links_in_a_text_browsers_dump_are_no_part_of_titles() -> None:
    foot = (
        "References\n\n   1. http://fen.example/1\n   2. http://fen.example/2\n   3. http://fen.example/3\n"
    )
    text = column("", "[{n}]{t} (R) {m}\nby {c}, Jan 2{n}, 2010\n{x} [{n}]Read on\n\n", foot)
    assert [one[:3] for one in read_of(text)] == [one[:3] for one in WANTED]


def test_letters_are_out_of_a_where_the_legend_says_so() -> None:
    front = "Grades: A (run, don't walk) to F (just run)\n\n"
    record = page(column(front, "{t} / {m} (R)\n{x}\n\n", "", ("B+", "C-", "A-")))
    assert {value(review.rating).best for review in record.reviews if review.rating} == {"A"}


@pytest.mark.parametrize(
    ("front", "foot", "paper"),
    [
        ("Fen Mercury: Film Reviews (RSS)\n\n", "", "Fen Mercury"),
        ("Your guide to new films, from the staff of the Marlow Ledger-Post.\n\n", "", "Marlow Ledger-Post"),
        (
            "DAILY LEDGER ARCHIVE\nBy Ann Lee, Ledger Movie Critic\n\n",
            "Copyright 1988 Daily Ledger\n",
            "Daily Ledger",
        ),
        ("VÄSTRA FILMBLAD - festivalbilagan, måndag 30 januari 2006\n\n", "", "Västra Filmblad"),
        ("View this e-mail online\n\nHarbour Sentinel\nFilm digest, 3 May 2004\n\n", "", "Harbour Sentinel"),
    ],
)
def test_the_head_of_a_digest_says_whose_it_is(front: str, foot: str, paper: str) -> None:
    record = page(column(front, "{t} / {m} (R)\n{x}\n\n", foot))
    assert {value(review.publication) for review in record.reviews} == {paper}


def test_a_mailing_list_is_the_publication_of_what_is_posted_to_it() -> None:
    head = (
        "From: bo@fen.example (Bo Park)\nTo: reel-l@lists.example\nDate: Wed, 19 Aug 1998 22:41:07 +1000\n"
        "Subject: [reel-l] Three from the festival\n\n"
    )
    record = page(column(head, '"{t}" {m}\n{x} (R, 9{n} minutes)\n\n'))
    assert {value(review.publication) for review in record.reviews} == {"reel-l"}


def test_the_owner_of_a_page_is_its_critic_where_its_foot_names_him() -> None:
    foot = "\nQuestions? Write to bo@barn.example. Copyright 1999 Bo Lund.\n"
    found = read_of(
        column("Bo's Movie Barn\nWeekend Roundup\n\n", '"{t}" {m}\n{x} (R, 9{n} minutes)\n\n', foot)
    )
    assert {one[1] for one in found} == {"Bo Lund"}
