"""What classes, attributes and addresses of an HTML page say beside its text: stars, names, dates, genres."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from graph.records import Rating
from graph.sources.facts import ids, ratings
from graph.sources.html import stars
from graph.sources.html.main import ABOUT
from graph.sources.lines import squeeze
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from lxml import html

    from graph.sources.html.units import Page
    from graph.sources.lines import Unit

_ICON = regex(
    r"(?:^|\s)(?:icon|fa|glyphicon|star)?-?star-?(full|half|empty|o|half-o|half-alt)?(?=$|\s)", re.IGNORECASE
)
#: Font Awesome's outlined icons: an empty star, of no name of its own.
_OUTLINE = regex(r"(?:^|\s)(?:far|fal|fat|fa-(?:regular|light|thin))(?=$|\s)")
BYLINE = regex(r"(?:^|[\s_-])(?:byline|author|critic|reviewer|reviewed-by)(?=$|[\s_-])", re.IGNORECASE)
#: The page of a genre; hCard's name of a person; the elements that names of critics stand in.
_GENRE_LINK = regex(r"(?:^|/)(?:genres?|films?-genre)/[^/?#]+/?$", re.IGNORECASE)
_CARD_NAME = regex(r"(?:^|\s)(?:fn|vcard)(?=$|\s)")
#: hReview's date and hAtom's, which stand in the title of an <abbr>.
_REVIEWED = regex(r"(?:^|\s)(?:dtreviewed|published|dt-published|dt-reviewed)(?=$|\s)")
_MOST_TAGS = 20
_LONGEST_SITE = 60
#: What themes call the line with the site's name, and the one under it.
SITE_NAME = regex(
    r"(?:^|\s)(?:(?:site|blog)[-_]+(?:title|name|logo|brand\w*|description|tagline)|logo(?:__text)?|brand)(?=$|\s)",
    re.IGNORECASE,
)
#: The address of a site's first page.
_HOME = regex(
    r"\s*(?:https?://[^/?#\s]+/?|/|\./?|(?:\.?/)?(?:index|home|default)\.(?:s?html?|php|aspx?))\s*",
    re.IGNORECASE,
)
_GENRE = regex(r"(?:^|[\s_-])genres?(?=$|[\s_-])", re.IGNORECASE)
_INLINE_NAMES = frozenset({"span", "a", "cite", "b", "strong", "em", "i", "small"})
#: How many elements of one are looked at for its text.
_ENOUGH = 60


def attributes(page: Page, element: html.HtmlElement, names: str) -> None:
    """Keep what an element's classes and attributes say; ``names`` are its class, id and itemprop."""
    line = element.sourceline or 1
    if "star" in names or "rating" in names:
        rated = ratings.from_class(names)
        if rated is not None:
            page.ratings.append((rated, line, names.strip()))
        elif element.tag in {"i", "span", "svg", "li"} and (icon := _ICON.search(element.get("class") or "")):
            outline = _OUTLINE.search(element.get("class") or "") is not None and icon.group(1) is None
            page.icons.append(("empty" if outline else (icon.group(1) or "full").casefold(), line))
    drawn = element.tag == "img" and (stars.is_mark(element) or stars.glyph_of(element) != "")
    for name in ("aria-label", "title", "data-rating", "data-score", "alt"):
        value = element.get(name)
        if (
            value
            and not drawn
            and len(value) < 60
            and element.tag != "a"
            and (name.startswith(("aria", "alt")) or "star" in names or "rat" in names or "score" in names)
        ):
            told = ratings.labelled(value) if name.startswith("data") else ratings.alone(value)
            if told is not None:
                page.ratings.append((told, line, value))
    if element.tag == "a" and (address := element.get("href")):
        _link(page, address, line)
    if element.tag == "a" and _GENRE_LINK.search(element.get("href") or ""):
        _genre(page, element)
    said = element.get("class") if element.tag in _INLINE_NAMES else None
    if said and (BYLINE.search(said) or _CARD_NAME.search(said)):
        page.bylines.append((_beginning(element)[:80], line))
    if element.get("rel") == "author" or "author" in (element.get("itemprop") or "").split():
        page.critics.append((squeeze(element.text_content())[:80], line))
    reviewed = element.get("title") if _REVIEWED.search(element.get("class") or "") else None
    if element.tag == "time" or reviewed:
        stated = reviewed or element.get("datetime") or element.text_content()
        page.times.append(
            (
                squeeze(stated)[:60],
                line,
                bool(reviewed or re.search(r"publish|date|entry", names)) and "updated" not in names,
            )
        )


def image(page: Page, element: html.HtmlElement) -> None:
    """Keep the stars that a picture's file is called by, and whose logo it is."""
    source = (element.get("src") or "").rsplit("/", 1)[-1]
    alt = squeeze(element.get("alt") or "")
    if "logo" in source.casefold() and 0 < len(alt) <= _LONGEST_SITE:
        page.sites.append((re.sub(r"\s+logo$", "", alt, flags=re.IGNORECASE), element.sourceline or 1))
    found = re.match(
        r"^(?:.*[-_])?stars?[-_]?(\d)[-_.]?([05])?\.(?:png|gif|svg|jpe?g|webp)", source, re.IGNORECASE
    )
    if found is not None:
        value = found.group(1) if found.group(2) in {None, "0"} else f"{found.group(1)}.5"
        page.ratings.append((Rating(value), element.sourceline or 1, source))


def icon_rating(page: Page) -> None:
    """Stars drawn as icons, one element a star: a run of them is one rating."""
    full = sum(1 for kind, _ in page.icons if kind == "full")
    half = sum(1 for kind, _ in page.icons if kind.startswith("half"))
    empty = sum(1 for kind, _ in page.icons if kind in {"empty", "o"})
    if 0 < full + half <= 5 and len(page.icons) <= 10 and (full + half + empty) <= 10:
        best = str(full + half + empty) if empty else None
        value = f"{full}.5" if half else str(full)
        page.ratings.append((Rating(value, best), page.icons[0][1], "star icons"))


def site(page: Page, element: html.HtmlElement) -> bool:
    """Keep what a class calls the name of the site; False for what is too long for one."""
    text = _beginning(element)[: _LONGEST_SITE + 1]
    if not text or len(text) > _LONGEST_SITE:
        return False
    page.sites.append((text, element.sourceline or 1))
    return True


def leads_home(element: html.HtmlElement) -> bool:
    """Whether a heading is nothing but a link to the site's first page: its name, not a film's."""
    links = list(islice(element.iter("a"), 2))
    if len(links) != 1 or not links[0].text_content().strip():
        return False
    address = links[0].get("href") or ""
    return _HOME.fullmatch(address) is not None and _beginning(element) == _beginning(links[0])


def genres(page: Page, element: html.HtmlElement) -> None:
    """Keep the genres among the tags of a page, which are left out otherwise."""
    for link in islice(element.iter("a"), _MOST_TAGS):
        if _GENRE_LINK.search(link.get("href") or ""):
            _genre(page, link)


def _genre(page: Page, link: html.HtmlElement) -> None:
    named = (_beginning(link)[:40], link.sourceline or 1)
    if named not in page.genres:
        page.genres.append(named)


def _link(page: Page, address: str, line: int) -> None:
    if not ("imdb.com/title" in address or "wikidata.org" in address or "themoviedb.org/movie" in address):
        return
    for name, found in (
        ("imdb_id", ids.imdb_title(address)),
        ("wikidata_id", ids.wikidata(address)),
        ("tmdb_id", ids.tmdb_film(address)),
    ):
        if found is not None:
            page.links.append((name, found, line))


def _beginning(element: html.HtmlElement) -> str:
    """The text of an element that holds little: of a large one, what its first elements say."""
    parts: list[str] = []
    for node in islice(element.iter(), _ENOUGH):
        parts.append(node.text or "" if isinstance(node.tag, str) else "")
        if node is not element:
            parts.append(node.tail or "")
    return squeeze("".join(parts))


def is_byline(unit: Unit) -> bool:
    """Whether class names call a unit a byline."""
    return bool(BYLINE.search(unit.hints)) and not ABOUT.search(unit.hints)


def is_genre(unit: Unit) -> bool:
    """Whether class names call a unit a list of genres."""
    return bool(_GENRE.search(unit.hints)) and len(unit.text) <= 120
