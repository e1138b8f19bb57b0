"""Whatever the bytes are, reading ends soon, with a record or with a reason."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.records import DocumentRecord, SetAside
from graph.sources import KINDS, READERS, read
from graph.sources.html import data_values
from tests.graph.sources.pages import ONE, PROSE

PIECES = """Director: Writer Starring Cast Film Credits (2019) 91 minutes as Rated R *** ★★★ | ‧ By ---
+++ { <p> </p> <html> <br> title: grade: B+ Ann Lee Bo Now playing directed by “Bee” , . ; ( ) :"""
WORDS = st.sampled_from([*PIECES.split(), "\t", "\n", "\n\n", "\r"])


def outcome(content: bytes, kind: str | None = None) -> DocumentRecord | SetAside:
    try:
        return read(content, kind=kind)
    except SetAside as reason:
        return reason


@given(st.binary(max_size=2000), st.sampled_from([None, *KINDS]))
def test_random_bytes(content: bytes, kind: str | None) -> None:
    assert isinstance(outcome(content, kind), DocumentRecord | SetAside)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=200, deadline=None)
@given(st.lists(WORDS | st.text(max_size=8), max_size=120), st.sampled_from([None, *KINDS]))
def test_random_pages(words: list[str], kind: str | None) -> None:
    text = " ".join(words) + "\n\n" + PROSE
    assert isinstance(outcome(text.encode("utf-8", "replace"), kind), DocumentRecord | SetAside)


@pytest.mark.parametrize(
    "unit",
    [
        "Director\nAnn Lee\nBo Li as X\nword\n",
        "Director: Ann Lee\n",
        "“A” directed by ",
        "writer/director/",
        "A ",
        "(",
        "*",
        "a\tb\n",
        "<div>",
        "[",
        ONE,
        ONE + "\n\n",
    ],
)
def test_time_grows_in_a_line(unit: str) -> None:
    def seconds(size: int) -> float:
        content = (unit * (size // len(unit.encode()) + 1)).encode()
        start = time.process_time()
        outcome(content)
        return time.process_time() - start

    # One of three is enough, because what else runs on a machine can only add to a figure.
    allowed = max(1.0, 10 * seconds(100_000))
    assert any(seconds(400_000) < allowed for _ in range(3))


@pytest.mark.parametrize(
    "page",
    [
        '<p class="{0}" id="{0}">x</p>'.format("_" * 200_000),
        '<a href="/{}">Bo</a>'.format("1" * 200_000),
        "<td>A" * 20_000,
        "<script type='application/ld+json'>"
        + json.dumps({"@type": "Movie", "name": "Kite", "director": "A,B\n" * 50_000})
        + "</script>",
    ],
    ids=["a class", "an address", "cells", "directors"],
)
def test_long_runs_in_markup_come_to_an_end(page: str) -> None:
    """Each took minutes once, or had no end at all."""
    html = f"<!doctype html><html><body><h1>Kite (2005)</h1><p>{PROSE}</p>{page}</body></html>"
    assert isinstance(outcome(html.encode()), DocumentRecord | SetAside)


@pytest.mark.parametrize("opening", ["[", "{", "- ", "{a: ", "[{x: "])
def test_front_matter_nested_without_end_is_set_aside_and_ends_no_reader(opening: str) -> None:
    page = f"---\ntitle: Salt Road\nx:\n  {opening * 9_000}\n---\n\n{PROSE}"
    with pytest.raises(SetAside):
        read(page.encode())


def test_a_list_of_a_thousand_rated_lines_is_read_line_by_line() -> None:
    lines = "".join(f"Salt Road {number} ***\n" for number in range(2_000))
    assert isinstance(outcome(f"Salt Road (2011)\n\n{PROSE}\n\n{lines}".encode()), DocumentRecord)


def test_markdown_of_brackets_without_end_is_set_aside() -> None:
    found = outcome(f"# Kite (2005)\n\n{PROSE}\n\n{'[' * 50_000}".encode(), "markdown")
    assert isinstance(found, SetAside)
    assert "50,000 brackets" in found.reason


def test_a_page_of_many_reviews_looks_through_its_data_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: each entry going through all of the data, 400 took ten times as long."""
    looked: list[object] = []

    def counted(node: dict[str, Any]) -> set[str]:
        looked.append(node)
        return types_of(node)

    types_of = data_values.types_of
    monkeypatch.setattr("graph.sources.html.structured.types_of", counted)

    def looks(many: int) -> int:
        named = [f"Film {chr(65 + number // 26)}{chr(97 + number % 26)} at Sea" for number in range(many)]
        data = [
            {"@type": "Review", "itemReviewed": {"@type": "Movie", "name": name},
             "author": {"@type": "Person", "name": "Ann Lee"}, "reviewRating": {"ratingValue": 3}}
            for name in named
        ]  # fmt: skip
        body = "".join(f"<h3>{name}</h3><p>{ONE * 2}</p>" for name in named)
        head = f"<script type='application/ld+json'>{json.dumps({'@graph': data})}</script>"
        looked.clear()
        found = outcome(f"<html><head>{head}</head><body><h1>Short takes</h1>{body}</body></html>".encode())
        assert isinstance(found, DocumentRecord)
        assert len(found.reviews) == many
        return len(looked)

    assert looks(80) < 6 * looks(20)


def test_encodings() -> None:
    page = f"Café (2019)\n\nDirector: José Li\n\n{PROSE}\n"
    for content in (
        page.encode(),
        page.encode("utf-8-sig"),
        page.encode("utf-16"),
        page.encode("cp1252"),
        page.replace("\n", "\r\n").encode(),
    ):
        record = outcome(content)
        assert isinstance(record, DocumentRecord)
        assert record.films[0].title.value == "Café"
        assert record.roles[0].name.first_line == 3


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        (b"%PDF-1.7 ...", "PDF", 1),
        (b"Title\n\x00\x01\x02", "binary", 2),
        ("카페 리뷰\n".encode("euc-kr") * 9, "not valid UTF-8", 1),
        ("One\nTwo caf\u00e9 \u2019".encode() + b"\xff", "not valid UTF-8", 2),
        (b"x" * 6_000_000, "limit", None),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "feed", 1),
        (
            b'<!DOCTYPE rss [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss><channel>&b;</channel></rss>',
            "entities",
            1,
        ),
        (b"<!---->" * 300 + b"x", "No film found", None),
        (b"<?xml version='1.0'?>" + b"<!-- a --> <?b?>" * 200 + b"x", "XML", 1),
        (b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="urn:rdf"><a/></rdf:RDF>', "XML", 1),
        (b"PK\x03\x04 and then nothing of an archive", "damaged", None),
        (b"PAR1 and then nothing of a table PAR1", "damaged", None),
    ],
)
def test_undecodable_and_foreign_documents_say_why(content: bytes, reason: str, line: int | None) -> None:
    result = outcome(content)
    assert isinstance(result, SetAside)
    assert reason in result.reason
    assert result.line == line


def test_the_limit_is_settable_and_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(SetAside, match="limit of 10"):
        read(b"x" * 11, max_bytes=10)
    with pytest.raises(ValueError, match="unknown kind"):
        read(b"x", kind="poem")
    assert set(READERS) == set(KINDS)
