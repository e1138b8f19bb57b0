"""Columns, digests and guides: whose they are, how their entries end, and what is none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.graph.sources.pages import cast, crew, page, value

if TYPE_CHECKING:
    from graph.records import DocumentRecord

TITLES = ("Salt Road", "Otto", "The Window")
TEXTS = (
    "A widow drives a truck of salt over a mountain because nobody else will, and we ride along with her.",
    "A burglar is afraid of cats, and that is all the film has to say about it in the end.",
    "The tenderest story of its year is told through a kitchen window, with nobody in it.",
)
CAPSULE = '"{t}" ***\n{x} (PG, 99 minutes)\n\n'


def column(front: str = "", form: str = CAPSULE, end: str = "") -> DocumentRecord:
    """A page of three capsules between a front and a foot; ``form`` has ``{t}`` (title) and ``{x}``."""
    return page(front + "".join(form.format(t=t, x=x) for t, x in zip(TITLES, TEXTS, strict=True)) + end)


def critics(record: DocumentRecord) -> list[list[str]]:
    return [[fact.value for fact in review.critics] for review in record.reviews]


def texts(record: DocumentRecord) -> list[str]:
    return [value(review.text) for review in record.reviews]


@pytest.mark.parametrize(
    "front",
    [
        "THE TAPE SHELF\nAnn Lee picks the tapes\n\n",
        "REEL NOTES\nThis week's opinions: Ann Lee\n\n",
        "REEL NOTES\nBy Tribune film critic Ann Lee\n\n",
        "REEL NOTES\nThe Marlow Tribune, 9 March 1995\nAnn Lee\n\n",
        "REEL NOTES\nApril 2, 1998 | editor: Ann Lee\n\n",
        "FILME DER WOCHE\nKritiken: Ann Lee\n\n",
    ],
)
def test_who_writes_a_column_writes_all_of_it(front: str) -> None:
    record = column(front)
    assert texts(record) == list(TEXTS)
    assert critics(record) == [["Ann Lee"]] * len(TITLES)


def test_the_foot_names_the_critic_where_the_front_names_an_editor_alone() -> None:
    record = column("REEL NOTES\nEditor: R. Quill\n\n", end="Reviews by Ann Lee except where noted.\n")
    assert critics(record) == [["Ann Lee"]] * len(TITLES)


def test_two_critics_of_a_page_that_signs_nothing_are_critics_of_all_of_it() -> None:
    record = column(end="ALSO SHOWING\nHum (PG), last days.\n\nReviews by Ann Lee and Bo Park\n")
    assert texts(record) == list(TEXTS)
    assert critics(record) == [["Ann Lee", "Bo Park"]] * len(TITLES)


@pytest.mark.parametrize("sign", ["{i}", "({i})", "-- {i}", "{d}"])
def test_initials_behind_the_facts_sign_an_entry(sign: str) -> None:
    front = "REEL NOTES\nReviewed by Ann Lee (AL) and Bo Park (BP)\n\n"
    entries = [
        f'"{t}" ***\n{x} (PG, 99 minutes) {sign.format(i=i, d=".".join(i) + ".")}\n\n'
        for t, x, i in zip(TITLES, TEXTS, ("AL", "BP", "AL"), strict=True)
    ]
    record = page(front + "".join(entries))
    assert texts(record) == list(TEXTS)
    assert critics(record) == [["Ann Lee"], ["Bo Park"], ["Ann Lee"]]
    assert {value(film.runtime_minutes) for film in record.films} == {99}


@pytest.mark.parametrize("sign", ["(By Ann Lee, Omaha Plainsman)", "-- Ann Lee, Omaha Plainsman"])
def test_a_signature_may_name_the_paper_too(sign: str) -> None:
    record = column("MOVIES\nCritics: Ann Lee\n\n", "{t} / ** (PG)\n{x} 81 minutes. " + sign + "\n\n")
    assert texts(record) == list(TEXTS)
    assert critics(record) == [["Ann Lee"]] * len(TITLES)
    assert {value(review.publication) for review in record.reviews} == {"Omaha Plainsman"}
    assert {value(film.runtime_minutes) for film in record.films} == {81}


@pytest.mark.parametrize("byline", ["by Ann Lee, Southport Film Letter", "By Ann Lee\nSouthport Weekly"])
def test_the_byline_of_an_entry_may_name_the_paper_too(byline: str) -> None:
    record = column(form="{t} / *** (R)\n" + byline + "\n\n{x}\n\n-----\n\n")
    assert texts(record) == list(TEXTS)
    assert critics(record) == [["Ann Lee"]] * len(TITLES)
    assert {value(review.publication) for review in record.reviews} == {byline[byline.index("South") :]}


def test_a_paper_beside_its_date_is_the_publication_and_the_column_above_it_is_none() -> None:
    record = column("THE TAPE SHELF\nPlainview Daily Herald   July 8, 1988\n\n")
    assert {value(review.publication) for review in record.reviews} == {"Plainview Daily Herald"}


def test_what_stands_in_columns_of_a_first_line_is_no_one_name() -> None:
    record = column("THE CAPE COURANT                 WEEKEND              H7\nMay 15, 1998\n\n")
    assert {value(review.publication).casefold() for review in record.reviews} == {"the cape courant"}


def test_a_paper_of_several_days_is_of_the_first() -> None:
    record = column("The Weekly Burro\nOct. 14-20, 1999\n\n")
    assert {str(value(review.published_on)) for review in record.reviews} == {"1999-10-14"}


@pytest.mark.parametrize(
    "end",
    [
        "HELD OVER\nHum (PG), Salt and Pepper (14A)\n",
        "-----\nWin two tickets to the ball game.\n",
        "Tapes courtesy of Video Corral, Route 9.\n",
        "The Notes is printed by volunteers, and has been since 1990, in a cellar of the town hall.\n",
    ],
)
def test_what_stands_under_the_last_entry_is_no_text(end: str) -> None:
    assert texts(column("REEL NOTES\nBy Ann Lee\n\n", end=end)) == list(TEXTS)


def test_the_line_behind_a_bullet_says_where_a_film_plays() -> None:
    form = "{t} (15)\n★★★★☆\n(Cy Doe, 2005, UK/Bel) Flo Gee, Al Roe. 98 mins\n{x}\n• Out now at the Roxy\n\n"
    record = column(form=form)
    assert texts(record) == list(TEXTS)
    assert crew(record)[:1] == [("director", "Cy Doe")]
    assert [name for name, _, _ in cast(record)][:2] == ["Flo Gee", "Al Roe"]
    film = record.films[0]
    assert (value(film.runtime_minutes), value(film.year)) == (98, 2005)
    assert [fact.value for fact in film.countries] == ["UK", "Bel"]


def test_a_film_that_nobody_has_seen_is_no_entry_and_one_of_a_word_is() -> None:
    end = "Hum / ()\nNot screened for critics.\n\nZero / ()\nFishwrap.\n"
    record = column(form="{t} / *** (R)\n{x}\n\n", end=end)
    assert [film.title.value for film in record.films] == [*TITLES, "Zero"]
    assert texts(record)[-1] == "Fishwrap."


def test_stars_on_both_sides_of_a_line_decorate_it() -> None:
    record = column(
        "*** The Reel List, the listings you asked for ***\nBy Ann Lee\n\n", "{t} / B+ (R)\n{x}\n\n"
    )
    assert [film.title.value for film in record.films] == list(TITLES)


def test_a_family_name_with_a_hyphen_is_given_whole_elsewhere_on_the_page() -> None:
    front = "NOW SHOWING\nCapsules by Lydia Marsh-Rowe and Bud Samples\n\n"
    form = "{t} (R)\nDirector: Cy Doe. With Flo Gee. (96 min.)\n{x}\nMarsh-Rowe **\n\n"
    assert critics(column(front, form)) == [["Lydia Marsh-Rowe"]] * len(TITLES)


def test_several_critics_stars_under_one_text_are_reviews_with_that_text() -> None:
    form = "{t} (R)\nDirector: Cy Doe. With Flo Gee. (96 min.)\n{x}\n[Lee: 3 stars; Park: 2 stars]\n\n"
    record = column("Our critics: Ann Lee, Bo Park\n\n", form)
    assert critics(record) == [["Ann Lee"], ["Bo Park"]] * len(TITLES)
    assert texts(record) == [text for text in TEXTS for _ in range(2)]
    assert {value(review.rating).value for review in record.reviews} == {"3", "2"}


def test_a_label_before_stars_is_no_critic() -> None:
    form = "{t}\nRegie: Cy Doe. Darsteller: Flo Gee. Länge: 98 Minuten.\nWertung: ***\n{x}\n\n"
    record = column("Kritiken: Ann Lee\n\n", form)
    assert critics(record) == [["Ann Lee"]] * len(TITLES)


def test_records_of_labels_one_after_the_other_are_entries() -> None:
    form = "Title: {t}\nDirector: Cy Doe\nCast: Flo Gee, Al Roe\nRunning time: 84 min.\nRating: **\n{x}\n\n"
    record = column("VIDEO REPORT\nIssue 7 -- Spring 1992\n\n", form, "All reviews by Ann Lee.\n")
    assert [film.title.value for film in record.films] == list(TITLES)
    assert texts(record) == list(TEXTS)
    assert critics(record) == [["Ann Lee"]] * len(TITLES)


def test_the_last_line_of_a_paragraph_of_markdown_is_its_critics() -> None:
    form = "**{t}** (12A)\nDirector: Cy Doe. With Flo Gee. (109 min.)\n{x}\n*Ann Lee* ★★★★\n\n"
    entries = "".join(form.format(t=t, x=x) for t, x in zip(TITLES, TEXTS, strict=True))
    record = page(f"# The Stub: guide\n\n{entries}*The Stub is printed by volunteers.*\n", "guide.md")
    assert texts(record) == list(TEXTS)
    assert critics(record) == [["Ann Lee"]] * len(TITLES)


def test_the_language_that_closes_a_text_is_a_fact() -> None:
    record = column(form="{t} / *** (R)\n{x} In Korean\nwith subtitles.\n-- Ann Lee\n\n")
    assert texts(record) == list(TEXTS)
    assert [fact.value for fact in record.films[0].languages] == ["Korean"]
    assert not cast(record)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("POINT -- by Ann Lee            Rating: 8/10", "COUNTERPOINT -- by Bo Park       Rating: 4/10"),
        ("Pro: Ann Lee (8/10)", "Contra: Bo Park (4/10)"),
        ("First opinion by Ann Lee, 8/10", "Second opinion by Bo Park, 4/10"),
    ],
)
def test_two_critics_of_one_film_each_have_a_review(one: str, other: str) -> None:
    facts = "Title: Salt Road\nYear: 2003\nDirector: Cy Doe\nStarring: Flo Gee, Al Roe\n\n"
    first, second = f"{TEXTS[0]} {TEXTS[1]}", f"{TEXTS[2]} {TEXTS[1]}"
    record = page(f"{facts}{one}\n\n{first}\n\n{other}\n\n{second}\n")
    assert [(film.title.value, value(film.year)) for film in record.films] == [("Salt Road", 2003)]
    assert critics(record) == [["Ann Lee"], ["Bo Park"]]
    assert texts(record) == [first, second]
    assert [value(review.rating).value for review in record.reviews] == ["8", "4"]
    assert crew(record) == [("director", "Cy Doe")]


def test_titles_in_german_quotation_marks_and_small_initials_with_a_key() -> None:
    entries = [
        f"„{t}“ ***\n{x} (FSK 12, 94 Min.) {i}\n\n"
        for t, x, i in zip(TITLES, TEXTS, ("ka", "rm", "ka"), strict=True)
    ]
    record = page("Kino kurz\n\n" + "".join(entries) + "ka = Klaus Ahrens, rm = Renate Moll\n")
    assert [film.title.value for film in record.films] == list(TITLES)
    assert texts(record) == list(TEXTS)
    assert critics(record) == [["Klaus Ahrens"], ["Renate Moll"], ["Klaus Ahrens"]]


def test_names_that_close_most_texts_are_their_critics() -> None:
    entries = [
        f"<h3>{t}</h3><p>★★★☆ {x} PG, 104 minutes. <i>{name}</i></p>"
        for t, x, name in zip(TITLES, TEXTS, ("Ann Lee", "Bo Park", "Ann Lee"), strict=True)
    ]
    record = page(f"<html><body><h1>Capsules</h1>{''.join(entries)}</body></html>", "page.html")
    assert texts(record) == list(TEXTS)
    assert critics(record) == [["Ann Lee"], ["Bo Park"], ["Ann Lee"]]


def test_a_readers_tools_and_a_line_of_paper_critic_and_day_are_no_text() -> None:
    line = "Screen Sentinel - by Ann Lee - Jan 12, 2007"
    record = column(form="{t} / *** (PG)\n" + line + "\n{x}\nKeep unread | Add tags | Share\n\n")
    assert texts(record) == list(TEXTS)
    assert critics(record) == [["Ann Lee"]] * len(TITLES)
    assert {str(value(review.published_on)) for review in record.reviews} == {"2007-01-12"}


def test_a_digest_whose_rated_texts_break_off_is_several_reviews() -> None:
    record = column(form="{t} / *** (R)\n{x} The dogs are ...\n\n")
    assert [film.title.value for film in record.films] == list(TITLES)
    assert texts(record)[0].endswith("The dogs are ...")


def test_a_few_words_under_a_rated_head_are_a_review() -> None:
    lines = "**Salt Road** (2018) ★★★★ — Stings. Stays.\n\n**Otto** (2019) ★★ — Falls off.\n\n"
    record = page(f"---\ntitle: Six words\n---\n\n{lines}**The Window** (2019) ½ — A recount.\n", "page.md")
    assert texts(record) == ["Stings. Stays.", "Falls off.", "A recount."]


@pytest.mark.parametrize("mark", ["Ab 12", "frei ab 6", "Ohne Altersbeschränkung"])
def test_a_german_digest_with_its_facts_under_the_title_and_short_names_that_sign(mark: str) -> None:
    long = [f"{x} {TEXTS[0]}" for x in TEXTS]
    entries = [
        f"{t}\nDDR/Polen 1987. Regie: Cy Doe. Mit Flo Gee, Al Roe. 94 Min. {mark}.\n{x} ***\n({i})\n\n"
        for t, x, i in zip(
            ("Salzweg (La Route du sel)", "Otto", "Das Fenster"), long, ("ka", "reni", "ka"), strict=True
        )
    ]
    record = page("NEU IM KINO\n\n" + "".join(entries) + "ka = Klaus Ahrens, reni = Renilde Moll\n")
    assert [film.title.value for film in record.films] == ["Salzweg", "Otto", "Das Fenster"]
    assert value(record.films[0].original_title) == "La Route du sel"
    assert {str(value(film.content_rating)).rstrip(".") for film in record.films} == {mark.rstrip(".")}
    assert {(value(film.year), value(film.runtime_minutes)) for film in record.films} == {(1987, 94)}
    assert texts(record) == long
    assert critics(record) == [["Klaus Ahrens"], ["Renilde Moll"], ["Klaus Ahrens"]]


def test_a_letter_in_markdown_with_marks_of_its_own() -> None:
    entries = (
        "".join(
            f"### {n}. {t}\n\n{'🎬' * n}\n\n{x}\n\n*PG, 9{n} mins. Out now.*\n\n"
            for n, (t, x) in enumerate(zip(TITLES, TEXTS, strict=True), 2)
        )
        .replace("### 2.", "### 1.")
        .replace("### 3.", "### 2.")
        .replace("### 4.", "### 3.")
    )
    record = page(f"# The Salt Letter\n\n*Issue 9. Friday 6 May 2022.*\n\n{entries}", "letter.md")
    assert [film.title.value for film in record.films] == list(TITLES)
    assert [value(film.runtime_minutes) for film in record.films] == [92, 93, 94]
    assert texts(record) == list(TEXTS)
    assert [value(review.rating).value for review in record.reviews] == ["2", "3", "4"]
