"""One item of a feed as a page: what the feed says of it, then its content, read as HTML or text."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree

from graph.records import DocumentRecord, Fact, SetAside
from graph.sources.columns import many
from graph.sources.draft import HEADER, STRUCTURED, Draft
from graph.sources.facts import dates, phrases, ratings, scales
from graph.sources.facts.labelled import offer_rating
from graph.sources.facts.people import could_be_name
from graph.sources.feeds.words import publication_of, without_shortcodes, without_trackers
from graph.sources.front import matter
from graph.sources.front.keys import apply_entries
from graph.sources.layout.page import read_units
from graph.sources.lines import Unit
from graph.sources.origin import bylines
from graph.sources.patterns import regex
from graph.sources.review_html import read_content
from graph.sources.text.units import units_of

if TYPE_CHECKING:
    from datetime import date

_TAG = regex(
    r"<(?:p|br|div|h[1-6]|ul|ol|li|em|i|b|strong|a|img|span|blockquote|figure|table)\b", re.IGNORECASE
)
_BLOCK = regex(r"<(?:p|div|h[1-6]|li|table|blockquote)\b", re.IGNORECASE)
_CLIPPED = regex(
    r"\s*(?:\[?(?:…|\.\.\.|&hellip;|&#8230;)\]?)?\s*"
    r"(?:(?:Read (?:more|the rest)|Continue reading|Keep reading)\b.{0,80}|"
    r"\[(?:…|\.\.\.)\])\s*(?:→|»)?\s*$",
    re.DOTALL,
)
_APPENDED = regex(
    r"^The post .{1,200} (?:appeared first on|first appeared on) .{1,100}\.?$|"
    r"^(?:This entry|This article) was (?:posted|originally published).{0,200}$|"
    r"^Thanks for reading .{1,100}[!.] (?:Subscribe|This post is).{0,120}$|^Subscribe now$"
)
_REVIEWS = regex(r"\breviews?\b", re.IGNORECASE)
_EXCERPT = "excerpt"
#: Letterboxd's elements for the film of an item, as front matter calls them.
_FILM_FACTS = {
    "filmTitle": "film_title", "filmYear": "year", "memberRating": "rating", "movieId": "tmdb_id",
}  # fmt: skip
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_NOBODY = regex(
    r"^(?:admin(?:istrator)?|webmaster|(?:(?:guest|staff|news|web|the)\s+)*"
    r"(?:editors?|editorial(?:\s+(?:team|staff))?|staff|guest|writers?|contributors?|desk|bloggers?|reviewers?))$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Item:
    """What a feed says of one of its items, with the lines that say it."""

    line: int
    title: str = ""
    title_line: int = 0
    link: str = ""
    identity: str = ""
    author: str = ""
    author_line: int = 0
    date: str = ""
    date_line: int = 0
    content: str = ""
    content_line: int = 0
    excerpt: bool = False
    image: str = ""
    image_line: int = 0
    post_type: str = ""
    status: str = ""
    base: str = ""
    publication: str = ""
    publication_line: int = 0
    spoken: bool = False
    #: The content is plain text, whatever stands in it.
    plain: bool = False
    #: The one line that all of the content stands on, where its own line ends are none of the feed's.
    only_line: int = 0
    categories: list[tuple[str, int]] = field(default_factory=list)
    meta: list[tuple[str, str, int]] = field(default_factory=list)


def read_item(
    item: Item, kind: str, publication: Fact[str] | None, homepage: Fact[str] | None
) -> DocumentRecord:
    """The record of one item, its film and review under the plain keys; raises SetAside for no review."""
    draft = Draft(kind)
    _said(draft, item, publication, homepage)
    if not item.content.strip():
        raise SetAside("it has no content.", item.line)
    if item.excerpt and (found := _CLIPPED.search(item.content)) is not None:
        item.content = item.content[: found.start()]
        draft.complain("The feed holds only the beginning of this review's text.", item.content_line)
    titled = [Unit(item.title, item.title_line, item.title_line, 1, "h1")] if item.title else []
    item.content = without_shortcodes(item.content)
    if not item.plain and _TAG.search(item.content):
        units = [*titled, *read_content(draft, _paragraphs(item.content), item.content_line - 1)]
    else:
        units = [*titled, *units_of(item.content, item.content_line - 1)]
    units = [unit for unit in units if not _APPENDED.match(unit.text)]
    several = many.read_entries(_around(draft), units)
    texts = [unit.text for unit in units]
    if several is not None:
        return scales.scaled(several, texts)
    read_units(draft, units)
    return scales.scaled(draft.record(), texts)


def _around(draft: Draft) -> Draft:
    """What is known of an item as a whole, should it hold several reviews."""
    shared = ("publication", "publication_homepage", "published_on", "page")
    return Draft(
        draft.kind,
        offers={name: list(draft.offers[name]) for name in shared if name in draft.offers},
        critics=list(draft.critics),
        complaints=list(draft.complaints),
    )


def _said(draft: Draft, item: Item, publication: Fact[str] | None, homepage: Fact[str] | None) -> None:
    if item.publication:
        name = publication_of(item.publication)
        publication, homepage = Fact(name, item.publication_line, item.publication_line), None
    draft.offer("publication", publication, STRUCTURED)
    draft.offer("publication_homepage", homepage, STRUCTURED)
    if item.link.startswith(("http://", "https://")):
        draft.offer("page", Fact(item.link, item.line, item.line), STRUCTURED)
    if item.date:
        when = day_of(item.date)
        if when is None:
            draft.complain(f"The date {item.date[:40]!r} of the item cannot be read.", item.date_line)
        else:
            draft.offer("published_on", Fact(when, item.date_line, item.date_line, item.date), STRUCTURED)
    for name in bylines.critic_names(item.author):
        if not _NOBODY.match(name) and could_be_name(name) and (" " in name or not name.islower()):
            quote = item.author if item.author != name else None
            draft.critics.append((STRUCTURED, Fact(name, item.author_line, item.author_line, quote)))
    if item.image.startswith(("http://", "https://")):
        draft.offer("review_image", Fact(item.image, item.image_line, item.image_line), STRUCTURED)
    for category, line in item.categories:
        if phrases.is_genre(category):
            draft.add("genres", [Fact(genre, line, line) for genre in re.split(r"\s*[/,&]\s*", category)])
        elif _REVIEWS.search(category):
            draft.evidence.add("called a review")
        elif (rating := ratings.alone(category)) is not None and "*" not in category:
            offer_rating(draft, Fact(rating, line, line, category), HEADER)
    entries = [
        matter.Entry(matter.fold_key(key), value, line, line)
        for key, value, line in item.meta
        if key and value and not key.startswith("_") and len(value) <= 2_000 and not value.startswith("a:")
    ]
    apply_entries(draft, [entry for entry in entries if entry.key not in {"title", "date", "author"}])


def day_of(text: str) -> date | None:
    """The day of a feed's date: RFC 2822, ISO 8601, or what a page prints. None if it cannot be told."""
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    try:
        return dates.parse(text)
    except dates.AmbiguousDate:
        return None


def _paragraphs(content: str) -> str:
    """Content that parts paragraphs by empty lines, as WordPress stores it, with its lines kept."""
    if _BLOCK.search(content) or "\n\n" not in content.replace("\r", ""):
        return content
    return "<p>" + re.sub(r"\n(?:[ \t]*\n)+", lambda gap: "</p>" + gap.group() + "<p>", content) + "</p>"


# -- out of the XML ----------------------------------------------------------------------------------


def item_of(  # noqa: C901, PLR0912 (a branch an element)
    element: etree._Element, before: int = 0, base: str = ""
) -> Item:
    """What an element ``item`` or ``entry`` says, whichever of the formats it is of.

    Lines are counted on from ``before``, the number of lines of the feed before the item; its addresses are
    relative to ``base``.
    """
    item = Item(line=before + (element.sourceline or 1), base=urljoin(base, element.get(_BASE) or ""))
    best = 9
    authors: list[str] = []
    by, permalink = "", ""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name, space = _local(child), str(child.tag)
        line = before + child.sourceline if child.sourceline else item.line
        if _state(item, child, name):
            continue
        if name == "title" and not item.title:
            item.title, item.title_line = _plain(child), line
        elif name == "link" and not item.link and child.get("rel") in {None, "alternate"}:
            item.link = (child.get("href") or text_of(child)).strip()
        elif name == "origLink":  # FeedBurner's: where its own address leads
            item.link = text_of(child)
        elif name in {"guid", "id"} and "wordpress" not in space:
            item.identity = text_of(child)
            permalink = item.identity if name == "guid" and child.get("isPermaLink") != "false" else ""
        elif name in {"creator", "author"} and (not authors or by == child.tag):
            by = str(child.tag)
            if (author := _author(child)) and author not in authors:
                item.author_line = item.author_line or line
                authors.append(author)
        elif name == "source":
            _borrowed(item, child, line)
        elif name in {"pubDate", "published", "issued", "date"} or (name == "updated" and not item.date):
            item.date, item.date_line = text_of(child), line
        elif name == "post_date" and not text_of(child).startswith("0000"):
            item.date, item.date_line = text_of(child), line  # the site's own day, not GMT's
        elif name == "category":
            item.categories.append((child.get("term") or text_of(child), line))
        elif name in {"encoded", "content", "description", "summary"} and _EXCERPT not in space:
            rank = {"encoded": 0, "content": 1, "description": 2, "summary": 3}[name]
            content = _content(child)
            if content.strip() and rank < best and "search.yahoo.com/mrss" not in space:
                best, item.content, item.content_line = rank, content, line
                item.excerpt = rank >= 2
        elif name == "postmeta":
            item.meta.append((_child(child, "meta_key"), _child(child, "meta_value"), line))
        elif name == "enclosure" and (child.get("type") or "").startswith(("audio/", "video/")):
            item.spoken = True
        elif (key := _FILM_FACTS.get(name)) is not None and text_of(child):
            item.meta.append((key, text_of(child), line))
        elif name in {"thumbnail", "enclosure"} and not item.image:
            address = child.get("url") or ""
            if name == "thumbnail" or (child.get("type") or "").startswith("image/"):
                item.image, item.image_line = address, line
    settle(item, authors, permalink)
    return item


def settle(item: Item, authors: list[str], permalink: str) -> None:
    """Makes one of what several elements say: the authors, the address, what kind of an item it is."""
    if item.spoken and (item.excerpt or not item.content.strip()):
        item.post_type = "episode"  # of a podcast; a review that is read out as well has its text beside
    film = {key: value for key, value, _ in item.meta if key in {"film_title", "year"}}
    if len(film) > 1:  # "The Salt Road, 2019 - ★★★½ (contains spoilers)"
        item.title = f"{film['film_title']} ({film['year']})"
    item.author = "; ".join(authors) or item.author
    link = item.link or (permalink if permalink.startswith(("http://", "https://")) else "")
    item.link = without_trackers(urljoin(item.base, link)) if link else ""


def _state(item: Item, child: etree._Element, name: str) -> bool:
    """Takes from an element what kind of an item this is, and whether it was published; False for others."""
    exported = "wordpress" in str(child.tag) or "blogger" in str(child.tag)
    if name == "post_type" or (name == "type" and exported):
        item.post_type = text_of(child).casefold()
    elif name == "category" and (child.get("scheme") or "").endswith("#kind"):  # Blogger's
        item.post_type = item.post_type or (child.get("term") or "").rpartition("#")[2]
    elif name == "in-reply-to":  # RFC 4685: an answer to another entry
        item.post_type = "comment"
    elif name == "status" and exported:
        item.status = text_of(child).casefold()
    elif name == "post_password" and text_of(child):
        item.status = "protected by a password"
    elif name == "control" and _child(child, "draft").casefold() == "yes":  # RFC 5023, 13.1.1
        item.status = "draft"
    else:
        return False
    return True


def _borrowed(item: Item, source: etree._Element, line: int) -> None:
    """What an entry says of the feed that it was taken from: its publication, and its author."""
    item.publication = _child(source, "title") or (text_of(source) if not len(source) else "")
    item.publication_line = line
    author = next((one for one in source if isinstance(one.tag, str) and _local(one) == "author"), None)
    if author is not None and not item.author:
        item.author, item.author_line = _author(author), line


def text_of(element: etree._Element) -> str:
    """All text of an element, in one line."""
    return " ".join("".join(element.itertext()).split())


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _child(element: etree._Element, name: str) -> str:
    return next(
        (text_of(child) for child in element if isinstance(child.tag, str) and _local(child) == name), ""
    )


def _plain(element: etree._Element) -> str:
    """A title: as text, its tags and doubly escaped characters undone."""
    text = html.unescape(re.sub(r"</?[a-zA-Z][^<>]{0,80}>", "", text_of(element)))
    return " ".join(text.split())


def _author(element: etree._Element) -> str:
    name = _child(element, "name") or text_of(element)
    found = re.match(r"^\S+@\S+\s*\(([^()]{2,60})\)$", name)
    return found.group(1) if found else "" if "@" in name else name


def _content(element: etree._Element) -> str:
    if element.get("type") == "xhtml" and len(element):
        for inner in element.iter():  # a reader of HTML knows a paragraph by "p" and not by "xhtml:p"
            if isinstance(inner.tag, str):
                inner.tag = _local(inner)
        etree.cleanup_namespaces(element)
        return "".join(etree.tostring(child, encoding="unicode", with_tail=True) for child in element)
    return "".join(element.itertext())
