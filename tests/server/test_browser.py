"""The pages in a real browser: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.conftest import missing

playwright = pytest.importorskip(
    "playwright.sync_api", reason="This test needs playwright; install the test tools (make test does)."
)

PAGES = [
    "/", "/film/", "/film/aloners-2023.html", "/film/hostile.html", "/person/jeong-da-eun.html",
    "/review/aloners-2023-ada-kern.html", "/review/hostile.html", "/source/desk-and-quiet.html",
    "/publication/the-lantern.html", "/search?q=da", "/sparql", "/ontology",
    "/film/aloners-2023.html?version=7", "/person/jeong-da-eun.html?version=7", "/check",
    "/connect", "/connect?from=gong&to=hong",
    "/history/film/aloners-2023",
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        missing("This test needs the program chromium; install it (Debian: apt install chromium).")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Any, server: str) -> Iterator[Open]:
    """Opens a page of the archive; at the end no script failed and nothing broke the policy."""
    said: list[str] = []
    failed: list[str] = []
    contexts = []

    def open_(path: str, *, width: int = 1200, scheme: str = "light", **options: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("requestfailed", lambda request: failed.append(request.url))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(f"a dialog: {dialog.message}"))
        # Whatever is not this server is the internet, and no page may need it.
        page.route(re.compile(f"^(?!{re.escape(server)}|data:)"), lambda route: route.abort())
        page.goto(server + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [url for url in failed if "format=" not in url] == []  # a download is no failure
    # Chromium itself writes of an answer of 400; the editor shows why.
    assert [text for text in said if "status of 400" not in text] == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_readable_in_both_schemes_and_on_a_phone(open_page: Open, path: str) -> None:
    for width, scheme in ((1200, "light"), (1200, "dark"), (390, "light"), (320, "dark")):
        page = open_page(path, width=width, scheme=scheme)
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


def test_an_example_is_one_click_and_its_things_are_links(open_page: Open) -> None:
    page = open_page("/sparql")
    page.get_by_role("button", name="The cast of each film").click()
    page.wait_for_selector("#table table")
    assert page.locator("#table tbody tr").count() == 4
    assert "4 rows" in page.locator("#status").inner_text()
    page.locator("#table a", has_text="film/aloners-2023").first.click()
    page.wait_for_url("**/film/aloners-2023.html")
    assert page.locator("h1").inner_text().startswith("Aloners")


def test_every_example_runs(open_page: Open) -> None:
    page = open_page("/sparql")
    for button in page.locator("button.example").all():
        button.click()
        playwright.expect(page.locator("#status")).to_contain_text(" ms)")
        page.evaluate("document.getElementById('status').textContent = ''")


def test_a_query_from_the_keyboard_and_its_link(open_page: Open) -> None:
    page = open_page("/sparql")
    page.locator("#query").fill("SELECT ?t { ?film reel:year '2021'^^xsd:gYear ; reel:title ?t }")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#table td")
    assert page.locator("#table td").inner_text() == "Night Shift"
    page.goto(page.locator("#permalink").evaluate("a => a.href"))
    page.wait_for_selector("#table td")
    assert page.locator("#table td").inner_text() == "Night Shift"


def test_an_error_is_shown_with_its_place(open_page: Open) -> None:
    page = open_page("/sparql")
    page.locator("#query").fill("SELECT * { ?s nope:name ?o }")
    with page.expect_response("**/sparql"):
        page.locator("#run").click()
    page.wait_for_selector("#table pre")
    assert "nope:" in page.locator("#status").inner_text()
    assert page.locator("#table pre").inner_text().endswith("^")


def test_markup_in_an_answer_stays_text(open_page: Open) -> None:
    page = open_page("/sparql")
    page.locator("#query").fill("SELECT ?o { <film/hostile> reel:title|reel:image ?o } ORDER BY ?o")
    page.locator("#run").click()
    page.wait_for_selector("#table td")
    cells = page.locator("#table td").all_inner_texts()
    assert any("<script>alert(1)" in cell for cell in cells)
    assert "javascript:alert(2)" in cells
    assert page.locator("#table a").count() == 0


def test_search_from_the_home_page(open_page: Open) -> None:
    page = open_page("/")
    page.locator("#find-home").fill("da-eun")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=da-eun")
    page.get_by_role("link", name="Jeong Da-eun").click()
    page.wait_for_url("**/person/jeong-da-eun.html")


def test_without_javascript_the_editor_still_sends_queries(open_page: Open) -> None:
    page = open_page("/sparql", java_script_enabled=False)
    page.locator("#query").fill("ASK { ?s ?p ?o }")
    page.locator("#format").select_option("csv")
    with page.expect_response(re.compile("format=csv")) as response:
        page.locator("#run").click(no_wait_after=True)
    assert response.value.headers["content-type"].startswith("text/csv")


def test_a_mention_leads_to_the_person(open_page: Open) -> None:
    page = open_page("/review/aloners-2023-ada-kern.html")
    page.locator("a.mention", has_text="Jung Da-eun").click()
    page.wait_for_url("**/person/jeong-da-eun.html")


def ask(page: Any, query: str) -> None:
    page.locator("#query").fill(query)
    page.locator("#run").click()
    page.wait_for_selector("#table td")


def test_numbers_by_name_are_drawn_as_bars_beside_the_table(open_page: Open) -> None:
    page = open_page("/sparql", scheme="dark")
    ask(page, "SELECT ?name (COUNT(?r) AS ?roles) { ?r reel:person/reel:name ?name } GROUP BY ?name")
    assert page.locator("#chart svg .bar").count() == page.locator("#table tbody tr").count() == 3
    assert page.locator("#chart svg").get_attribute("aria-label").startswith("Bar chart of roles by name")
    widths = [float(bar.get_attribute("width")) for bar in page.locator("#chart .bar").all()]
    numbers = [int(cell) for cell in page.locator("#table td.number").all_inner_texts()]
    assert widths.index(max(widths)) == numbers.index(max(numbers))
    assert page.evaluate(CONTRAST) == []


def test_numbers_by_year_are_drawn_as_a_line(open_page: Open) -> None:
    page = open_page("/sparql", width=390)
    ask(page, "SELECT ?year (COUNT(?f) AS ?films) { ?f a reel:Film ; reel:year ?year } GROUP BY ?year")
    assert page.locator("#chart svg .line").count() == 1
    assert page.locator("#chart svg .dot").count() == page.locator("#table tbody tr").count()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(
    "query",
    ["SELECT ?t { ?f reel:title ?t }", "SELECT ?a ?b { VALUES (?a ?b) { (1 2) (3 4) } }",
     "SELECT ?t ?n { VALUES (?t ?n) { ('one' 1) } }", "SELECT ?t ?n { VALUES (?t ?n) { ('a' 1) ('a' 2) } }",
     "SELECT ?t ?n { VALUES (?t ?n) { ('a' 1) ('b' UNDEF) } }"],
)  # fmt: skip
def test_what_suits_no_chart_gets_none(open_page: Open, query: str) -> None:
    page = open_page("/sparql")
    ask(page, query)
    assert page.locator("#chart").is_hidden()


def test_a_chart_takes_markup_as_text_and_leaves_with_its_answer(open_page: Open) -> None:
    page = open_page("/sparql")
    ask(page, "SELECT ?t ?n { VALUES (?t ?n) { ('<script>alert(1)</script>' 1) ('b' 2) } }")
    assert "<script>alert(1)" in page.locator("#chart text.name").first.text_content()
    ask(page, "SELECT ?t { ?f reel:title ?t }")
    assert page.locator("#chart svg").count() == 0


def test_an_answer_is_cited_with_its_version(open_page: Open) -> None:
    page = open_page("/sparql")
    ask(page, "SELECT ?t { ?film reel:year '2021'^^xsd:gYear ; reel:title ?t }")
    page.get_by_role("link", name="Cite this answer (version 7)").click()
    page.wait_for_url(re.compile("version=7"))
    page.wait_for_selector("#table td")
    assert page.locator("#table td").inner_text() == "Night Shift"
    assert "You are reading version 7" in page.locator(".kept").inner_text()
    assert "version=7" in page.locator("#permalink").evaluate("a => a.href")


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
