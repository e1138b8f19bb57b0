"""Headings of pages from before style sheets: a line set larger than all others in ``<font size=...>``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.sources.patterns import regex

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: HTML 3.2: sizes go from 1 to 7, text is of size 3, and "+2" is two more than that.
_TEXT_SIZE, _LEAST = 3, 4
_SIZE = regex(r"\s*([+]?)(\d)\s*")
_LONGEST, _MOST = 120, 2


def promote(tree: HtmlElement) -> None:
    """Make the largest lines in ``<font>`` headings, where a page has no heading of its own.

    A page may say its title and its own name in one size: up to two such lines are taken.
    """
    if next(tree.iter("h1", "h2", "h3"), None) is not None:
        return
    sized: dict[int, list[HtmlElement]] = {}
    for element in tree.iter("font"):
        found = _SIZE.fullmatch(element.get("size") or "")
        size = int(found.group(2)) + (_TEXT_SIZE if found.group(1) else 0) if found is not None else 0
        if size >= _LEAST:
            sized.setdefault(size, []).append(element)
    largest = sized[max(sized)] if sized else []
    lines = [element for element in largest if _is_line(element)]
    if len(largest) <= _MOST and len(lines) == len(largest):
        for element in lines:
            element.tag = "h1"


def _is_line(element: HtmlElement) -> bool:
    text = " ".join(element.text_content()[: 2 * _LONGEST].split())
    return 1 < len(text) <= _LONGEST and not text.endswith((".", ":", ","))
