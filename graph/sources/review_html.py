"""The reader of HTML pages (layout C, and whatever a site makes of the others).

Data that the page states for machines first, then what a visitor sees: blocks with labels, fact
lines and credits, then the prose. Both are evidence; where they disagree the credits that a visitor
sees win the spelling of names, and a complaint says so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from graph.records import ACTOR, DIRECTOR, WRITER, DocumentRecord, Fact
from graph.sources import kinds
from graph.sources.columns import entries, many, named_entries, own_block, two_sides
from graph.sources.draft import GUESSED, HEADER, HEADING, STRUCTURED, Draft
from graph.sources.facts import dates, fields, own_marks
from graph.sources.facts.credit_lists import Credited
from graph.sources.facts.labelled import offer_rating
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.titles import same_title, undress
from graph.sources.html import articles, data_blocks, fonts, marks, stars, structured, units
from graph.sources.layout import section_words
from graph.sources.layout.page import read_units
from graph.sources.origin import bylines, furniture, house_lines, whole_page
from graph.sources.origin.mirrors import copied_from
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from graph.sources.decoding import Decoded
    from graph.sources.lines import Unit

_LONGEST_BYLINE = 160
#: A film has no more genres; a menu of them has.
_MOST_GENRES = 6

#: "saved from url=(0031)https://tin.example/paper" (browsers), "Page saved with SingleFile / url: ...".
_SAVED = regex(
    r"<!--\s*(?:saved from url=\(\d{1,5}\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s<>\"]{1,2000})"
)

KIND = kinds.REVIEW_HTML
READER = kinds.READERS[KIND]


def read_html(decoded: Decoded) -> DocumentRecord:
    """Read an HTML page; raises SetAside with the reason where it holds no review of a film."""
    draft = Draft(KIND)
    draft.complaints.extend(decoded.complaints)
    _saved_from(draft, decoded.text)
    tree = units.parse(decoded.text)
    fonts.promote(tree)
    stars.draw_bars(tree)
    heading = _first_heading(tree)
    blocks, complaints = data_blocks.json_blocks(tree)
    draft.complaints.extend(complaints)
    page = units.read_page(tree)
    spelled = own_marks.spelled(page.units)
    page.units = spelled.units
    named = structured.reviewed(blocks)
    parts = articles.Articles(tree)
    page = _without(tree, page, parts.beside(named, alone=False))
    for name, line in page.sites:
        if draft.best("publication") is None and house_lines.site_of(name) is not None:
            draft.offer("publication", Fact(name, line, line), GUESSED)
    texts, marked = [unit.text for unit in page.units], [rating for rating, _, _ in page.ratings]
    several = _several(parts, page, draft, blocks)
    if several is not None:
        return spelled.quoted(whole_page.completed(several, furniture.of_html(tree), texts, marked))
    page = _without(tree, page, parts.beside(named, alone=True))
    ours, blocks = _parted(blocks)
    said = Draft(KIND)
    structured.read_blocks(said, ours, heading)
    own_block.before(draft, said)
    critics = [text for text, _ in (*page.critics, *page.bylines)]
    critics += [
        unit.text for unit in page.units if len(unit.text) <= _LONGEST_BYLINE and marks.is_byline(unit)
    ]
    told = structured.read_blocks(draft, blocks, heading, critics)
    for embedded in (data_blocks.microdata_blocks, data_blocks.rdfa_blocks):
        if not told or draft.best("rating") is None:
            told = structured.read_blocks(draft, embedded(tree), heading, critics) or told
    _meta(draft, tree)
    _site_in_title(draft, tree)
    _attributes(draft, page)
    layout = read_units(draft, page.units)
    _named_beside(draft, page)
    _page_title(draft, tree)
    own_block.after(draft, said)
    whole_page.settle(draft, layout, furniture.of_html(tree))
    return spelled.quoted(whole_page.completed(draft.record(), (), texts, marked))


def _parted(blocks: list[data_blocks.Block]) -> tuple[list[data_blocks.Block], list[data_blocks.Block]]:
    """The blocks that are of our making, and all others."""
    return [block for block in blocks if block.ours], [block for block in blocks if not block.ours]


def _without(tree: HtmlElement, page: units.Page, elements: Sequence[HtmlElement]) -> units.Page:
    """The page without some of its elements."""
    for element in elements:
        element.set("hidden", "")
    return units.read_page(tree) if elements else page


def read_content(draft: Draft, text: str, offset: int) -> list[Unit]:
    """Put what the markup of an HTML fragment says into the draft, and give its units.

    ``offset`` lines of the document stand before the fragment; its facts get the document's lines.
    """
    tree = units.parse(text)
    said = Draft(KIND)
    blocks, complaints = data_blocks.json_blocks(tree)
    said.complaints.extend(complaints)
    structured.read_blocks(said, blocks)
    page = units.read_page(tree)
    _attributes(said, page)
    draft.absorb(said, offset)
    return [replace(unit, first=unit.first + offset, last=unit.last + offset) for unit in page.units]


def _several(
    parts: articles.Articles, page: units.Page, draft: Draft, blocks: list[data_blocks.Block]
) -> DocumentRecord | None:
    """Read a page of several reviews; None where it is none. The data speak for the film they name."""
    around, tree = Draft(KIND), parts.tree
    around.set_off += page.set_off
    around.complaints.extend(draft.complaints)
    for name in ("publication", "page"):
        for rank, fact in draft.offers.get(name, ()):
            around.offer(name, fact, rank)
    structured.read_site(around, blocks)
    _meta(around, tree)
    _site_in_title(around, tree)
    for text, line in page.critics[:1]:
        _critics(around, bylines.critic_names(text), Fact(text, line, line))
    ours, theirs = _parted(blocks)
    embedded = [*theirs, *data_blocks.microdata_blocks(tree), *data_blocks.rdfa_blocks(tree)]
    rated = [(line, rating, quote) for rating, line, quote in page.ratings]

    read, written = structured.Told(embedded), structured.Told(ours)

    def told(entry: Draft, title: str) -> None:
        read.put(entry, title)
        if ours:
            said = Draft(KIND)
            said.critics, said.offers = list(entry.critics), {"year": entry.offers.get("year", [])}
            written.put(said, title)
            own_block.after(entry, said)

    sides = two_sides.drafts(KIND, page.units)
    both = many.from_drafts(around, sides) if sides else None
    if both is not None:
        return both
    cut = entries.cut(page.units, rated)
    drafts = articles.read_articles(
        around, parts, _attributes, told,
        named=structured.reviewed([*embedded, *ours]), least=len(cut.entries) if cut is not None else 0,
    )  # fmt: skip
    together = many.from_drafts(around, drafts) if drafts else None
    if together is not None:
        return together
    cut = cut or named_entries.cut_named(page.units, structured.reviewed([*embedded, *ours]))
    if cut is None:
        return None
    for text, line, _ in sorted(page.times, key=lambda entry: not entry[2])[:1]:
        _dated(around, text, line)
    return many.read_cut(around, cut, told, list(furniture.of_html(tree)))


def _saved_from(draft: Draft, text: str) -> None:
    """The address that a browser noted in a page which it saved."""
    found = _SAVED.search(text, 0, 4_000)
    if found is not None:
        line = 1 + text.count("\n", 0, found.end())
        draft.offer("page", Fact(found.group(1), line, line), GUESSED)


def _first_heading(tree: HtmlElement) -> str:
    for element in tree.iter("h1"):
        found = undress(" ".join(element.text_content().split()))
        if found is not None:
            return found.title
    return ""


_MOST_HEADINGS = 20


def _site_in_title(draft: Draft, tree: HtmlElement) -> None:
    """The publication that the head's title adds to the page's own heading: "Now on video - Bay Weekly"."""
    for element in tree.xpath("//head/title")[:1]:
        text = " ".join((element.text or "").split())
        for heading in islice(tree.iter("h1"), 3):
            printed = " ".join(heading.text_content().split())
            rest = text[len(printed) :] if printed and text.casefold().startswith(printed.casefold()) else ""
            found = re.fullmatch(r"\s*(?:\||[-–—·•]|::)\s+(\S.{1,59})", rest)
            rest = found.group(1) if found is not None else ""
            others = islice(tree.iter("h2", "h3", "h4"), _MOST_HEADINGS)
            if rest in {" ".join(one.text_content().split()) for one in others}:
                return  # the heading of the page is the site's, and what follows the page's
            if any(map(str.isalpha, rest)) and not (re.search(r"[|–—]| - ", rest) or dates.is_calendar(rest)):
                line = element.sourceline or 1
                draft.offer("publication", Fact(rest, line, line, text), GUESSED)
                return


def _meta(draft: Draft, tree: HtmlElement) -> None:
    """What the head says: OpenGraph, article times, canonical address, author."""
    for element in tree.iter("meta", "link"):
        line = element.sourceline or 1
        name = (element.get("property") or element.get("name") or element.get("rel") or "").casefold()
        if not name and element.get("itemprop") == "datePublished":  # of the page, where it is of no item
            name = "" if any(one.get("itemscope") is not None for one in element.iterancestors()) else "date"
        value = " ".join((element.get("content") or element.get("href") or "").split())
        if not value or len(value) > 2000:
            continue
        if name == "og:site_name":
            draft.offer("publication", Fact(value, line, line), HEADER)
        elif name in {"canonical", "og:url"} and value.startswith(("http://", "https://")):
            draft.offer("page", Fact(value, line, line), STRUCTURED if name == "canonical" else HEADER)
        elif name == "og:image":
            draft.offer("review_image", Fact(value, line, line), HEADER)
        elif name in {
            "article:published_time",
            "datepublished",
            "dc.date",
            "date",
            "dcterms.date",
            "pubdate",
            "parsely-pub-date",
            "sailthru.date",
        }:
            when = dates.sure(value)
            draft.offer("published_on", Fact(when[0], line, line, value) if when else None, HEADER)
        elif name.startswith("video:"):
            _video(draft, name.removeprefix("video:"), Fact(value, line, line))
        elif name in {"author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl"}:
            for critic in bylines.critic_names(value):
                if looks_like_name(critic):
                    draft.critics.append(
                        (GUESSED, Fact(critic, line, line, value if value != critic else None))
                    )


def _video(draft: Draft, name: str, said: Fact[str]) -> None:
    """What OpenGraph says of a film (video.movie): its people, where they are no addresses, time and date."""
    value, line = said.value, said.first_line
    job = {"director": DIRECTOR, "writer": WRITER, "actor": ACTOR}.get(name)
    if job is not None and not value.startswith("http") and looks_like_name(value):
        draft.credit((job,), Credited(value), said, STRUCTURED)
    elif name == "duration" and value.isdigit() and 60 <= int(value) <= 54_000:
        draft.offer("runtime_minutes", Fact(round(int(value) / 60), line, line, value), STRUCTURED + 1)
    elif name == "release_date" and (year := re.match(r"(?:18|19|20)\d\d", value)) is not None:
        draft.offer("year", Fact(int(year.group()), line, line, value), STRUCTURED + 1)


def _attributes(draft: Draft, page: units.Page) -> None:
    """What classes and attributes say: stars as a class, rel=author, time elements, links, bylines."""
    draft.set_off += page.set_off
    for rating, line, quote in page.ratings[:1]:
        offer_rating(draft, Fact(rating, line, line, quote), HEADER)
    for rating, line, quote in page.ratings[1:6]:
        if rating.value != page.ratings[0][0].value:
            message = f"A second rating stands in the page's markup: {rating.value} ({quote[:40]})."
            draft.complain(message, line)
    for text, line in page.critics:
        _critics(draft, bylines.critic_names(text), Fact(text, line, line))
    for text, line, _ in sorted(page.times, key=lambda entry: not entry[2])[:1]:
        _dated(draft, text, line)
    for name in ("imdb_id", "wikidata_id", "tmdb_id"):
        linked = [entry for entry in page.links if entry[0] == name]
        if len({entry[1] for entry in linked}) == 1:
            draft.offer(name, Fact(linked[0][1], linked[0][2], linked[0][2]), HEADER)
    if len(page.genres) <= _MOST_GENRES:
        draft.add("genres", [Fact(name, line, line) for name, line in page.genres if len(name) > 2])
    for unit in page.units:
        _hinted(draft, unit)


def _named_beside(draft: Draft, page: units.Page) -> None:
    """Take the first name that a class calls a byline, where no line of the page is one."""
    for text, line in page.bylines if not draft.critics else ():
        _critics(draft, bylines.critic_names(text), Fact(text, line, line))
        if draft.critics:
            return


def _dated(draft: Draft, text: str, line: int) -> None:
    """What a time element says."""
    try:
        when = dates.parse(text)
    except dates.AmbiguousDate as error:
        draft.complain(f"The date is ambiguous and was not taken: {error}.", line)
        when = None
    draft.offer("published_on", Fact(when, line, line, text) if when else None, HEADER)


def _hinted(draft: Draft, unit: Unit) -> None:
    """What the class names around a block call it: genres, a byline."""
    if marks.is_genre(unit) and fields.leading_label(unit.text) is None:
        parts = re.split(r"\s*[\t,/|•·]\s*", unit.text)
        draft.add("genres", [unit.fact(part) for part in parts if 2 < len(part) <= 30])
    short = len(unit.text) <= 160 and section_words.section_of(unit.text) is None
    if short and marks.is_byline(unit):
        text = unit.text.replace("\t", " | ")
        said = bylines.byline(text) or bylines.name_and_date(text) or bylines.handle(text)
        if said is not None and said.published is not None:
            draft.offer("published_on", unit.fact(said.published, unit.text), GUESSED)
        if said is not None and said.names and bylines.HANDLE.fullmatch(said.names[0]):
            draft.critics.append((HEADER, unit.fact(said.names[0], unit.text)))
        _critics(draft, said.names if said is not None else bylines.critic_names(text), unit.fact(unit.text))


def _critics(draft: Draft, names: Sequence[str], said: Fact[str]) -> None:
    for name in names:
        if looks_like_name(name):
            quote = said.value if said.value != name else None
            draft.critics.append((HEADER, Fact(name, said.first_line, said.last_line, quote)))


def _is_quoted(title: str, body: str) -> bool:
    """Whether a text without capitals names a title between quotation marks."""
    mark = "[\"“”‘’'*_«»„]"
    return re.search(rf"{mark}{re.escape(title.casefold())}[,.!?]?{mark}", body) is not None


def _page_title(draft: Draft, tree: HtmlElement) -> None:
    """The head's title and og:title: the last resort for the film, a witness for the rest."""
    site = draft.best("publication")
    known = draft.best("title")
    for element in [*tree.xpath("//head/title"), *tree.xpath("//meta[@property='og:title']")][:2]:
        text = " ".join((element.get("content") or element.text or "").split())
        heading = undress(text, site=site.value if site else None) if text else None
        if heading is None:
            continue
        line = element.sourceline or 1
        body = draft.text.value.casefold() if draft.text else ""
        told = heading.review or heading.year is not None or heading.title.casefold() in body
        guessed = known is not None and min(rank for rank, _ in draft.offers["title"]) >= GUESSED
        if (
            guessed
            and known is not None
            and known.value.casefold() not in body
            and _is_quoted(heading.title, body)
        ):
            told = guessed = True
            heading = replace(heading, review=True)
        if guessed and (heading.year is not None or heading.review) and heading.title.casefold() in body:
            # The heading is a headline of its own; what the head calls the page, its text speaks of.
            draft.offer("headline", known, HEADING)
            known = None
            draft.offers["title"].clear()
        if known is None or same_title(heading.title, known.value):
            draft.offer(
                "title",
                Fact(heading.title, line, line, text if text != heading.title else None),
                GUESSED + (0 if told else 1),
            )
            if heading.original:
                draft.offer("original_title", Fact(heading.original, line, line, text), GUESSED)
            if heading.year:
                draft.offer("year", Fact(heading.year, line, line, text), GUESSED)
                draft.evidence.add("year")
        elif heading.review and heading.year is not None:
            draft.offer("title", Fact(heading.title, line, line, text), GUESSED + 1)
        if heading.review:
            draft.evidence.add("called a review")
        copied = copied_from(text)
        if copied is not None and any(copied == fact.value for _, fact in draft.critics):
            continue
        if heading.site and site is None:
            draft.offer("publication", Fact(heading.site, line, line, text), GUESSED)
