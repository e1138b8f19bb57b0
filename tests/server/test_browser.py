"""The pages in a real browser; the query editors have tests of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.server.conftest import seen_as

PAGES = [
    "/", "/film/", "/film/aloners-2023.html", "/film/hostile.html", "/person/jeong-da-eun.html",
    "/review/aloners-2023-ada-kern.html", "/review/hostile.html", "/source/desk-and-quiet.html",
    "/publication/the-lantern.html", "/search?q=da", "/sparql?editor=plain", "/ontology",
    "/film/aloners-2023.html?version=7", "/person/jeong-da-eun.html?version=7", "/check",
    "/connect", "/connect?from=gong&to=hong",
    "/history/film/aloners-2023", "/reconcile/about",
]  # fmt: skip

#: Contrast of every piece of text with the background it stands on (WCAG 2.2, 1.4.3 AA).
CONTRAST = """() => {
  const parse = (c) => { const m = c.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
  const light = ([r, g, b]) => {
    const f = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b);
  };
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c[3] === 1) return c;
    }
    return [255, 255, 255, 1];
  };
  const bad = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n; (n = walker.nextNode());) {
    const e = n.parentElement;
    if (!n.data.trim() || !e.getClientRects().length || /SCRIPT|STYLE|NOSCRIPT/.test(e.tagName)) continue;
    const s = getComputedStyle(e);
    const [a, b] = [light(parse(s.color)), light(ground(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const size = parseFloat(s.fontSize), large = size >= 24 || (size >= 18.66 && +s.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) bad.push(`${ratio.toFixed(2)} ${n.data.trim().slice(0, 30)}`);
  }
  return bad;
}"""

#: What a screen reader would miss: names of controls and pictures, headings out of order, ids twice.
NAMES = """() => {
  const bad = [];
  for (const e of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
    if (!e.labels.length && !e.ariaLabel) bad.push(`no label: ${e.id}`);
  }
  for (const e of document.querySelectorAll('a[href], button')) {
    if (!(e.textContent.trim() || e.ariaLabel)) bad.push(`no name: ${e.outerHTML.slice(0, 60)}`);
  }
  for (const e of document.querySelectorAll('img:not([alt])')) bad.push(`no alt: ${e.src}`);
  if (document.querySelectorAll('h1').length !== 1) bad.push('not one h1');
  for (const name of ['header', 'main', 'footer', 'nav']) {
    if (!document.querySelector(name)) bad.push(`no ${name}`);
  }
  let last = 1;
  for (const h of document.querySelectorAll('h1, h2, h3, h4')) {
    const level = +h.tagName[1];
    if (level > last + 1) bad.push(`${h.tagName} after H${last}`);
    last = level;
  }
  const seen = new Set();
  for (const e of document.querySelectorAll('[id]')) {
    if (seen.has(e.id)) bad.push(`id twice: ${e.id}`);
    seen.add(e.id);
  }
  for (const e of document.querySelectorAll('[aria-labelledby]')) {
    if (!document.getElementById(e.getAttribute('aria-labelledby'))) bad.push('labelled by nothing');
  }
  if (!document.documentElement.lang) bad.push('no language');
  return bad;
}"""


Open = Callable[..., Any]


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_readable_in_both_schemes_and_on_a_phone(open_page: Open, path: str) -> None:
    page = open_page(path)
    for width, scheme in ((1200, "light"), (1200, "dark"), (390, "light"), (320, "dark")):
        seen_as(page, width, scheme)
        assert page.evaluate(CONTRAST) == []
        assert page.evaluate(NAMES) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_finds_the_content_first(open_page: Open) -> None:
    page = open_page("/film/aloners-2023.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"


def test_search_from_the_home_page(open_page: Open) -> None:
    page = open_page("/")
    page.locator("#find-home").fill("da-eun")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=da-eun")
    page.get_by_role("link", name="Jeong Da-eun").click()
    page.wait_for_url("**/person/jeong-da-eun.html")


def test_a_mention_leads_to_the_person(open_page: Open) -> None:
    page = open_page("/review/aloners-2023-ada-kern.html")
    page.locator("a.mention", has_text="Jung Da-eun").click()
    page.wait_for_url("**/person/jeong-da-eun.html")


def test_two_people_are_connected_from_the_form(open_page: Open) -> None:
    page = open_page("/")
    page.get_by_role("link", name="Connect", exact=True).click()
    page.get_by_label("From").fill("gong")
    page.get_by_label("To", exact=True).fill("hong seong")
    page.keyboard.press("Enter")
    page.wait_for_selector(".chain")
    assert page.locator(".chain li.person").all_inner_texts() == ["Gong Seung-yeon", "Hong Seong-eun"]


def test_as_of_is_one_click(open_page: Open) -> None:
    page = open_page("/film/aloners-2023.html")
    page.locator("#permalink").click()
    page.wait_for_url("**/film/aloners-2023.html?version=7")
    page.get_by_role("link", name="See the newest").click()
    page.wait_for_url("**/film/aloners-2023.html")
