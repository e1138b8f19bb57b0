"""The place of the block as a browser sees it: in the head, and nothing else of the page is another."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from graph.export.html_blocks import Page, Unreadable
from tests.graph.export.test_html_blocks import BLOCK, PIECES

#: For each pair of pages: where our element stands, what it says, and whether the rest is the same.
COMPARE = """([pairs]) => {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const tree = (html) => {
    const made = frame.contentDocument;
    made.open(); made.write(html); made.close();
    return made;
  };
  const said = (made) => {
    const of = (node) => {
      const pairs = (e) => [...e.attributes].map((a) => a.name + '=' + a.value);
      const own = node.nodeType === 1 ? pairs(node) : node.nodeType === 10 ? node.name : node.data;
      const found = [node.nodeName, own];
      const inner = [];
      for (const child of (node.content || node).childNodes) {
        const last = inner[inner.length - 1];
        if (child.nodeType === 3 && last && last[0] === '#text') last[1] += child.data;
        else inner.push(of(child));
      }
      return [...found, inner];
    };
    return JSON.stringify([made.compatMode, of(made)]);
  };
  const results = [];
  for (const [before, after] of pairs) {
    const plain = said(tree(before));
    const made = tree(after);
    const ours = made.querySelectorAll('script[data-reelgraph]');
    const where = [...ours].map((e) => e.parentNode.nodeName);
    let read = null;
    try { read = JSON.parse(ours[0].textContent); } catch (error) { read = String(error); }
    ours.forEach((e) => e.remove());
    results.push([where, read, said(made) === plain]);
  }
  return results;
}"""

_LEFT_OUT = (b"\0", b"\xef\xbb\xbf", b"\x1b$B", b"\x1b(B")


def broken_pages(number: int, seed: int) -> list[bytes]:
    """Pages put together from pieces at random, the same ones every time."""
    chance = random.Random(seed)
    pieces = [piece for piece in PIECES if piece not in _LEFT_OUT]
    found: list[bytes] = []
    while len(found) < number:
        page = b"".join(chance.choices(pieces, k=chance.randint(0, 12)))
        try:
            Page(page).with_block(BLOCK)
        except Unreadable:
            continue
        found.append(page)
    return found


@pytest.mark.slow
def test_a_browser_reads_the_block_and_the_page_as_it_was(browser: Any) -> None:
    pages = broken_pages(3_000, seed=5)
    pairs = [[page.decode("latin-1"), Page(page).with_block(BLOCK).decode("latin-1")] for page in pages]
    context = browser.new_context()
    context.set_default_timeout(60_000)
    tab = context.new_page()
    tab.goto("about:blank")
    results = tab.evaluate(COMPARE, [pairs])
    context.close()
    expected = [["HEAD"], json.loads(BLOCK), True]
    wrong = [(page, result) for page, result in zip(pages, results, strict=True) if result != expected]
    assert wrong == [], "\n".join(f"{page!r} {result}" for page, result in wrong)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "shift_jis", "windows-1251"])
def test_a_browser_reads_the_block_in_a_page_of_any_encoding(browser: Any, encoding: str) -> None:
    letters = "Фильм" if encoding == "windows-1251" else "映画ソ表"
    html = f"<!doctype html><head><meta charset={encoding}><title>{letters}</title></head><body>{letters}"
    page = Page(html.encode(encoding)).with_block(BLOCK)
    context = browser.new_context()
    context.set_default_timeout(60_000)
    tab = context.new_page()
    tab.route("**/*", lambda route: route.fulfill(body=page, content_type="text/html"))
    tab.goto("http://pages.example/")
    assert tab.title() == letters
    assert tab.evaluate("document.body.innerText") == letters
    assert tab.evaluate("JSON.parse(document.querySelector('[data-reelgraph]').textContent)") == json.loads(
        BLOCK
    )
    context.close()
