"""Both query editors in a real browser: the plain one, and YASGUI where ``make ui`` has built it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import ROOT, missing
from tests.server.test_browser import CONTRAST

Open = Callable[..., Any]

YEARS = "SELECT ?year (COUNT(?f) AS ?films) { ?f a reel:Film ; reel:year ?year } GROUP BY ?year"
NAMES = "SELECT ?name (COUNT(?r) AS ?roles) { ?r reel:person/reel:name ?name } GROUP BY ?name"
NIGHT_SHIFT = "SELECT ?t { ?film reel:year '2021'^^xsd:gYear ; reel:title ?t }"


class Plain:
    """The plain editor, as a person uses it."""

    path = "/sparql?editor=plain"
    rows, chart, wrong = "#table tbody tr", "#chart svg", "#status"

    def __init__(self, open_page: Open) -> None:
        self._open = open_page

    def open(self, path: str = "", **options: Any) -> Any:
        """Opens the editor, at its own address or at another of its addresses."""
        self.page = self._open(f"{path}&editor=plain" if path else self.path, **options)
        return self.page

    def write(self, query: str) -> None:
        """Puts the cursor into the editor, and a query into its place."""
        self.page.locator("#query").fill(query)

    def ask(self, query: str) -> None:
        """Runs a query and waits for its answer."""
        self.write(query)
        self.answer(self.page.locator("#run").click)

    def answer(self, run: Callable[[], None]) -> None:
        """Does what runs a query, and waits for the answer."""
        with self.page.expect_response(re.compile("/sparql")):
            run()
        self.page.locator("#status", has_text=re.compile("[^…]$")).wait_for(state="attached")

    def draw(self) -> None:
        """Shows the chart: it stands above the table already."""

    def told(self) -> str:
        """What the editor says of an error."""
        text: str = self.page.locator("#status").inner_text() + self.page.locator("#table").inner_text()
        return text


class Yasgui(Plain):
    """YASGUI, as a person uses it."""

    path = "/sparql"
    rows, chart, wrong = ".yasr_results tbody tr", ".yasr_results .chart svg", ".errorResult"

    def open(self, path: str = "", **options: Any) -> Any:
        self.page = self._open(path or self.path, **options)
        return self.page

    def write(self, query: str) -> None:
        self.page.locator(".tabPanel.active .yasqe .CodeMirror-scroll").click(position={"x": 100, "y": 20})
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(query)

    def ask(self, query: str) -> None:
        self.write(query)
        self.answer(self.page.locator(".tabPanel.active .yasqe_queryButton").click)

    def draw(self) -> None:
        self.page.get_by_role("button", name="Shows Chart view").click()

    def told(self) -> str:
        text: str = self.page.locator(".errorResult").inner_text()
        return text


def built() -> None:
    """Skips the test, with a sentence, where YASGUI has not been built."""
    if not (ROOT / "server" / "static" / "yasgui" / "yasgui.min.js").is_file():
        missing("This test needs YASGUI; build it with make ui (needs Node 18 or newer with npm).")


# YASGUI is a megabyte of JavaScript, read anew by each page.
@pytest.fixture(params=[Plain, pytest.param(Yasgui, marks=pytest.mark.slow)], ids=["plain", "yasgui"])
def editor(request: pytest.FixtureRequest, open_page: Open) -> Plain:
    if request.param is Yasgui:
        built()
    made: Plain = request.param(open_page)
    return made


@pytest.fixture
def yasgui(open_page: Open) -> Yasgui:
    built()
    return Yasgui(open_page)


def test_an_example_is_one_click_and_its_things_are_links(editor: Plain) -> None:
    page = editor.open()
    editor.answer(page.get_by_role("button", name="The cast of each film").click)
    page.wait_for_selector(editor.rows)
    assert page.locator(editor.rows).count() == 4
    assert "4 rows" in page.locator("#status").text_content()
    page.locator(f"{editor.rows} a", has_text="film/aloners-2023").first.click()
    page.wait_for_url("**/film/aloners-2023.html")
    assert page.locator("h1").inner_text().startswith("Aloners")


def test_every_example_runs(editor: Plain) -> None:
    page = editor.open()
    for button in page.locator("button.example").all():
        editor.answer(button.click)
        assert " ms)" in page.locator("#status").text_content()
        # YASQE marks what it takes for an error: a prefix that is declared on the server is none.
        assert page.locator(".parseErrorIcon").count() == 0
        page.evaluate("document.getElementById('status').textContent = ''")


def test_a_query_from_the_keyboard_and_its_link(editor: Plain) -> None:
    page = editor.open()
    editor.write(NIGHT_SHIFT)
    editor.answer(lambda: page.keyboard.press("Control+Enter"))
    page.wait_for_selector(editor.rows)
    assert page.locator(editor.rows).inner_text() == "Night Shift"
    page.goto(page.locator("#permalink").evaluate("a => a.href"))
    page.locator("td", has_text="Night Shift").wait_for()


def test_a_term_that_there_is_not_is_told_beside_the_answer(editor: Plain) -> None:
    page = editor.open()
    editor.ask("SELECT ?t { ?film reel:titel ?t }")
    hint = page.locator("#hint", has_text="is reel:title meant?")
    hint.wait_for(state="visible")
    editor.ask("SELECT ?t { ?film reel:title ?t }")
    hint.wait_for(state="detached")
    assert not page.locator("#hint").is_visible()


def test_an_error_is_shown_with_its_place(editor: Plain) -> None:
    page = editor.open()
    editor.ask("SELECT * { ?s nope:name ?o }")
    page.wait_for_selector(editor.wrong)
    assert "nope:" in editor.told()
    assert editor.told().rstrip().endswith("^")


def test_markup_in_an_answer_stays_text(editor: Plain) -> None:
    page = editor.open()
    editor.ask("SELECT ?o { <film/hostile> reel:title|reel:image ?o } ORDER BY ?o")
    page.wait_for_selector(editor.rows)
    cells = page.locator(editor.rows).all_inner_texts()
    assert any("<script>alert(1)" in cell for cell in cells)
    assert "javascript:alert(2)" in cells
    assert page.locator(f"{editor.rows} a").count() == 0


def test_the_rows_are_ordered_by_the_column_that_is_clicked(editor: Plain) -> None:
    page = editor.open()
    editor.ask("SELECT ?n { VALUES ?n { 10 9 100 } }")
    page.wait_for_selector(editor.rows)
    for order, numbers in (("ascending", ["9", "10", "100"]), ("descending", ["100", "10", "9"])):
        page.get_by_role("button", name="n", exact=True).click()
        assert page.locator("th[aria-sort]").get_attribute("aria-sort") == order
        assert page.locator(editor.rows).all_inner_texts() == numbers


def test_numbers_by_name_are_drawn_as_bars(editor: Plain) -> None:
    page = editor.open(scheme="dark")
    editor.ask(NAMES)
    page.wait_for_selector(editor.rows)
    numbers = [int(cell) for cell in page.locator("td.number").all_inner_texts()]
    assert len(numbers) == page.locator(editor.rows).count() == 3
    editor.draw()
    page.wait_for_selector(editor.chart)
    assert page.locator(editor.chart).get_attribute("aria-label").startswith("Bar chart of roles by name")
    widths = [float(bar.get_attribute("width")) for bar in page.locator(".chart .bar").all()]
    assert widths.index(max(widths)) == numbers.index(max(numbers))
    assert page.evaluate(CONTRAST) == []


@pytest.mark.slow
def test_numbers_by_year_are_drawn_as_a_line(editor: Plain) -> None:
    page = editor.open(width=390)
    editor.ask(YEARS)
    page.wait_for_selector(editor.rows)
    years = page.locator(editor.rows).count()
    editor.draw()
    page.wait_for_selector(editor.chart)
    assert page.locator(f"{editor.chart} .line").count() == 1
    assert page.locator(f"{editor.chart} .dot").count() == years
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.slow
def test_names_that_only_together_tell_the_rows_apart_label_a_bar_each(editor: Plain) -> None:
    page = editor.open()
    editor.ask("SELECT ?a ?b ?n { VALUES (?a ?b ?n) { ('x' 'y' 1) ('x' 'z' 2) ('w' 'y' 3) } }")
    page.wait_for_selector(editor.rows)
    editor.draw()
    page.wait_for_selector(editor.chart)
    assert page.locator(".chart text.name").all_text_contents() == ["x and y", "x and z", "w and y"]


@pytest.mark.slow
def test_what_suits_no_chart_gets_none(editor: Plain) -> None:
    page = editor.open()
    for query, rows in (
        ("SELECT ?t { ?f reel:title ?t } LIMIT 3", 3), ("SELECT ?a ?b { VALUES (?a ?b) { (1 2) (3 4) } }", 2),
        ("SELECT ?t ?n { VALUES (?t ?n) { ('one' 1) } }", 1),
        ("SELECT ?t ?n { VALUES (?t ?n) { ('a' 1) ('a' 2) } }", 2),
        ("SELECT ?t ?n { VALUES (?t ?n) { ('a' 1) ('b' UNDEF) } }", 2),
    ):  # fmt: skip
        editor.ask(query)
        page.wait_for_selector(editor.rows)
        editor.draw()
        assert page.locator(editor.chart).count() == 0, query
        assert page.locator(editor.rows).count() == rows, query


@pytest.mark.slow
def test_a_chart_takes_markup_as_text_and_leaves_with_its_answer(editor: Plain) -> None:
    page = editor.open()
    editor.ask("SELECT ?t ?n { VALUES (?t ?n) { ('<script>alert(1)</script>' 1) ('b' 2) } }")
    page.wait_for_selector(editor.rows)
    editor.draw()
    page.wait_for_selector(editor.chart)
    assert "<script>alert(1)" in page.locator(".chart text.name").first.text_content()
    editor.ask("SELECT ?t { ?f reel:title ?t }")
    page.wait_for_selector(editor.rows)
    assert page.locator(editor.chart).count() == 0


def test_an_answer_is_cited_with_its_version(editor: Plain) -> None:
    page = editor.open()
    editor.ask(NIGHT_SHIFT)
    page.get_by_role("link", name="Cite this answer (version 7)").click()
    page.wait_for_url(re.compile("version=7"))
    page.locator("td", has_text="Night Shift").wait_for()
    assert "You are reading version 7" in page.locator(".kept").inner_text()
    assert "version=7" in page.locator("#permalink").evaluate("a => a.href")


def test_a_page_of_a_version_asks_that_version(editor: Plain) -> None:
    page = editor.open("/sparql?version=7")
    with page.expect_request(lambda request: request.method == "POST") as asked:
        editor.ask(NIGHT_SHIFT)
    assert "version=7" in asked.value.url + (asked.value.post_data or "")
    page.wait_for_selector(editor.rows)
    editor.ask("SELECT ?film { ?film reel:title 'Aloners' }")
    page.locator(f"{editor.rows} a").first.click()
    page.wait_for_url("**/film/aloners-2023.html?version=7")


def test_the_query_in_hand_is_what_is_downloaded(editor: Plain) -> None:
    page = editor.open()
    editor.write(NIGHT_SHIFT)
    page.locator("#format").select_option("csv")
    with page.expect_response(re.compile("format=csv")) as response:
        page.locator("#download").click(no_wait_after=True)
    assert response.value.headers["content-type"].startswith("text/csv")
    assert "2021" in response.value.url


@pytest.mark.parametrize("path", ["/sparql", "/sparql?editor=plain"])
def test_without_javascript_the_editor_still_sends_queries(open_page: Open, path: str) -> None:
    page = open_page(path, java_script_enabled=False)
    page.locator("#query").fill("ASK { ?s ?p ?o }")
    page.locator("#format").select_option("csv")
    with page.expect_response(re.compile("format=csv")) as response:
        page.locator("#run").click(no_wait_after=True)
    assert response.value.headers["content-type"].startswith("text/csv")


def test_the_plain_editor_is_one_click_from_yasgui(yasgui: Yasgui) -> None:
    page = yasgui.open()
    page.get_by_role("link", name="a plain editor").click()
    page.wait_for_selector("textarea#query:visible")
    assert page.locator(".yasgui").count() == 0


def test_yasgui_completes_the_terms_of_the_vocabulary(yasgui: Yasgui) -> None:
    page = yasgui.open()
    yasgui.write("SELECT * { ?film ")
    page.keyboard.type("reel:runt", delay=30)
    page.locator(".CodeMirror-hint", has_text="reel:runtimeMinutes").wait_for()
    page.keyboard.press("Enter")
    assert "reel:runtimeMinutes" in page.locator(".tabPanel.active .CodeMirror-code").inner_text()


def test_what_a_person_wrote_in_yasgui_stays(yasgui: Yasgui) -> None:
    page = yasgui.open()
    yasgui.ask(NIGHT_SHIFT)
    page.wait_for_selector(yasgui.rows)
    yasgui.answer(page.get_by_role("button", name="The cast of each film").click)
    tabs = page.get_by_role("tab")
    assert tabs.count() == 2
    page.goto(page.url.partition("?")[0])
    page.wait_for_selector(".tabPanel.active")
    assert tabs.count() == 2
    tabs.first.click()
    assert "reel:year" in page.locator(".tabPanel.active .CodeMirror-code").inner_text()


def test_the_keyboard_gets_into_yasgui_and_out_again(yasgui: Yasgui) -> None:
    page = yasgui.open()
    page.locator(".addTab").focus()
    inside = "document.activeElement.closest('.CodeMirror') !== null"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert page.evaluate(inside)
    for _ in range(6):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") != "TEXTAREA"
