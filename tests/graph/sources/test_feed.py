"""Feeds and site exports: which items they have, and which of them are reviews."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from graph.evidence.source_graph import Source, evidence
from graph.records import DocumentRecord, SetAside
from graph.sources import read
from tests.graph.sources.feeds import NEWS, ONE, OTTO, SALT, TWO, atom, entry, item, rss

if TYPE_CHECKING:
    from graph.nodes import Nodes


def nodes_of(*items: str) -> Nodes:
    source = Source("urn:s", "feed.xml", "sha256:0", "2024-01-01T00:00:00Z", "test")
    return evidence(read(rss(*items)), source)[0]


def test_items_that_are_no_reviews_are_counted_in_one_sentence() -> None:
    record = read(rss(NEWS, SALT, item("Another notice", "<p>We moved house.</p>", number=4), OTTO))
    assert [film.title.value for film in record.films] == ["The Salt Road", "Otto"]
    (complaint,) = [one for one in record.complaints if "no review" in one.message]
    assert complaint.message.startswith("2 of 4 items of the feed are no review; the first, 'Our new comment")
    assert complaint.line == 4


def test_a_feed_of_nothing_but_news_is_set_aside() -> None:
    with pytest.raises(SetAside, match="no review"):
        read(rss(NEWS))


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
