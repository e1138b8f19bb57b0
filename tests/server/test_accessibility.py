"""axe-core on every kind of page, light and dark, on a desk and on a phone: nothing against WCAG A and AA."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import ROOT, missing
from tests.server.conftest import seen_as
from tests.server.test_query_editors import NAMES, NIGHT_SHIFT, Plain, Yasgui, built

Open = Callable[..., Any]

PAGES = [
    "/", "/film/", "/film/aloners-2023.html", "/film/hostile.html", "/film/aloners-2023.html?version=7",
    "/person/jeong-da-eun.html", "/review/aloners-2023-ada-kern.html", "/review/hostile.html",
    "/source/desk-and-quiet.html", "/publication/the-lantern.html", "/character/aloners-2023-ji-na.html",
    "/search?q=da", "/search?q=nobody-of-this-name", "/connect", "/connect?from=gong&to=hong", "/check",
    "/history/film/aloners-2023", "/ontology", "/film/there-is-none",
]  # fmt: skip

#: A desk and a phone; what a finger has to hit is judged on the phone.
SIGHTS: list[dict[str, Any]] = [
    {"width": 1200, "scheme": "light"},
    {"width": 1200, "scheme": "dark"},
    {"width": 390, "scheme": "light", "has_touch": True, "is_mobile": True},
    {"width": 390, "scheme": "dark", "has_touch": True, "is_mobile": True},
]

FIND = """async (touch) => {
  const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const rules = { "target-size": { enabled: touch } };
  const { violations, passes } = await axe.run(document, { runOnly, rules });
  if (!passes.length) return ["axe looked at nothing"];
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
}"""


@pytest.fixture(scope="session")
def axe() -> str:
    script = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        missing("This test needs axe-core; install it with make ui (needs Node 18 or newer with npm).")
    return script.read_text(encoding="utf-8")


def found(page: Any, axe: str, sight: dict[str, Any]) -> list[str]:
    page.evaluate(axe)
    violations: list[str] = page.evaluate(FIND, bool(sight.get("has_touch")))
    return violations


def test_axe_finds_what_is_wrong(open_page: Open, axe: str) -> None:
    page = open_page("/")
    page.evaluate("document.getElementById('find').labels[0].remove()")
    page.evaluate("document.getElementById('find').placeholder = ''")
    assert any(line.startswith("label:") for line in found(page, axe, SIGHTS[0]))


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_fit_for_everybody(open_page: Open, axe: str, path: str) -> None:
    desk, phone = open_page(path, **SIGHTS[0]), open_page(path, **SIGHTS[-1])
    for sight in SIGHTS:
        page = phone if "is_mobile" in sight else desk
        seen_as(page, sight["width"], sight["scheme"])
        for details in page.locator("main details").all():
            details.evaluate("details => { details.open = true; }")
        assert found(page, axe, sight) == [], sight


@pytest.mark.slow
@pytest.mark.parametrize("kind", [Plain, Yasgui], ids=["plain", "yasgui"])
def test_a_query_editor_and_its_answers_are_fit_for_everybody(
    open_page: Open, axe: str, kind: type[Plain]
) -> None:
    if kind is Yasgui:
        built()
    for sight in SIGHTS:
        editor = kind(open_page)
        page = editor.open(**sight)
        assert found(page, axe, sight) == [], sight
        editor.ask(NAMES)
        page.wait_for_selector(editor.rows)
        assert found(page, axe, sight) == [], sight
        editor.draw()
        page.wait_for_selector(editor.chart)
        assert found(page, axe, sight) == [], sight
        if kind is Yasgui:
            page.get_by_role("button", name="Shows Response view").click()
            page.wait_for_selector(".yasr_results .CodeMirror")
            assert found(page, axe, sight) == [], sight
        editor.ask(NIGHT_SHIFT.replace("reel:title", "nope:title"))
        page.wait_for_selector(editor.wrong)
        assert found(page, axe, sight) == [], sight
