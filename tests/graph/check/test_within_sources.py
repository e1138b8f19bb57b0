"""Where a page's data for machines and the page that a visitor sees disagree, ``reelgraph check`` says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from server.command import main
from tests.graph.sources.pages import ONE, THREE

if TYPE_CHECKING:
    from pathlib import Path

JSON = """<script type="application/ld+json">{"@context":"https://schema.org","@type":"Review",
"author":{"@type":"Person","name":"Bo Li"},"datePublished":"2015-02-03",
"reviewRating":{"@type":"Rating","ratingValue":"2","bestRating":"4"},
"itemReviewed":{"@type":"Movie","name":"The Salty Road","dateCreated":"2013","duration":"PT90M"}}</script>"""
MICRODATA = """<div itemscope itemtype="https://schema.org/Review"><meta itemprop="datePublished"
content="2015-02-03"><span itemprop="author" itemscope itemtype="https://schema.org/Person">
<meta itemprop="name" content="Bo Li"></span><span itemprop="itemReviewed" itemscope
itemtype="https://schema.org/Movie"><meta itemprop="name" content="The Salty Road">
<meta itemprop="dateCreated" content="2013"><meta itemprop="duration" content="PT90M"></span>
<span itemprop="reviewRating" itemscope itemtype="https://schema.org/Rating">
<meta itemprop="ratingValue" content="2"><meta itemprop="bestRating" content="4"></span></div>"""
RDFA = """<div vocab="https://schema.org/" typeof="Review"><meta property="datePublished"
content="2015-02-03">
<span property="author" typeof="Person"><meta property="name" content="Bo Li"></span>
<span property="itemReviewed" typeof="Movie"><meta property="name" content="The Salty Road">
<meta property="dateCreated" content="2013"><meta property="duration" content="PT90M"></span>
<span property="reviewRating" typeof="Rating"><meta property="ratingValue" content="2">
<meta property="bestRating" content="4"></span></div>"""


def page(data: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>The Salt Road movie review (2014) | The Lantern</title></head>
<body><article><h1>The Salt Road</h1>{data}
<p class="review-meta">104 minutes ‧ PG ‧ 2014</p>
<div><img class="filled star35" src="/s.svg" alt=""></div>
<p class="byline">by <a rel="author" href="/al">Al Doe</a></p>
<time datetime="2015-02-05">February 5, 2015</time>
<div class="entry-content"><p>{ONE}</p><p>{THREE}</p></div></article></body></html>"""


def checked(place: Path, data: str) -> str:
    (place / "page.html").write_text(page(data), "utf-8")
    command = CliRunner()
    arguments = ["--data", str(place / "data")]
    command.invoke(main, ["ingest", str(place / "page.html"), *arguments], catch_exceptions=False)
    return command.invoke(main, ["check", *arguments], catch_exceptions=False).output


@pytest.mark.parametrize("data", [JSON, MICRODATA, RDFA], ids=["JSON-LD", "microdata", "RDFa"])
def test_every_field_that_data_and_page_state_differently_is_named(tmp_path: Path, data: str) -> None:
    said = checked(tmp_path, data)
    for field, taken, other in (
        ("title", "The Salty Road", "The Salt Road movie review (2014) | The Lantern"),
        ("year", "2013", "104 minutes ‧ PG ‧ 2014"),
        ("running time", "90", "104 minutes ‧ PG ‧ 2014"),
        ("rating", "2", "filled star35"),
        ("critic", "Bo Li", "Al Doe"),
        ("date", "2015-02-03", "2015-02-05"),
    ):
        assert f"page.html: its {field} was taken to be {taken}, but it says “{other}”" in said


def test_a_page_that_agrees_with_its_data_contradicts_nothing(tmp_path: Path) -> None:
    same = JSON.replace("Salty", "Salt").replace("2013", "2014").replace("PT90M", "PT1H44M")
    same = same.replace("Bo Li", "Al Doe").replace("2015-02-03", "2015-02-05").replace('"2"', '"3.5"')
    assert "contradicts" not in checked(tmp_path, same)
