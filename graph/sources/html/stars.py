"""Stars that a page draws one picture each: <img src="star.gif" alt="*"><img src="star.gif" alt="*"> ...

Each becomes the glyph that a reader of the page sees, so that a row of them is read as typed stars are. One
picture alone may be a bullet before a line: two at least stand beside each other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
    (re.compile(r"(?:half|h|1-2|0-?5)[-_]?stars?|stars?[-_]?(?:half|h|1-2|0-?5)(?:[-_]\w+)?"), HALF),
    (re.compile(rf"{_OFF}[-_]?stars?|stars?[-_]?{_OFF}"), EMPTY),
    (re.compile(rf"(?:{_ON}[-_]?)?star(?:[-_]?{_ON})?"), FULL),
)  # fmt: skip
_LONGEST_NAME = 24


def glyph_of(image: html.HtmlElement) -> str:
    """The star that a picture draws, where it stands in a row of such; "" for any other picture."""
    own = _star(image)
    if not own:
        return ""
    row = [own, *_beside(image, before=True), *_beside(image, before=False)]
    return own if len(row) > 1 and row.count(EMPTY) < len(row) else ""


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
