"""The pure parts of a crawl: addresses, links, lists of pages, waiting, order."""

from __future__ import annotations

import gzip
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.crawl.addresses import may_be_page, normalise, shape
from graph.crawl.frontier import Frontier, Patience
from graph.crawl.links import as_utf8, read_links
from graph.crawl.listings import Listing, NoListing, read_listing
from graph.crawl.robots import parse
from graph.crawl.scope import BadAddress, scope_of
from graph.retrying import retry_after

BASE = "https://films.example/reviews/2019/"


@pytest.mark.parametrize(
    ("given_", "made"),
    [
        ("HTTP://Films.Example:80/A/../b/./c#top", "http://films.example/b/c"),
        ("https://films.example", "https://films.example/"),
        ("low-tide", "https://films.example/reviews/2019/low-tide"),
        ("//films.example/x", "https://films.example/x"),
        ("?page=2", "https://films.example/reviews/2019/?page=2"),
        ("/%7ejoe/%c3%a9/é b", "https://films.example/~joe/%C3%A9/%C3%A9%20b"),
        ("/100%", "https://films.example/100%25"),
        ("/a?utm_source=x&id=3&fbclid=y&", "https://films.example/a?id=3"),
        ("/a;jsessionid=12AB?id=3", "https://films.example/a?id=3"),
        ("/a?b=1&a=2", "https://films.example/a?b=1&a=2"),
        (" /a\n/b ", "https://films.example/a/b"),
        ("https://Фильм.example/", "https://xn--h1agd3a5b.example/"),
        ("/../../a", "https://films.example/a"),
        ("/a//b", "https://films.example/a//b"),
        ("/a%2Fb", "https://films.example/a%2Fb"),
    ],
)
def test_an_address_has_one_spelling(given_: str, made: str) -> None:
    assert normalise(given_, BASE) == made
    assert normalise(made) == made


@pytest.mark.parametrize(
    "given_",
    ["mailto:a@b.example", "javascript:void(0)", "data:text/html,x", "http://u:p@h.example/", "http://[::1", "http://",
     "http://h.example:99999/", "/" + "a" * 2001, "http://a b.example/", "ftp://films.example/"],
)  # fmt: skip
def test_what_is_no_address_has_none(given_: str) -> None:
    assert normalise(given_, BASE) is None


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_spelling_an_address_twice_changes_nothing_and_never_fails(text: str) -> None:
    made = normalise(text, BASE)
    assert made is None or normalise(made) == made


def test_paths_that_grow_and_files_are_no_pages() -> None:
    assert may_be_page("https://films.example/r/low-tide.html")
    assert not may_be_page("https://films.example/poster.JPG")
    assert not may_be_page("https://films.example" + "/a/b" * 5)
    assert not may_be_page("https://films.example/" + "/".join("abcdefghijklmnopqrs"))


def test_addresses_of_one_template_have_one_shape() -> None:
    assert shape("https://f.example/calendar/2031/07") == shape("https://f.example/calendar/1999/12/")
    assert shape("https://f.example/?p=1") == shape("https://f.example/index.php?p=2&q=3")
    assert shape("https://f.example/tag/a") != shape("https://f.example/r/a")


def test_links_are_read_as_robots_read_them() -> None:
    page = b"""<html><head><base href="/deep/"><link rel=canonical href="/r/1">
    <link rel="alternate" type="application/atom+xml" href="/atom"><link rel=alternate hreflang=de href=/de>
    <link rel="next" href="2"><meta http-equiv=refresh content="5; url='/new'"></head>
    <a href="x">x</a>
    <a href="y.pdf">y</a><a rel="external nofollow" href="z">z</a><a href="#top">t</a>
    <a href="x#end">x</a><a href="mailto:a@b.example">m</a><a download href="d">d</a>
    <area href="/map"></html>"""
    found = read_links(page, "https://films.example/r/1?from=home", {}, "Reelgraph")
    host = "https://films.example"
    assert found.links == (f"{host}/deep/2", f"{host}/new", f"{host}/deep/x", f"{host}/map")
    assert (found.feeds, found.canonical) == ((f"{host}/atom",), f"{host}/r/1")


def test_a_refresh_of_spaces_without_end_leads_nowhere() -> None:
    spaces = " " * 100_000
    page = f'<html><meta http-equiv=refresh content="5{spaces};{spaces}ur"><a href=/x>x</a></html>'
    assert read_links(page.encode(), "https://a.example/", {}, "Reelgraph").links == ("https://a.example/x",)


def test_one_address_without_end_in_a_list_is_read_as_far_as_a_list_may_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("graph.crawl.listings.MAX_ENTRIES", 50)
    feed = b'{"version":"https://jsonfeed.org/version/1","items":[%s{"url":"/b"}]}'
    many = feed % (b'{"url":"/a"},' * 50)
    assert read_listing(many, "https://a.example/").pages == ("https://a.example/a",)


@pytest.mark.parametrize(
    ("header", "followed", "read"),
    [
        ("noindex", True, False),
        ("none", False, False),
        ("otherbot: noindex, nofollow", True, True),
        ("googlebot: nofollow, reelgraph: noindex", True, False),
        ("max-snippet: 5, nofollow", False, True),
    ],
)
def test_the_robots_header_counts_as_the_element_does(header: str, followed: bool, read: bool) -> None:
    found = read_links(b"<a href=/x>x</a>", "https://films.example/", {"x-robots-tag": header}, "Reelgraph")
    assert (bool(found.links), not found.noindex) == (followed, read)


def test_a_canonical_address_may_stand_in_the_header() -> None:
    header = {"link": '</style>; rel=preload, </r/1>; rel="canonical"'}
    assert (
        read_links(b"", "https://films.example/r/1?x", header, "r").canonical == "https://films.example/r/1"
    )


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        ("Смотритель", "cp1251", "windows-1251"),
        ("灯台守", "shift_jis", "Shift_JIS"),
        ("灯台守", "iso2022_jp", "iso-2022-jp"),
        ("“Qué”", "cp1252", "iso-8859-1"),
        ("등대", "utf-8", "euc-kr"),
        ("등대", "utf-8", "no-such-thing"),
    ],
)
def test_text_becomes_utf_8_whatever_it_was_in(text: str, encoding: str, declared: str) -> None:
    assert as_utf8(text.encode(encoding), declared).decode() == text


def test_bytes_that_are_not_what_they_say_stay_as_they_are() -> None:
    for declared in ("ascii", "utf-7", "rot13", "idna", "big5"):
        assert as_utf8(b"\xff\x00\x81", declared) in (b"\xff\x00\x81", "ÿ\x00\x81".encode())


def test_feeds_and_sitemaps_name_pages() -> None:
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://f.example/"/>
    <link rel="next" href="/p2"/><entry><link rel="alternate" href="/r/1"/><link rel="edit" href="/edit/1"/>
    <link rel="enclosure" href="/a.mp3"/>
    <content type="xhtml"><div><a href="/x">x</a></div></content></entry></feed>"""
    assert read_listing(atom, "https://f.example/atom") == Listing(
        ("https://f.example/r/1",), ("https://f.example/p2",)
    )
    rdf = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
    <channel><link>https://f.example/</link></channel><item><link>https://f.example/r/2</link></item></rdf:RDF>"""
    assert read_listing(rdf, "https://f.example/rdf").pages == ("https://f.example/r/2",)
    news = b"""<?xml version="1.0"?><!-- made by hand --><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc> https://f.example/r/3 </loc>
    <image:image><image:loc>https://f.example/3.jpg</image:loc></image:image></url></urlset>"""
    assert read_listing(gzip.compress(news), "https://f.example/s").pages == ("https://f.example/r/3",)
    text = b"\xef\xbb\xbfhttps://f.example/r/4\r\nhttps://f.example/r/5\r\n"
    assert read_listing(text, "https://f.example/s.txt").pages == (
        "https://f.example/r/4",
        "https://f.example/r/5",
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<html></html>",
        b"\x1f\x8b damaged",
        gzip.compress(b"<urlset/>" * 50, mtime=0)[:-9],
        b"\xff\xfe",
    ],
)
def test_what_is_no_list_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(NoListing):
        read_listing(content, "https://f.example/s")


def test_a_sitemap_that_breaks_off_is_read_up_to_there() -> None:
    broken = b"<urlset><url><loc>https://f.example/1</loc></url><url><loc>https://f.example/2</lo"
    assert read_listing(broken, "https://f.example/s").pages[0] == "https://f.example/1"


NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120.0), ("Thu, 01 Jan 2026 00:01:00 GMT", 60.0), ("Wed, 31 Dec 2025 00:00:00 GMT", 0.0),
     ("soon", None), ("-5", None), ("", None), (None, None), ("9" * 40, 999999999999.0),
     (f"Thu, 01 Jan 2026 {10**20}:00:00 GMT", None), (f"Thu, 01 Jan 2026 00:00:00 +{10**14}", None)],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_moment(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def test_what_is_listed_goes_before_links_and_links_go_breadth_first() -> None:
    frontier = Frontier(Patience())
    for address in ("/a", "/b"):
        frontier.add("http://f.example" + address)
    frontier.add("http://f.example/listed", listed=True)
    frontier.add("http://f.example/kept", asked_in=1)
    frontier.add("http://f.example/longer-ago", asked_in=0)
    found: list[str | None] = [frontier.next()]
    frontier.add("http://f.example/a/deeper", "http://f.example/a")
    frontier.add("http://f.example/a")
    while (following := frontier.next()) is not None:
        found.append(following)
    assert [str(one).rpartition("f.example/")[2] for one in found] == [
        "listed", "a", "b", "a/deeper", "longer-ago", "kept",
    ]  # fmt: skip


def test_a_scope_is_one_host_and_port() -> None:
    scope = scope_of("https://films.example/reviews/", ["www.films.example"])
    for address in ("https://films.example/x", "http://films.example/", "https://www.films.example/"):
        assert scope.holds(address)
    for address in (
        "https://films.example:8443/",
        "https://x.films.example/",
        "https://films.example.evil/",
        "x:y",
    ):
        assert not scope.holds(address)


def test_a_host_may_be_private_where_it_was_written_in_digits() -> None:
    assert scope_of("http://127.0.0.1:8000/").places[0].private
    assert scope_of("http://localhost/").places[0].private
    assert not scope_of("http://films.example/", ["other.example"]).places[0].private
    assert all(place.private for place in scope_of("http://a.example/", ["b.example"], private=True).places)
    with pytest.raises(BadAddress, match="--allow-host"):
        scope_of("http://films.example/", ["films/reviews"])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [b"<urlset", b"<rss>", b"<feed ", b">", b"</", b"<url><loc>", b"http://f.example/", b"&a;",
             b"<!DOCTYPE x [", b"]>", b"<a href=", b"'", b"<meta name=robots content=", b"\xff\xfe", b"\x00",
             b"<link rel=canonical href=", b"<base href=//[>", b"%", b"<![CDATA[", b"User-agent:*\n",
             b"Disallow: /", b"$", b"*", b"\n"]
        ) | st.binary(max_size=6),
        max_size=40,
    )
)  # fmt: skip
def test_no_bytes_bring_the_parsers_down(parts: list[bytes]) -> None:
    content = b"".join(parts)
    with suppress(NoListing):
        read_listing(content, BASE)
    with suppress(NoListing):
        read_listing(b"<urlset>" + content, BASE)
    found = read_links(content, BASE, {"link": content.decode("latin-1"), "x-robots-tag": "a:b:c,,"}, "r")
    assert all(normalise(link) == link for link in (*found.links, *found.feeds))
    parse(content, "Reelgraph").allows("/" + content.decode("latin-1"))
