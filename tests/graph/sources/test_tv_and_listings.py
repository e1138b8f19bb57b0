"""Guides to what is on: hours and channels at an entry's head, cinemas at its end, a page's own scale."""

from __future__ import annotations

import pytest

from graph.records import SetAside
from tests.graph.sources.pages import cast, crew, page, value
from tests.graph.sources.test_columns import TEXTS, TITLES, column, texts

HOURS = ("1.10pm BBC2", "11.55pm Channel 4", "Sat 9pm, Film4")


@pytest.mark.parametrize(
    "form",
    [
        '"{t}" ***\n{h}. {x}\n\n',
        '"{t}" ***\n(1951, b/w) {h}\n{x}\n\n',
        '"{t}" ***\n{h}\n{x}\n\n',
        "{h} {t} (1951) ***\n{x}\n\n",
    ],
)
def test_when_and_where_a_film_is_shown_is_neither_title_nor_text(form: str) -> None:
    hours = HOURS if form[0] == '"' else ("6.40 BBC2", "9.00 ITV", "11.15 C4")
    entries = "".join(form.format(t=t, h=h, x=x) for t, h, x in zip(TITLES, hours, TEXTS, strict=True))
    record = page(f"TONIGHT'S FILMS\n\n{entries}")
    assert [value(film.title) for film in record.films] == list(TITLES)
    assert texts(record) == list(TEXTS)


def test_a_running_time_behind_facts_is_no_hour_of_the_day() -> None:
    record = column(form="*** {t}\n{x}\nStarring Flo Gee, Al Roe. Dir: Cy Doe. (M) 1:44\n\n")
    assert [value(film.runtime_minutes) for film in record.films] == [104] * len(TITLES)


@pytest.mark.parametrize(
    "ends",
    [
        (" Squirrel Hill, Galleria.", " Showcase North, Century III.", " Harris Theater, one week only."),
        (" At: Regent, Hoyts 3.", " At: Regent.", " At: Skyline Drive-In."),
        (" (Palace, Northrock 6)", " (Towne West, Northrock 6)", " (Palace)"),
    ],
)
def test_the_cinemas_that_close_the_texts_are_none_of_them(ends: tuple[str, ...]) -> None:
    entries = "".join(f'"{t}" ***\n{x}{end}\n\n' for t, x, end in zip(TITLES, TEXTS, ends, strict=True))
    assert texts(page(f"FILM CAPSULES\n\n{entries}")) == list(TEXTS)


def test_films_with_hours_and_hardly_a_rating_are_a_listing() -> None:
    shows = "Director: Flo Gee. With Al Roe. (99 min.)\nFri.-Sun. 1:00, 4:00, 7:05; Mon.-Thurs. 7:05 only\n\n"
    listed = "".join(f"{t} (R){' ***' if not i else ''}\n{shows}" for i, t in enumerate(TITLES))
    with pytest.raises(SetAside, match="hours"):
        page(f"TINSELTOWN 17\n\n{listed}")


def test_hours_under_rated_texts_are_left_out_and_the_page_is_read() -> None:
    record = column(
        form="{t} (R)\nDirector: Flo Gee. With Al Roe. (99 min.)\n***\n{x}\n1:00, 4:00, 7:05, 10:00\n\n"
    )
    assert texts(record) == list(TEXTS)


@pytest.mark.parametrize(
    ("said", "best", "worst"),
    [
        ("My scale is out of four.", "4", None),
        ("Marks out of five (*****).", "5", None),
        ("I award halos, up to five of them.", "5", None),
        ("Ann Lee gives between no stars and five stars.", "5", "0"),
        ("Unsere Wertung: * bis *****", "5", None),
        ("Four stars: superb. Three: good. Two: fair. One: poor.", "4", None),
        ("Skulls out of five.", "5", None),
    ],
)
def test_a_page_says_in_its_own_words_out_of_how_many(said: str, best: str, worst: str | None) -> None:
    record = column(f"REEL NOTES\n{said}\n\n", '"{t}" ***\n{x}\n\n')
    assert {(value(review.rating).best, value(review.rating).worst) for review in record.reviews} == {
        (best, worst)
    }


@pytest.mark.parametrize(
    "said", ["I use a scale of 1 to 10, ten being best.", "10 is heaven, 1 is the dentist."]
)
def test_figures_behind_the_titles_have_the_scale_that_the_page_says(said: str) -> None:
    marks = (7, 4, 9)
    entries = "".join(f"{t} (1999) - {m}\n{x}\n\n" for t, m, x in zip(TITLES, marks, TEXTS, strict=True))
    record = page(f"REEL NOTES\n{said}\n\n{entries}")
    read = [(value(review.rating).value, value(review.rating).best) for review in record.reviews]
    assert read == [(str(mark), "10") for mark in marks]
    assert all("/10" not in (review.rating.quote or "") for review in record.reviews if review.rating)
    assert texts(record) == list(TEXTS)


def test_figures_behind_the_titles_of_a_page_that_says_no_scale_are_none() -> None:
    entries = "".join(
        f"{t} (1999) ***\nPart - {m}\n{x}\n\n" for m, (t, x) in enumerate(zip(TITLES, TEXTS, strict=True))
    )
    assert {value(review.rating).value for review in page(f"REEL NOTES\n\n{entries}").reviews} == {"3"}


@pytest.mark.parametrize("rating", ["Two and a half folding chairs out of five.", "2.5 beans out of 5"])
def test_a_count_of_anything_out_of_so_many_on_a_line_of_its_own_rates(rating: str) -> None:
    record = column(form='"{t}"\n{x}\n\n' + rating + "\n\n")
    assert {(value(one.rating).value, value(one.rating).best) for one in record.reviews} == {("2.5", "5")}


def test_the_films_language_before_facts_in_brackets_is_the_texts_last_sentence() -> None:
    record = column(form='"{t}" ***\n{x} In French. (PG, 99 minutes)\n\n')
    assert texts(record) == [f"{text} In French." for text in TEXTS]


def test_german_school_marks_are_best_where_they_are_least() -> None:
    steps = ("sehr gut", "gut", "befriedigend", "ausreichend", "mangelhaft", "ungenügend")
    legend = f"Schulnoten: {', '.join(f'{mark} = {step}' for mark, step in enumerate(steps, start=1))}\n"
    record = column(form="{t} (USA 2012, 124 Minuten)\n{x}\nNote: 2\n\n", end=legend)
    assert texts(record) == list(TEXTS)
    ratings = {
        (value(one.rating).value, value(one.rating).best, value(one.rating).worst) for one in record.reviews
    }
    assert ratings == {("2", "1", "6")}


def test_what_a_reader_should_do_stands_before_each_title_and_is_none_of_it() -> None:
    words = ("See", "Skip", "See")
    body = "".join(
        f"<h2>{w}: {t}</h2><p>Dir. Bo Li | 2016 | 101 min</p><p>{x}</p><p><b>★★★★</b></p>"
        for w, t, x in zip(words, TITLES, TEXTS, strict=True)
    )
    record = page(f"<html><body><h1>Weekend roundup</h1>{body}</body></html>", "page.html")
    assert [value(film.title) for film in record.films] == list(TITLES)


def test_films_with_a_year_and_who_signs_each_text_are_reviews() -> None:
    names = ("Ann Lee, Reference", "Bo Park, Circulation", "Ann Lee, Reference")
    rows = "".join(
        f"<tr><td><b>{t}</b> (2006). {x} <i>-- {n}</i></td></tr>"
        for t, x, n in zip(TITLES, TEXTS, names, strict=True)
    )
    record = page(f"<html><body><h1>Shelf Life</h1><table>{rows}</table></body></html>", "page.html")
    assert texts(record) == list(TEXTS)
    assert [[fact.value for fact in one.critics] for one in record.reviews] == [
        ["Ann Lee"],
        ["Bo Park"],
        ["Ann Lee"],
    ]


def test_a_panels_lines_under_each_title_are_its_reviews() -> None:
    said = "Ann Lee: 7/10. Pink, sad and pretty.\nBo Park: 5/10. The plumbing is all wrong.\n\n"
    record = page(
        "THE JURY IS IN\nThis week: Ann Lee, Bo Park.\n\n" + "".join(f"{t} (PG)\n{said}" for t in TITLES[:2])
    )
    assert [value(film.title) for film in record.films] == list(TITLES[:2])
    read = [(one.critics[0].value, value(one.rating).value, value(one.text)) for one in record.reviews]
    assert read == [
        ("Ann Lee", "7", "Pink, sad and pretty."), ("Bo Park", "5", "The plumbing is all wrong."),
    ] * 2  # fmt: skip


def test_lines_of_title_year_hour_text_and_stars_under_days_of_the_week_are_reviews() -> None:
    lines = [
        f"{t} (1947). {h}. {x} {s}\n"
        for t, h, x, s in zip(
            TITLES, ("2.30pm, C4", "11.50pm, BBC1", "1.15pm, ITV"), TEXTS, ("***", "**", "*"), strict=True
        )
    ]
    record = page(f"FILM GUIDE by ANN LEE\n\nSATURDAY\n{lines[0]}{lines[1]}\nSUNDAY\n{lines[2]}")
    assert [value(film.title) for film in record.films] == list(TITLES)
    assert texts(record) == list(TEXTS)
    assert [value(one.rating).value for one in record.reviews] == ["3", "2", "1"]


def test_the_days_of_a_diary_before_its_titles_are_none_of_them() -> None:
    days = ("Mon 6", "Wed 8", "Sat 11")
    body = "".join(
        f"<h3>{d}: {t} (2017) ★★★</h3><p>{x}</p>" for d, t, x in zip(days, TITLES, TEXTS, strict=True)
    )
    record = page(f"<html><body><h1>Film diary, week 32</h1>{body}</body></html>", "page.html")
    assert [value(film.title) for film in record.films] == list(TITLES)


def test_whose_score_a_line_gives_is_no_title() -> None:
    record = column(form="{t} (Portugal 1995)\nMembers' rating: 87%\n{x}\n\n")
    assert [value(film.title) for film in record.films] == list(TITLES)
    assert {value(one.rating).value for one in record.reviews} == {"87"}


def test_a_caption_under_the_last_text_names_no_film() -> None:
    record = column(end="Picture: Flo Gee minds the pier in Otto\n")
    assert [value(film.title) for film in record.films] == list(TITLES)
    assert texts(record) == list(TEXTS)


@pytest.mark.parametrize("form", ["{h}  ** {t} (1951)\n{x}\n\n", "{h}   {t} (1951) **\n{x}\n\n"])
@pytest.mark.parametrize(
    "hours",
    [
        ("6.40 BBC2", "9.00 ITV", "11.15 C4"),
        ("BBC2 6.40", "ITV, 9.00", "C4 11.15"),
        ("2.15 Granada", "9.0 BBC-1", "11.5 Tyne Tees"),
    ],
)
def test_stars_stand_on_either_side_of_a_title_behind_the_hour(form: str, hours: tuple[str, ...]) -> None:
    entries = "".join(form.format(t=t, h=h, x=x) for t, h, x in zip(TITLES, hours, TEXTS, strict=True))
    record = page(f"TONIGHT'S FILMS\n\n{entries}")
    assert [value(film.title) for film in record.films] == list(TITLES)
    assert [value(review.rating).value for review in record.reviews] == ["2"] * len(TITLES)
    assert texts(record) == list(TEXTS)


def test_a_strand_may_stand_between_the_channel_and_a_title_in_capitals() -> None:
    hours = ("2.15 Anglia", "9.0 BBC-2  Film Club:", "10.50 BBC-1  Midnight Movie:")
    entries = "".join(
        f"{h}  {t.upper()} ** (1951)\n{x}\n\n" for t, h, x in zip(TITLES, hours, TEXTS, strict=True)
    )
    record = page(f"TONIGHT'S FILMS\n\n{entries}")
    assert [value(film.title).casefold() for film in record.films] == [title.casefold() for title in TITLES]


def test_a_head_that_was_wrapped_with_its_short_text_is_one_all_the_same() -> None:
    hours = ("2.15 Anglia", "9.00 BBC-2", "10.50 BBC-1")
    heads = [f"{h}  {t.upper()} ** (1951)" for t, h in zip(TITLES, hours, strict=True)]
    first, second, third = (f"{head}\n{text}" for head, text in zip(heads, TEXTS, strict=True))
    record = page(f"TONIGHT'S FILMS\n\n{first}\n\n{second.replace(chr(10), ' ')}\n\n{third}\n")
    assert [value(film.title).casefold() for film in record.films] == [title.casefold() for title in TITLES]
    assert texts(record) == list(TEXTS)


def test_the_kind_of_film_with_its_actors_is_no_text_where_that_is_set_in() -> None:
    form = (
        "** {t} (1951)\nComedy thriller with Flo Gee, Al Roe, Bo Park; dir. Cy Doe.\n"
        "   A widow drives a truck of salt over a mountain because there is nobody\n"
        "   else who will: and we ride along with her, for as long as there is\n"
        "   petrol.\n\n"
    )
    record = column("THE WEEK'S FILMS\n\n", form)
    text = (
        "A widow drives a truck of salt over a mountain because there is nobody else who will: and we ride "
        "along with her, for as long as there is petrol."
    )
    assert texts(record) == [text] * len(TITLES)
    assert [fact.value for fact in record.films[0].genres] == ["Comedy thriller"]
    assert [name for name, _, _ in cast(record)[:3]] == ["Flo Gee", "Al Roe", "Bo Park"]
    assert crew(record)[:1] == [("director", "Cy Doe")]
