"""One item of a feed as a page: what it says, what the feed says of it, and in which forms."""

from __future__ import annotations

import datetime as dt

import pytest

from graph.records import SetAside
from graph.sources import read
from graph.sources.feeds.item import day_of
from tests.graph.sources.feeds import ONE, OTTO, SALT, TWO, atom, critics_of, entry, item, rss


def test_an_item_is_read_as_a_page_with_what_the_feed_says_of_it() -> None:
    record = read(rss(SALT), name="anything.bin")
    (film,), (review,) = record.films, record.reviews
    assert record.kind == "feed"
    assert (film.title.value, film.year and film.year.value) == ("The Salt Road", 2019)
    assert film.runtime_minutes is not None
    assert (film.runtime_minutes.value, film.runtime_minutes.first_line) == (104, 9)
    assert [genre.value for genre in film.genres] == ["Drama"]
    assert [critic.value for critic in review.critics] == ["Ann Lee"]
    assert review.published_on is not None
    assert review.published_on.value == dt.date(2019, 5, 3)  # the day where it was written
    assert review.page is not None
    assert review.page.value == "https://reel.example/1"
    assert review.publication is not None
    assert review.publication.value == "Reel & Co"
    assert review.rating is not None
    assert (review.rating.value.value, review.rating.value.best) == ("3", "5")
    assert review.text is not None
    assert (review.text.value, review.text.first_line) == (ONE, 8)
    assert [(role.job, role.name.value) for role in record.roles] == [
        ("actor", "Al Roe"),
        ("director", "Bo Li"),
    ]


def test_an_item_may_hold_several_reviews() -> None:
    text = f'<h3>"Salt" ***</h3><p>{ONE}</p><h3>"Otto" **</h3><p>{TWO}</p>'
    record = read(rss(item("In brief", text), OTTO))
    assert [film.title.value for film in record.films] == ["Salt", "Otto", "Otto"]
    assert len({film.key for film in record.films}) == 3
    assert {review.film for review in record.reviews} == {film.key for film in record.films}


def test_characters_that_html_names_are_read_and_others_do_no_harm() -> None:
    record = read(rss(SALT.replace("The Salt Road", "The Caf&eacute;&nbsp;Road &bogus;")))
    assert record.films[0].title.value.startswith("The Café Road")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Fri, 03 May 2019 23:30:00 -0500", dt.date(2019, 5, 3)),
        (f"Fri, 03 May 2019 23:30:00 +{10**14}", dt.date(2019, 5, 3)),
        (f"Fri, {10**20} May 2019 23:30:00 GMT", None),
    ],
)
def test_a_date_with_numbers_beyond_all_clocks_costs_the_date_at_most(text: str, day: dt.date | None) -> None:
    assert day_of(text) == day


def test_an_atom_entrys_addresses_are_relative_to_its_base_and_its_author_may_be_the_feeds() -> None:
    record = read(
        atom(
            entry("Kestrel (2001)", '<link href="kestrel.html"/>'),
            entry(
                "Merlin (2002)", '<link href="m.html"/><author><name>Bo Li</name></author>', number=2
            ).replace("<entry", '<entry xml:base="/old/"'),
            entry("Otto (2003)", "<source><title>Reviews | Another Paper</title></source>", number=3),
            head='<author><name>Ann Lee</name></author><link href="/"/>',
            base='xml:base="https://velvet.example/blog/"',
        )
    )
    pages = [review.page.value if review.page else None for review in record.reviews]
    assert pages == ["https://velvet.example/blog/kestrel.html", "https://velvet.example/old/m.html", None]
    assert [[critic.value for critic in review.critics] for review in record.reviews] == [
        ["Ann Lee"],
        ["Bo Li"],
        [],
    ]
    papers = [review.publication.value if review.publication else None for review in record.reviews]
    assert papers == ["The Velvet Seat", "The Velvet Seat", "Another Paper"]


def test_xhtml_under_a_prefix_is_read_like_any_other() -> None:
    content = (
        '<content type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml">'
        f"<x:p>{ONE}</x:p><x:p>Grade: B+</x:p></x:div></content>"
    )
    (review,) = read(atom(entry("Kestrel (2001)", content=content))).reviews
    assert review.text is not None
    assert review.text.value == ONE
    assert review.rating is not None


def test_several_authors_are_several_critics_and_a_desk_is_none() -> None:
    names = ("Staff Writer", "Ann Lee", "Bo Li", "Ann Lee")
    more = "".join(f"<author><name>{name}</name></author>" for name in names)
    assert critics_of(read(atom(entry("Kestrel (2001)", more)))) == ["Ann Lee", "Bo Li"]


def test_shortcodes_are_no_part_of_the_text_and_a_rating_in_one_is_what_it_shows() -> None:
    text = (
        f'[caption id="a_1" align="none"]<img src="x.jpg"/> Al Roe (left)[/caption]\n\n{ONE}\n\n'
        '[gallery ids="1,2"]\n\n'
        f"A [sic] note. {TWO}\n\n[rating:3.5/5]"
    )
    (review,) = read(rss(item("Kestrel (2001)", text))).reviews
    assert review.text is not None
    assert review.text.value == f"{ONE}\n\nA [sic] note. {TWO}"
    assert review.rating is not None
    assert (review.rating.value.value, review.rating.value.best) == ("3.5", "5")


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("iso-8859-1", "Käthe Brandt"),
        ("windows-1251", "Анна Ли"),
        ("Shift_JIS", "灯台守"),
        ("iso-8859-2", "Jiří Ňákovec"),
    ],
)
def test_a_feed_is_in_the_encoding_that_it_declares(encoding: str, name: str) -> None:
    text = rss(SALT.replace("Ann Lee", name)).decode().replace("Reel &amp; Co", name)
    record = read(text.replace('encoding="UTF-8"', f'encoding="{encoding}"').encode(encoding))
    assert critics_of(record) == [name]
    (review,) = record.reviews
    assert review.publication is not None
    assert review.publication.value == name
    assert not record.complaints


@pytest.mark.parametrize(
    ("title", "publication"),
    [
        ("Movie Reviews &#8211; The Courier Times", "The Courier Times"),
        ("Film | The Courier", "The Courier"),
        ("NIT &gt; Movies", "NIT"),
        ("Kino Aurora: Reviews", "Kino Aurora"),
        ("Kino Aurora - Night Edition", "Kino Aurora - Night Edition"),
        ("Film Reviews", "Film Reviews"),
        ("Movie reviews | Film | The Courier RSS Feed", "The Courier"),
    ],
)
def test_a_feeds_title_names_its_publication_and_perhaps_a_section(title: str, publication: str) -> None:
    (review,) = read(rss(SALT).replace(b"Reel &amp; Co", title.encode())).reviews
    assert review.publication is not None
    assert review.publication.value == publication


def test_an_items_address_has_no_trackers_and_may_stand_in_its_guid() -> None:
    tracked = SALT.replace("example/1<", "example/1?p=3&amp;utm_source=rss&amp;utm_medium=rss<")
    guid = OTTO.replace("<link>https://reel.example/2</link><guid>2<", "<guid>https://reel.example/g<")
    pages = [review.page.value if review.page else None for review in read(rss(tracked, guid)).reviews]
    assert pages == ["https://reel.example/1?p=3", "https://reel.example/g"]


def test_a_diary_of_letterboxds_says_which_film_and_how_many_stars() -> None:
    more = (
        '<l:filmTitle xmlns:l="https://letterboxd.com">The Salt Road</l:filmTitle>'
        '<l:filmYear xmlns:l="https://letterboxd.com">2019</l:filmYear>'
        '<l:memberRating xmlns:l="https://letterboxd.com">3.5</l:memberRating>'
        '<t:movieId xmlns:t="https://themoviedb.org">55</t:movieId>'
    )
    diary = rss(item("The Salt Road, 2019 - ★★★½ (contains spoilers)", f"<p>{ONE}</p>", more=more))
    record = read(diary.replace(b"Reel &amp; Co", b"Letterboxd - Ann L"))
    (film,), (review,) = record.films, record.reviews
    assert (film.title.value, film.year and film.year.value) == ("The Salt Road", 2019)
    assert (film.tmdb_id and film.tmdb_id.value, review.rating and review.rating.value.value) == ("55", "3.5")
    assert (review.headline, review.publication and review.publication.value) == (None, "Letterboxd")


def test_the_notes_of_a_podcast_are_no_review_but_a_review_that_is_read_out_is() -> None:
    sound = '<enclosure url="https://r.example/1.mp3" type="audio/mpeg" length="1"/>'
    notes = item("Kestrel (2001)", ONE, more=sound).replace("content:encoded", "description")
    with pytest.raises(SetAside, match="1 episode"):
        read(rss(notes))
    assert read(rss(item("Kestrel (2001)", ONE, more=sound))).reviews


@pytest.mark.parametrize(
    ("title", "text", "director", "rating"),
    [
        (
            "Kestrel",
            f"<p><b>Kestrel</b> (2001, dir. Bo Li, 98 min) opens on fog.</p><p>{ONE}</p>",
            "Bo Li",
            None,
        ),
        ("Kestrel (dir. Bo Li, 2001)", f"<p>{ONE}</p>", "Bo Li", None),
        ("Kestrel", f"<p>{ONE}</p><p>“Kestrel” (2001, directed by Bo Li). Grade: A-</p>", "Bo Li", "A-"),
        ("Kestrel", f"<p>Kestrel (Paramount, 2001) is long. {ONE}</p><p>Grade: B</p>", None, "B"),
    ],
)
def test_brackets_behind_the_films_own_title_have_its_year_and_director(
    title: str, text: str, director: str | None, rating: str | None
) -> None:
    record = read(rss(item(title, text)))
    (film,), (review,) = record.films, record.reviews
    assert film.title.value == "Kestrel"
    assert (film.year and film.year.value) == (2001 if director else None)
    assert [role.name.value for role in record.roles] == ([director] if director else [])
    assert (review.rating and review.rating.value.value) == rating


@pytest.mark.parametrize(
    ("heading", "given"),
    [
        ("Kestrel (2001) - B+", "B+"),
        ("Kestrel (2001) – B", "B"),
        ("Kestrel: 4 stars", "4"),
        ("[8/10] Kestrel", "8"),
        ("Review | Kestrel [3.5/5]", "3.5"),
        ("REVIEW: Kestrel – Grade: B", "B"),
        ("Kestrel 9/11", None),
        ("Kestrel C", None),
    ],
)
def test_a_rating_beside_the_title_is_no_part_of_it(heading: str, given: str | None) -> None:
    record = read(rss(item(heading, f"<p>{ONE}</p><p>Directed by Bo Li.</p>")))
    (film,), (review,) = record.films, record.reviews
    assert film.title.value == ("Kestrel" if given else heading)
    assert (review.rating and review.rating.value.value) == given


def test_an_ampersand_that_is_not_written_as_xml_wants_it_is_one() -> None:
    record = read(rss(item("Kestrel & Hawk (2001)", f"<p>{ONE} R&B & more.</p><p>Grade: B</p>")))
    assert record.films[0].title.value == "Kestrel & Hawk"
    assert record.reviews[0].text is not None
    assert record.reviews[0].text.value == f"{ONE} R&B & more."
