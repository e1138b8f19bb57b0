"""Whatever a page's text holds, a browser reads the block back unchanged and nothing breaks out of it."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph.export.text import embed

TEXTS = {
    "end of the element": "</script><script>window.broken = 1</script>",
    "end in capitals": "</SCRIPT\n>",
    "comment": "<!-- <script> --!> -->",
    "line separators": "one\u2028two\u2029three",
    "lone surrogates": "high \ud83d low \udc00 end",
    "right to left": "\u202eabc\u200f\u2066אבג\u2069",
    "entities": "&lt;b&gt; &amp;amp; &#60;",
    "controls": "".join(map(chr, range(32))) + "\x7f\x85\ufeff\ufffe\uffff",
    "quotes": "\\\" ' ` ${x} \\u003c",
    "astral": "𝄞 🎬 한글",
    "long": "A headline & a half </script> " * 3500,
}


def block(text: str) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "Review",
        "headline": text,
        "mentions": [{"name": text}],
    }


def _answer(body: bytes, route: Any) -> None:
    route.fulfill(body=body, content_type="text/html")


def test_a_browser_reads_every_text_back_unchanged(browser: Any) -> None:
    page = browser.new_page()
    page.set_default_timeout(60_000)
    try:
        for name, text in TEXTS.items():
            html = (
                "<!doctype html><html><head><meta charset=utf-8>"
                f'<script type="application/ld+json">{embed(block(text))}</script></head>'
                "<body><p>ok</p></body>"
            )
            # As bytes, the way a server sends it: the text has to survive UTF-8.
            body = html.encode()
            page.route("http://page.example/", partial(_answer, body))
            page.goto("http://page.example/")
            read = page.evaluate(
                "() => { const b = JSON.parse(document.querySelector('script').textContent);"
                " return [b.headline, b.mentions[0].name].map((t) => [...Array(t.length).keys()]"
                ".map((i) => t.charCodeAt(i))); }"
            )
            units = list(memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H"))
            assert read == [units, units], name
            assert page.evaluate("document.scripts.length") == 1, name
            assert page.evaluate("window.broken") is None
            assert page.locator("p").inner_text() == "ok"
            page.unroute("http://page.example/")
    finally:
        page.close()


@given(st.text(st.characters()))
def test_no_text_leaves_the_script_element(text: str) -> None:
    written = embed(block(text))
    assert not set(written) & set("<>&\u2028\u2029")
    assert json.loads(written.encode())["headline"] == text


def test_no_block_is_no_text() -> None:
    assert embed(None) == ""
