"""What the dialects of Markdown mark as no part of a text: biographies, adverts, comments, captions.

Kramdown gives a paragraph a class (``{: .bio}``), Pandoc and its like fence a block (``::: aside``),
templates have pairs of tags (``{% comment %} ... {% endcomment %}``), and everybody may write HTML around
paragraphs (``<div class="author-box">``). What such classes and names call beside the text goes, line for
line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.html.main import ABOUT, JUNK
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Names of template tags whose contents are none of the text, beside those that HTML's classes are.
_BESIDE = regex(
    r"comments?|todo|draft|hide|hidden|aside|sidenote|margin-?note|ads?|advert\w*|caption|figure|image|author|bio|"
    r"credits?|footer|related|newsletter|subscribe|sign-?up|promo|embed|gallery|more-?like",
    re.IGNORECASE,
)
_TAG = regex(r"\{%-?\s*(/?[\w-]{1,40})[^%\n]{0,300}%\}|\{\{[<%]\s*(/?\s*[\w-]{1,40})[^<>%\n]{0,300}[>%]\}\}")
_FENCE = regex(r"^:{3,}[ \t]*(\{?[\w .:#-]{1,80}\}?)?[ \t]*$", re.MULTILINE)
_ATTRIBUTES = regex(r"^\{:([^}\n]{1,200})\}[ \t]*$", re.MULTILINE)
_CLASS = regex(r"\.([\w-]{1,60})|class=[\"']?([\w -]{1,80})")
_ELEMENT = regex(
    r"^[ \t]{0,3}<(/?)(div|aside|section|footer|nav|form|figure|details)\b([^<>\n]{0,400})>", re.MULTILINE
)
_ALWAYS = frozenset({"aside", "nav", "form", "footer", "figure"})
_MOST = 2_000


def without_asides(body: str) -> str:
    """A Markdown body without what it marks as beside the text; every line stays where it is."""
    spans: list[tuple[int, int]] = []
    if "{" in body:
        spans += [*_tags(body), *_paragraphs(body)]
    if ":::" in body:
        spans += _fenced(body)
    if "<" in body:
        spans += _elements(body)
    kept: list[str] = []
    reached = 0
    for start, end in sorted(spans):
        if end > reached:
            start = max(start, reached)  # noqa: PLW2901 (one may begin within another)
            kept += body[reached:start], "\n" * body.count("\n", start, end)
            reached = end
    return "".join([*kept, body[reached:]])


def _is_beside(names: str) -> bool:
    """Whether names of classes are those of what stands beside a text."""
    if JUNK.search(names) is not None or ABOUT.search(names) is not None:
        return True
    return any(map(_BESIDE.fullmatch, names.split()))


def _tags(body: str) -> Iterator[tuple[int, int]]:
    """Pairs of template tags: Liquid's, Nunjucks', Hugo's."""
    opened: dict[str, int] = {}
    reached = 0
    for count, found in enumerate(_TAG.finditer(body)):
        name = (found.group(1) or found.group(2)).replace(" ", "").casefold()
        closes = name.removeprefix("/") if name[0] == "/" else name.removeprefix("end")
        if count > _MOST:
            return
        if closes != name and closes in opened:
            start = opened.pop(closes)
            if start >= reached:
                reached = found.end()
                yield start, reached
        elif _BESIDE.fullmatch(name):
            opened.setdefault(name, found.start())


def _fenced(body: str) -> Iterator[tuple[int, int]]:
    """Blocks between ``::: name`` and ``:::``, of which the outermost counts."""
    opened: list[tuple[int, bool]] = []
    for found in _FENCE.finditer(body):
        name = (found.group(1) or "").strip(" {}.:#")
        if name:
            opened.append((found.start(), _is_beside(name.replace(".", " "))))
        elif opened:
            start, beside = opened.pop()
            if beside and not any(one for _, one in opened):
                yield start, found.end()


def _paragraphs(body: str) -> Iterator[tuple[int, int]]:
    """Paragraphs that kramdown's ``{: .class}`` above or below them sets apart."""
    reached = 0
    for found in _ATTRIBUTES.finditer(body):
        if found.start() < reached:
            continue
        names = " ".join(one or other for one, other in _CLASS.findall(found.group(1)))
        if not names or not _is_beside(names):
            continue
        below = found.end() + 1
        if body[below : below + 1].strip():
            end = body.find("\n\n", below)
            reached = len(body) if end < 0 else end
            yield found.start(), reached
        else:
            start = body.rfind("\n\n", 0, max(0, found.start() - 1))
            yield max(0, start), found.end()


def _elements(body: str) -> Iterator[tuple[int, int]]:
    """Elements of HTML around paragraphs, of which the outermost counts."""
    opened: list[tuple[str, int, bool]] = []
    for count, found in enumerate(_ELEMENT.finditer(body)):
        closes, tag, attributes = found.groups()
        if count > _MOST:
            return
        if not closes:
            names = " ".join(one or other for one, other in _CLASS.findall(attributes))
            if f"</{tag}" not in body[found.end() : body.find("\n", found.end())]:
                opened.append((tag, found.start(), tag in _ALWAYS or bool(names and _is_beside(names))))
        elif opened and opened[-1][0] == tag:
            _, start, beside = opened.pop()
            if beside and not any(one for _, _, one in opened):
                yield start, found.end()
