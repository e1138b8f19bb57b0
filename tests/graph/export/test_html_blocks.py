"""A block put into pages of every kind: it can be taken out again, and nothing else is touched."""

# ruff: noqa: E501 - broken HTML, many pieces a line

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.export.html_blocks import Page, Unreadable, element, to_ascii

BLOCK = '{\n  "name": "é </script><!-- \u2028 𝄞"\n}'
MADE = b'<script type="application/ld+json" data-reelgraph="block">'

#: What pages are made of, whole and broken, to be put together in any order.
PIECES = [
    b"<!doctype html>", b"<html lang=en>", b"<head>", b"</head>", b"<body>", b"</body>", b"</html>", b"<p>", b"text ",
    b"\r\n", b"\n", b" ", b"\t", b"<title>", b"</title>", b"<title>a</head>b</title>", b"<!-- </head> -->", b"<!--",
    b"-->", b"<!-->", b"<!--->", b"--!>", b"<script>", b"</script>", b"<script>'</head>'</script>", b"</SCRIPT >",
    b"<script><!--<script></script></head>--></script>", b"<style>", b"</style>", b"<noscript>", b"</noscript>",
    b"<template>", b"</template>", b"<template><svg></head></template>", b"<meta charset=utf-8>", b"<link rel=x",
    b'<link rel="canonical" href="https://a.example/x">', b"<base href='/y/'>", b"<a b='>' c=\">\">", b"<a b='", b'"',
    b"'", b"<", b">", b"</", b"</>", b"<?xml version='1.0'?>", b"<![CDATA[ </head> ]]>", b"<!x>", b"<svg>", b"</svg>",
    b"<textarea>", b"</textarea>", b"<plaintext>", b"<frameset>", b"<noframes>", b"</noframes>", b"<select>", b"\0",
    b"\xff", b"\xef\xbb\xbf", b"\xe9", "é𝄞".encode(), b"\x1b$B", b"\x1b(B", b"</br>", b"<br/>", b"<table><tr>",
    b"data-reelgraph", b'<script type="application/ld+json">{}</script>', b"<iframe>", b"</iframe>", b"<math>",
]  # fmt: skip
pages = st.lists(st.sampled_from(PIECES), max_size=25).map(b"".join)
#: A page with an element in it that asks for our block.
ASKING = b"<script data-reelgraph type='application/LD+JSON'>\n</script>"


def put(page: bytes, block: str = BLOCK) -> bytes:
    return Page(page).with_block(block)


@settings(max_examples=600)
@given(pages | st.binary(max_size=200) | st.tuples(pages, st.binary(max_size=20)).map(b"".join))
@example(b"")
@example(b"<!doctype html><!-- x")
@example(b"<title>never closed</head>")
@example(b"<template><template></template></head>")
def test_the_block_comes_out_again_and_twice_is_once(page: bytes) -> None:
    try:
        once = put(page)
    except Unreadable:
        return
    read = Page(once)
    assert read.without_block() == page
    assert once.isascii() == page.isascii()
    assert put(once) == once
    assert json.loads(read.block() or "") == json.loads(BLOCK)
    other = put(once, '{"a": 1}')
    assert Page(other).without_block() == page
    assert put(other) == once


@settings(max_examples=300)
@given(pages, pages)
def test_an_element_that_asks_for_the_block_is_filled_where_it_stands(before: bytes, after: bytes) -> None:
    try:
        page = Page(before + ASKING + after)
    except Unreadable:
        return
    if not page.elements:
        return  # what comes before it has swallowed it
    filled = page.with_block(BLOCK)
    inside = ASKING.partition(b"\n")
    assert filled.startswith(before + inside[0])
    assert filled.endswith(inside[2] + after)
    assert put(filled) == filled
    emptied = Page(filled).without_block()
    assert emptied == before + ASKING.replace(b"\n", b"") + after
    assert Page(emptied).block() is None


@pytest.mark.parametrize(
    ("page", "before"),
    [
        (b"<!doctype html><html><head><title>x</title></head><body>", b"</head><body>"),
        (b"<head><script>var a = '</head>';</script></HEAD\n>", b"</HEAD\n>"),
        (b"<head><script><!-- <script> </script> </head> --></script></head>", b"</head>"),
        (b"<head><!-- </head> --><title></head></title></head>", b"</head>"),
        (b"<head><!--></head><!-- -->", b"</head><!-- -->"),
        (b"<head><meta content='</head>' name=x></head>", b"</head>"),
        (b"<head><style></head></style><noscript></head></noscript></head>", b"</head>"),
        (b"<head><template></head><p></template></head>", b"</head>"),
        (b"<head><template><svg></head></template></head>", b"<template><svg></head></template></head>"),
        (b"<title>x</title>\n<p>no head", b"<p>no head"),
        (b"\n  just text", b"just text"),
        (b"<!doctype html>\n<!-- c -->\n<body>", b"<body>"),
        (b"<head></p></div><link rel=x></br>", b"</br>"),
        (b"<head><link rel=x><div></head>", b"<div></head>"),
        (b"<head><title>never closed</head>", b"<title>never closed</head>"),
        (b"<head><meta name=x", b"<meta name=x"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html><frameset>", b"<frameset>"),
    ],
)  # fmt: skip
def test_the_block_stands_at_the_end_of_the_head(page: bytes, before: bytes) -> None:
    assert page.endswith(before)
    whole = put(page)
    place = whole.index(MADE)
    assert whole[:place] + before == page


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "windows-1252", "shift_jis",
                                      "gb18030", "big5", "euc-kr", "iso2022_jp", "koi8-r"])  # fmt: skip
def test_the_block_reads_the_same_in_every_encoding(encoding: str) -> None:
    letters = {"windows-1252": "é", "koi8-r": "фильм", "euc-kr": "영화"}.get(encoding, "映画表")
    text = f"<!doctype html><head><title>{letters} ソ</title></head><body>{letters}"
    page = ("\ufeff" + text if encoding == "utf-16-be" else text).encode(encoding, "ignore")
    whole = put(page)
    assert Page(whole).without_block() == page
    read = whole.decode(encoding)
    inside = read.partition(MADE.decode())[2].partition("</script>")
    assert json.loads(inside[0]) == json.loads(BLOCK)
    assert inside[2].startswith("</head><body>")


def test_the_lines_of_the_block_end_as_those_of_the_page() -> None:
    whole = put(b"<head>\r\n</head>\r\n")
    assert whole.count(b"\n") == whole.count(b"\r\n") > 2
    assert b"\r" not in put(b"<head>\n</head>\n")


@pytest.mark.parametrize(
    "page",
    [
        b"<p>first</p><meta charset=utf-8>",
        b"<!doctype html><!-- <head></head>",
        b"<h\0t\0m\0l\0>\0",
        "\ufeff<head>".encode("utf-32-le"),
        "<title>映</title>".encode("iso2022_jp") + b"\x1b(J<p>",
    ],
)
def test_a_page_that_the_block_would_harm_is_refused_with_the_reason(page: bytes) -> None:
    with pytest.raises(Unreadable, match=r"^(it is|its) "):
        put(page)


def test_two_blocks_of_ours_become_one() -> None:
    page = b"<head></head><body>"
    twice = put(page).replace(b"</head>", element(BLOCK).encode() + b"</head>")
    assert twice.count(MADE) == 2
    assert put(twice) == put(page)
    assert Page(twice).without_block() == page


@pytest.mark.parametrize(
    "decoy",
    [
        b"<!-- %s -->", b"<textarea>%s</textarea>", b"<title>%s</title>", b"<style>%s</style>",
        b"<div title='%s'>", b"<script>var a = `%s",
    ],
)  # fmt: skip
def test_what_only_looks_like_our_element_is_left_alone(decoy: bytes) -> None:
    opening = MADE.replace(b"'", b"") + b"{}</scr" + b"ipt>"
    page = Page(b"<head></head>" + decoy.replace(b"%s", opening))
    assert page.elements == []


def test_a_script_that_runs_is_never_taken_for_ours() -> None:
    page = b'<head><script data-reelgraph="block">run()</script></head>'
    assert b"run()</script>" + MADE in put(page)


def test_the_addresses_that_a_page_names() -> None:
    page = Page(
        b"<base href='/reviews/'><link rel='alternate canonical' href=' x?a=1&amp;b=2 '>"
        b"<meta content=https://a.example/y property=og:url><link rel=stylesheet href=z>"
        b"<!-- <link rel=canonical href=no> -->"
    )
    assert (page.base, page.addresses) == ("/reviews/", ["x?a=1&b=2", "https://a.example/y"])


@given(st.text())
def test_a_block_in_ascii_holds_the_same(text: str) -> None:
    block = to_ascii(json.dumps({"a": text}, ensure_ascii=False))
    assert block.isascii()
    assert not set("<>&") & set(block)
    assert json.loads(block) == {"a": text}


def test_reading_takes_time_in_proportion_to_the_page() -> None:
    # Each of these once cost a tokenizer of this kind the square of its length.
    for piece in (
        b"<!--",
        b"<a b='",
        b"<title>",
        b"<script><!--",
        b"</",
        b"<!",
        b"<",
        b"<a =",
        b"<template>",
        b"<a\n",
    ):
        Page(piece * 200_000)
