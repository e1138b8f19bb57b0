"""The furniture of a page: the head's title, banners, crumbs, feet and addresses: no part of a review.

Readers drop these lines, as they say nothing of the film. Whose the page is, they often alone say
(:mod:`graph.sources.origin.masthead`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from graph.sources.html import marks
from graph.sources.lines import squeeze
from graph.sources.patterns import regex
from graph.sources.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from graph.sources.lines import Unit

#: How many of a page's lines its top and its foot are; longer lines are prose.
_TOP, _FOOT, _LONGEST = 8, 14, 240
_MOST_LINES = 20_000
#: Where a head's title is parted, and how many links of a page may lead to the site's first page.
_TITLE_PARTS, _MOST_LINKS = regex(r"\s*[|:»«·•]\s+|\s+[–—/-]\s+|\s*::\s*"), 12
_HOST = regex(r"(?:https?://|www\.|@)(?:www\.)?([a-z0-9-]{3,40})\.[a-z]{2,}", re.IGNORECASE)
_PATH = regex(r"https?://[^/?#]+/([^?#]*/)")
_LOGO = regex(
    r"(?:^|[\s_-])(?:logo|masthead|mast|blog-?header|brand|nameplate|site-?(?:name|title|logo)|"
    r"blog-?title|nav-?brand)(?=$|[\s_-])",
    re.IGNORECASE,
)
#: What newsletters and sites say before they begin.
_NOT_FIRST = regex(
    r"\W*(?:view (?:this|it|online|in)|(?:having )?(?:trouble|problems) |can[’']t (?:see|read)|if you "
    r"can|skip to|"
    r"aller au contenu|(?:direkt )?zum inhalt|(?:ir|saltar) al contenido|(?:vai|salta) al contenuto|"
    r"ir para o conte|"
    r"(?:ga )?naar (?:de )?inhoud|hoppa till|hopp til|gå til|"
    r"open in|read (?:this )?(?:online|in)|jump to|accessibility|to view|email not)",
    re.IGNORECASE,
)
#: An address within the site, and what else than its name a link to its first page may say.
_OWN = regex(r"(?!\w+:|//).*")
_ONLY_HOME = regex(
    r"\W*|(?:[«<←]+\s*)?(?:back|return|go|to|the|main|front|first|start|home|page|index|menu|site|top|contents|"
    r"table of|\s)+",
    re.IGNORECASE,
)
_BANNERS = word_set("header banner masthead hdr branding site-header blog-header page-banner titlebar")
#: Elements that are no part of a line, and those whose text is none of a visitor's.
_INLINE = word_set(
    "a abbr acronym b bdi bdo big cite code em font i img kbd label mark q s small span strike strong sub "
    "sup time tt u var wbr"
)
_UNSEEN = word_set("script style noscript template svg head textarea option title")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page's furniture: its text, where the source has it, and what kind of place it is.

    ``place`` is "title" (the head's), "logo", "first", "top", "foot", "host" (a label of an address) or
    "path" (a step of the page's own: a section of the site).
    """

    text: str
    line: int
    place: str


def of_units(units: Sequence[Unit]) -> Iterator[Line]:
    """Yield the furniture of a text dump: its first and its last short lines, and the addresses in it."""
    yield from _ends([(unit.text, unit.first) for unit in units])
    for unit in units:
        yield from _hosts(unit.text[:2_000], unit.first)


def of_html(tree: HtmlElement) -> Iterator[Line]:
    """Yield the furniture of an HTML page: the head's title, banners, its first and last lines, addresses."""
    for element in tree.xpath("//head/title")[:1]:
        title = squeeze(element.text or "")
        yield Line(title, element.sourceline or 1, "title")
        yield from _home_links(tree, title)
    yield from _first_link(tree)
    for element in tree.xpath("//meta[@name='application-name' or @name='apple-mobile-web-app-title']")[:2]:
        yield Line(squeeze(element.get("content") or ""), element.sourceline or 1, "logo")
    for element in tree.xpath("//link[@rel='canonical' or @rel='alternate']|//meta[@property='og:url']")[:6]:
        address = element.get("href") or element.get("content") or ""
        yield from _hosts(address, element.sourceline or 1)
        yield from _steps(address, element.sourceline or 1)
    banners, lines = _lines(tree)
    yield from banners
    yield from _ends(lines)


def _home_links(tree: HtmlElement, title: str) -> Iterator[Line]:
    """The links to the site's first page that are a part of the head's title: what the site is called."""
    parts = {part.casefold() for part in _TITLE_PARTS.split(title)}
    for link in islice(tree.iter("a"), _MOST_LINKS) if len(parts) > 1 else ():
        text = squeeze(link.text_content()[:_LONGEST])
        if text.casefold() in parts and marks.leads_home(link):
            yield Line(text, link.sourceline or 1, "logo")
            return


def _first_link(tree: HtmlElement) -> Iterator[Line]:
    """The page's first link, where it leads to the site's first page: what the site is called."""
    links = (
        link for link in tree.iter("a") if not (link.get("href") or "#").startswith(("#", "javascript:"))
    )
    first = next(links, None)
    if (
        first is None
        or _OWN.fullmatch((first.get("href") or "").strip()) is None
        or not marks.leads_home(first)
    ):
        return
    text = squeeze(first.text_content()[:_LONGEST])
    if _ONLY_HOME.fullmatch(text) is None:
        yield Line(text, first.sourceline or 1, "logo")


def _ends(lines: Sequence[tuple[str, int]]) -> Iterator[Line]:
    while lines and _NOT_FIRST.match(lines[0][0]):
        lines = lines[1:]
    foot = max(_TOP, len(lines) - _FOOT)
    for index, (text, line) in enumerate(lines):
        if (index < _TOP or index >= foot) and len(text) <= _LONGEST:
            yield Line(text, line, "first" if index == 0 else "top" if index < _TOP else "foot")


def _lines(tree: HtmlElement) -> tuple[list[Line], list[tuple[str, int]]]:
    """The banners of a page, and all its lines as a visitor sees them, in one walk over the tree."""
    banners: list[Line] = []
    lines: list[tuple[str, int]] = []
    parts: list[str] = []
    logo: HtmlElement | None = None
    start = 1

    def flush(line: int) -> None:
        nonlocal start
        text = squeeze("".join(parts))
        if text and len(lines) < _MOST_LINES:
            lines.append((text, start))
            if logo is not None and len(text) <= _LONGEST:
                banners.append(Line(text, start, "logo"))
        parts.clear()
        start = line

    body = tree.find("body")
    for event, element in etree.iterwalk(body if body is not None else tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        line = element.sourceline or start
        if event == "start":
            if element.tag not in _INLINE:
                flush(line)
            if logo is None and (
                _LOGO.search(f"{element.get('class') or ''} {element.get('id') or ''}")
                or (element.tag in {"h1", "h2"} and (marks.leads_home(element) or _in_banner(element)))
            ):
                flush(line)
                logo = element
            if element.tag == "img" and (logo is not None or not lines):
                banners.append(Line(squeeze(element.get("alt") or "")[:_LONGEST], line, "logo"))
            if element.tag == "a":
                banners.extend(_hosts((element.get("href") or "")[:2_000], line))
            if element.tag not in _UNSEEN:
                parts.append(element.text or "")
        else:
            if element is logo or element.tag not in _INLINE:
                flush(line)
            if element is logo:
                logo = None
            parts.append(element.tail or "")
    flush(start)
    return banners, lines


def _in_banner(heading: HtmlElement) -> bool:
    """Whether a heading stands in what is called the page's head: "<div id='header'><h1>"."""
    around = heading.getparent()
    named = f"{around.get('class') or ''} {around.get('id') or ''}".split() if around is not None else []
    return heading.tag == "h1" and any(name.casefold() in _BANNERS for name in named)


def _steps(address: str, line: int) -> Iterator[Line]:
    """The steps of an address but its last, which is the page: "/arts/screens/salt-road"."""
    path = _PATH.match(address[:_LONGEST])
    for step in path.group(1).split("/") if path is not None else ():
        if step and not step.isdigit():
            yield Line(step, line, "path")


def _hosts(text: str, line: int) -> Iterator[Line]:
    for found in _HOST.finditer(text):
        yield Line(found.group(1), line, "host")
