"""What may be a paper's name: a few words with capitals, and no rubric, column, request, person or film."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.sources.facts.jobs import label_of
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.titles import is_no_title, same_title, title_key, undress
from graph.sources.origin import nameplates
from graph.sources.origin.paper_words import ASKS, FILM_WORD, HOUSE, RUBRIC, SMALL, WRITER, titled
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Where a line of furniture is parted; in the head's title a colon parts, too: "The Salt Road Movie Review:
#: The Deccan Standard".
PARTS = regex(r"\s*[|›»•·]\s*|\s+(?:[-–—/]|>{1,3}|::|--)\s+|\t")
TITLE_PARTS = regex(rf"{PARTS.pattern}|(?<=\w):\s+")
_MOST_WORDS, _COLONS = 6, tuple(":–—-")
_REVIEWS_FROM = regex(
    r"(?:[\w-]*(?:reviews?|capsules?|films?|movies?|notes|critics?|listings|column)\s+)+(?:from|in|at|for)\s+"
    r"(?=(?:the\s+)?[A-Z])",
    re.IGNORECASE,
)
#: "The Delta Star-Times Movie Reviews", where the name is one that only papers have.
_REVIEWS_BEHIND = regex(r"\s+(?:Movie|Film|Video|Capsule) Reviews?$", re.IGNORECASE)
_BRACKETS_BEHIND = regex(r"\s*[(\[][^()\[\]]{3,40}[)\]]$")  # "(archive, text only)"
#: "The Sandbar Post Online Edition"
_EDITION = regex(
    r"\s+(?:home ?page|(?:on-?line|web|internet|digital|e)[ -]edition|on the web|"
    r"(?:film|movie|arts) (?:desk|section|pages)|(?:on|every|each) \w{3,6}days?|(?:n[.°ºr]|no\.|nº|issue|"
    r"#)\s?\d+)$",
    re.IGNORECASE,
)
#: "Digest for Sat", "Page B7": what a date or a number cuts off is no name.
_UNFINISHED = regex(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w{0,6}\.? \d{1,2}$|"
    r"\b(?:for|of|in|the|and|Mon|Tues?|Wed|Thu|Thurs?|Fri|Sat|Sun)$|^(?:Page|PAGE|Section|SECTION) \w{1,3}$"
)


_WEEKDAY = regex(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", re.IGNORECASE)


_NEVER_IN_NAME = regex(r"[@!?;,()\"“”*★\[\]]|\bas\b|https?:|\d{3}|^\d{1,2}[:.h]\d\d|^\d+\s?min\b|^www\.")


def could_be(name: str, titles: Sequence[str], people: set[str]) -> bool:
    """Whether a text has the form of a publication's name: a few words with capitals, and nothing else's."""
    words = name.split()
    letters = sum(map(str.isalpha, name))
    if (
        not 1 <= len(words) <= (_MOST_WORDS if HOUSE.search(name) is None else _MOST_WORDS + 2)
        or not 2 < len(name) <= 50
        or letters < 2
        or not all(word in SMALL or word[0].isupper() or word[0].isdigit() or "." in word for word in words)
    ):
        return False
    if name.casefold() in people or _NEVER_IN_NAME.search(name) or _UNFINISHED.search(name):
        return False
    if _WEEKDAY.search(name) and HOUSE.search(name) is None:  # "Second Sunday of Lent"
        return False
    if ASKS.match(name) or _COLUMN.search(name) or WRITER.search(name) or is_furniture(name, titles):
        return False
    folded = name.casefold()
    for title in titles:  # "The Heiress 2" of "The Heiress 2: Still Loaded", and "The Heiress Web Site"
        known = title.casefold()
        if (len(title) > 3 and known in folded) or (
            known.startswith(folded) and known[len(folded) :].lstrip()[:1] in _COLONS
        ):
            return False
    return (
        not looks_like_name(name)
        or HOUSE.search(name) is not None
        or FILM_WORD.search(name) is not None
        or re.search(r"['’]s ", name) is not None
        or _ARTICLED.match(name) is not None
    )


#: "El Faro de Cádiz" is nobody's name.
_ARTICLED = regex(r"(?:(?:The|El|Los|Il|Das|Der|Les|Het) |L['’])\S+ \S")
#: "Doc Crandall's Movie Capsules" is a column, and "Ruby's Movie House" a site.
_COLUMN = regex(
    r"['’]s .*\b(?:capsules|reviews?|picks|log|diary|notes?|column|digest|takes?|minute|week|roundup)$",
    re.IGNORECASE,
)


def is_column(name: str) -> bool:
    """Whether a name is a column's: "Doc Crandall's Movie Capsules"."""
    return _COLUMN.search(name) is not None


_NOT_PLAIN = regex(r"[\d:;,.!?@]|['’]s [a-z]")


def is_plain(name: str, titles: Sequence[str]) -> bool:
    """Whether a name that its place makes sure may be one, in small letters or as a person is called."""
    words = name.split()
    plain = 0 < len(words) <= _MOST_WORDS and words[0][0].isupper() and _NOT_PLAIN.search(name) is None
    return plain and ASKS.match(name) is None and not is_furniture(name, titles)


_ARTICLE_FIRST = regex(r"(?:the|der|die|das|le|la|les|el)\s+")
_SITE_LAST = regex(r"(?:\s+(?:online|home|homepage|website|blog)|(?<=\w)\.[a-z]{2,8})$")
_SIGNS = regex(r"[^\w\s]+")


@lru_cache(maxsize=2_048)  # the furniture of a site is on each of its pages
def key_of(name: str) -> str:
    """One key for "The Prairie Dispatch", "Prairie Dispatch Online" and "prairiedispatch.com"."""
    key = name.casefold()
    article = _ARTICLE_FIRST.match(key)
    key = key[article.end() :] if article is not None else key
    return _SIGNS.sub("", _SITE_LAST.sub("", key))


def is_furniture(part: str, titles: Sequence[str]) -> bool:
    """Whether a part of a line is a rubric, or the title of a film that the page reviews."""
    if is_no_title(part) or RUBRIC.fullmatch(part) or part.casefold() in {"title", "film title"}:
        return True
    if nameplates.is_issue(part) or label_of(part) is not None:
        return True
    key = title_key(part)
    within = [title for title in titles if title_key(title) in key]
    heading = undress(part) if within else None
    return any(
        title_key(title) == key or (heading is not None and same_title(heading.title, title))
        for title in within
    )


def names_reviews(text: str) -> bool:
    """Whether a line says whose the reviews of its page are: "Movie Reviews from the Keswick Herald"."""
    behind = _REVIEWS_BEHIND.search(text)
    plural = behind is not None and text[-1] in "sS" and behind.start() > 0
    owned = behind is not None and (plural or HOUSE.search(text[: behind.start()]) is not None)
    return owned or _REVIEWS_FROM.match(text) is not None


_THE = regex(r"^the (?=[A-Z\d])")


def bare(printed: str) -> str:
    """A name without what stands around it: "Mini-Reviews from the Keswick Herald", "Post Online Edition"."""
    name = printed.strip(' ,-–—*_"“”[]')
    within = _REVIEWS_FROM.match(name)
    name = _BRACKETS_BEHIND.sub("", name) if within else name
    name = (
        titled(name[within.end() :])
        if within and name.isupper()
        else name[within.end() :]
        if within
        else name
    )
    behind = _REVIEWS_BEHIND.search(name)
    named = behind is not None and (name[-1] in "sS" or HOUSE.search(name[: behind.start()]) is not None)
    name = name[: behind.start()] if behind is not None and named else name
    return _EDITION.sub("", _THE.sub("", name))
