"""Who wrote the entries of a page: beside a title, above a text, under it, or in a line about the page."""

from __future__ import annotations

import pytest

from tests.graph.sources.pages import page, value
from tests.graph.sources.test_columns import TEXTS, TITLES, column, critics, texts

#: Of three entries the first and the last are by one critic.
NAMES = ("Ann Lee", "Bo Park", "Ann Lee")


def signed(form: str, names: tuple[str, ...] = NAMES, before: str = "THE MARLOW MAIL\n\n") -> str:
    """A page of three entries in one form of title ``{t}``, name ``{n}`` and text ``{x}``."""
    entries = (form.format(t=t, n=n, x=x) for t, n, x in zip(TITLES, names, TEXTS, strict=True))
    return before + "\n\n".join(entries) + "\n"


@pytest.mark.parametrize(
    "form",
    [
        '"{t}" *** (reviewed by {n})\n{x}',
        '"{t}" ***, by {n}\n{x}',
        "{t} / B+ / {n}\n{x}",
        "{t} (PG) *** -- {n}\n{x}",
        "{t}\nReviewed by {n} - 4/5\n\n{x}",
        "{t}\n*** (PG)\n{n}\n{x}",
    ],
)
def test_a_name_beside_the_rating_or_above_the_text_is_the_critics(form: str) -> None:
    record = page(signed(form))
    assert [value(film.title) for film in record.films] == list(TITLES)
    assert critics(record) == [[name] for name in NAMES]
    assert texts(record) == list(TEXTS)
    assert all(review.rating is not None for review in record.reviews)


def test_a_name_in_capitals_above_the_text_is_written_as_names_are() -> None:
    record = page(signed("{t}\n*** (PG)\n{n}\n{x}", ("ANN LEE", "BO PARK", "ANN LEE")))
    assert critics(record) == [[name] for name in NAMES]


def test_names_above_the_texts_that_never_come_back_may_be_the_directors() -> None:
    record = page(signed("{t}\n*** (PG)\n{n}\n{x}", ("Ann Lee", "Bo Park", "Cy Orr")))
    assert critics(record) == [[]] * len(TITLES)


GUIDE = "{t} (R)\nDirector: Flo Gee. With Al Roe. (99 min.)\nAnn Lee ***\nBo Park **\n{x}{n}"


@pytest.mark.parametrize("sign", [" -- {n}", "\n{n}", " ({n})"])
def test_a_text_under_several_critics_stars_is_whose_name_closes_it(sign: str) -> None:
    record = page(signed(GUIDE.replace("{n}", sign), before="Our critics: Ann Lee, Bo Park\n\n"))
    read = [
        (review.critics[0].value, value(review.rating).value, value(review.text)) for review in record.reviews
    ]
    wanted = []
    for name, text in zip(NAMES, TEXTS, strict=True):
        wanted += [
            (one, stars, text if one == name else None) for one, stars in (("Ann Lee", "3"), ("Bo Park", "2"))
        ]
    assert sorted(read, key=str) == sorted(wanted, key=str)


def test_each_critics_paragraph_under_a_row_of_ratings_is_that_critics_review() -> None:
    takes = "Ann Lee ***\nBo Park **\nPARK: {x}\nLEE: I liked it more than that."
    record = page(signed("{t} (R)\nDirector: Flo Gee. (99 min.)\n" + takes))
    assert [review.critics[0].value for review in record.reviews] == ["Bo Park", "Ann Lee"] * len(TITLES)
    assert [value(review.text) for review in record.reviews[::2]] == list(TEXTS)
    assert [value(review.rating).value for review in record.reviews] == ["2", "3"] * len(TITLES)


def test_what_stands_under_the_name_that_closes_an_entry_is_not_its_text() -> None:
    body = "".join(
        f"<h3>{t} (R)</h3><p>Director: Flo Gee. With Al Roe. (99 min.)</p><ul><li>{n} ***</li></ul>"
        f"<p>{x}</p><p>{n}</p>" + ("<div>Win! Two seats at the Roxy. Enter here</div>" if not i else "")
        for i, (t, n, x) in enumerate(zip(TITLES, NAMES, TEXTS, strict=True))
    )
    record = page(f"<html><body><p>Our panel: Ann Lee, Bo Park.</p>{body}</body></html>", "page.html")
    assert texts(record) == list(TEXTS)
    assert critics(record) == [[name] for name in NAMES]


@pytest.mark.parametrize(
    ("line", "critic"),
    [
        ("Ann Lee pours", "Ann Lee"),
        ("The Reverend Ann Lee goes to the Regal so that you need not", "Ann Lee"),
        ("(the movie letter of Ann Lee, sent most Sundays)", "Ann Lee"),
        ("Our man in the stalls, Ann Lee, has seen them all.", "Ann Lee"),
        ("LA CARTELERA DE ANN LEE", "Ann Lee"),
        ("Presenter Ann Lee, who saw them all, is back.", "Ann Lee"),
        ("Ann Lee stars in the new comedy at the Regal", None),
        ("Ann Lee dies at 80", None),
    ],
)
def test_a_line_above_the_entries_says_in_passing_who_writes(line: str, critic: str | None) -> None:
    record = column(f"REEL NOTES\n{line}\n\n", '"{t}" ***\n{x}\n\n')
    assert critics(record) == [[critic] if critic else []] * len(TITLES)


@pytest.mark.parametrize(
    ("head", "foot", "critic"),
    [
        ("Ann's Movie Log", "Write to Ann Lee.", "Ann Lee"),
        ("Ann's Movie Log", "I go on Tuesdays, as my bus does.", "Ann"),
        ("Ann's Movie Log", "Thanks for reading.", None),
    ],
)
def test_a_page_of_ones_own_is_called_after_its_owner(head: str, foot: str, critic: str | None) -> None:
    body = "".join(f'<p><b>"{t}"</b> ***<br>{x}</p>' for t, x in zip(TITLES, TEXTS, strict=True))
    record = page(
        f"<html><head><title>{head} -- 1999</title></head><body><h1>{head}</h1>{body}<hr><p>{foot}</p>"
        "</body></html>",
        "page.html",
    )
    assert critics(record) == [[critic] if critic else []] * len(TITLES)
    assert {value(review.publication) for review in record.reviews} == {head}


def test_initials_that_a_key_spells_in_small_letters_sign() -> None:
    names = ("al", "bp", "al")
    record = page(signed("{t} ***\n{x} ({n})", names, "Kritiken von Ann Lee (al) und Bo Park (bp)\n\n"))
    assert critics(record) == [[name] for name in NAMES]
    assert texts(record) == list(TEXTS)


def test_a_newsletter_is_called_what_its_sender_is() -> None:
    record = column("Subject: no. 58\nFrom: The Marlow Letter <a@b.example>\nDate: Fri, 12 May 2017\n\n")
    assert {value(review.publication) for review in record.reviews} == {"The Marlow Letter"}


@pytest.mark.parametrize(
    ("line", "critic"),
    [
        ("posted by Margit at 11:42 PM | 6 comments", "Margit"),
        ("posted by Admin at 11:42 PM | 6 comments", None),
        ("Posted by Dave at May 5, 2005 10:12 AM", None),  # who comments
    ],
)
def test_who_posted_a_page_of_capsules_may_have_one_name(line: str, critic: str | None) -> None:
    body = "".join(
        f"<p><i>{t}</i> (Lee, 1994). {x} <b>B+</b></p>" for t, x in zip(TITLES, TEXTS, strict=True)
    )
    record = page(f"<html><body><h3>May watching</h3>{body}<p>{line}</p></body></html>", "page.html")
    assert texts(record) == list(TEXTS)
    assert critics(record) == [[critic] if critic else []] * len(TITLES)


def test_a_name_before_the_facts_signs_and_the_cinemas_behind_them_go() -> None:
    ends = ("(Ann Lee) (R) UA 6, Playhouse 7", "(Bo Park) (PG) Sunset 5", "(Ann Lee) (G) UA 6, Galaxy")
    body = "".join(
        f"<p><b>{t.upper()}</b> {x} {end}</p>" for t, x, end in zip(TITLES, TEXTS, ends, strict=True)
    )
    record = page(f"<html><body><h1>Film briefs</h1>{body}</body></html>", "page.html")
    assert texts(record) == list(TEXTS)
    assert critics(record) == [[name] for name in NAMES]
    assert [value(film.content_rating) for film in record.films] == ["R", "PG", "G"]


def test_one_name_in_brackets_signs_where_it_comes_back() -> None:
    record = page(signed("{t} ***\n{x} ({n})", ("Wes", "Wes", "Wes")))
    assert critics(record) == [["Wes"]] * len(TITLES)
    assert texts(record) == list(TEXTS)
    record = page(signed("{t} ***\n{x} ({n})", ("Paris", "London", "Rome")))
    assert critics(record) == [[]] * len(TITLES)


def test_stars_in_capitals_behind_a_text_are_its_rating_and_nobodys_name() -> None:
    counts = ("FOUR", "TWO", "THREE")
    record = page(signed('"{t}" (R, 99 minutes). {x} {n} STARS', counts, "Capsules by Ann Lee\n\n"))
    assert texts(record) == list(TEXTS)
    assert [value(one.rating).value for one in record.reviews] == ["4", "2", "3"]
    assert critics(record) == [["Ann Lee"]] * len(TITLES)


def test_a_digest_in_plain_text_may_mark_its_titles() -> None:
    record = page(signed("> {t} / *** (R)\nPublished: 8 March 2012 by {n}\n{x}"))
    assert [value(film.title) for film in record.films] == list(TITLES)
    assert critics(record) == [[name] for name in NAMES]
    assert {value(one.published_on).isoformat() for one in record.reviews} == {"2012-03-08"}
