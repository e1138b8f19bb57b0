"""What a robots.txt allows, case by case (RFC 9309)."""

from __future__ import annotations

import pytest

from graph.crawl.robots import MAX_BYTES, Robots, parse

CASES = {
    "the longer rule wins": ("User-agent: *\nDisallow: /\nAllow: /reviews/", "/reviews/x", True),
    "the longer rule wins in any order": ("User-agent: *\nAllow: /a\nDisallow: /a/b", "/a/b/c", False),
    "a tie allows": ("User-agent: *\nDisallow: /p\nAllow: /p", "/p", True),
    "a star stands for anything": ("User-agent: *\nDisallow: /*/print", "/x/print", False),
    "an end is an end": ("User-agent: *\nDisallow: /*.gif$", "/a.gif?x", True),
    "an end is met": ("User-agent: *\nDisallow: /*.gif$", "/a.gif", False),
    "an end without a star": ("User-agent: *\nDisallow: /a$", "/ab", True),
    "a star and an end do not overlap": ("User-agent: *\nDisallow: /aba*aba$", "/aba", True),
    "our group before everybody's": (
        "User-agent: *\nDisallow: /\n\nUser-agent: reelgraph\nDisallow: /x",
        "/y",
        True,
    ),
    "our group without a rule": ("User-agent: reelgraph\n\nUser-agent: o\n\nUser-agent: *\nDisallow: /", "/a",
                                 False),
    "our groups are one": (
        "User-agent: reelgraph\nDisallow: /a\nUser-agent: o\nDisallow: /\nUser-agent: reelgraph\nDisallow:/b",
        "/b",
        False,
    ),
    "several robots, one group": ("User-agent: a\nUser-agent: reelgraph\nDisallow: /a", "/a", False),
    "a delay among the names": (
        "User-agent: reelgraph\nCrawl-delay: 3\nUser-agent: x\nDisallow: /a",
        "/a",
        False,
    ),
    "a blank line ends nothing": ("User-agent: *\n\nDisallow: /a", "/a", False),
    "a part of our name is not ours": ("User-agent: reel\nDisallow: /", "/a", True),
    "a longer name is not ours": ("User-agent: reelgraph-news\nDisallow: /", "/a", True),
    "our name in any case": ("User-Agent: REELGRAPH\nDisallow: /a", "/a", False),
    "our name with a version": ("User-agent: Reelgraph/1.0\nDisallow: /a", "/a", False),
    "paths mind their case": ("User-agent: *\nDisallow: /A", "/a", True),
    "encoded needlessly": ("User-agent: *\nDisallow: /%7Ejoe/", "/~joe/x", False),
    "not encoded": ("User-agent: *\nDisallow: /é", "/%C3%A9", False),
    "an encoded slash is none": ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
    "a byte order mark": ("\ufeffUser-agent: *\nDisallow: /a", "/a", False),
    "comments": ("User-agent: * # all\nDisallow: /a # this", "/a", False),
    "lines that end in CR": ("User-agent: *\rDisallow: /a\r", "/a", False),
    "space before the colon": ("User-agent : *\nDisallow : /a", "/a", False),
    "an empty rule": ("User-agent: *\nDisallow:", "/a", True),
    "robots.txt itself": ("User-agent: *\nDisallow: /", "/robots.txt", True),
    "a query": ("User-agent: *\nDisallow: /*?", "/a?b", False),
    "a rule that begins with a star": ("User-agent: *\nDisallow: *print", "/a/print", False),
    "a rule of nobody": ("Disallow: /\nUser-agent: x\nDisallow: /a", "/b", True),
    "a sitemap within a group": ("User-agent: a\nSitemap: s\nUser-agent: reelgraph\nDisallow: /a", "/a",
                                 False),
    "a page of HTML": ("<!DOCTYPE html><html><body>Not found</body></html>", "/a", True),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_it_decides_as_the_rfc_does(name: str) -> None:
    text, path, allowed = CASES[name]
    assert parse(text.encode(), "Reelgraph").allows(path) is allowed


def test_the_delay_and_the_sitemaps_are_read() -> None:
    text = b"Sitemap: https://a.example/1\nUser-agent: *\nCrawl-delay: 2.5\nSITEMAP:https://a.example/2"
    assert parse(text, "Reelgraph") == Robots((), 2.5, ("https://a.example/1", "https://a.example/2"))


@pytest.mark.parametrize("value", ["soon", "-1", "nan", "inf", ""])
def test_a_delay_that_is_none_is_none(value: str) -> None:
    assert parse(f"User-agent: *\nCrawl-delay: {value}".encode(), "Reelgraph").delay is None


def test_lines_of_spaces_without_end_are_no_rules() -> None:
    content = b" " * 200_000 + b"\nUser-agent: *\n" + b"a " * 50_000 + b"\n Disallow : /x \n" + b"\t" * 50_000
    assert [rule.pattern for rule in parse(content, "Reelgraph").rules] == ["/x"]


def test_stars_without_number_and_a_file_without_end_are_read_in_a_moment() -> None:
    robots = parse(("User-agent: *\nDisallow: /" + "*a" * 2000 + "$").encode(), "Reelgraph")
    assert robots.allows("/" + "a" * 1900 + "b")
    assert parse(b"User-agent: *\n" + b"Disallow: /a\n" * 1_000_000, "Reelgraph").rules[0].pattern == "/a"
    late = b"#" * MAX_BYTES + b"\nUser-agent: *\nDisallow: /"
    assert parse(late, "Reelgraph").allows("/a")
