"""A review's text as alignment sees it: capitalised words and the runs that they stand in.

Everything is linear in the length of the text: each pattern excludes what ends it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from graph.names import PARTICLES, TITLES, letters
from graph.names.folding import APOSTROPHES, HYPHENS
from graph.sources.alignment.wording import TAILS
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

# How an atom is joined to the one before it.
ALONE, SPACE, TIED, GLUED, SOFT = range(5)
#: Joins that make two capitalised words one name as far as anybody can see.
CLOSE = frozenset({SPACE, TIED})

_CASED = (*range(0x41, 0x590), *range(0x1E00, 0x2000))
_DASH = re.escape(HYPHENS[:4])
_APOSTROPHE = re.escape(APOSTROPHES)


def _letter_class(*, upper: bool) -> str:
    """A character class of the upper-case letters, or of the others with their combining marks."""
    chosen = [c for c in _CASED if chr(c).isalpha() and (chr(c).isupper() or chr(c).istitle()) == upper]
    if not upper:
        chosen += range(0x300, 0x370)
    parts, start, last = [], -1, -2
    for code in [*sorted(set(chosen)), 0x110000]:
        if code != last + 1:
            if start >= 0:
                parts.append(f"{chr(start)}-{chr(last)}")
            start = code
        last = code
    return "".join(parts)


_UPPER, _LOWER = _letter_class(upper=True), _letter_class(upper=False)
_ATOM = regex(
    rf"[{_UPPER}]+[{_LOWER}]*"
    rf"(?:[{_DASH}][{_LOWER}]+|[{_APOSTROPHE}](?!(?:s|d|ll|re|ve|m|t)(?![{_LOWER}{_UPPER}]))[{_LOWER}]+)*"
)
# What is behind an apostrophe in capitals without being a name's: KIM'S.
_ENDINGS = frozenset({"S", "T", "D", "LL", "RE", "VE", "M"})
# They belong to the capital behind them: McDonald, DeVito, FitzGerald.
_PREFIXES = frozenset({"Mc", "Mac", "De", "Di", "Da", "Du", "Del", "La", "Le", "Van", "Fitz"})
_SPACES = {
    " ": SPACE,
    "\u00a0": SPACE,
    "  ": SPACE,
    "\t": SPACE,
    "": GLUED,
    "\n": SOFT,
    " \n": SOFT,
    "\r\n": SOFT,
}
_TIES = frozenset(HYPHENS[:4]) | frozenset(APOSTROPHES)
_DOTS = frozenset({".", ". ", ".\u00a0"})
_ABBREVIATIONS = TITLES | {"jr", "sr", "ste", "mt"}
_LONGEST_GAP = 30
_ELIDED = frozenset({"d'", "d’", "l'", "l’"})
_SMALL = regex(r" (?:of|of the|the|with|with no|with the|in the|from|from the|without) ")
_NICKNAME = regex(r" [“\"‘'(]\w{1,20}[”\"’')] ?")
_QUOTED = regex(
    r"\"(?<![\w.,!?]\")([^“”„«»\"\n]*)[”\"»]|[“„«]([^“”„«»\"\n]*)[”\"»]"
    r"|‘([^‘’\n]*)’(?!\w)|'(?<!\w')([A-Z][^'\n]*)'(?!\w)"
)
_EMPHASISED = regex(r"(?<![\w*_])([*_]{1,2})([^*_\n]+)\1(?![\w*_])")
_TITLE_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "and",
        "in",
        "on",
        "to",
        "for",
        "with",
        "from",
        "at",
        "by",
        "or",
        "nor",
        "but",
        "is",
        "vs",
        "de",
        "la",
        "le",
        "les",
        "el",
        "los",
        "las",
        "du",
        "des",
        "der",
        "die",
        "das",
    ]
)
_TITLE_LONGEST = 10  # words
_OPENERS = "“„«‘\"'([{*_¿¡"
_ENDS = ".!?…:\n"


class Atom(NamedTuple):
    """A capitalised word: where it stands, its folded letters, and its join to the atom before it.

    ``between`` holds the folded letters of small words in that join ("del", "of").
    """

    start: int
    end: int
    key: str
    join: int
    between: str


def read(text: str, own_title: str | None = None) -> list[list[Atom]]:
    """The runs of capitalised words outside quoted titles: atoms with nothing but joins between them.

    A quotation that is set like a title ("Jane Eyre") names a film or a book, not the people in its
    name; so does the reviewed film's own title in full, where that has several words.
    """
    runs: list[list[Atom]] = []
    previous: Atom | None = None
    for start, end in _words(text, _titles(text, own_title)):
        join, between = _join(text, previous, start) if previous else (ALONE, "")
        begin = start
        if join == ALONE:
            begin = _with_elision(text, start)
        elif join == TIED and end - start <= 2 and text[start:end] in _ENDINGS:
            continue
        elif previous and join in {TIED, GLUED} and _belongs(text, previous, start, end):
            begin, join, between = previous.start, previous.join, previous.between
            runs[-1].pop()
        previous = Atom(begin, end, letters(text[begin:end]), join, between)
        if join == ALONE or not runs:
            runs.append([previous])
        else:
            runs[-1].append(previous)
    return [run for run in runs if run]


def _words(text: str, blocked: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where capitalised words stand outside blocked stretches, without tails like "-directed"."""
    at = 0
    for found in _ATOM.finditer(text):
        start, end = found.span()
        while at < len(blocked) and blocked[at][1] <= start:
            at += 1
        if at < len(blocked) and blocked[at][0] <= start:
            continue
        word = found[0]
        yield start, end if word.isalpha() else end - _tail(word)


def _with_elision(text: str, start: int) -> int:
    """Where a name begins that has a small d' before it: d'Artagnan."""
    elided = start >= 2 and text[start - 1] in APOSTROPHES and text[start - 2] == "d"
    return start - 2 if elided and not text[start - 3 : start - 2].isalpha() else start


def _belongs(text: str, previous: Atom, start: int, end: int) -> bool:
    """Whether an atom is the rest of the word before: Mc + Donald, O' + Brien."""
    if end - start < 2:
        return False
    if start == previous.end:
        return text[previous.start : previous.end] in _PREFIXES
    return text[start - 1] in APOSTROPHES and previous.end - previous.start <= 2


def _tail(word: str) -> int:
    """How many letters of a hyphenated word are no part of the name: "-directed"."""
    for at in range(len(word) - 1, 0, -1):
        if word[at] in _TIES:
            return len(word) - at if word[at + 1 :] in TAILS else 0
    return 0


def _join(text: str, previous: Atom, start: int) -> tuple[int, str]:
    """How an atom is joined to the one before it, and the letters between them."""
    if start - previous.end > _LONGEST_GAP:
        return ALONE, ""
    gap = text[previous.end : start]
    if gap in _SPACES:
        return _SPACES[gap], ""
    if gap in _TIES:
        return TIED, ""
    if gap in _DOTS:
        short = len(previous.key) == 1 or previous.key in _ABBREVIATIONS
        return (SPACE if short else ALONE), ""
    return _join_by_words(gap) if gap[0] == " " else (ALONE, "")


def _join_by_words(gap: str) -> tuple[int, str]:
    words = gap.split()
    if words and gap[-1] in " '’" and all(word in PARTICLES or word in _ELIDED for word in words):
        return SPACE, letters("".join(words))
    if _SMALL.fullmatch(gap):
        return SOFT, gap.replace(" ", "")
    return (SOFT if _NICKNAME.fullmatch(gap) else ALONE), ""


def _titles(text: str, own_title: str | None) -> list[tuple[int, int]]:
    """Where titles stand, sorted; they do not overlap."""
    found = [match.span() for match in _QUOTED.finditer(text) if _like_a_title(match[match.lastindex or 0])]
    if "*" in text or "_" in text:
        found += [match.span() for match in _EMPHASISED.finditer(text) if _like_a_title(match[2])]
    if own_title and " " in own_title.strip():
        at = text.find(own_title)
        while at >= 0:
            found.append((at, at + len(own_title)))
            at = text.find(own_title, at + len(own_title))
    found.sort()
    kept: list[tuple[int, int]] = []
    for span in found:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
        elif span[1] > kept[-1][1]:
            kept[-1] = (kept[-1][0], span[1])
    return kept


def _like_a_title(quoted: str) -> bool:
    if len(quoted) > 80:
        return False
    words = quoted.split()
    if not 0 < len(words) <= _TITLE_LONGEST or words[0][0].islower():
        return False
    return all(not word[0].islower() or word.strip(",.!?:;") in _TITLE_SMALL for word in words)


def opens_sentence(text: str, start: int) -> bool:
    """Whether a word at ``start`` is capitalised because a sentence, a quotation or a bracket opens."""
    at = start - 1
    if at >= 0 and text[at] in _OPENERS:
        return True
    while at >= 0 and text[at] in " \u00a0\t":
        at -= 1
    return at < 0 or text[at] in _ENDS or (text[at] in "”\"’'" and at > 0 and text[at - 1] in ".!?…")
