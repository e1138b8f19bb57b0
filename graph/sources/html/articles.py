"""Pages on which each ``<article>`` is a review: two critics of one film, or a film each, credits and all.

Most pages with several articles have one review and something else beside it: teasers of other reviews,
comments, a box about the critic. So an article counts only where it has what reviews have, and a page is one
of several reviews only where two such are there and nothing says that the page is about one of them.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from graph.records import Fact, SetAside
from graph.sources.draft import HEADER, STRUCTURED, Draft
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.titles import Heading, same_title, undress
from graph.sources.html import units as html_units
from graph.sources.html.main import ABOUT, JUNK
from graph.sources.layout import page, section_words, segments
from graph.sources.lines import squeeze
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml.html import HtmlElement

    from graph.sources.lines import Unit

#: An excerpt may have as many words as a short review; fewer is no review between articles.
_LEAST_WORDS = 30
#: More articles are an archive's list, or comments.
_MOST = 60
_REVIEW_CLASS = regex(
    r"(?:^|\s)(?:h-?review|review|critic-review|second-opinion|opinion)(?=$|\s)", re.IGNORECASE
)
_MARKED = (
    "//article | //*[contains(@class, 'eview') or contains(@class, 'pinion') "
    "or contains(@itemtype, 'Review') or contains(@typeof, 'Review')]"
)
_HEADINGS = ("h1", "h2", "h3", "h4")
_BESIDE = frozenset({"aside", "nav", "footer", "form", "template"})
_CLIPPED = regex(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|read (?:more|on|the (?:full|whole) review)\b.{0,40}|"
    r"(?:continue|keep) reading\b.{0,60}|more\s*[»→>]+|full review\b.{0,20})\s*[»→>]*$",
    re.IGNORECASE,
)
_WHOSE = regex(
    r"^(?P<name>[^’':]{3,40}?)(?:[’']s?\s+(?:view|verdict|take|review|opinion|half|word)|"
    r"\s+(?:says|writes|on .{2,60}))?\s*:?$"
)


class Part:
    """One article of a page; what is in it is read when it is asked for."""

    def __init__(self, element: HtmlElement) -> None:
        self.element = element

    @cached_property
    def page(self) -> html_units.Page:
        """The article as a page of its own; raises SetAside where it has too much in it."""
        return html_units.read_page(self.element)

    @cached_property
    def heading(self) -> Unit | None:
        """Its first heading."""
        return next((unit for unit in self.page.units[:12] if unit.is_heading), None)

    @cached_property
    def title(self) -> Heading | None:
        """What its first heading is about."""
        head = next(self.element.iter(*_HEADINGS), None)
        return None if head is None else undress(squeeze(head.text_content()))

    @cached_property
    def words(self) -> int:
        """How many words its paragraphs have."""
        return sum(len(paragraph.text_content().split()) for paragraph in self.element.iter("p"))

    @cached_property
    def is_excerpt(self) -> bool:
        """Whether it is another page's beginning: its heading leads there, or its text breaks off."""
        head = next(self.element.iter(*_HEADINGS), None)
        links = [] if head is None else [head.getparent(), *head.iter("a")]
        if any(
            link is not None and link.tag == "a" and _leads_away(link.get("href") or "") for link in links
        ):
            return True
        last = [squeeze(one.text_content())[-200:] for one in [*self.element.iter("p")][-2:]]
        told = [squeeze(one.text_content())[:80] for one in [*self.element.iter("a")][-2:]]
        return bool(last and _CLIPPED.search(last[-1])) or any(map(_CLIPPED.fullmatch, [*last, *told]))


class Articles:
    """The articles of a page that lie in no other."""

    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree
        self._found: list[tuple[Part, bool]] = []
        if len(tree.xpath(_MARKED)) > 1:  # most pages have nothing to part, and are not walked for it
            body = tree.find("body")
            outer = _outermost(body if body is not None else tree)
            self._found = [(Part(element), aside) for element, aside in outer]

    def beside(self, named: Sequence[str], *, alone: bool) -> list[HtmlElement]:
        """Those that are no part of the page's own: teasers and comments.

        Args:
            named: the films of the reviews in the page's data.
            alone: the page is known to have one review; then other films' reviews are beside it, too.
        """
        if len(self._found) < 2:
            return []
        names = [*named, *_page_names(self._tree)]
        own = _own([part for part, aside in self._found if not aside], names, alone=alone)
        if own is None:
            return []
        return [
            part.element for part, aside in self._found
            if part is not own and (aside or part.is_excerpt or (alone and _is_of_another(part, own)))
        ]  # fmt: skip

    def reviews(self) -> list[Part]:
        """Those that could each be a review; fewer than two where there is nothing to part."""
        return _within([part for part, aside in self._found if not aside], 0)

    @property
    def tree(self) -> HtmlElement:
        """The page."""
        return self._tree


def _within(parts: Sequence[Part], depth: int) -> list[Part]:
    found = [part for part in parts if part.words >= _LEAST_WORDS and not part.is_excerpt]
    if len(found) == 1 and depth < 3:
        lower = [Part(element) for element, aside in _outermost(found[0].element) if not aside]
        inner = _within(lower, depth + 1)
        if len(inner) > 1 and 2 * sum(one.words for one in inner) >= found[0].words:
            return inner
    return found


def _outermost(root: HtmlElement) -> Iterator[tuple[HtmlElement, bool]]:
    """Articles, and what calls itself a review, that lie in no other; each with whether it stands aside.

    That is: under a heading for comments or for other reviews. What no reader reads is left out.
    """
    waiting = list(reversed(root))
    count = 0
    beside = False
    while waiting and count < _MOST:
        element = waiting.pop()
        if not isinstance(element.tag, str) or element.tag in _BESIDE or _hidden(element):
            continue
        if element.tag in {"h1", "h2", "h3", "h4"}:
            section = section_words.section_of(" ".join(element.text_content().split())[:80])
            beside = section in {section_words.COMMENTS, section_words.TEASERS}
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if JUNK.search(names) and element.tag not in {"main", "body"} and not element.xpath(".//main|.//h1"):
            if element.tag == "article":  # the one tag that is read whatever its classes are
                yield element, True
            continue
        if ABOUT.search(names):
            continue
        kind = element.get("itemtype") or element.get("typeof") or ""
        if (
            element.tag == "article"
            or (element.tag in {"section", "div", "li"} and _REVIEW_CLASS.search(element.get("class") or ""))
            or kind.rstrip("/").endswith("Review")
        ):
            count += 1
            yield element, beside
        else:
            waiting.extend(reversed(element))


def _hidden(element: HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").casefold()
    return element.get("hidden") is not None or "display:none" in style


def _own(parts_: Sequence[Part], names: Sequence[str], *, alone: bool) -> Part | None:
    """The article that is the page's own review; None where that is not plain."""
    for chosen in (
        [part for part in parts_ if next(part.element.iter("h1"), None) is not None],
        [part for part in parts_ if part.title and any(same_title(part.title.title, name) for name in names)],
        [part for part in parts_ if alone and 5 * part.words >= 3 * sum(one.words for one in parts_)],
    ):
        if len(chosen) == 1 and chosen[0].words >= _LEAST_WORDS:
            return chosen[0]
    return None


def _is_of_another(part: Part, own: Part) -> bool:
    """Whether an article reviews another film: it heads and rates it, or says who writes."""
    title = part.title
    if title is None or own.title is None or same_title(title.title, own.title.title):
        return False
    kinds = [segments.kind_of(unit) for unit in part.page.units]
    rated = bool(part.page.ratings) or title.rating is not None or "rating" in kinds
    return (rated or title.year is not None) and part.words >= _LEAST_WORDS // 2


def _leads_away(address: str) -> bool:
    """Whether a heading's link leads to a page of its own: what it heads is a teaser of that."""
    try:
        parts_ = urlsplit(address.strip())
    except ValueError:
        return True
    return bool(parts_.path or parts_.netloc)


def read_articles(
    around: Draft,
    articles: Articles,
    noted: Callable[[Draft, html_units.Page], None],
    told: Callable[[Draft, str], None],
    *,
    named: Sequence[str],
    least: int,
) -> list[Draft]:
    """Read the articles of a page, each as a review; empty where the page is not one of several.

    Args:
        around: the kind of page; what it says as a whole is the caller's to add.
        articles: those of the page.
        noted: puts what classes and attributes of an article say into its draft.
        told: puts what data elsewhere on the page say of the film of a title into its draft.
        named: the films of the reviews in the page's data.
        least: how many reviews there must be.
    """
    found, tree = articles.reviews(), articles.tree
    if len(found) < max(2, least):
        return []
    shared = _shared_title(tree, found, named)
    read = [(part, draft) for part in found
            if (draft := _read(around.kind, part, shared, noted, told)) is not None]  # fmt: skip
    kept = _reviews(read)
    if len(kept) < max(2, least) or not _several(kept, tree, named):
        return []
    return [draft for _, draft in kept]


def _shared_title(
    tree: HtmlElement, found: Sequence[Part], named: Sequence[str]
) -> tuple[Heading, Fact[str]] | None:
    """The film that a heading above the articles names for all of them."""
    inside = [part.element for part in found]
    above = [
        head for head in tree.iter("h1", "h2")
        if not any(one in inside for one in (head, *head.iterancestors()))
    ]  # fmt: skip
    for head in above[:4]:
        text = " ".join(head.text_content().split())
        heading = undress(text) if text else None
        if heading is None or heading.title in {"Head to head", "Two views"}:
            continue
        own = [part.title for part in found]
        bodies = [" ".join(unit.text for unit in part.page.units) for part in found]
        told = heading.year is not None or any(same_title(heading.title, name) for name in named)
        spoken = sum(heading.title in body for body in bodies) * 2 >= len(bodies)
        if told or spoken or all(title is None or _whose(title.title) for title in own):
            line = head.sourceline or 1
            return heading, Fact(heading.title, line, line, text if text != heading.title else None)
    return None


def _whose(heading: str) -> str | None:
    """The critic whom a heading names: "Ann Lee’s view", "Ann Lee:"."""
    found = _WHOSE.match(heading)
    return found.group("name") if found is not None and looks_like_name(found.group("name")) else None


def _read(
    kind: str,
    part: Part,
    shared: tuple[Heading, Fact[str]] | None,
    noted: Callable[[Draft, html_units.Page], None],
    told: Callable[[Draft, str], None],
) -> Draft | None:
    draft = Draft(kind)
    try:
        units = part.page.units
    except SetAside:
        return None
    own = part.title
    if shared is not None and (
        own is None or not (own.year or own.review) or same_title(own.title, shared[0].title)
    ):
        heading, fact = shared
        draft.offer("title", fact, STRUCTURED)
        if heading.year is not None:
            draft.offer("year", Fact(heading.year, fact.first_line, fact.last_line, fact.quote), HEADER)
            draft.evidence.add("year")
        whose = _whose(part.heading.text) if part.heading is not None else None
        if part.heading is not None and whose is not None:
            draft.critics.append((HEADER, part.heading.fact(whose, part.heading.text)))
            units = [unit for unit in units if unit is not part.heading]
    noted(draft, part.page)
    try:
        page.read_units(draft, units)
    except SetAside:
        return None
    title = draft.best("title")
    if title is None or draft.text is None or len(draft.text.value.split()) < _LEAST_WORDS:
        return None
    told(draft, title.value)
    return draft


def _reviews(drafts: Sequence[tuple[Part, Draft]]) -> list[tuple[Part, Draft]]:
    """Those that say what reviews say: a rating, or who writes and facts of the film."""
    rated = [draft.best("rating") is not None for _, draft in drafts]
    signed = [bool(draft.critics) for _, draft in drafts]
    kept = [
        (part, draft)
        for (part, draft), stars, named in zip(drafts, rated, signed, strict=True)
        if stars or (named and draft.evidence - {"rating", "called a review"})
    ]
    if len(kept) > 1:
        return kept
    # Without ratings and facts: critics of the one film that the page names.
    return [pair for pair, named in zip(drafts, signed, strict=True) if named] if not any(rated) else []


def _several(kept: Sequence[tuple[Part, Draft]], tree: HtmlElement, named: Sequence[str]) -> bool:
    """Whether articles are several reviews: of one film by other critics, or of films of equal standing."""
    drafts = [draft for _, draft in kept]
    titles = [str(fact.value) if (fact := draft.best("title")) else "" for draft in drafts]
    years = {fact.value for draft in drafts if (fact := draft.best("year")) is not None}
    if len({draft.text.value for draft in drafts if draft.text is not None}) < len(drafts):
        return False
    if all(same_title(title, titles[0]) for title in titles) and len(years) < 2:
        critics = [frozenset(fact.value.casefold() for _, fact in draft.critics) for draft in drafts]
        rated = [draft.best("rating") is not None for draft in drafts]
        alike = len({(part.element.tag, part.element.get("class")) for part, _ in kept}) == 1
        return len(set(critics)) == len(critics) and (
            all(rated) or not any(rated) or (alike and all(critics))
        )
    names = [*named, *_page_names(tree)]
    own = {title.casefold() for title in titles if any(same_title(title, name) for name in names)}
    return len(own) != 1 or len({title.casefold() for title in titles}) == 1


def _page_names(tree: HtmlElement) -> Iterator[str]:
    """What the head calls the page."""
    for element in [*tree.xpath("//head/title"), *tree.xpath("//meta[@property='og:title']")][:2]:
        text = " ".join((element.get("content") or element.text or "").split())
        heading = undress(text) if text else None
        if heading is not None:
            yield heading.title
