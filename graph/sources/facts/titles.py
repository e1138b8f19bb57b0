"""What film a heading is about, out of "Review: Aloners (2023)" or "Aloners movie review (2023) | Site".

A heading is undressed step by step: site name, the word "review", year, rating, quotes. What remains
is the title as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.sources.facts import phrases, ratings
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.records import Rating

_SITE = regex(r"\s+[|»«]\s+([^|»«]{2,60})$|\s+(?:::|—|–|-)\s+([^|:—–-]{2,50})$")
_REVIEW_WORDS = (
    r"(?:(?:advance|early|blu-ray|4k|dvd|vod|streaming|classic|spoiler[- ]free|quick|capsule|"
    r"sundance|cannes|tiff|sxsw|"
    r"venice|berlinale|berlin|nyff|fantastic fest|netflix|hulu|a24|horror|indie)\s+)*"
    r"(?:(?:movie|film|cinema|cinematic)\s+)?reviews?(?:\s*(?:&|and)\s*film summary)?"
)
_BEFORE = regex(
    rf"^\s*(?:\[?{_REVIEW_WORDS}\]?(?:\s+of)?\s*[:–—|-]+\s*|{_REVIEW_WORDS}\s+of\s+|(?:a\s+)?review\s+of\s+)",
    re.IGNORECASE,
)
_AFTER = regex(rf"\s*[-–—:,|(\[]*\s*\b{_REVIEW_WORDS}\b[)\]]?\s*(?:(?:[:–—|]|-\s|\s-).*)?$", re.IGNORECASE)
#: The same in other languages, where a mark parts it from the title: "Kritik: Salt", "Salt, la recensione".
_REVIEW_ELSEWHERE = (
    r"(?:la |die |eine |une |una |la nostra |notre )?(?:film-?|kino-?)?(?:kritik|rezension|besprechung|"
    r"critique|"
    r"cr[íi]tica|recensione|reseña|resenha|recensie|recension|anmeldelse|anmeldelsen|recenzja|recenze|"
    r"arvostelu)"
    r"(?: (?:du|del|zum|de la|des) (?:film|filme?s|película)| de (?:cine|cinema|film)| cinéma)?"
    r"(?: (?:di|de|du|von|van|av|af) (?-i:[^\W\d_a-z])[\w’'.-]+(?: [\w’'.-]+){1,3}(?=$|\s[|–—-]\s))?"
)
_ELSEWHERE = regex(
    rf"^{_REVIEW_ELSEWHERE}\s*(?::|\||[–—]|\s-)\s+|"
    rf"(?:\s*[:|,–—]|\s+-)\s+{_REVIEW_ELSEWHERE}(?:$|(?=\s[|–—-]\s)|(?P<line>:\s[^|]*?)(?=$|\s[|–—-]\s))",
    re.IGNORECASE,
)
#: "‘Mudlark’ Review: Digging for Dad"
_SAYS_MORE = regex(r"\breview:\s+\S", re.IGNORECASE)
#: "Salt Road review: a long way home" without quotation marks: a line has three words, and behind a dash,
#: where sites stand too, some in small letters.
_SAYS_A_LINE = regex(
    r"\w\s+review(?::|\s+[–—-](?=\s+(?-i:[a-z])|.*\s(?-i:[a-z]{4})))\s+(?:[^\s\d]\S*\s+){2,}\S", re.IGNORECASE
)
_BY = regex(r"\s+(?:(?:movie\s+|film\s+)?review\s+)?by\s+[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){1,3}$")
_PAREN_YEAR = regex(
    r"\s*[(\[]\s*(?:(?:dir\.?|d\.|directed by)\s+[^()\[\],]{2,40},\s*|[A-Z][A-Za-z .]{1,20},\s*)?"
    r"((?:18[89]|19\d|20[0-4])\d)(?:,\s*([^()\[\]]{1,40}))?\s*[)\]]"
)
#: A rating as titles carry it: "[4/5]", ": 3.5 stars", "– B+", "(Grade: B)".
_GIVEN = (
    r"(?:\d{1,2}(?:[.,]\d{1,2})?\s*½?\s*(?:/\s*\d{1,3}|out of\s+(?:\d{1,3}|four|five|ten)(?:\s+stars)?|"
    r"stars?)|[A-F][+\-−–]|Grade:?\s*[A-F][+\-−–]?)"
)
_GIVEN_BEHIND = regex(
    rf"\s*(?:[-–—:|]\s+(?:(?:Rating|Score|Verdict):\s*)?|(?:[-–—:|"
    rf"]\s*)?[\[(]\s*(?:Rating:\s*)?)({_GIVEN})\s*[\])]?$",
    re.IGNORECASE,
)
_GIVEN_BEFORE = regex(rf"^[\[(]\s*({_GIVEN})\s*[\])]\s*(?=\w|[\"“])", re.IGNORECASE)
_GIVEN_ALONE = regex(rf"^[\s\[(|:–—-]*({_GIVEN}|[A-F])[\s\])]*$", re.IGNORECASE)
#: "Review | The Salt Road"; "Reviews | Pell Street Review" is a line of the site's.
_REVIEW_BAR = regex(rf"^{_REVIEW_WORDS}(?<!s)\s*\|\s*", re.IGNORECASE)
_PAREN_OTHER = regex(r"\s*\(([^()]{1,24})\)\s*$")
_QUOTED = regex(
    r"^(?:[\"“‘'«]\s*(.{1,120}?)[,.]?\s*[\"”’'»]|„\s*([^„“”]{1,120}?)[,.]?[“”]|»([^»«]{1,120}?)[,.]?«)(?=$|"
    r"[\s:;,–—(-])"
)
_INNER_QUOTED = regex(
    r"(?<![\w])[\"“]([^\"“”]{1,100}?)[,.]?[\"”](?=$|[\s:;,.!?’'–—)-])|"
    r"(?<=[\s:])['‘]([A-Z0-9][^\"“”]{1,100}?)[,.]?['’](?=$|[\s:;,!?–—)])|"
    r"(?<!\w)(?:«\s*([^«»]{1,100}?)[,.]?\s*»|„([^„“”]{1,100}?)[,.]?[“”]|»([^«»]{1,100}?)[,.]?«)(?!\w)"
)
_NO_TITLE = regex(
    r"^(?:home|reviews?|movie reviews?|film reviews?|movies?|films?|blog|untitled|page not found|404|"
    r"search|archives?|"
    r"login|welcome|index|contact(?: us)?|about(?: us| me)?|credits?|cast|news|menu|site|\W*)$",
    re.IGNORECASE,
)


_DATED = regex(r"\b(?:19|20)\d\d$")
_TITLE_AND_YEAR = regex(r"^(.{1,150}?)\s*\(((?:18[89]|19\d|20[0-4])\d)\)$")
_SIGN, _ARTICLE = regex(r"[^\w\s]|_"), regex(r"^(?:the|a|an)\s+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading undressed. ``review`` says that it calls itself a review; ``site`` is who publishes."""

    title: str
    year: int | None = None
    content_rating: str | None = None
    rating: Rating | None = None
    review: bool = False
    site: str | None = None
    tagline: bool = False
    original: str | None = None


@lru_cache(maxsize=2_048)  # many parts of the reader ask about the same headings
def undress(text: str, *, site: str | None = None) -> Heading | None:
    """The film of a heading; None if nothing is left that could be a title.

    ``site`` is the publication's name where the page states it: only then is "Title - Site" cut.
    """
    whole = _one_line(text)
    text = _ELSEWHERE.sub("", whole)
    lined = whole != text and any(found.group("line") for found in _ELSEWHERE.finditer(whole))
    bare = _PAREN_YEAR.sub("", text)
    review = whole != text or _says_review(bare)
    text, published = _without_site(_REVIEW_BAR.sub("", text), site)
    text = _BY.sub("", text) if review else text
    text = _BEFORE.sub("", text)
    year: int | None = None
    content: str | None = None
    rating: Rating | None = None
    tagline = lined
    found = _PAREN_YEAR.search(text)
    if found is not None and found.start() > 0:
        year = int(found.group(1))
        if found.group(2):
            content = phrases.content_rating(found.group(2), labelled=True)
        tail = text[found.end() :]
        given = _GIVEN_ALONE.match(tail)
        rating = _given(given.group(1)) if given is not None else None
        rating = rating or (ratings.stated(tail.split(":")[0]) if tail.strip() else None)
        rest = _AFTER.sub("", tail).strip(" -–—:|")
        tagline = tagline or (bool(rest) and rating is None)
        text = text[: found.start()]
    text, star = _without_rating(text)
    rating = rating or star
    quoted = _QUOTED.match(text)
    inner = (
        [next(filter(None, found.groups())) for found in _INNER_QUOTED.finditer(text)]
        if quoted is None
        else []
    )
    if quoted is not None:
        rest = text[quoted.end() :]
        in_rest = _PAREN_OTHER.fullmatch(rest)
        if in_rest is not None and (rated := phrases.content_rating(in_rest.group(1))):  # 'Fargo' (R)
            content, rest = rated, ""
        tagline = tagline or bool(_AFTER.sub("", rest).strip(" -–—:|")) or _SAYS_MORE.search(rest) is not None
        text = next(filter(None, quoted.groups()))
    elif len(inner) == 1 and (len(inner[0]) < 0.8 * len(text)):
        text, tagline = inner[0], True
    else:
        text, tagline = _AFTER.sub("", text) if review else text, tagline or bool(_SAYS_A_LINE.search(text))
    other = _PAREN_OTHER.search(text)
    if other is not None and (rated := phrases.content_rating(other.group(1))):
        content, text = rated, text[: other.start()]
    text = text.strip(" \t-–—|:,")
    stripped = text.strip('"“”«»')
    text = stripped if text[:1] in '"“«' and text[-1:] in '"”»' else text
    if len(text) > 2 and text[0] in "'‘" and text[-1] in "'’":
        text = text[1:-1]
    if not text or len(text) > 150 or _NO_TITLE.match(text):
        return None
    text, original = with_original(text)
    return Heading(text, year, content, rating, review, published, tagline, original)


_ANSWER = regex(r"^(?:re|fwd?):\s+", re.IGNORECASE)


def _one_line(text: str) -> str:
    """A heading on one line, no answer's, in our quotation marks: typewriters print ``Salt Road'', `Salt'."""
    text = _ANSWER.sub("", " ".join(text.split())[:400])
    return text.replace("``", '"').replace("''", '"').replace("`", "'") if "`" in text else text


def _says_review(bare: str) -> bool:
    """Whether a heading calls itself a review; where its word is not, the patterns are slow to find so."""
    return "rev" in bare.casefold() and (
        _BEFORE.match(bare) is not None
        or _AFTER.search(bare) is not None
        or (" | " in bare and _AFTER.search(bare.partition(" | ")[0]) is not None)
    )


_YEAR_BEHIND = regex(r"\s*\((?:(?:19|20)\d\d|\d{1,2})\)$")
_OF_SITE = regex(rf"(?:{_REVIEW_WORDS}|movies|films|by .*)", re.IGNORECASE)
_REVIEWS = regex(r"\breviews?\b", re.IGNORECASE)


def _without_site(text: str, site: str | None) -> tuple[str, str | None]:
    """Cut "| Site (2024)" from the end; after a dash only what the page calls its site."""
    published: str | None = None
    for _ in range(3):
        found = _SITE.search(text)
        if found is None or (found.group().lstrip()[0] in "»«" and text.count("«") == text.count("»")):
            break  # "« Salt » : a long way home" ends no crumbs
        bar, dash = found.group(1), found.group(2)
        name = _YEAR_BEHIND.sub("", (bar or dash).strip())
        known = site is not None and name.casefold() == site.casefold()
        if phrases.fact_line(name) or phrases.year(name) or (_REVIEWS.search(name) and not known and not bar):
            break
        if not (bar or known):
            break
        if not _OF_SITE.fullmatch(name):
            # The site stands last, but for a day: "Salt Road | Screens | The Courier | Aug, 2019"
            published = name if published is None or _DATED.search(published) else published
        text = text[: found.start()]
    return text, published


def _given(text: str) -> Rating | None:
    text = re.sub(r"^Grade:?\s*", "", text, flags=re.IGNORECASE)
    return ratings.letter(text) or ratings.alone(text)


_STARS = frozenset("*★⭐☆½")
_STARS_FIRST = regex(r"(?:\*{1,5}|[★⭐☆½]{1,10})\s*(?:½|1/2)?\s+(?=\w|[\"“])")
_STARS_LAST = regex(r"\s+(\(?(?:\*{1,5}|[★⭐☆½]{1,10})\s*(?:½|1/2)?\)?)\s*$")


def _without_rating(text: str) -> tuple[str, Rating | None]:
    """Stars, grades and points around a title belong to the review, not to the title."""
    before = _GIVEN_BEFORE.match(text) if text[:1] in "[(" else None
    behind = _GIVEN_BEHIND.search(text) if any(mark in text for mark in "[(:|-–—") else None
    for given in (before, behind):
        if given is not None and given.end() - given.start() < len(text) and (said := _given(given.group(1))):
            return text[: given.start()] + text[given.end() :], said
    if _STARS.isdisjoint(text):
        return text, None
    leading = _STARS_FIRST.match(text)
    if leading is not None:
        return text[leading.end() :], ratings.alone(leading.group())
    found = _STARS_LAST.search(text)
    if found is not None and found.start() > 0:
        return text[: found.start()], ratings.alone(found.group(1))
    return text, None


def title_and_year(text: str) -> tuple[str, int] | None:
    """A line that is exactly ``Title (YYYY)``, or a forum's answer to it."""
    text = text.strip().removeprefix("Re: ")
    found = _TITLE_AND_YEAR.match(text) if text.endswith(")") else None
    if found is None:
        return None
    title = found.group(1).strip().strip('"“”')
    return (title, int(found.group(2))) if title and not _NO_TITLE.match(title) else None


#: "The Exchange (Lo scambio)": what stands in brackets behind a title, and is no English words.
_ORIGINAL = regex(r"^(\S.{0,80}?)\s*[(\[]([^\W\d_a-z][^()\[\]]{2,60})[)\]]$")
_ENGLISH = regex(
    r"\b(?:the|of|and|a|an|or|in|to|for|on|part|vol|volume|chapter|version|cut|edition|remake|restored|"
    r"restoration|redux|subtitled|dubbed|revival|reissue|re-release|review|film|movie|documentary|short|"
    r"imax|3-?d|dvd|blu-ray|vhs|video|tv|netflix|again|not|my|your|his|her|we|is|aka|see|with|by|from|at|"
    r"opens|continuing|ends|friday|today|held|over|new|season|episode|episodes)\b|\d",
    re.IGNORECASE,
)


#: "(OT: Der Otto)", "(original title: Otto)"; "(aka The Man in the Rain)" is another title, not the original.
_CALLED = regex(
    r"(?P<original>(?i:o\.?t\.?|t\.?o\.?|orig(?:inal)?(?:[ -]?tit(?:el|le|lo|re)|t?itel)?\.?|titre original|"
    r"t[íi]tulo original|titolo originale|originaltitel)\s*[:=]\s*|(?i:original title|originally)\s+)?"
    r"(?P<other>(?i:a\.?k\.?a\.?|also known as|alias)\s*:?\s+)?(?P<title>\S.{1,60})"
)


def with_original(title: str) -> tuple[str, str | None]:
    """A title without the original title, or another, that stands in brackets behind it; and the original."""
    found = _ORIGINAL.match(title) if title[-1:] in ")]" else None
    if found is not None or (title[-1:] in ")]" and "(" in title):
        own, _, inside = title[:-1].rpartition("(" if title[-1] == ")" else "[")
        called = _CALLED.fullmatch(inside)
        if own.strip() and called is not None and (called["original"] or called["other"]):
            return own.strip(), called["title"] if called["original"] else None
    if (
        found is None
        or _ENGLISH.search(found.group(2))
        or phrases.content_rating(found.group(2), labelled=True)
    ):
        return title, None
    own, original = found.group(1), found.group(2).strip()
    return (
        (own, original)
        if own.strip('"“”')[:1].isalnum() and not phrases.is_genre(original)
        else (title, None)
    )


#: "Orchard Thieves, The", as lists in order of the alphabet print titles.
_INVERTED = regex(
    r"^(?P<title>.*[^\W_].*),\s+(?P<article>the|an?|le|la|les|une?|der|die|das|eine?|el|los|las|il|lo|gli|"
    r"de|het|"
    r"den|det|[ld][’'])$",
    re.IGNORECASE,
)


def upright(title: str) -> str:
    """A title with its article in front: "The Orchard Thieves" for "Orchard Thieves, The"."""
    found = _INVERTED.match(title) if "," in title else None
    if found is None or not found.group("article")[0].isupper():
        return title
    article = found.group("article")
    return f"{article}{'' if article[-1] in '’' + chr(39) else ' '}{found.group('title').strip()}"


def is_no_title(text: str) -> bool:
    """Whether a text is a word of the site's own furniture ("Home", "Reviews"), or no word at all."""
    return _NO_TITLE.match(text) is not None


def same_title(one: str, other: str) -> bool:
    """Equal but for case, punctuation, "&" and a leading article."""
    return title_key(one) == title_key(other)


@lru_cache(maxsize=1_024)  # the title of a page is compared with each of its lines
def title_key(title: str) -> str:
    """What :func:`same_title` compares."""
    text = _SIGN.sub("", title.casefold().replace("&", " and ").replace("’", ""))
    return _ARTICLE.sub("", " ".join(text.split()))
