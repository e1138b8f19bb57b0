"""Who wrote a review, when, for whom and under what headline, in habits that vary from page to page."""

from __future__ import annotations

from datetime import date

import pytest

from graph.records import SetAside
from graph.sources import read
from graph.sources.facts import dates
from tests.graph.sources.pages import value

ONE = (
    "A widower keeps the last lighthouse of a coast that nobody sails, and The Lamp is in no hurry to say "
    "why. It opens on a kettle, and by the time it boils you know a great deal about the man who owns it."
)
TWO = (
    "Then his niece turns up with a suitcase and a court order, and the two begin a war of small courtesies. "
    "All of it is shot from the doorway, and the jokes are the better for it."
)
THREE = (
    "A policeman on the edge goes over it, and takes a bridge along. The stunts are loud, the plot is not."
)
LABELS = "Director: Ari Sveins\nCast: Bo Lund, Mia Torp"
NAMED = [("The Lamp", "***", ONE), ("Bridge of Noise", "**", THREE), ("Last Round", "****", TWO)]


def single(top: str, foot: str = "") -> str:
    return f"{top}\n\n{LABELS}\n\n{ONE}\n\n{TWO}\n\n{foot}\n"


def column(top: str, foot: str = "", ends: tuple[str, str, str] = ("", "", "")) -> str:
    entries = (
        f"{name.upper()} (PG, {stars})\n{text}{end}\n"
        for (name, stars, text), end in zip(NAMED, ends, strict=True)
    )
    return "\n".join((f"{top}\n", *entries, foot, ""))


def html(meta: str, head: str = "The Lamp", foot: str = "") -> str:
    return (
        f"<html><head><title>{head} | Tin Screen</title></head><body>\n"
        "<div id='top'><a href='/'>Tin Screen</a></div>\n"
        f"<h2>{head}</h2>\n<div>{meta}</div>\n<p>{ONE}</p>\n<p>{TWO}</p>\n"
        f"<p>Directed by Ari Sveins. With Bo Lund, Mia Torp. 101 min. Grade: B+</p>\n{foot}</body></html>"
    )


def told(page: str, kind: str = "txt") -> tuple[list[list[str]], str | None, date | None, str | None]:
    """The critics of each review of a page, and of the first its paper, its day and its headline."""
    reviews = read(page.encode(), name=f"page.{kind}").reviews
    first = reviews[0]
    critics = [[critic.value for critic in review.critics] for review in reviews]
    return critics, value(first.publication), value(first.published_on), value(first.headline)


@pytest.mark.parametrize(
    ("meta", "critic", "day"),
    [
        ("Eingereicht von Anke Petersen am Do., 12.11.2015 - 08:30", "Anke Petersen", date(2015, 11, 12)),
        ("Soumis par Luc Barrault le jeu 12/11/2015 - 08:30", "Luc Barrault", date(2015, 11, 12)),
        ("Inviato da Gino Strada il Gio, 12/11/2015", "Gino Strada", date(2015, 11, 12)),
        ("Verfasst von Anke Petersen am 3. Mai 2011 um 14:20 Uhr", "Anke Petersen", date(2011, 5, 3)),
        ("Kritik: Jörg Lammers · 3.5.2011", "Jörg Lammers", date(2011, 5, 3)),
        ("Tekst: Liv Aune. Publisert 9. januar 2012", "Liv Aune", date(2012, 1, 9)),
        (
            "Written by Kartik Sesh | Pune | Updated: July 19, 2019 14:22 IST",
            "Kartik Sesh",
            date(2019, 7, 19),
        ),
        ("By Pooja M., Feb 3, 2017", "Pooja M.", date(2017, 2, 3)),
        ("By ANN LEE  MAY 1, 2014", "Ann Lee", date(2014, 5, 1)),
        ("By A. O. Lund, May 1, 2014", "A. O. Lund", date(2014, 5, 1)),
    ],
)
def test_a_line_under_the_title_says_who_and_when_in_many_languages(
    meta: str, critic: str, day: date
) -> None:
    critics, paper, published, headline = told(html(meta), "html")
    assert (critics, paper, published, headline) == ([[critic]], "Tin Screen", day, None)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("12. Okt. 2006", date(2006, 10, 12)),
        ("12 févr. 2015", date(2015, 2, 12)),
        ("3 de dez. de 2012", date(2012, 12, 3)),
        ("noviembre 5, 2010", date(2010, 11, 5)),
        ("2012. január 9.", date(2012, 1, 9)),
        ("9 stycznia 2012", date(2012, 1, 9)),
        ("4.-10. August 2006", date(2006, 8, 4)),
        ("du 4 au 10 août 2006", date(2006, 8, 4)),
        ("30 April-6 May 1999", date(1999, 4, 30)),
        ("Number 14 - 3 June 1999", date(1999, 6, 3)),
        ("n° 45 - 3 juin 1999", date(1999, 6, 3)),
        ("Thu, 11/12/2015", date(2015, 11, 12)),
        ("Do., 12.11.2015", date(2015, 11, 12)),
        ("04.05.2001, 17:00 Uhr", date(2001, 5, 4)),
        ("3.5.2011", date(2011, 5, 3)),
        ("11/12/2015", None),
        ("9:15 am 3/4/2011", None),
    ],
)
def test_days_are_told_by_their_language_and_by_the_day_of_the_week(printed: str, day: date | None) -> None:
    found = dates.sure(printed)
    assert (found[0] if found is not None else None) == day


@pytest.mark.parametrize(
    ("top", "foot", "critics", "paper", "day"),
    [
        ("WEEKENDER\nThe Gippsland Mercury - Friday 10 July 1992 - 23\n\nVideo with Fay Orchard", "",
         "Fay Orchard", "The Gippsland Mercury", date(1992, 7, 10)),
        ("NOW SHOWING\nHannah Oduya sees this week's films\n\nLagoon Times | Saturday, 4 June 2005", "",
         "Hannah Oduya", "Lagoon Times", date(2005, 6, 4)),
        ("Kino-Tipps\nNordheider Bote, 12. Oktober 1999\n\nVon Anke Petersen", "",
         "Anke Petersen", "Nordheider Bote", date(1999, 10, 12)),
        ("Notebook: Day three\nTuesday 13 May 1997", "Off to bed. -- Ellis Quaid",
         "Ellis Quaid", None, date(1997, 5, 13)),
        ("Film Round-up\nby our man in the stalls, Len Hobday", "(c) 1987 The Pennine Argus",
         "Len Hobday", "The Pennine Argus", None),
        ("Video View\nTuesday, May 8, 2001",
         "Gwen Tallis is a freelance writer who reviews videos for The Melton Leader.",
         "Gwen Tallis", "The Melton Leader", date(2001, 5, 8)),
        ("Kinobrief Nr. 212 vom 12. Oktober 2006", "Leinebote Verlagsgesellschaft mbH, Hannover",
         None, "Leinebote", date(2006, 10, 12)),
    ],
)  # fmt: skip
def test_a_column_names_its_critic_its_paper_and_its_day_once(
    top: str, foot: str, critics: str | None, paper: str | None, day: date | None
) -> None:
    names, publication, published, _ = told(column(top, foot))
    assert names == [[critics] if critics else []] * 3
    assert (publication, published) == (paper, day)


def test_a_name_behind_an_entrys_venue_is_its_critic_where_others_are_excepted() -> None:
    top = "Capsules by Dale Krizek unless otherwise noted."
    ends = ("", " (R, 97 minutes) Student Union -- Peg Novotny", "")
    assert told(column(top, ends=ends))[0] == [["Dale Krizek"], ["Peg Novotny"], ["Dale Krizek"]]


def test_who_posted_a_review_of_two_films_wrote_both_under_one_headline() -> None:
    posted = "<p>Posted by Ted Abel at February 20, 2006 11:52 PM | <a href='#'>TrackBack</a></p>"
    both = "".join(
        f"<p><b>{name}</b></p>\n<p>{text} {TWO}</p>\n"
        "<p><em>Directed by Bo Li. With Al Roe. 88 min. Grade: B</em></p>\n"
        for name, _, text in NAMED[:2]
    )
    page = (
        "<html><head><title>Tin Screen: Two from the Rialto</title></head><body>\n"
        "<h1><a href='/'>Tin Screen</a></h1>\n"
        f"<h3>Two from the Rialto</h3>\n<p>The Rialto shows two again, God bless it, for six dollars.</p>\n"
        f"{both}{posted}"
    )
    critics, paper, _, headline = told(page, "html")
    assert (critics, paper, headline) == ([["Ted Abel"]] * 2, "Tin Screen", "Two from the Rialto")


@pytest.mark.parametrize(
    ("top", "headline"),
    [
        ("We use cookies to make this site work.\nAccept all  Reject\n\nThe Lamp\n\nBy Ann Lee", None),
        ("The Lamp\n\nOpens Friday at Cinema Cartier and Grant Park\n\nBy Ann Lee\nMay 3, 2014", None),
        ("FILM OF THE WEEK\n\nThe Lamp\n\nBy Ann Lee\nMay 3, 2014", None),
        ("Subscribe for £1 a week\n\nThe Lamp\n\nBy Ann Lee\nMay 3, 2014", None),
        ("'Lamp' burns slowly\n\nMovie review\n\nBy Ann Lee\n\n'The Lamp'\n***", "'Lamp' burns slowly"),
        ("A kettle and a court order\n\nBy Ann Lee\nMay 3, 2014\n\nTHE LAMP", "A kettle and a court order"),
    ],
)  # fmt: skip
def test_what_a_site_says_of_itself_is_no_headline(top: str, headline: str | None) -> None:
    assert told(single(top))[::3] == ([["Ann Lee"]], headline)


def test_a_name_alone_under_the_title_is_the_critics_and_a_folio_line_at_the_foot_the_papers() -> None:
    page = single(
        "WEEKENDER      Page 23\n\nThe Lamp\n\nBruce Tonkin",
        "THE MELTON LEADER, THURSDAY, JULY 9, 1992 -- 23",
    )
    assert told(page) == ([["Bruce Tonkin"]], "The Melton Leader", date(1992, 7, 9), None)


def test_two_critics_stand_on_a_line_over_the_day_and_are_no_headline() -> None:
    assert told(single("The Lamp\n\nAnn Lee and Bo Quist\nThursday 3 May 2012")) == (
        [["Ann Lee", "Bo Quist"]],
        None,
        date(2012, 5, 3),
        None,
    )


def test_a_newsgroup_of_reviews_is_where_a_message_was_published_and_a_paper_that_it_names_comes_first() -> (
    None
):
    top = (
        "From: sg@lamar.example (Stu Grun)\nNewsgroups: alt.cult-movies,rec.arts.movies.reviews\n"
        "Subject: REVIEW: THE LAMP (1995)\nDate: 17 Sep 1995 21:14:07 GMT\n\nTHE LAMP\nby Stu Grun"
    )
    assert told(single(top))[1] == "rec.arts.movies.reviews"
    assert (
        told(single(top, "This review first appeared in The Cobden Weekly Star."))[1]
        == "The Cobden Weekly Star"
    )


def test_a_heading_that_is_no_title_is_the_headline_of_the_film_that_the_credits_begin_with() -> None:
    page = (
        "<html><head><title>Une lampe dans la brume - Le Courrier du Littoral</title></head><body>\n"
        f"<h1>Une lampe dans la brume</h1>\n<p>Par Solène Guivarch, publié le 3 févr. 2012 à 18h20</p>\n"
        f"<p>{ONE}</p>\n<p>{TWO}</p>\n"
        "<p>The Lamp, d'Ari Sveins. Avec Bo Lund, Mia Torp. 1h41.</p></body></html>"
    )
    record = read(page.encode(), name="page.html")
    assert record.films[0].title.value == "The Lamp"
    assert told(page, "html")[1:] == ("Le Courrier du Littoral", date(2012, 2, 3), "Une lampe dans la brume")


def test_the_day_under_the_critics_name_stays_on_a_scrapers_copy() -> None:
    heading = "The Lamp review – a long way home | The Northern Courier (2023)"
    page = (
        f"<html><head><title>{heading}</title></head><body><h1>{heading}</h1>\n<p>Judith Ackroyd</p>\n"
        f"<p>Thu 11 May 2023 12.00 BST</p>\n<p>4/5 stars</p>\n<p>{ONE}</p>\n<p>{TWO}</p>\n"
        "<h3>Article information</h3>\n"
        "<p>Author: Kieth Sipes<br>Last Updated: 01/09/2023<br>Views: 6147</p></body></html>"
    )
    assert told(page, "html")[2] == date(2023, 5, 11)


def test_a_platforms_bar_is_no_paper_and_a_blog_may_be_called_in_small_letters() -> None:
    page = html("Posted by Bettina Marsh at 11:52 PM").replace("Tin Screen", "the cinephage")
    bar = "<a>Blog Search</a> | <a>Next Blog&raquo;</a>"
    bar = f"<div>{bar}</div>\n<div id='header'><h1>the cinephage</h1></div>"
    page = page.replace("<div id='top'><a href='/'>the cinephage</a></div>", bar)
    assert told(page, "html")[:2] == ([["Bettina Marsh"]], "the cinephage")


def test_a_reviews_label_before_a_title_that_sounds_a_person_names_no_critic() -> None:
    page = single("Kritik: Toni Baumann\n\nVon Jo Blum\n14.11.2018").replace("The Lamp", "Toni Baumann")
    record = read(page.encode(), name="page.txt")
    assert record.films[0].title.value == "Toni Baumann"
    assert told(page)[0] == [["Jo Blum"]]


def test_a_page_without_a_film_stays_set_aside_whatever_it_says_of_its_writer() -> None:
    with pytest.raises(SetAside):
        read(
            b"We use cookies.\n\nPosted by Ann Lee\n\nNothing here is about anything in particular.",
            name="page.txt",
        )
