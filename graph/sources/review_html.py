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
from graph.sources import bylines, data_blocks, dates, fields, html_units, many, section_words, structured
from graph.sources.draft import GUESSED, HEADER, STRUCTURED, Draft
from graph.sources.labelled import offer_rating
from graph.sources.page import read_units
from graph.sources.people import Credited, looks_like_name
from graph.sources.titles import same_title, undress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from graph.sources.decoding import Decoded
    from graph.sources.lines import Unit

READER = "reelgraph review_html 3"
KIND = "review_html"


def read_html(decoded: Decoded) -> DocumentRecord:
    """Read an HTML page; raises SetAside with the reason where it holds no review of a film."""
    draft = Draft(KIND)
    draft.complaints.extend(decoded.complaints)
    tree = html_units.parse(decoded.text)
    heading = _first_heading(tree)
    blocks, complaints = data_blocks.json_blocks(tree)
    draft.complaints.extend(complaints)
    page = html_units.read_page(tree)
    several = _several(tree, page, draft, blocks)
    if several is not None:
        return several
    told = structured.read_blocks(draft, blocks, heading)
    for embedded in (data_blocks.microdata_blocks, data_blocks.rdfa_blocks):
        if not told or draft.best("rating") is None:
            told = structured.read_blocks(draft, embedded(tree), heading) or told
    _meta(draft, tree)
    _site_in_title(draft, tree)
    _attributes(draft, page)
    read_units(draft, page.units)
    _page_title(draft, tree)
    return draft.record()


def read_content(draft: Draft, text: str, offset: int) -> list[Unit]:
    """Put what the markup of an HTML fragment says into the draft, and give its units.

    ``offset`` lines of the document stand before the fragment; its facts get the document's lines.
    """
    tree = html_units.parse(text)
    said = Draft(KIND)
    blocks, complaints = data_blocks.json_blocks(tree)
    said.complaints.extend(complaints)
    structured.read_blocks(said, blocks)
    page = html_units.read_page(tree)
    _attributes(said, page)
    draft.absorb(said, offset)
    return [replace(unit, first=unit.first + offset, last=unit.last + offset) for unit in page.units]


def _several(
    tree: HtmlElement, page: html_units.Page, draft: Draft, blocks: list[data_blocks.Block]
) -> DocumentRecord | None:
    """Read a page of several reviews; None where it is none. The data speak for the film they name."""
    around = Draft(KIND)
    around.complaints.extend(draft.complaints)
    structured.read_site(around, blocks)
    _meta(around, tree)
    _site_in_title(around, tree)
    for text, line in page.critics[:1]:
        _critics(around, bylines.critic_names(text), Fact(text, line, line))
    embedded = [*blocks, *data_blocks.microdata_blocks(tree), *data_blocks.rdfa_blocks(tree)]
    marks = [(line, rating, quote) for rating, line, quote in page.ratings]

    def told(entry: Draft, title: str) -> None:
        structured.read_named(entry, embedded, title)

    return many.read_entries(around, page.units, marks, told)


def _first_heading(tree: HtmlElement) -> str:
    for element in tree.iter("h1"):
        found = undress(" ".join(element.text_content().split()))
        if found is not None:
            return found.title
    return ""


def _site_in_title(draft: Draft, tree: HtmlElement) -> None:
    """The publication that the head's title adds to the page's own heading: "Now on video - Bay Weekly"."""
    for element in tree.xpath("//head/title")[:1]:
        text = " ".join((element.text or "").split())
        for heading in islice(tree.iter("h1"), 3):
            printed = " ".join(heading.text_content().split())
            rest = text[len(printed) :] if printed and text.casefold().startswith(printed.casefold()) else ""
            found = re.fullmatch(r"\s*(?:\||[-–—·•]|::)\s+(\S.{1,59})", rest)
            if found is not None and not re.search(r"[|–—]| - ", found.group(1)):
                line = element.sourceline or 1
                draft.offer("publication", Fact(found.group(1), line, line, text), GUESSED)
                return


def _meta(draft: Draft, tree: HtmlElement) -> None:
    """What the head says: OpenGraph, article times, canonical address, author."""
    for element in tree.iter("meta", "link"):
        line = element.sourceline or 1
        name = (element.get("property") or element.get("name") or element.get("rel") or "").casefold()
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
            try:
                when = dates.parse(value)
            except dates.AmbiguousDate:
                when = None
            draft.offer("published_on", Fact(when, line, line, value) if when else None, HEADER)
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


def _attributes(draft: Draft, page: html_units.Page) -> None:
    """What classes and attributes say: stars as a class, rel=author, time elements, links, bylines."""
    for rating, line, quote in page.ratings[:1]:
        offer_rating(draft, Fact(rating, line, line, quote), HEADER)
    for rating, line, quote in page.ratings[1:6]:
        if rating.value != page.ratings[0][0].value:
            message = f"A second rating stands in the page's markup: {rating.value} ({quote[:40]})."
            draft.complain(message, line)
    for text, line in page.critics:
        _critics(draft, bylines.critic_names(text), Fact(text, line, line))
    for text, line, _ in sorted(page.times, key=lambda entry: not entry[2])[:1]:
        try:
            when = dates.parse(text)
        except dates.AmbiguousDate as error:
            draft.complain(f"The date is ambiguous and was not taken: {error}.", line)
            when = None
        draft.offer("published_on", Fact(when, line, line, text) if when else None, HEADER)
    for name in ("imdb_id", "wikidata_id", "tmdb_id"):
        linked = [entry for entry in page.links if entry[0] == name]
        if len({entry[1] for entry in linked}) == 1:
            draft.offer(name, Fact(linked[0][1], linked[0][2], linked[0][2]), HEADER)
    for unit in page.units:
        _hinted(draft, unit)


def _hinted(draft: Draft, unit: Unit) -> None:
    """What the class names around a block call it: genres, a byline."""
    if html_units.is_genre(unit) and fields.leading_label(unit.text) is None:
        parts = re.split(r"\s*[\t,/|•·]\s*", unit.text)
        draft.add("genres", [unit.fact(part) for part in parts if 2 < len(part) <= 30])
    short = len(unit.text) <= 160 and section_words.section_of(unit.text) is None
    if short and html_units.is_byline(unit):
        text = unit.text.replace("\t", " | ")
        said = bylines.byline(text) or bylines.name_and_date(text)
        _critics(draft, said.names if said is not None else bylines.critic_names(text), unit.fact(unit.text))


def _critics(draft: Draft, names: Sequence[str], said: Fact[str]) -> None:
    for name in names:
        if looks_like_name(name):
            quote = said.value if said.value != name else None
            draft.critics.append((HEADER, Fact(name, said.first_line, said.last_line, quote)))


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
        if known is None or same_title(heading.title, known.value):
            draft.offer(
                "title",
                Fact(heading.title, line, line, text if text != heading.title else None),
                GUESSED + (0 if told else 1),
            )
            if heading.year:
                draft.offer("year", Fact(heading.year, line, line, text), GUESSED)
                draft.evidence.add("year")
        elif heading.review and heading.year is not None:
            draft.offer("title", Fact(heading.title, line, line, text), GUESSED + 1)
        if heading.review:
            draft.evidence.add("called a review")
        if heading.site and site is None:
            draft.offer("publication", Fact(heading.site, line, line, text), GUESSED)
