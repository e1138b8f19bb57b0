"""The small facts that capsule reviews print in brackets: "(PG, 115 minutes)", "(R; 104 min.; in French)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.sources import phrases
from graph.sources.lines import sentences
from graph.sources.words import word_set

_PARTS = re.compile(r"\s*[;|·•‧]\s*|,\s*(?![^,;]*\bfor\b)|(?<=[a-z\d])\.\s+|\s+[–—-]\s+")
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]{1,220})[)\]]\s*\.?$")
_SPOKEN = re.compile(
    r"^(?:in )([A-Z][a-z]+(?:(?:, | and )[A-Z][a-z]+){0,3})(?:,? with (?:English )?subtitles)?$"
)
_SUBTITLED = re.compile(r"^(?:(?:with )?(?:English )?subtitle[sd]|subtitled)$", re.IGNORECASE)
_FOR = re.compile(
    r"^(?:Rated |MPAA rating:? )?(\S{1,8}|Not rated|Unrated)(?: \([^()]*\))?,? (?:for|with) .+$"
)
_NO_RATING = re.compile(r"^(?:no (?:mpaa )?rating|no mpaa|mpaa: none)$", re.IGNORECASE)
_LANGUAGES = word_set(
    "french german italian spanish portuguese japanese korean chinese mandarin cantonese hindi tamil bengali "
    "russian polish czech hungarian romanian swedish danish norwegian finnish icelandic dutch arabic hebrew "
    "persian farsi turkish greek thai vietnamese english ukrainian serbian croatian bulgarian georgian "
    "yiddish estonian latvian lithuanian catalan basque swahili wolof tagalog indonesian malay urdu"
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
            self.languages or other.languages,
            self.genres or other.genres,
            self.countries or other.countries,
            (*self.rest, *other.rest),
        )

    @property
    def telling(self) -> bool:
        """Whether they are facts that small print alone states, not a year that prose may hold."""
        return self.minutes is not None or self.content_rating is not None


def in_brackets(text: str) -> SmallFacts | None:  # noqa: PLR0912 (a branch a kind of fact)
    """The facts of what stands between brackets; None if it is a remark."""
    minutes: int | None = None
    content: str | None = None
    year: int | None = None
    languages: list[str] = []
    genres: list[str] = []
    countries: list[str] = []
    rest: list[str] = []
    known = 0
    for part in (part.strip(" .") for part in _PARTS.split(text.strip())):
        if not part:
            continue
        bare = re.sub(
            r"^(?:running time|runtime|rated|mpaa rating|rating|length):?\s+", "", part, flags=re.IGNORECASE
        )
        spoken = _SPOKEN.match(part)
        if minutes is None and len(bare) <= 40 and (found := phrases.minutes(bare, labelled=_is_clock(bare))):
            minutes = found
            left = re.sub(r"\d+\s*(?:-\s*)?min\w*\.?", "", bare).strip(" ,")
            if content is None and left and (rated := phrases.content_rating(left)) is not None:
                content = rated
        elif year is None and (when := phrases.year(bare)) is not None:
            year = when
        elif content is None and (rated := _content(bare)) is not None:
            content = rated
        elif spoken is not None and all(name.casefold() in _LANGUAGES for name in _words(spoken.group(1))):
            languages.extend(_words(spoken.group(1)))
        elif part.casefold() in _LANGUAGES:
            languages.append(part)
        elif _SUBTITLED.match(part) or _NO_RATING.match(part):
            pass
        elif (facts := phrases.fact_line(part)) is not None and facts.genres:
            genres.extend(facts.genres)
        elif made := phrases.countries(part):
            countries.extend(made)
        else:
            rest.append(part)
            continue
        known += 1
    if known == 0 or len(rest) > known:
        return None
    return SmallFacts(minutes, content, year, tuple(languages), tuple(genres), tuple(countries), tuple(rest))


def _is_clock(text: str) -> bool:
    return re.fullmatch(r"\d:\d\d", text) is not None


#: "In Italian.", "In German with English subtitles"
_SPOKEN_LINE = re.compile(
    r"^In ([A-Z][a-z]+(?:(?:, and |, | and )[A-Z][a-z]+){0,3})(?: dialogue)?"
    r"(?:,? with (?:[A-Z][a-z]+ )?subtitles)?\.?$"
)


def spoken(text: str) -> tuple[str, ...]:
    """The languages of a line or sentence that says nothing else: "In German with English subtitles"."""
    found = _SPOKEN_LINE.match(text) if text.startswith("In ") and len(text) <= 100 else None
    names = re.split(r", and |, | and ", found.group(1)) if found is not None else []
    return tuple(names) if names and all(name.casefold() in _LANGUAGES for name in names) else ()


#: "Japan, 1962"; and what small print says beside such facts.
_MADE = re.compile(r"([A-Z][A-Za-z /]{1,40}),? \(?(?:18[89]|19\d|20[0-4])\d\)?$")
_SMALL = re.compile(r"(?:In|On|At|Now|Opens|Playing|Colou?r|B&W|Black and white)\b|[A-Z][\w-]{2,20}$")


def is_small_print(text: str) -> bool:
    """Whether a line is nothing but facts, each a sentence: "In Korean, with subtitles. 97 minutes."."""
    if not 20 < len(text) <= 300 or not text[0].isupper() or ". " not in text:
        return False
    known = told = 0
    for start, end in sentences(text):
        sentence = text[start:end].strip(" .")
        timed = len(sentence) <= 50 and phrases.minutes(sentence) is not None
        told += timed or _content(sentence) is not None or _MADE.match(sentence) is not None
        if timed or spoken(sentence) or _content(sentence) or phrases.countries(sentence):
            known += 1
        elif (made := _MADE.match(sentence)) is not None and phrases.countries(made.group(1)):
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
    if re.fullmatch(r"U|12|15|16|18", part):  # Britain's, in brackets
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
