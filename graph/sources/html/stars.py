"""Stars that a page draws one picture each: <img src="star.gif" alt="*"><img src="star.gif" alt="*"> ...

Each becomes the glyph that a reader of the page sees, so that a row of them is read as typed stars are. One
picture alone may be a bullet before a line: two at least stand beside each other. So does a bar of stars
that is cut off at a width: <div class="stars"><span style="width: 70%"></span></div>, of as many stars as its
text or the page's style sheet has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.patterns import regex

if TYPE_CHECKING:
    from lxml import html

FULL, HALF, EMPTY = "★", "½", "☆"
#: What pictures of stars are called, in their alt texts and by their files.
_ALTS = {
    alt: star
    for star, alts in {
        FULL: "*|★|⭐|star|full star|[*]|(*)|1 star|x",
        HALF: "½|1/2|half|half star|half-star|[1/2]|1/2 star|0.5",
        EMPTY: "☆|-|–|o|.|empty|empty star|no star|blank star|[ ]|( )",
    }.items()
    for alt in alts.split("|")
}  # fmt: skip
_ON, _OFF = (
    r"(?:full|filled|whole|on|gold|red|yellow|black|big|small|1)",
    r"(?:empty|off|blank|no|grey|gray|white|0)",
)
_FILES = (
    (regex(r"(?:half|h|1-2|0-?5)[-_]?stars?|stars?[-_]?(?:half|h|1-2|0-?5)(?:[-_]\w+)?"), HALF),
    (regex(rf"{_OFF}[-_]?stars?|stars?[-_]?{_OFF}"), EMPTY),
    (regex(rf"(?:{_ON}[-_]?)?star(?:[-_]?{_ON})?"), FULL),
)  # fmt: skip
_LONGEST_NAME = 24
#: A bar's width; the stars in a text, and in a style sheet, where fonts of icons have codes of their own.
_WIDTH = regex(r"(?:^|;)\s*width\s*:\s*(\d{1,3}(?:\.\d{1,3})?)\s*%", re.IGNORECASE)
_GLYPHS = regex(r"[★☆⭐✩✪✭✮✯]")
_RULE = regex(r"([^{}]{1,400})\{([^{}]{0,2000})\}")
_CONTENT = regex(r"content\s*:\s*([\"'])(.{1,120}?)\1", re.IGNORECASE)
_CODES = regex(r"\\0{0,2}(?:2605|2606|2b50|f005|f006|f586|f588)\b|[★☆⭐✩✪✭✮✯]", re.IGNORECASE)
_CLASS = regex(r"\.([\w-]{1,60})")
_LONGEST_SHEET, _MOST_BARS, _STARS = 200_000, 60, range(3, 11)
#: So near to a half star, in half stars, a bar ends.
_NEAR = 0.3


def glyph_of(image: html.HtmlElement) -> str:
    """The star that a picture draws, where it stands in a row of such; "" for any other picture."""
    own = _star(image)
    if not own:
        return ""
    row = [own, *_beside(image, before=True), *_beside(image, before=False)]
    return own if len(row) > 1 and row.count(EMPTY) < len(row) else ""


def draw_bars(tree: html.HtmlElement) -> None:
    """Write the stars of every bar that is cut off at a width as typed stars, in its place."""
    bars = [
        bar for bar in tree.xpath("//*[contains(@style, 'width')]")[:_MOST_BARS] if _width(bar) is not None
    ]
    named = _in_sheets(tree) if bars else {}
    for bar in bars:
        whole = bar.getparent()
        if whole is None or whole.tag in {"body", "html"}:
            continue
        if not _is_bar(whole):
            whole = bar
        said = _GLYPHS.sub("", "".join(whole.itertext())).strip()
        counts = [len(_GLYPHS.findall("".join(bar.itertext())))]
        counts += [
            named[name] for one in (bar, whole) for name in (one.get("class") or "").split() if name in named
        ]
        best = next((count for count in counts if count in _STARS), None)
        width = _width(bar)
        if best is None or width is None or said or not (_is_bar(whole) or counts[0]):
            continue
        halves = round(width * best / 50)
        drawn = FULL * (halves // 2) + HALF * (halves % 2) + EMPTY * (best - (halves + 1) // 2)
        if abs(width * best / 50 - halves) > _NEAR or halves > 2 * best:
            drawn = ""  # what readers gave on average
        for child in list(whole):
            whole.remove(child)
        whole.text = drawn
        whole.set("class", "stars")
        whole.attrib.pop("style", None)


def _width(element: html.HtmlElement) -> float | None:
    found = _WIDTH.search(element.get("style") or "")
    return float(found.group(1)) if found is not None else None


def _is_bar(element: html.HtmlElement) -> bool:
    """Whether classes call an element stars, or a rating."""
    return re.search(r"star|rating|score", element.get("class") or "", re.IGNORECASE) is not None


def _in_sheets(tree: html.HtmlElement) -> dict[str, int]:
    """How many stars the page's style sheets put before or behind the elements of a class."""
    found: dict[str, int] = {}
    for sheet in tree.iter("style"):
        for rule in _RULE.finditer((sheet.text or "")[:_LONGEST_SHEET]):
            content = _CONTENT.search(rule.group(2))
            stars = len(_CODES.findall(content.group(2))) if content is not None else 0
            if stars:
                found.update(dict.fromkeys(_CLASS.findall(rule.group(1)), stars))
    return found


def is_mark(image: html.HtmlElement) -> bool:
    """Whether a picture stands for a star by its alt text alone, which may be a bullet's: alt="*"."""
    return (image.get("alt") or "").strip() in {"*", "★", "⭐", "☆", "[*]", "(*)"}


def _beside(image: html.HtmlElement, *, before: bool) -> list[str]:
    """The stars that stand right beside a picture on one side of it."""
    found: list[str] = []
    here = image
    for _ in range(10):
        beside = here.getprevious() if before else here.getnext()
        between = (beside.tail if before else here.tail) if beside is not None else None
        if beside is None or beside.tag != "img" or (between or "").strip() or not (star := _star(beside)):
            return found
        found.append(star)
        here = beside
    return found


def _star(image: html.HtmlElement) -> str:
    """What one picture may draw, by its alt text or else by the name of its file."""
    alt = " ".join((image.get("alt") or "").split()).casefold()
    if alt in _ALTS:
        return _ALTS[alt]
    name = (image.get("src") or "").rsplit("/", 1)[-1].rsplit(".", 1)[0].casefold()
    if (alt and alt != name) or not name or len(name) > _LONGEST_NAME:
        return ""
    return next((star for form, star in _FILES if form.fullmatch(name)), "")
