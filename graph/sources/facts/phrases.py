"""Small facts in small prints: running time, content rating, year, and the lines that pack several.

"91 minutes ‧ PG-13 ‧ 2019", "1941 - PG - 119 Mins.", "(PG, 115 minutes)": a fact line is cut at its
separators and every part is judged alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from graph.sources.facts import certificates, country_names, genre_words, running_time
from graph.sources.patterns import regex

_ASCII_CONTENT = (
    r"U/A|UA ?(?:7|13|16)\+|"
    r"PG[- ‑–]?13|NC[- ‑–]?17|TV[- ‑–](?:MA|14|PG|Y7|Y|G)|PG|GP|NR|UR|12A|MA ?15\+|R18\+?|15A|R|G|X|"
    r"Not [Rr]ated|Not [Yy]et [Rr]ated|Unrated|UNRATED|NOT RATED|Approved|Passed|Not Rated|"
    r"Not [Cc]lassified|Unclassified"
)
_BRITISH = r"U|12A|12|15A|15|16|18|M|K-?\d\d|AA|FSK \d\d?"
_BRITISH_LETTERS = frozenset({"U", "A", "AA", "12A", "15A"})
_CONTENT = regex(
    rf"^(?:Rated|MPAA(?: rating)?|MPA|Rating|Certificate|Cert\.?|BBFC)?:?\s*"
    rf"({_ASCII_CONTENT})(?=for\b|[^\w+/-]|$)",
    re.IGNORECASE,
)
_CONTENT_BARE = regex(rf"^({_ASCII_CONTENT})$")
_CONTENT_LABELLED = regex(rf"^[\"“(]?({_ASCII_CONTENT}|{_BRITISH})(?![\w+/])", re.IGNORECASE)
_RATED = regex(rf"\b(?:[Rr]ated|MPAA(?: [Rr]ating)?:?)\s+[\"“]?({_ASCII_CONTENT})(?![\w+/])")
_UNRATED = regex(r"^(?:this film |the film |film )?(?:is )?(not (?:yet )?rated|unrated)\b", re.IGNORECASE)
_YEAR = regex(r"^\(?((?:18[89]|19\d|20[0-4])\d)\)?$")
_SEPARATOR = regex(  # letters are looked past
    r"(?=[\s‧•·|;,.])"
    r"(?:\s*[‧•·|]\s*|\s+[-–—/*~]+\s+|\s*;\s*|,\s+|(?<!\bDir)(?<!\bdir)\.\s+|\t|\s+[‐]\s+)"
)
_FILLER = regex(
    r"\b(?:running time|run time|runtime|approx\w*|about|ca|circa|environ|env|unos|cerca de|cerca|length|"
    r"duration|durée|dauer|laufzeit|länge|durata|duración|duração|speelduur|längd|color|colour|b&w)\b|[^\w]"
)
#: "The cars are borrowed, and so is the plot. (R, 104 minutes)": what comes first is no fact.
_BEFORE_BRACKETS = regex(r"([^.()\[\]]+)[.!?][\"”’]?\s*[(\[]")
_BRACKETS = frozenset("()[]")
_BRACKET = regex(r"\s*[()\[\]]\s*")
_SAYS_RATED = regex(r"(?:Rated|rated|MPAA)\b")
_BETWEEN_COUNTRIES = regex(r"\s*[/,&–-]\s*|\s+and\s+")

#: Running time in minutes, where a text states one.
minutes = running_time.minutes


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """What one fact line says. ``parts`` counts the parts that were understood, ``rest`` keeps the others."""

    minutes: int | None = None
    content_rating: str | None = None
    year: int | None = None
    genres: tuple[str, ...] = ()
    parts: int = 0
    rest: tuple[str, ...] = ()


def content_rating(text: str, *, labelled: bool = False) -> str | None:
    """A film's content rating ("R", "PG-13", "TV-MA", "Not Rated"), with British ones where labelled."""
    text = text.strip()[:300]
    if labelled and (sure := certificates.leading(text)) is not None:
        return _hyphened(sure)
    found = (_CONTENT_LABELLED if labelled else _CONTENT).match(text)
    if found is None and not labelled:
        unrated = _UNRATED.match(text)
        return unrated.group(1) if unrated else None
    if found is None:
        found = _RATED.search(text)
    if found is None:
        return None
    value = found.group(1)
    if value in {"r", "g", "x", "u", "m"} or (not labelled and value[:1].islower() and len(value) < 4):
        return None
    return _hyphened(value)


def _hyphened(value: str) -> str:
    """A symbol of the United States with its hyphen: "PG13", "NC 17"."""
    american = r"^(PG(?=.?13)|NC(?=.?17)|TV)[ ‑–]?(?=\d|MA|PG|G$|Y)"  # Singapore's is NC16, and Japan's PG12
    return re.sub(american, r"\1-", value) if len(value) > 3 else value


def rated_phrase(text: str) -> tuple[str, int] | None:
    """Find "Rated R for ..." in a running text: the rating, and where the phrase begins."""
    found = _RATED.search(text)
    return (found.group(1), found.start()) if found else None


def year(text: str) -> int | None:
    """Read a text that is nothing but a year of the cinema."""
    found = _YEAR.match(text.strip())
    return int(found.group(1)) if found else None


@lru_cache(maxsize=2_048)
def fact_line(text: str) -> FilmFacts | None:
    """The facts of a line made of nothing but facts; None if it is any other kind of line."""
    bare = (text if _BRACKETS.isdisjoint(text) else _BRACKET.sub(" | ", text)).strip(" |")
    if not bare or len(bare) > 160 or _is_sentence_and_facts(text):
        return None
    run: int | None = None
    content: str | None = None
    when: int | None = None
    genres: list[str] = []
    rest: list[str] = []
    known = 0
    for part in (part.strip(" ()[].") for part in _SEPARATOR.split(bare)):
        if not part:
            continue
        if run is None and (value := minutes(part)) is not None and _only_time(part):
            run = value
        elif when is None and (value := year(part)) is not None:
            when = value
        elif content is None and _CONTENT_BARE.match(part):
            content = content_rating(part)
        elif content is None and known and part in _BRITISH_LETTERS:
            content = part  # "1941 - U - 119 Mins."
        elif content is None and _SAYS_RATED.match(part) and (rated := content_rating(part)) is not None:
            content = rated
        elif named := genre_words.genres(part):
            genres.extend(named)
        else:
            rest.append(part)
            continue
        known += 1
    if known == 0 or len(rest) > known or sum(map(len, rest)) > 60:
        return None
    if known == 1 and (
        rest or (when is not None) or genres or (content is not None and bare.rstrip(".") != content)
    ):
        return None
    return FilmFacts(run, content, when, tuple(genres), known, tuple(rest))


def _is_sentence_and_facts(text: str) -> bool:
    text = text[:400]
    before = _BEFORE_BRACKETS.search(text) if "(" in text or "[" in text else None
    words = before.group(1).split() if before is not None else []
    return len(words) > 3 and sum(word[0].islower() for word in words) > 1


def _only_time(part: str) -> bool:
    rest = running_time.without(part)
    return len(part) <= 40 and not _FILLER.sub("", rest.casefold())


def is_genre(part: str) -> bool:
    """Whether a text is nothing but genres ("Drama", "Comedy/Horror")."""
    return bool(genre_words.genres(part))


def is_country(part: str) -> bool:
    """Whether a part of a fact line is a country."""
    folded = part.casefold().strip(".")
    return folded in country_names.ENGLISH or folded in country_names.ENGLISH_OF_MORE_WORDS


def countries(part: str) -> tuple[str, ...]:
    """The countries of a text that is nothing but countries ("Italy/Switzerland"); () for any other."""
    if len(part) > 80:
        return ()
    names = [name.strip(" .") for name in _BETWEEN_COUNTRIES.split(part)]
    return tuple(names) if all(map(is_country, names)) else ()
