"""Habits of columns, digests and guides: what stands at an entry's edges, and who signs a whole page."""

from __future__ import annotations

import pytest

from graph.sources import read
from tests.graph.sources.pages import page, value
from tests.graph.sources.test_columns import TEXTS, TITLES, column, critics, texts

KEY = "Our critics: Ann Lee (AL), Bo Park (BP), Cy Orr (CO).\n\n"


def test_initials_before_the_facts_sign_and_the_cinemas_behind_them_go() -> None:
    ends = (
        "AL (PG, 99 minutes) Point, Orpheum",
        "BP (R, 88 minutes) Majestic",
        "CO (G, 77 minutes) East Towne, Point",
    )
    text = "".join(f'"{t}" ***\n{x} {end}\n\n' for t, x, end in zip(TITLES, TEXTS, ends, strict=True))
    record = page(f"FILM CAPSULES\n\n{KEY}{text}")
    assert texts(record) == list(TEXTS)
    assert critics(record) == [["Ann Lee"], ["Bo Park"], ["Cy Orr"]]
    assert [value(film.runtime_minutes) for film in record.films] == [99, 88, 77]


def test_a_name_behind_the_facts_that_no_initials_sign_is_no_cinema() -> None:
    record = column(form='"{t}" ***\n{x} (PG, 99 minutes) Ann Lee\n\n')
    assert critics(record) == [["Ann Lee"]] * len(TITLES)


def test_a_digest_breaks_off_each_text_and_dates_it() -> None:
    record = column(
        "Marlow on Film -- feed digest\nhttp://marlow.example/rss | 13 Feb 2009 | 3 new items\n\n",
        "{t} / *** (R)\n\nFebruary 12, 2009 -- {x}..\n\n",
        "--\nYou are receiving this because you subscribed to the feed by e-mail.\n",
    )
    assert texts(record) == [f"{text}.." for text in TEXTS]
    assert {value(review.published_on).isoformat() for review in record.reviews} == {"2009-02-12"}
    assert {value(review.publication) for review in record.reviews} == {"Marlow on Film"}


def test_a_day_between_entries_is_of_those_under_it_and_behind_the_last_of_none() -> None:
    entry = "<p><b>{t} / *** (R)</b><br>{x}</p>"
    body = [entry.format(t=t, x=x) for t, x in zip(TITLES, TEXTS, strict=True)]
    days = [f"<p><b>August {day}, 1998</b></p>" for day in (7, 14, 21)]
    record = page(
        "<html><head><title>The Marlow Tribune</title></head><body><h2>Reel Notes</h2>"
        f"{days[0]}{body[0]}{days[1]}{body[1]}{body[2]}{days[2]}<p>No column this week, as we are away.</p>"
        "</body></html>",
        "page.html",
    )
    assert texts(record) == list(TEXTS)
    days_read = [value(review.published_on).isoformat() for review in record.reviews]
    assert days_read == ["1998-08-07", "1998-08-14", "1998-08-14"]


@pytest.mark.parametrize("post", ["Staff Writer", "Film Critic", "columnist"])
def test_a_column_is_with_its_critic_and_says_for_whom(post: str) -> None:
    record = column(f"VIDEO CORNER\nwith Ann Lee, {post}, The Marlow Examiner\nNovember 18, 1993\n\n")
    assert critics(record) == [["Ann Lee"]] * len(TITLES)
    assert {value(review.publication) for review in record.reviews} == {"The Marlow Examiner"}


def test_an_address_and_who_posted_stand_above_each_post_of_a_mailed_digest() -> None:
    record = column(
        "the marlow seat            feed digest by mail\n\n",
        "{t} / *** (R)\nhttp://marlowseat.example/2009/06/the-longest-of-posts.html\n"
        "posted by Ann Lee-Park, Wed, 10 Jun 2009\n\n{x}\n\n",
        "Unsubscribe: marlowseat.example/u\n",
    )
    assert texts(record) == list(TEXTS)
    assert critics(record) == [["Ann Lee-Park"]] * len(TITLES)
    assert {value(review.publication) for review in record.reviews} == {"The Marlow Seat"}


def test_a_critic_of_a_guide_may_begin_with_a_nickname() -> None:
    facts = "Director: Ida Frame. With Art Moss, Nell Ott. (99 min.)"
    form = "{t} (PG)\n" + facts + '\n\n{x}\n\nAnn Lee A-\n"Doc" Orr B\n\n'
    record = column("FILM GUIDE\n\n", form)
    assert critics(record) == [["Ann Lee"], ['"Doc" Orr']] * len(TITLES)
    assert [value(review.rating).value for review in record.reviews] == ["A-", "B"] * len(TITLES)


def test_one_word_behind_a_dash_signs_where_it_closes_every_entry() -> None:
    ends = ("-- Wes", "-- Pilar", "-- Wes")
    text = "".join(f"{t} / *** (R)\n{x} {end}\n\n" for t, x, end in zip(TITLES, TEXTS, ends, strict=True))
    record = page(f"REEL NOTES\n\n{text}")
    assert texts(record) == list(TEXTS)
    assert critics(record) == [["Wes"], ["Pilar"], ["Wes"]]


def test_a_word_of_the_pages_own_scale_rates_behind_a_slash() -> None:
    marks = ("*** (R)", "DYNAMITE ()", "** (PG)")
    text = "".join(f"{t} / {mark}\n{x}\n\n" for t, x, mark in zip(TITLES, TEXTS, marks, strict=True))
    record = page(f"REEL NOTES\n\nDYNAMITE is what stars cannot say.\n\n{text}")
    assert [value(film.title) for film in record.films] == list(TITLES)
    assert [value(review.rating).value for review in record.reviews] == ["3", "DYNAMITE", "2"]


POST = (
    "----------\n#{n}   {who}\nJoined: Mar 2008   Posts: 2,114   Location: Hull\n"
    "Posted: 14 Sep 2012, 10:42 PM\n\n{x}\n\n"
)


def test_the_posts_of_a_thread_that_rate_its_film_are_its_reviews() -> None:
    said = (
        ("marlow_ann ***1/2", TEXTS[0]),
        ("Bo1970 **", TEXTS[1]),
        ("moderator", "No links, please."),
        ("Bo1970", TEXTS[2]),
    )
    thread = "".join(POST.format(n=n, who=who, x=x) for n, (who, x) in enumerate(said, 1))
    record = page(
        "Marlow Forums > Film > New\nThread: REVIEWS: Salt Road\n\nSalt Road (R)\n"
        f"Director: Ida Frame. With Art Moss, Nell Ott. (99 min.)\n\n{thread}----------\nUsers browsing: 1\n"
    )
    assert [value(film.title) for film in record.films] == ["Salt Road"]
    assert critics(record) == [["marlow_ann"], ["Bo1970"]]
    assert texts(record) == list(TEXTS[:2])
    assert [value(review.rating).value for review in record.reviews] == ["3.5", "2"]
    assert {value(review.published_on).isoformat() for review in record.reviews} == {"2012-09-14"}


def test_a_feed_readers_tools_are_no_text_and_each_item_says_where_it_is_from() -> None:
    item = (
        "<h2>{t} / *** (R)</h2><div>from <a>The Marlow Critic</a> by Ann Lee</div><p>{x}</p>"
        "<div>Add star | Share | Keep unread | Add tags</div>"
    )
    items = "".join(item.format(t=t, x=x) for t, x in zip(TITLES, TEXTS, strict=True))
    last = "<h2>Nell Ott, 1921-2010</h2><p>The star of many films has died in Hull at the age of 88.</p>"
    record = page(f"<html><head><title>Feedhop</title></head><body>{items}{last}</body></html>", "page.html")
    assert texts(record) == list(TEXTS)
    assert critics(record) == [["Ann Lee"]] * len(TITLES)
    assert {value(review.publication) for review in record.reviews} == {"The Marlow Critic"}


def test_a_critics_academic_title_and_course_are_no_name_and_no_paper() -> None:
    facts = "Director: Ida Frame. With Art Moss, Nell Ott. (99 min.)"
    form = "{t} (PG)\n" + facts + "\n\n{x}\n\nBo Park ***\nProf. Ann Lee (Film 210) ****\n\n"
    record = column("THE QUAD -- State University's weekly -- SCREEN PAGE -- Feb 24, 2011\n\n", form)
    assert critics(record) == [["Bo Park"], ["Ann Lee"]] * len(TITLES)
    assert "Film 210" not in {value(review.publication) for review in record.reviews}


def test_the_year_may_be_the_last_of_a_guides_facts() -> None:
    form = "{t} (PG)\nDirector: Ida Frame. With Art Moss, Nell Ott. (99 min.) 1957\nBo Park A-\n{x}\n\n"
    record = column("THE MARLOW READER\nSeptember 11, 2002\n\nFILM GUIDE\n\n", form)
    assert [value(film.year) for film in record.films] == [1957] * len(TITLES)
    assert [value(film.runtime_minutes) for film in record.films] == [99] * len(TITLES)


def test_who_signs_at_the_right_margin_of_a_last_line_signs_on_the_scale_of_the_page() -> None:
    front = (
        "TAPE TALK                    THE MARLOW SHOPPER, MAY 3, 1983\n\nWe rate them 0 to 10.\n\n"
        "Reviewers:  A.L. -- Ann Lee;  B.P. -- Bo Park\n\n"
    )
    form = (
        "{t} (1979).  Western with Flo Gee, Al Roe.  Dir. Cy Doe.  PG, 99 min.  {tape}\n"
        "    A widow drives a truck of salt over a mountain because nobody\n"
        "else will, and we ride along with her.  It is a slow picture, and one\n"
        "that earns it.{margin}{mark} -{by}\n\n"
    )
    signed = (
        ("VHS only", " " * 30, 8, "A.L."),
        ("B & V", "\n" + " " * 50, 4, "B.P."),
        ("Beta", " " * 30, 9, "A.L."),
    )
    entries = (
        form.format(t=t.upper(), tape=tape, margin=margin, mark=mark, by=by)
        for t, (tape, margin, mark, by) in zip(TITLES, signed, strict=True)
    )
    record = page(
        front + "".join(entries) + "COMING IN SEPT.: Hum, and a second copy of Otto for the waiting list.\n"
    )
    text = (
        "A widow drives a truck of salt over a mountain because nobody else will, and we ride along with her."
        " It is a slow picture, and one that earns it."
    )
    assert texts(record) == [text] * len(TITLES)
    assert critics(record) == [["Ann Lee"], ["Bo Park"], ["Ann Lee"]]
    rated = [value(review.rating) for review in record.reviews]
    assert [(rating.value, rating.best) for rating in rated] == [("8", "10"), ("4", "10"), ("9", "10")]
    assert {value(review.publication) for review in record.reviews} == {"The Marlow Shopper"}


def test_a_label_that_says_nothing_ends_no_head_and_no_entry() -> None:
    form = (
        "{t} (Tamil)\nCast: Flo Gee, Al Roe\nDirection: Cy Doe\nMusic: None\nCertificate: A\n3.5/5\n{x}\n\n"
    )
    record = column("FRIDAY FIRST\n\n", form)
    assert [value(film.title) for film in record.films] == list(TITLES)
    assert texts(record) == list(TEXTS)


def test_an_aside_in_brackets_is_no_review_by_whoever_it_quotes() -> None:
    ends = ("(AL)", "(BP)\n(Ann says: Bring a note!)", "(AL)")
    text = "".join(f'"{t}" ***\n{x} {end}\n\n' for t, x, end in zip(TITLES, TEXTS, ends, strict=True))
    record = page(f"FILM CAPSULES\n\n{KEY}{text}")
    assert critics(record) == [["Ann Lee"], ["Bo Park"], ["Ann Lee"]]
    assert texts(record) == list(TEXTS)


def test_half_a_star_is_a_rating_where_others_stand_under_their_titles() -> None:
    rated = zip(TITLES, ("** (PG-13)", "***1/2 (R)", "1/2 (R)"), TEXTS, strict=True)
    entries = "".join(f"<div><h3>{t}</h3><div>{mark}</div><p>{x}</p></div>" for t, mark, x in rated)
    top = '<h1>The Tin Dispatch</h1><p>Your weekly digest — <a href="#">view in browser</a></p>'
    record = read(f"<html><body>{top}{entries}</body></html>".encode(), name="digest.html")
    assert [value(review.rating).value for review in record.reviews] == ["2", "3.5", "0.5"]
    assert {value(review.publication) for review in record.reviews} == {"The Tin Dispatch"}
