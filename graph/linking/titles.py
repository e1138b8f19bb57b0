"""When two titles are the same title: keys, the parts of a title, and how alike two titles are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz

_NOT_WORD = re.compile(r"[\W_]+")
_APOSTROPHE = re.compile(r"['’‘`´]")

#: "Thing, The" and "Avventura, L'", alone or before a subtitle.
_ARTICLE_LAST = re.compile(
    r"^(?P<rest>[^:(\[]+?),\s+(?P<article>the|an?|le|la|les|l['’]|une?|der|die|das|eine?|el|los|las|il|lo|gli|den|det)"
    r"(?=\s*$|\s*[:;(\[]|\s+[-–—])",
    re.IGNORECASE,
)
#: What is printed beside a title and is no part of it: its year, the cut, the medium.
_ASIDE = re.compile(
    r"\s*[(\[]\s*(?:(?:18|19|20)\d\d|(?:the\s+)?(?:director['’]?s|final|extended|theatrical|uncut|unrated|restored)"
    r"(?:\s+(?:cut|version|edition))?|tv|tv movie|video|short|film|movie)\s*[)\]]",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s*[:–—-]\s+(?:the\s+)?(?:movie|(?:director['’]?s|final|extended|theatrical|uncut|unrated|redux)"
    r"(?:\s+(?:cut|version|edition))?)\s*$",
    re.IGNORECASE,
)
_SUBTITLE = re.compile(
    r"\s*[:;]\s+|\s+[-–—/|]+\s+|\s*[(\[]|,?\s+(?:or|a\.?k\.?a\.?)[,:]\s+|,\s+or\s+|\s+a\.?k\.?a\.?\s+",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_YEAR_SHORT = re.compile(r"['’‘`](?=\d\d\b)")

_ROMAN = {
    numeral: str(number)
    for number, numeral in enumerate(
        [
            "ii",
            "iii",
            "iv",
            "v",
            "vi",
            "vii",
            "viii",
            "ix",
            "x",
            "xi",
            "xii",
            "xiii",
            "xiv",
            "xv",
            "xvi",
            "xvii",
            "xviii",
            "xix",
            "xx",
        ],
        start=2,
    )
}
_UNITS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
]
_NUMBER = {word: str(number) for number, word in enumerate(_UNITS, start=1)}
_TENS = {
    word: number
    for number, word in zip(
        range(20, 100, 10),
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        strict=True,
    )
}
_SPELT = {
    "pt": "part",
    "vol": "volume",
    "ch": "chapter",
    "ep": "episode",
    "versus": "vs",
    "v": "vs",
    "saint": "st",
    "mister": "mr",
    "doctor": "dr",
    "mount": "mt",
}
#: After these words a lone "I" is a number.
_COUNTED = frozenset({"part", "volume", "chapter", "episode", "book"})
_ARTICLES = frozenset({"the", "a", "an"})
#: Words that tell no title from another.
_SMALL = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "and",
        "in",
        "on",
        "at",
        "to",
        "from",
        "for",
        "with",
        "by",
        "is",
        "la",
        "le",
        "les",
        "l",
        "de",
        "du",
        "des",
        "el",
        "los",
        "der",
        "die",
        "das",
        "und",
        "et",
        "y",
        "il",
    ]
)


@lru_cache(maxsize=65536)
def title_key(title: str) -> str:
    """The key under which titles are compared: case, accents, punctuation and ``&`` do not count.

    Other scripts are read in Latin letters.

    >>> title_key("Pirates & Kings: Part II")
    'pirates and kings part ii'
    >>> title_key("Amélie") == title_key("AMELIE")
    True
    """
    plain = title.replace("&", " and ").replace("＆", " and ")
    plain = (plain if plain.isascii() else anyascii(plain)).casefold()
    return _NOT_WORD.sub(" ", _APOSTROPHE.sub("", plain)).strip() or title.casefold()


@dataclass(frozen=True, slots=True)
class Title:
    """A title taken apart.

    ``key`` is the whole title without a leading English article, its numerals in digits; ``compact``
    the same without spaces, under which "Spider-Man" is "Spiderman". ``main`` and ``sub`` are the
    parts around the first subtitle's mark, compact, "" where there is none. ``names`` is what the title
    may be cut to, before any such mark, and ``tail`` what follows the first if it may stand alone ("Part
    Two" may not). ``words`` are those that tell it from other titles. ``numbers`` are its numbers but
    for a 1 (the first of a series seldom says so).
    """

    key: str
    compact: str
    main: str
    sub: str
    names: tuple[str, ...]
    tail: str
    words: tuple[str, ...]
    numbers: frozenset[str]


@lru_cache(maxsize=65536)
def parse_title(title: str) -> Title:
    """Takes a title apart.

    >>> parse_title("Thing, The").key, parse_title("Rocky II").key
    ('thing', 'rocky 2')
    >>> parse_title("Sister Act 2: Back in the Habit").main
    'sisteract2'
    """
    text = _CUT.sub("", _ASIDE.sub("", title)).strip() or title
    text = _ARTICLE_LAST.sub(_article_first, text)
    text = _YEAR_SHORT.sub(" ", _THOUSANDS.sub("", text))
    words = _words(text)
    main = sub = tail = ""
    names: list[str] = []
    for mark in _SUBTITLE.finditer(text):
        first, second = _words(text[: mark.start()]), _words(text[mark.end() :])
        if not (mark.start() and first and second):
            continue
        if not main:
            main, sub = "".join(first), "".join(second)
            telling = [w for w in second if not (w.isdigit() or w in _SMALL or w in _COUNTED)]
            if len(telling) > 1 and len(sub) > 6:
                tail = sub
        names.append("".join(first))
    return Title(
        key=" ".join(words),
        compact="".join(words),
        main=main,
        sub=sub,
        names=tuple(names),
        tail=tail,
        words=tuple(word for word in words if word not in _SMALL) or tuple(words),
        numbers=frozenset(word for word in words if word.isdigit() and word != "1"),
    )


def _article_first(found: re.Match[str]) -> str:
    article = found["article"]
    return article + ("" if article[-1] in "'’" else " ") + found["rest"]


def _words(text: str) -> list[str]:
    words = title_key(text).split()
    if len(words) > 1 and words[0] in _ARTICLES:
        del words[0]
    if len(words) > 1 and words[-1] == "the":  # "Thing, The" that lost its comma
        del words[-1]
    done: list[str] = []
    for place, word in enumerate(words):
        before = done[-1] if done else ""
        if place and word in _ROMAN and not (word == "v" and place + 1 < len(words)):
            done.append(_ROMAN[word])
        elif word == "i" and before in _COUNTED:
            done.append("1")
        elif word in _NUMBER and _is_tens(before) and int(_NUMBER[word]) < 10:
            done[-1] = str(int(before) + int(_NUMBER[word]))
        elif word in _TENS:
            done.append(str(_TENS[word]))
        elif word in _NUMBER:
            done.append(_NUMBER[word])
        else:
            done.append(_SPELT.get(word, word))
    return done


def _is_tens(word: str) -> bool:
    return len(word) == 2 and word[1] == "0" and word[0] in "23456789"


#: How alike two titles are, from 0 to 1, and how that is said.
Alike = tuple[float, str]

SAME = "same title"
SUBTITLE = "same title but for a subtitle"
OTHER = "other titles"
NUMBERED = "the titles' numbers differ"
CONTINUED = "the subtitles differ"


def alike(a: Title, b: Title) -> Alike:
    """How alike two titles are: 1 for the same title, .9 where one has a subtitle more.

    Titles that only a number tells apart (a film and its sequel), or that continue one main title
    in two ways, get 0 however alike their letters are.

    >>> alike(parse_title("Thing, The"), parse_title("The Thing"))
    (1.0, 'same title')
    >>> alike(parse_title("Halloween 2"), parse_title("Halloween 3"))
    (0.0, "the titles' numbers differ")
    """
    if a.compact == b.compact:
        return 1.0, SAME
    if a.numbers != b.numbers and ((a.numbers and b.numbers) or _unnumbered(a) == _unnumbered(b)):
        return 0.0, NUMBERED
    if a.compact == b.tail or b.compact == a.tail or a.compact in b.names or b.compact in a.names:
        # "Kill Bill" may be "Kill Bill: Vol. 2", or the first: a number left out weighs.
        return (0.9, SUBTITLE) if a.numbers == b.numbers else (0.75, SUBTITLE)
    if a.main and a.main == b.main and fuzz.ratio(a.sub, b.sub) < 70:
        return 0.0, CONTINUED
    ratio = max(fuzz.ratio(a.compact, b.compact), fuzz.token_sort_ratio(a.key, b.key)) / 100
    if a.numbers != b.numbers:
        ratio -= 0.1
    elif f"{a.key} ".startswith(f"{b.key} ") or f"{b.key} ".startswith(f"{a.key} "):
        # A subtitle whose mark was lost, or a title that happens to go on: people must say which.
        ratio = max(ratio, 0.65)
    return ratio, f"titles alike .{min(99, int(100 * ratio)):02}" if ratio >= LIKE else OTHER


#: Titles less alike than this are other titles (or the same one in another language).
LIKE = 0.6


def _unnumbered(title: Title) -> str:
    return "".join(word for word in title.key.split() if not (word.isdigit() or word in _COUNTED))
