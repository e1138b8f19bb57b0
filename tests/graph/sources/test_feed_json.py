"""JSON Feed, version 1 and 1.1: told by its version, cut by its brackets, read as the other feeds are."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.crawl.links import read_links
from graph.crawl.listings import Listing, NoListing, is_listing, read_listing
from graph.intake.containers import open_container, parts_of
from graph.records import SetAside
from graph.sources import feed, read
from graph.sources.feeds import json_feed as feed_json

ONE = "A widow drives a truck of salt over a mountain because nobody else will, and the film asks no more."
V1, V11 = "https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"
SALT = {
    "id": "https://reel.example/1",
    "url": "/1?utm_source=feed",
    "title": "Review: The Salt Road (2019)",
    "content_html": f"<p>{ONE}</p>\n<p>Directed by Bo Li. Starring Al Roe. 104 minutes.</p>\n<p>3/5</p>",
    "content_text": "Something else.",
    "date_published": "2019-05-03T23:30:00-05:00",
    "date_modified": "2024-01-01T00:00:00Z",
    "authors": [{"name": "Ann Lee", "url": "https://ann.example/"}, {"url": "https://nobody.example/"}],
    "tags": ["Drama"],
    "image": "https://reel.example/salt.jpg",
}
OTTO = {"id": 2, "title": "Otto (1978)", "content_text": f"{ONE}\n\nGrade: B+"}


def json_feed(*items: Any, version: str = V11, **more: Any) -> dict[str, Any]:
    return {
        "version": version,
        "title": "Film | The Courier",
        "home_page_url": "https://reel.example/",
        **more,
        "items": list(items),
    }


def written(said: dict[str, Any], **how: Any) -> bytes:
    return json.dumps(said, **how).encode()


def test_an_item_is_read_as_a_page_with_what_the_feed_says_of_it() -> None:
    content = written(json_feed(SALT), indent=1)
    record = read(content, name="anything.bin")
    (film,), (review,) = record.films, record.reviews
    lines = content.decode().split("\n")
    assert record.kind == "feed"
    assert film.year is not None
    assert (film.title.value, film.year.value) == ("The Salt Road", 2019)
    assert film.runtime_minutes is not None
    assert film.runtime_minutes.value == 104
    assert '"content_html"' in lines[film.runtime_minutes.first_line - 1]  # all of it stands on this line
    assert film.runtime_minutes.last_line == film.runtime_minutes.first_line
    assert [genre.value for genre in film.genres] == ["Drama"]
    assert [critic.value for critic in review.critics] == ["Ann Lee"]
    assert review.published_on is not None
    assert review.published_on.value == dt.date(2019, 5, 3)
    assert '"date_published"' in lines[review.published_on.first_line - 1]
    assert review.page is not None
    assert review.page.value == "https://reel.example/1"
    assert review.publication is not None
    assert review.publication.value == "The Courier"
    assert '"Film | The Courier"' in lines[review.publication.first_line - 1]
    assert review.text is not None
    assert review.text.value == ONE
    assert review.rating is not None
    assert review.rating.value.value == "3"
    assert review.image is not None


def test_version_1_has_one_author_and_what_the_feed_says_of_itself_may_stand_behind_its_items() -> None:
    said = json_feed(OTTO, version=V1, author={"name": "Cy Doe"})
    first, last = read(written(said)), read(written(dict(reversed(said.items()))))
    for record in (first, last):
        (review,) = record.reviews
        assert [critic.value for critic in review.critics] == ["Cy Doe"]
        assert review.publication is not None
        assert review.publication.value == "The Courier"
        assert review.page is None  # an id that is no address
        assert review.rating is not None
    assert first.films[0].key == last.films[0].key


@pytest.mark.parametrize(
    "content",
    [
        written(json_feed(SALT)).replace(b"/", b"\\/"),  # as PHP writes it
        b"\xef\xbb\xbf" + written(json_feed(SALT)),
        written(json_feed(SALT, next_url="https://reel.example/2", _podcast={"items": [{"id": 1}]})),
        written(json_feed("no item", ["neither"], SALT)),
        written(json_feed(SALT)).replace(b"}]}", b",}],}").replace(b"<p>Directed", b"\n<p>Directed"),
    ],
)
def test_habits_of_generators_cost_nothing(content: bytes) -> None:
    assert [film.title.value for film in read(content).films] == ["The Salt Road"]


def test_plain_text_is_no_markup_and_a_summary_is_only_a_beginning() -> None:
    text = f"{ONE} He says <p> and <b>means it.\n\nGrade: B+"
    (review,) = read(written(json_feed({**OTTO, "content_text": text}))).reviews
    assert review.text is not None
    assert review.text.value.endswith("He says <p> and <b>means it.")
    clipped = {"id": "3", "title": "Otto (1978)", "summary": f"{ONE} {ONE} [...]"}
    assert any("only the beginning" in one.message for one in read(written(json_feed(clipped))).complaints)


def test_an_item_whose_text_is_spoken_is_an_episode() -> None:
    spoken = {**OTTO, "attachments": [{"url": "https://a.example/1.mp3", "mime_type": "audio/mpeg"}]}
    del spoken["content_text"]
    record = read(written(json_feed(SALT, {**spoken, "summary": ONE})))
    assert [film.title.value for film in record.films] == ["The Salt Road"]
    assert any("1 episode" in one.message for one in record.complaints)


def test_a_broken_item_costs_no_other_and_one_that_never_ends_is_left_out() -> None:
    broken = written(json_feed(SALT, OTTO, OTTO)).replace(b'{"id": 2', b'{"id" 2', 1)
    assert [film.title.value for film in read(broken).films] == ["The Salt Road", "Otto"]
    cut = written(json_feed(SALT, OTTO))[:-30]
    record = read(cut)
    assert [film.title.value for film in record.films] == ["The Salt Road"]
    assert any("never ends" in one.message for one in record.complaints)


@pytest.mark.parametrize(
    "content",
    [
        b'{"version": "https://jsonfeed.org/version/1", "items": [' + b"[" * 100_000,
        b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": ' + b'{"a":' * 100_000,
        b'{"version": "https://jsonfeed.org/version/1", "items": "' + b'\\"' * 100_000,
        b'{"version": "https://jsonfeed.org/version/1", "items": [' + b'{"id":"\\ud800","title":1e999},' * 5,
        written(json_feed({"id": "x" * 10, "title": "\ud800", "content_html": "\x00" * 50})),
        written(json_feed()),
        written({"version": "https://jsonfeed.org/version/2", "items": []}),
    ],
)
def test_a_hostile_or_empty_feed_is_set_aside(content: bytes) -> None:
    with pytest.raises(SetAside):
        read(content)


@given(st.binary(max_size=200), st.integers(0, 400))
def test_bytes_put_anywhere_into_a_feed_end_in_a_record_or_a_reason(junk: bytes, at: int) -> None:
    content = written(json_feed(OTTO))
    with suppress(SetAside):
        assert read(content[:at] + junk + content[at:]).kind


def test_items_are_sources_of_their_own_and_told_apart_as_those_of_other_feeds(tmp_path: Any) -> None:
    path = tmp_path / "feed.json"
    path.write_bytes(written(json_feed(SALT, OTTO)))
    with path.open("rb") as file:
        before = open_container(file, "feed.json", None, tmp_path, lambda _head, _name: 1 << 30)
    path.write_bytes(written(json_feed({**OTTO, "id": 3}, SALT, {**OTTO, "content_text": ONE})))
    with path.open("rb") as file:
        after = open_container(file, "feed.json", None, tmp_path, lambda _head, _name: 1 << 30)
    assert before is not None
    assert after is not None
    had = {part.key: part.hash for part in parts_of(before)}
    has = {part.key: part.hash for part in parts_of(after)}
    assert len(had) == 2
    assert had.keys() < has.keys()
    assert [key for key in had if had[key] == has[key]] == [next(iter(had))]  # of Otto the text is another


def test_a_site_that_announces_one_is_crawled_by_it() -> None:
    page = b"""<link rel=alternate type="application/feed+json" href="/feed.json">
    <link rel=alternate type="application/json" href="/old/feed.json">
    <link rel=alternate type="application/json" href="/wp-json/wp/v2/posts/1">"""
    found = read_links(page, "https://reel.example/", {}, "Reelgraph").feeds
    assert found == ("https://reel.example/feed.json", "https://reel.example/old/feed.json")
    content = written(
        json_feed(SALT, OTTO, next_url="/feed-2.json", feed_url="https://reel.example/feed.json")
    )
    assert is_listing(content)
    assert read_listing(content, found[0]) == Listing(
        ("https://reel.example/1",), ("https://reel.example/feed-2.json",)
    )
    with pytest.raises(NoListing):
        read_listing(b'{"posts": []}', found[1])


def test_json_that_is_no_feed_is_none() -> None:
    for text in ('{"items": [1]}', '[{"version": "https://jsonfeed.org/version/1"}]', "{}", ""):
        assert not feed_json.recognise(text)
        assert not feed.recognise(text)
