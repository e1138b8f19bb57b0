"""What sites have beside their pages is told from what may be a review, by content and only then by name."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from graph.records import NoDocument, SetAside
from graph.sources import read
from tests.graph.sources.pages import PROSE

PAGE = f"Low Tide (2019)\n\nby Edda Holm\n\n***\n\n{PROSE}\n"
BESIDE = [
    (b"\x89PNG\r\n\x1a\n\0", "x", "picture"),
    (b"RIFF\0\0\0\0WEBPVP8 ", "x", "picture"),
    (b"\0\0\0\x1cftypavif\0\0", "x", "picture"),
    (b"BM\x36\0\0\0\0\0\0\0\x36", "x", "picture"),
    (
        b"<?xml version='1.0'?>\n<!-- made by hand -->\n<svg xmlns='http://www.w3.org/2000/svg'/>",
        "x",
        "picture",
    ),
    (b"\0\0\1\0\1\0", "favicon.ico", "picture"),
    (b"wOF2\0\1\0\0", "x", "font"),
    (b"OTTO\0\x0b", "x", "font"),
    (b"ID3\x04\0\0", "x", "sound"),
    (b"\0\0\0\x18ftypisom", "x", "video"),
    (b"MZ\x90\0\3\0\0\0", "x", "program"),
    (b"\xd0\xcf\x11\xe0\0\0", "a/Thumbs.db", "settings file"),
    (b"body { margin: 0 }", "a/b.css", "style sheet"),
    (b"body { margin: 0 }", "b.css?ver=6.1.1", "style sheet"),
    (b"/* <div><p></p><p></p></div> */ <table></table><span></span><div></div>;", "b.js@ver=3", "script"),
    (b"# A script, whatever its first line looks like\nprint(1)\n", "build.py", "script"),
    (b"<?php echo 1;", "index.php", "script"),
    (b'{"version":3,"mappings":""}', "b.js.map", "source map"),
    (b'{"name":"Reel","icons":[]}', "site.webmanifest", "settings file"),
    (b"title: Reel\n", "_config.yml", "settings file"),
    (b"User-agent: *\nDisallow: /private\n", "robots.txt", "settings file"),
    (b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', "x", "sitemap"),
    (b'{"version":"1.0","provider_name":"Reel","type":"rich","html":"<p>"}', "embed@url=x", "settings file"),
    (b'<?xml version="1.0"?><rsd version="1.0"/>', "xmlrpc.php?rsd", "settings file"),
    (b"WEBVTT\n\n00:01 --> 00:02\nHello\n", "trailer.vtt", "subtitles"),
]


@pytest.mark.parametrize(("content", "name", "what"), BESIDE)
def test_what_is_no_document_is_told_as_what_it_is(content: bytes, name: str, what: str) -> None:
    with pytest.raises(NoDocument) as raised:
        read(content, name=name)
    assert raised.value.what == what


def word() -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("word/document.xml", "<w:document/>")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"%PDF-1.7", "review.pdf", "a PDF file, which may hold a review"),
        (b"\xd0\xcf\x11\xe0\0\0", "review.doc", "an old office document, which may hold a review"),
        (word(), "review.docx", "a Word document, which may hold a review"),
        (b"{\\rtf1 Otto}", "review.rtf", "an RTF document, which may hold a review"),
        (b"SQLite format 3\0", "reviews.db", "a database, which may hold a review"),
        (b'{"reviews": []}', "reviews.json", "JSON data"),
        (b"reviews:\n  - title: Otto\n", "reviews.yml", "YML data"),
    ],
)
def test_what_may_hold_a_review_is_set_aside_and_says_so(content: bytes, name: str, words: str) -> None:
    with pytest.raises(SetAside) as raised:
        read(content, name=name)
    assert not isinstance(raised.value, NoDocument)
    assert words in raised.value.reason


@pytest.mark.parametrize(
    "text", [PAGE, *(PAGE.replace("Low Tide", title) for title in ("OTTO", "BMX Bandits", "ID3", "MZ", "BM"))]
)
def test_a_review_whose_title_begins_as_a_picture_or_a_font_does_is_read(text: str) -> None:
    assert read(text.encode()).kind == "review_text"


@pytest.mark.parametrize("name", ["page.css", "page.js", "index.php", "index.php?id=3", "robots.txt"])
def test_a_page_is_one_whatever_it_is_called(name: str) -> None:
    page = f"<!doctype html><html><body><h1>Low Tide (2019)</h1><p>{PROSE}</p><p>3/5</p></body></html>"
    assert read(page.encode(), name=name).kind == "review_html"
