"""What a page says once for all that it reviews: the scale of its stars, its paper, its day."""

from __future__ import annotations

import pytest

from graph.records import Rating
from tests.graph.sources.pages import page, value

ONE = (
    "A widow drives a truck of salt over a pass that nobody else will take, and the film rides with her. It "
    "is slow and sure, and I liked every mile of it."
)
TWO = (
    "The other drivers talk too much. When they fall silent, toward the end, the picture finds its best "
    "scenes, and a goat has the last word on all of it."
)
THREE = "Bees, and then no bees. A man in a hat explains why, twice, and a choir hums while he does it."


def column(top: str = "", foot: str = "", stars: tuple[str, str, str] = ("***", "**1/2", "*")) -> str:
    salt, otto, bees = stars
    return (
        f'{top}\n\n"Salt" {salt}\n{ONE} (PG, 98 minutes)\n\n"Otto" {otto}\n{TWO} (R, 104 minutes)\n\n'
        f'"The Bee Field" {bees}\n{THREE} (PG-13, 90 minutes)\n\n{foot}\n'
    )


def single(top: str = "", foot: str = "", rating: str = "***") -> str:
    return (
        f"{top}\n\nThe Salt Road (2014)\n\nBy Ann Lee\n\n{ONE}\n\n{TWO}\n\nDirected by Bo Li. With Al Roe. "
        f"98 min. {rating}\n\n{foot}\n"
    )


def html(head: str = "", top: str = "", foot: str = "", stars: str = "***") -> str:
    return (
        f"<!doctype html><html><head>{head}</head><body>{top}<h1>The Salt Road</h1><p>By Ann Lee</p>"
        f"<p>Rated PG. 101 minutes.</p><p>{stars}</p><p>{ONE}</p><p>{TWO}</p>{foot}</body></html>"
    )


LEGENDS = [
    ("**** superb  *** good  ** so-so  * skip it", "4", None),
    ("Superb *****, Fine ****, Fair ***, Weak **, Bad *", "5", None),
    ("**** superb\n*** good\n** so-so\n* skip it", "4", None),
    ("* weak ** fair *** fine **** superb  o Bomb", "4", "0"),
    ("Five stars: go twice. Four stars: go. Three stars: maybe. Two stars: stay. One star: run.", "5", None),
    ("Our marks: 5 = unforgettable, 4 = fine, 3 = fair, 2 = weak, 1 = gone by morning", "5", "1"),
    ("Ratings: ***** (go twice) to * (run)", "5", None),
    ("Marks are out of five buckets.", "5", None),
    ("We use a four-star scale.", "4", None),
    ("(Ratings: four stars is tops.)", "4", None),
    ("All films are rated on a scale of 0 to 4 stars.", "4", "0"),
    ("Höchstwertung: fünf Sterne", "5", None),
    ("Betyg 1-5", "5", "1"),
    ("Notes : sur 5 étoiles", "5", None),
]


@pytest.mark.parametrize(("legend", "best", "worst"), LEGENDS)
def test_a_legend_says_out_of_how_many_all_the_stars_of_its_page_are(
    legend: str, best: str, worst: str | None
) -> None:
    of_a_column = [value(one.rating) for one in page(column(foot=legend)).reviews]
    of_one = value(page(single(foot=legend)).reviews[0].rating)

    assert of_a_column == [Rating("3", best, worst), Rating("2.5", best, worst), Rating("1", best, worst)]
    assert of_one == Rating("3", best, worst)


@pytest.mark.parametrize(
    "line",
    [
        "Next week: three stars out of five for a western.",
        "Ann Lee **** Di Hay *** Cy Doe **",
        "Rooms 1 to 5 at the Roxy.",
        "Salt **** / Otto *** / The Bee Field ** / Hum *",
        "Stars are out of four. Stars are out of five.",
        "It scores three goals out of five.",
    ],
)
def test_what_rates_one_film_or_says_two_things_is_no_legend(line: str) -> None:
    assert {value(one.rating).best for one in page(column(foot=line)).reviews} == {None}


def test_a_scale_is_not_given_to_stars_that_do_not_fit_it() -> None:
    record = page(column(foot="Stars out of three.", stars=("****", "**", "*")))

    assert {value(one.rating).best for one in record.reviews} == {None}


@pytest.mark.parametrize(
    ("line", "rating"),
    [("3 out of 5 buckets of nuts", Rating("3", "5")), ("Three out of six tickets.", Rating("3", "6"))],
)
def test_a_rating_may_count_anything(line: str, rating: Rating) -> None:
    assert value(page(html(stars=line), "page.html").reviews[0].rating) == rating


def test_how_many_people_agree_is_no_rating() -> None:
    assert page(html(stars="4 out of 5 critics"), "page.html").reviews[0].rating is None


def test_a_rating_keeps_the_scale_that_it_prints() -> None:
    record = page(column(foot="Marks are out of five.", stars=("★★★☆", "★★", "★")))

    assert [value(one.rating).best for one in record.reviews] == ["4", "5", "5"]


def test_empty_stars_of_other_films_say_the_scale_of_full_ones() -> None:
    record = page(column(stars=("★★★★★", "★★★☆☆", "★☆☆☆☆")))

    assert [value(one.rating) for one in record.reviews] == [Rating(n, "5") for n in ("5", "3", "1")]


@pytest.mark.parametrize(
    ("row", "rating"),
    [
        (("*", "*", "*", "-", "-"), Rating("3", "5")),
        (("full star", "full star", "half star", "empty star"), Rating("2.5", "4")),
        (("*", "*"), Rating("2")),
    ],
)
def test_stars_drawn_one_picture_each_are_read_as_a_row(row: tuple[str, ...], rating: Rating) -> None:
    pictures = "".join(f'<img src="m{number}.gif" alt="{alt}">' for number, alt in enumerate(row))

    assert value(page(html(stars=pictures), "page.html").reviews[0].rating) == rating


def test_pictures_of_stars_without_words_are_read_by_their_files() -> None:
    pictures = (
        '<img src="/i/star.gif"><img src="/i/star.gif"><img src="/i/halfstar.gif"><img src="/i/nostar.gif">'
    )

    assert value(page(html(stars=pictures), "page.html").reviews[0].rating) == Rating("2.5", "4")


def test_one_picture_of_a_star_is_a_bullet() -> None:
    bullet = '<p><img src="star.gif" alt="*"> Rated PG at the Roxy</p>'

    assert value(page(html(foot=bullet, stars="***"), "page.html").reviews[0].rating) == Rating("3")


@pytest.mark.parametrize(
    ("top", "foot", "name", "day"),
    [
        ("THE GRAYSTONE EAGLE\nServing the county's readers: a daily since 1871\nFriday, March 3, 1989", "",
         "The Graystone Eagle", "1989-03-03"),
        ("Flicker Notes\na film weblog from Leeds\n\nSunday, 4 May 2003", "", "Flicker Notes", "2003-05-04"),
        ("FILMKISTE - Das Magazin aus Kiel\n\n3. Juni 2004", "", "Filmkiste", "2004-06-03"),
        ("Movies", "First ran in the Tri-City Post on 9 August 1996.", "Tri-City Post", "1996-08-09"),
        ("AT THE PICTURES", "From the Wexcombe Mercury, 14 March 1978", "Wexcombe Mercury", "1978-03-14"),
        ("Plainfield Daily Courier   July 8, 1988\nPage 12", "", "Plainfield Daily Courier", "1988-07-08"),
        ("ReelBarn Online >> Reviews >> S", "Last updated 3/14/2009", "ReelBarn Online", None),
        ("Letters at Dusk  |  No. 14  |  a newsletter by Ann Lee", "", "Letters at Dusk", None),
        ("L'Écho du Lac, vendredi 8 octobre 1993", "", "L'Écho du Lac", "1993-10-08"),
        ("THE HARBOUR TRUMPET, February 27 - March 5, 2001", "", "The Harbour Trumpet", "2001-02-27"),
        ("Movies\nOpens May 3, 2004", "© 2004 Ann Lee", None, None),
    ],
)  # fmt: skip
def test_one_review_is_of_the_paper_and_the_day_of_its_page(
    top: str, foot: str, name: str | None, day: str | None
) -> None:
    review = page(single(top, foot)).reviews[0]

    assert (review.publication.value if review.publication is not None else None) == name
    assert (review.published_on.value.isoformat() if review.published_on is not None else None) == day


@pytest.mark.parametrize(
    ("top", "foot", "name", "day"),
    [
        ("FILM | The Odessa Sun | Friday, Nov. 4, 1994\nBy Ann Lee", "", "The Odessa Sun", "1994-11-04"),
        ("The Valley Advocate\nCapsules, week of October 14, 1999\nBy Ann Lee", "", "The Valley Advocate",
         "1999-10-14"),
        ("Quick Cuts\nby Ann Lee\nApril 3, 1998", "Ann Lee writes about film for the Dunmore Courier.",
         "Dunmore Courier", "1998-04-03"),
        ("FILMS FROM THE KESWICK HERALD\nFriday, May 10, 2002", "", "The Keswick Herald", "2002-05-10"),
        ("FILM\nBy Ann Lee\n\nTHE EASTSIDE READER, AUGUST 9-15, 2001, PAGE 44", "", "The Eastside Reader",
         "2001-08-09"),
    ],
)  # fmt: skip
def test_every_entry_is_of_the_paper_and_the_day_of_its_page(
    top: str, foot: str, name: str, day: str
) -> None:
    reviews = page(column(top, foot)).reviews

    assert len(reviews) == 3
    assert {value(one.publication) for one in reviews} == {name}
    assert {value(one.published_on).isoformat() for one in reviews} == {day}


@pytest.mark.parametrize(
    ("head", "top", "foot", "name"),
    [
        ("<title>The Salt Road | Film Corner | Bramford Chronicle</title>",
         "<div id=masthead>Bramford Chronicle &mdash; your town, your paper</div>", "", "Bramford Chronicle"),
        ("<title>The Salt Road (2014) - Review - Sentinel-Weekly</title>",
         "<div><img src=ad.gif alt='Advertise in the Weekly'></div>", "", "Sentinel-Weekly"),
        ("<title>The Salt Road | Movies</title>", "<div id=masthead>The Sandbar Post Online Edition</div>",
         "<p>&copy; 2008 The Sandbar Post</p>", "The Sandbar Post"),
        ("<title>Three in a Boat - Issue 3 - Salt</title>", "<div id=mast><img alt='Three in a Boat'></div>",
         "<p>&copy; 2004 Three in a Boat. All wrongs reserved.</p>", "Three in a Boat"),
        ("<title>Dark Aisles: The Salt Road</title>", "<p>Dark Aisles</p><p>two seats, one bag of nuts</p>",
         "<a href='http://darkaisles.example/a'>more</a>", "Dark Aisles"),
    ],
)  # fmt: skip
def test_the_furniture_decides_between_guesses(head: str, top: str, foot: str, name: str) -> None:
    assert value(page(html(head, top, foot), "page.html").reviews[0].publication) == name


def test_a_page_is_of_the_day_in_its_address_where_it_prints_none() -> None:
    link = '<link rel="canonical" href="http://reelbarn.example/2011/02/24/the-salt-road/">'
    undated = page(html(link), "page.html").reviews[0].published_on
    dated = page(html(link, "<p>Posted on February 23, 2011</p>"), "page.html").reviews[0].published_on

    assert value(undated).isoformat() == "2011-02-24"
    assert value(dated).isoformat() == "2011-02-23"


def test_a_label_above_the_heading_ends_there() -> None:
    record = page(html(top="<p>Date: 12/31/2003</p>"), "page.html")

    assert [film.title.value for film in record.films] == ["The Salt Road"]
    assert value(record.reviews[0].published_on).isoformat() == "2003-12-31"
