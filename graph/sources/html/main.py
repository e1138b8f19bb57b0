"""Where the main content of an HTML page stands, and which classes never hold any of it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from graph.sources.facts.jobs import JOB, label_of
from graph.sources.facts.titles import title_and_year
from graph.sources.lines import squeeze
from graph.sources.origin.paper_words import RUBRIC
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from lxml import html

JUNK = regex(
    r"(?:^|[\s_])(?:comments?(?:-\w+)*|respond|disqus\w*|related(?:[-_]\w+)*|sidebar(?:-\w+)*|"
    r"share(?:-\w+)*|sharing|sharedaddy|jp-relatedposts|"
    r"social(?:-\w+)*|newsletter(?:-\w+)*|promo(?:-\w+)*|advert\w*|ads?(?:-\w+)*|ad|adbox|adunit|adslot|"
    r"adblock|adsense|adsby\w+|anzeige|werbung|publicit[éeà]|pubblicit[àa]|"
    r"publicidad|publicidade|reclame|"
    r"breadcrumbs?(?:-\w+)*|(?:main-|site-|top-)?menu(?:-\w+)*|"
    r"nav(?:-\w+)*|navigation|navbar|recommend\w*(?:-\w+)*|popular(?:-\w+)*|trending(?:-\w+)*|"
    r"teasers?(?:-\w+)*|widget(?:-\w+)*|cookies?(?:-\w+)*|"
    r"(?:\w{1,40}-)?(?:subscri(?:be|ption)|sign-?up)(?:-\w+)*|pagination|pager|modal(?:-\w+)*|popup(?:-\w+)*|outbrain|"
    r"taboola|carousel(?:-\w+)*|"
    r"now-playing(?:-\w+)*|latest(?:-\w+)*|more-(?:reviews|stories|from|posts|like)(?:-\w+)*|"
    r"post-navigation|site-footer|tag-?list|tags|toc(?:-\w+)*|table-of-contents|"
    r"(?:site-)?search(?:-\w+)*|skip-link|screen-reader-text|sr-only|visually-hidden|wp-caption-text|"
    r"sponsored(?:-\w+)*|read-next|also-\w+|"
    r"other-(?:reviews|films)|recent(?:-\w+)*|next-prev|prev-next|archive-list|mini-reviews)(?=$|\s)",
    re.IGNORECASE,
)


#: What calls itself a place beside the text, and may hold what the page says of its film as well.
BESIDE = regex(r"(?:^|[\s_])(?:sidebar|widget|side-?box|box-?out)(?:-\w+)*(?=$|\s)", re.IGNORECASE)
#: So many elements of such a place are looked at, and so long is a label.
_LOOKED_AT, _LONGEST_LABEL = 400, 30
_LEAST_JOBS, _HEADINGS = 2, frozenset({"h2", "h3", "h4", "h5"})
#: How far above the main content its sections are looked for.
_LEVELS = 4
ABOUT = regex(
    r"(?:^|[\s_-])(?:author|writer|critic|reviewer)[-_]?(?:bio|box|info|description|card|about)|"
    r"about[-_](?:the[-_])?(?:author|critic|writer)|\bbio\b",
    re.IGNORECASE,
)


def holds_credits(element: html.HtmlElement, titles: str) -> bool:
    """Whether what stands beside the text has a film's credits: the labels of two jobs, each of them once.

    Those of several films have each label several times. ``titles`` is what the page calls itself: another
    film's title with its year above the credits says whose they are.
    """
    jobs: dict[tuple[str, ...], int] = {}
    for node in islice(element.iter(), _LOOKED_AT):
        if not isinstance(node.tag, str):
            continue
        said = squeeze(node.text or "")
        headed = title_and_year(squeeze(node.text_content())) if node.tag in _HEADINGS else None
        if headed is not None and headed[0].casefold() not in titles.casefold():
            return False
        label = label_of(said.rstrip(": ")) if 0 < len(said) <= _LONGEST_LABEL else None
        if label is None and ":" in said[:_LONGEST_LABEL]:
            label = label_of(said.partition(":")[0], beside=True)
        if label is not None and label.field == JOB:
            jobs[label.jobs] = jobs.get(label.jobs, 0) + 1
    return len(jobs) >= _LEAST_JOBS and max(jobs.values()) == 1


def main_element(body: html.HtmlElement) -> html.HtmlElement:
    """ReviewBody if the page names it; else the deepest element that holds most of the paragraphs' text."""
    stated = body.xpath(".//*[@itemprop='reviewBody' or @itemprop='articleBody']")
    for name in ("reviewBody", "articleBody"):
        named = [element for element in stated if element.get("itemprop") == name]
        if named and len(named[0].text_content()) > 200:
            return named[0]
    weights: dict[html.HtmlElement, int] = {}
    total = 0
    for count, paragraph in enumerate(body.iter("p")):
        if count > 5000:
            break
        size = len(paragraph.text_content())
        if size < 60 or _in_junk(paragraph):
            continue
        total += size
        node = paragraph.getparent()
        for _ in range(40):
            if node is None:
                break
            weights[node] = weights.get(node, 0) + size
            node = node.getparent()
    best = body
    if total:
        for node, weight in weights.items():  # parents come after their children: keep the first, the deepest
            if weight >= 0.7 * total:
                best = node
                break
    return _with_sections(best, weights, body)


def _with_sections(
    main: html.HtmlElement, weights: dict[html.HtmlElement, int], body: html.HtmlElement
) -> html.HtmlElement:
    """The element that holds the main content and the blocks like it beside it, as page builders write."""
    node = whole = main
    for _ in range(_LEVELS):
        parent = node.getparent()
        if parent is None or node is body or node.tag not in {"div", "section"}:
            break
        if any(
            other is not node
            and other.tag == node.tag
            and other.get("class") == node.get("class")
            and other in weights
            for other in parent
        ):
            whole = parent
        node = parent
    return whole


def _in_junk(element: html.HtmlElement) -> bool:
    node = element.getparent()
    for _ in range(12):
        if node is None or node.tag in {"body", "main", "article"}:
            return False
        names = f"{node.get('class') or ''} {node.get('id') or ''}"
        if node.tag in {"aside", "footer", "nav", "form"} or JUNK.search(names) or ABOUT.search(names):
            return True
        node = node.getparent()
    return False


def menu_links(body: html.HtmlElement) -> frozenset[html.HtmlElement]:
    """The links of a site's menu in a cell of the table that lays a page out: "News", "Music", "Film"."""
    found: set[html.HtmlElement] = set()
    for cell in islice(body.iter("td"), _MOST_CELLS):
        links = cell.findall("a") if len(cell) >= _LEAST_LINKS else []
        links = links or ([*cell[0].iter("a")] if len(cell) == 1 and cell[0].tag in _WRAPPERS else [])
        if len(links) < _LEAST_LINKS or len(links) > _MOST_LINKS:
            continue
        said = [squeeze(link.text_content()) for link in links]
        rubrics = sum(RUBRIC.fullmatch(text) is not None for text in said)
        if rubrics >= _LEAST_RUBRICS and all(len(text) <= _LONGEST_LINK for text in said):
            found.update(links)
    return frozenset(found)


#: So many links a menu has, of so many letters each; so many of them name a newspaper's sections.
_LEAST_LINKS, _MOST_LINKS, _LONGEST_LINK, _LEAST_RUBRICS = 4, 40, 24, 2
_MOST_CELLS, _WRAPPERS = 2_000, frozenset({"font", "div", "p", "span", "b", "small"})
