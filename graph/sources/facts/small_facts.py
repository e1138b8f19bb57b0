"""The small facts that capsule reviews print in brackets: "(PG, 115 minutes)", "(R; 104 min.; in French)"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from graph.sources.facts import genre_words, nations, phrases, running_time, tongues
from graph.sources.lines import sentences
from graph.sources.patterns import regex

_PARTS = regex(r"\s*[;|·•‧]\s*|,\s*(?![^,;]*\bfor\b)|(?<=[a-z\d])\.\s+|\s+[–—/-]\s+")
_BRACKETS = regex(r"\s*[(\[]([^()\[\]]{1,220})[)\]]\s*\.?$")
_SUBTITLED = regex(r"^(?:(?:with )?(?:English )?subtitle[sd]|subtitled)$", re.IGNORECASE)
_FOR = regex(r"^(?:Rated |MPAA rating:? )?(\S{1,8}|Not rated|Unrated)(?: \([^()]*\))?,? (?:for|with) .+$")
_NO_RATING = regex(r"^(?:no (?:mpaa )?rating|no mpaa|mpaa: none)$", re.IGNORECASE)
_BEFORE_FACT = regex(
    r"^(?:running time|runtime|rated|mpaa rating|rating|length|cert(?:ificate)?\.?):?\s+", re.IGNORECASE
)
#: "95'", as the Romance languages print minutes, and "95m".
_PRIMES = regex(r"^(?:ca?\.?\s)?(\d{2,3})\s?(?:['’′]|m\.?)$")
#: "D 2006", "USA, 1999", "1999 USA/GB", "Fr./It. 1962".
_WHERE_AND_WHEN = regex(
    r"^(?:([^\W\d_][^\d()]{0,58}?)[ ,.]*\(?((?:18[89]|19\d|20[0-4])\d)\)?|((?:18[89]|19\d|"
    r"20[0-4])\d)[ ,/]+([^\W\d_][^\d()]{0,58}))$"
)


@dataclass(frozen=True, slots=True)
class SmallFacts:
    """What small print says of a film; ``rest`` is what it says beside that ("opens Friday")."""

    minutes: int | None = None
    content_rating: str | None = None
    year: int | None = None
    languages: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()

    def with_(self, other: SmallFacts | None) -> SmallFacts:
        """These facts, and where they are silent those of ``other``."""
        if other is None:
            return self
        return SmallFacts(
            self.minutes or other.minutes,
            self.content_rating or other.content_rating,
            self.year or other.year,
            self.languages + other.languages,
            self.genres + other.genres,
            self.countries + other.countries,
            self.rest + other.rest,
        )

    def states(self, other: SmallFacts) -> bool:
        """Whether something that ``other`` states stands here already: a film has one year."""
        return (
            (self.minutes is not None and other.minutes is not None)
            or (self.content_rating is not None and other.content_rating is not None)
            or (self.year is not None and other.year is not None)
        )

    @property
    def telling(self) -> bool:
        """Whether they are facts that small print alone states, not a year that prose may hold."""
        return self.minutes is not None or self.content_rating is not None


_MINUTES = regex(r"\d+\s*(?:-\s*)?[Mm]in\w*\.?")


@lru_cache(maxsize=2_048)  # a line is judged in several ways, and facts are alike
def part_of(  # noqa: C901, PLR0911, PLR0912 (one a form)
    part: str, *, beside: bool = False
) -> SmallFacts | None:
    """The fact that one part of small print states; None if it states none.

    ``beside`` says that other facts stand beside it: letters and figures mean more there.
    """
    bare = _BEFORE_FACT.sub("", part)
    if len(bare) <= 40 and (found := phrases.minutes(bare, labelled=_is_clock(bare, beside=beside))):
        left = _MINUTES.sub("", bare).strip(" ,")
        return SmallFacts(found, phrases.content_rating(left) if left else None)
    if (primes := _PRIMES.match(bare)) is not None:
        return SmallFacts(int(primes.group(1)))
    if (when := phrases.year(bare)) is not None:
        return SmallFacts(year=when)
    if (rated := _content(bare)) is not None:
        return SmallFacts(content_rating=rated)
    if heard := tongues.languages(part) if beside or part[:3] in {"In ", "in "} else ():
        return SmallFacts(languages=heard)
    if part.casefold() in tongues.ENGLISH:
        return SmallFacts(languages=(part,))
    if _NO_RATING.match(part):
        return SmallFacts(content_rating=part)
    if _SUBTITLED.match(part):
        return SmallFacts()
    if named := genre_words.genres(part) if beside else ():
        return SmallFacts(genres=named)
    if made := phrases.countries(part) or nations.written_out(part):
        return SmallFacts(countries=made)
    if (dated := _WHERE_AND_WHEN.match(part)) is not None:
        where, when = dated.group(1) or dated.group(4), int(dated.group(2) or dated.group(3))
        if made := phrases.countries(where) or nations.countries(where):
            return SmallFacts(year=when, countries=made)
    if beside and len(part) > 1 and (made := nations.countries(part)):  # a letter alone may be a grade
        return SmallFacts(countries=made)
    if beside and (rated := nations.certificate(bare)) is not None:
        return SmallFacts(content_rating=rated)
    return None


def nothing_but(sentence: str) -> SmallFacts | None:
    """The facts of a sentence of credits that is nothing but facts: "France/Belgique, 2011, 1h42."."""
    found = SmallFacts()
    for part in _PARTS.split(running_time.plain(sentence.strip().rstrip("."))):
        small = part_of(part.strip(" ."), beside=True) if part.strip(" .") else SmallFacts()
        if small is None or found.states(small):
            return None
        unrated = small.content_rating is not None and small.content_rating.casefold().endswith(_UNRATED)
        found = found.with_(SmallFacts() if unrated else small)
    return found


_UNRATED = ("rated", "rating")


def in_brackets(text: str) -> SmallFacts | None:
    """The facts of what stands between brackets; None if it is a remark."""
    found = SmallFacts()
    rest: list[str] = []
    known = 0
    parts = [
        part for part in (part.strip(" .") for part in _PARTS.split(running_time.plain(text.strip()))) if part
    ]
    for part in parts:
        facts = part_of(part, beside=len(parts) > 1)
        if facts is None or found.states(facts):
            rest.append(part)
        else:
            found, known = found.with_(facts), known + 1
    if known == 0 or len(rest) > known:
        return None
    return found.with_(SmallFacts(rest=tuple(rest)))


#: "1:35", "1:35:20"; "ninety-five minutes" beside other facts.
_CLOCK = regex(r"\d:\d\d(?::\d\d)?")


def _is_clock(text: str, *, beside: bool) -> bool:
    return _CLOCK.fullmatch(text) is not None or (beside and text[:1].isalpha())


def spoken(text: str) -> tuple[str, ...]:
    """The languages of a line or sentence that says nothing else: "In German with English subtitles"."""
    return tongues.languages(text) if text.startswith("In ") else ()


#: "Japan, 1962"; and what small print says beside such facts.
_MADE = regex(r"([A-Z][A-Za-z /]{1,40}),? \(?(?:18[89]|19\d|20[0-4])\d\)?$")
_SMALL = regex(r"(?:In|On|At|Now|Opens|Playing|Colou?r|B&W|Black and white)\b|[A-Z][\w-]{2,20}$")


#: A certificate on a line of its own: "Certificate 15", "Cert. 12A".
_CERTIFICATE = regex(r"[Cc]ert(?:ificate|\.)? (?:U|PG|12A?|15|18|AA|A|X)\.?")


def is_small_print(text: str) -> bool:
    """Whether a line is nothing but facts, each a sentence: "In Korean, with subtitles. 97 minutes."."""
    if _CERTIFICATE.fullmatch(text) is not None:
        return True
    if not 20 < len(text) <= 300 or not text[0].isupper() or ". " not in text:
        return False
    known = told = 0
    for start, end in sentences(text):
        sentence = text[start:end].strip(" .")
        timed = len(sentence) <= 50 and phrases.minutes(sentence) is not None
        rated, made = _content(sentence), _MADE.match(sentence)
        told += timed or rated is not None or made is not None
        if timed or spoken(sentence) or rated or phrases.countries(sentence):
            known += 1
        elif made is not None and phrases.countries(made.group(1)):
            known += 2  # no other sentence says it so
        elif len(sentence) > 40 or not _SMALL.match(sentence):
            return False
    return known > 1 and told > 0


def _words(text: str) -> list[str]:
    return re.split(r", | and ", text)


def _content(part: str) -> str | None:
    whole = phrases.content_rating(part)
    if whole is not None and len(part) <= len(whole) + 3:
        return whole
    if part in {"U", "12", "15", "16", "18"}:  # Britain's, in brackets
        return part
    reasons = _FOR.match(part)
    return phrases.content_rating(reasons.group(1)) if reasons is not None else None


def closing(text: str) -> tuple[SmallFacts, int] | None:
    """The facts that close a paragraph, in brackets or as sentences of their own; and where they begin."""
    brackets = _BRACKETS.search(text, max(0, len(text) - 240))
    if brackets is not None:
        facts = in_brackets(brackets.group(1))
        if facts is not None and facts.telling:
            return facts, brackets.start()
    found: SmallFacts | None = None
    start = len(text)
    for begin, end in reversed(sentences(text)):
        sentence = text[begin:end].strip().rstrip(".")
        facts = in_brackets(sentence) if len(sentence) <= 80 else None
        if facts is None or facts.rest or not (facts.telling or facts.languages):
            break
        found, start = facts.with_(found), begin
    return (found, start) if found is not None and found.telling and start > 0 else None
