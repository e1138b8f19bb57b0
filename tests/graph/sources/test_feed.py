"""Feeds and site exports: RSS, Atom and WordPress' own, each item a review or counted as none."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from graph.evidence.source_graph import Source, evidence
from graph.records import DocumentRecord, SetAside
from graph.sources import read
from graph.sources.feeds.item import day_of

if TYPE_CHECKING:
    from graph.nodes import Nodes

ONE = "A widow drives a truck of salt over a mountain because nobody else will, and the film asks no more."
TWO = "A comedy about a burglar who is afraid of cats, which is funny for as long as it takes to read this."
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/"'
)


def rss(*items: str, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {NAMESPACES}><channel>\n'
        f"<title>Reel &amp; Co</title><link>https://reel.example/</link>{head}\n{''.join(items)}</channel></rss>"
    ).encode()


def item(title: str, text: str, *, number: int = 1, more: str = "") -> str:
    return (
        f"<item>\n<title>{title}</title>\n<link>https://reel.example/{number}</link><guid>{number}</guid>\n"
        f"<pubDate>Fri, 03 May 2019 23:30:00 -0500</pubDate>"
        f"<dc:creator><![CDATA[Ann Lee]]></dc:creator>{more}\n"
        f"<content:encoded><![CDATA[{text}]]></content:encoded></item>\n"
    )


SALT = item(
    "Review: The Salt Road (2019)",
    f"<p>{ONE}</p>\n<p>Directed by Bo Li. Starring Al Roe as Jim. Rated PG. 104 minutes.</p>\n"
    "<p>Rating: 3/5</p>",
    more="<category>Drama</category><description>A short text [&#8230;]</description>",
)
OTTO = item("Otto", f"<p>{TWO}</p><p>Grade: B+</p>", number=2)
NEWS = item(
    "Our new comment policy", "<p>Please be kind to each other, and to the films, if you can.</p>", number=3
)


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


def test_items_that_are_no_reviews_are_counted_in_one_sentence() -> None:
    record = read(rss(NEWS, SALT, item("Another notice", "<p>We moved house.</p>", number=4), OTTO))
    assert [film.title.value for film in record.films] == ["The Salt Road", "Otto"]
    (complaint,) = [one for one in record.complaints if "no review" in one.message]
    assert complaint.message.startswith("2 of 4 items of the feed are no review; the first, 'Our new comment")
    assert complaint.line == 4


def test_a_feed_of_nothing_but_news_is_set_aside() -> None:
    with pytest.raises(SetAside, match="no review"):
        read(rss(NEWS))


def test_an_item_may_hold_several_reviews() -> None:
    text = f'<h3>"Salt" ***</h3><p>{ONE}</p><h3>"Otto" **</h3><p>{TWO}</p>'
    record = read(rss(item("In brief", text), OTTO))
    assert [film.title.value for film in record.films] == ["Salt", "Otto", "Otto"]
    assert len({film.key for film in record.films}) == 3
    assert {review.film for review in record.reviews} == {film.key for film in record.films}


def test_atom_in_both_of_its_ways_of_writing_content() -> None:
    entry = (
        '<entry><title type="html">The Kite &lt;em&gt;(2004)&lt;/em&gt;</title><id>tag:r,{n}</id>'
        '<link rel="self" href="https://r.example/self"/><link href="https://r.example/{n}"/>'
        "<updated>2020-01-01T00:00:00Z</updated><published>2004-05-06T00:00:00Z</published>"
        "<author><name>Bo Li</name><uri>https://r.example/bo</uri></author>{content}</entry>"
    )
    body = f"<p>{ONE}</p><p>★★★½☆</p>"
    xhtml = f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{body}</div></content>'
    html = f'<content type="html">{body.replace("<", "&lt;")}</content>'
    entries = entry.format(n=1, content=xhtml) + entry.format(n=2, content=html)
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>R</title>{entries}</feed>'
    record = read(feed.encode())
    assert [(film.title.value, film.year and film.year.value) for film in record.films] == [
        ("The Kite", 2004)
    ] * 2
    for number, review in enumerate(record.reviews, start=1):
        assert review.text is not None
        assert review.text.value == ONE
        assert review.page is not None
        assert review.page.value == f"https://r.example/{number}"
        assert [critic.value for critic in review.critics] == ["Bo Li"]
        assert review.published_on is not None
        assert review.published_on.value.year == 2004
        assert review.rating is not None
        assert (review.rating.value.value, review.rating.value.best) == ("3.5", "5")


def test_a_wordpress_export_gives_its_published_posts_under_their_writers_names() -> None:
    author = (
        "<wp:author><wp:author_login>annl</wp:author_login>"
        "<wp:author_display_name><![CDATA[Ann Lee]]></wp:author_display_name></wp:author>"
    )

    def post(number: int, kind: str, status: str) -> str:
        return (
            f"<item><title>Kestrel's Hour</title><link>https://reel.example/kestrel-{number}</link>"
            f"<dc:creator>annl</dc:creator><guid>{number}</guid>"
            f"<content:encoded><![CDATA[<!-- wp:paragraph -->\n"
            f"<em>Kestrel's Hour</em> is slow. {ONE}\n\n{TWO}]]></content:encoded>"
            "<excerpt:encoded><![CDATA[An excerpt of ten words that is not to be read here.]]>"
            "</excerpt:encoded>"
            f"<wp:post_date>2018-02-03 23:59:00</wp:post_date><wp:status>{status}</wp:status>"
            f"<wp:post_type>{kind}</wp:post_type><category><![CDATA[Film Reviews]]></category>"
            "<wp:postmeta><wp:meta_key>imdb_id</wp:meta_key><wp:meta_value>tt1234567</wp:meta_value></wp:postmeta>"
            "<wp:postmeta><wp:meta_key>_edit_last</wp:meta_key><wp:meta_value>1</wp:meta_value></wp:postmeta></item>"
        )

    record = read(
        rss(
            post(1, "post", "publish"),
            post(2, "post", "draft"),
            post(3, "attachment", "inherit"),
            head=author,
        )
    )
    (film,), (review,) = record.films, record.reviews
    assert film.imdb_id is not None
    assert film.imdb_id.value == "tt1234567"
    assert [critic.value for critic in review.critics] == ["Ann Lee"]
    assert review.published_on is not None
    assert review.published_on.value == dt.date(2018, 2, 3)
    assert review.text is not None
    assert review.text.value == f"Kestrel's Hour is slow. {ONE}\n\n{TWO}"
    assert any("1 draft" in one.message and "1 attachment" in one.message for one in record.complaints)


def nodes_of(*items: str) -> Nodes:
    source = Source("urn:s", "feed.xml", "sha256:0", "2024-01-01T00:00:00Z", "test")
    return evidence(read(rss(*items)), source)[0]


def test_a_new_item_on_top_changes_no_name_of_the_others() -> None:
    before, after = (
        nodes_of(SALT, OTTO),
        nodes_of(item("The Moth (2001)", f"<p>{ONE}</p>", number=9), SALT, OTTO),
    )
    assert set(before) <= set(after)
    assert {
        iri: {name: value for name, value in node.items() if not name.endswith("Line")}
        for iri, node in before.items()
        if iri != "urn:s"
    }.items() <= {
        iri: {name: value for name, value in node.items() if not name.endswith("Line")}
        for iri, node in after.items()
    }.items()  # fmt: skip


def test_broken_xml_yields_what_stands_before_the_break_and_a_complaint() -> None:
    record = read(rss(SALT, OTTO)[:-60] + b"<oops")
    assert record.films[0].title.value == "The Salt Road"
    assert any("XML is broken" in complaint.message for complaint in record.complaints)


def test_characters_that_html_names_are_read_and_others_do_no_harm() -> None:
    record = read(rss(SALT.replace("The Salt Road", "The Caf&eacute;&nbsp;Road &bogus;")))
    assert record.films[0].title.value.startswith("The Café Road")


@pytest.mark.parametrize("kind", ["review_text", "review_html"])
def test_another_kind_may_be_asked_for(kind: str) -> None:
    content = rss(SALT)
    try:
        record: DocumentRecord | None = read(content, kind=kind)
    except SetAside:
        record = None
    assert record is None or record.kind == kind


def test_a_feed_of_many_items_is_parsed_without_a_tree_of_them_all() -> None:
    items = [item(f"Review: Film {n} (2019)", f"<p>{ONE}</p>", number=n) for n in range(300)]
    record = read(rss(*items))
    assert len(record.reviews) == 300
    assert record.films[-1].title.first_line == 3 + 5 * 299 + 2


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


def critics_of(record: DocumentRecord) -> list[str]:
    return [critic.value for review in record.reviews for critic in review.critics]


def atom(*entries: str, head: str = "", base: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom" {base}>'
        "<title>The Velvet Seat</title>"
        f"{head}{''.join(entries)}</feed>"
    ).encode()


def entry(title: str, more: str = "", content: str = "", number: int = 1) -> str:
    content = (
        content or f'<content type="html">&lt;p&gt;{ONE}&lt;/p&gt;&lt;p&gt;Grade: B+&lt;/p&gt;</content>'
    )
    return f"<entry><title>{title}</title><id>urn:{number}</id>{more}{content}</entry>"


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


def test_of_a_bloggers_export_neither_comments_nor_drafts_nor_templates_are_read() -> None:
    def kind(name: str) -> str:
        scheme = "http://schemas.google.com/g/2005#kind"
        return f"<category scheme='{scheme}' term='http://schemas.google.com/blogger/2008/kind#{name}'/>"

    draft = '<control xmlns="http://www.w3.org/2007/app"><draft>yes</draft></control>'
    newer = (
        '<b:type xmlns:b="http://schemas.google.com/blogger/2018">{}</b:type>'
        '<b:status xmlns:b="http://schemas.google.com/blogger/2018">{}</b:status>'
    )
    record = read(
        atom(
            entry("Kestrel (2001)", kind("post"), number=1),
            entry("I loved Merlin (2002)", kind("comment"), number=2),
            entry("Otto (2003)", kind("post") + draft, number=3),
            entry("Template (2004)", kind("template"), number=4),
            entry("Siskin (2005)", newer.format("POST", "LIVE"), number=5),
            entry("Ouzel (2006)", newer.format("POST", "DRAFT"), number=6),
            entry("Dunnock (2007)", newer.format("COMMENT", "LIVE"), number=7),
        )
    )
    assert [film.title.value for film in record.films] == ["Kestrel", "Siskin"]
    (complaint,) = record.complaints
    assert complaint.message.endswith("2 comments, 2 drafts, 1 template.")


def test_a_feed_of_readers_comments_holds_no_review() -> None:
    feed = rss(SALT).replace(b"<title>Reel &amp; Co", b"<title>Comments on: The Salt Road", 1)
    with pytest.raises(SetAside, match="1 comment"):
        read(feed)


def test_a_post_behind_a_password_is_not_read() -> None:
    record = read(
        rss(SALT, item("Otto (2003)", TWO, number=2, more="<wp:post_password>x</wp:post_password>"))
    )
    assert [film.title.value for film in record.films] == ["The Salt Road"]
    assert any("1 protected by a password" in one.message for one in record.complaints)


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


def test_items_that_share_an_id_are_told_apart_by_their_titles() -> None:
    same = "<guid>https://reel.example/</guid>"
    feed = [
        item(title, f"<p>{ONE}</p><p>Grade: B</p>").replace("<guid>1</guid>", same)
        for title in ("Kestrel (2001)", "Merlin (2002)", "Kestrel (2001)")
    ]
    record = read(rss(*feed))
    assert [film.title.value for film in record.films] == ["Kestrel", "Merlin"]
    assert [complaint.message for complaint in record.complaints] == [
        "1 item repeats the id of an earlier one."
    ]
    assert nodes_of(feed[0]).keys() <= nodes_of(*feed).keys()
