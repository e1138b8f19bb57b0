"""Letters made comparable: what two printings of one name have in common whatever the typist did.

Unicode's compatibility form (UAX #15, NFKC), case folding, diacritics of alphabets that can do
without them, one apostrophe, one hyphen, one space.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

#: Apostrophes, primes, modifier letters and the ayin and hamza of romanised Arabic and Korean.
APOSTROPHES = "'’‘‛`´ʹʻʼʽʾʿˈ′＇"
#: Hyphens and the dashes that are typed for them inside a name.
HYPHENS = "-‐‑‒–⁃−﹣－"

# Letters that Unicode does not take apart into a base letter and a mark.
_WHOLE_LETTERS = {
    "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ĸ": "k", "ł": "l", "ŋ": "ng", "œ": "oe", "æ": "ae",
    "þ": "th", "ŧ": "t", "ƶ": "z", "ə": "e", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ß": "ss",
}  # fmt: skip
_SHORT_I = "й"  # a letter of its own, not an i with a mark


class _FoldTable(dict[int, str]):
    """A translation table for ``str.translate`` that learns each character the first time it is met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded
        return folded


def _fold_character(character: str) -> str:
    category = unicodedata.category(character)
    if character in APOSTROPHES or (category in {"Cf", "Cc", "Cs"} and not character.isspace()):
        return ""
    if character in HYPHENS:
        return "-"
    if character.isspace() or category[0] in "PSZ":
        return " "
    lowered = character.casefold()
    if lowered == _SHORT_I:
        return lowered
    # Only marks of the Latin, Greek and Cyrillic block go: a kana's or an Indic vowel's mark is a letter.
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if not "\u0300" <= c <= "\u036f")
    return "".join(_WHOLE_LETTERS.get(c, c) for c in unicodedata.normalize("NFC", bare))


_TABLE = _FoldTable()
_SPACES = re.compile(r"\s+")
_TIDY = str.maketrans({**dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(HYPHENS, "-")})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def normalise(text: str) -> str:
    """The name as printed, with one kind of apostrophe, hyphen and space; case and diacritics stay.

    Invisible characters (zero-width spaces, soft hyphens, direction marks) go.
    """
    text = unicodedata.normalize("NFKC", text).translate(_TIDY)
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return _SPACES.sub(" ", text).strip()


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower-case letters, digits, single spaces and hyphens; no marks, apostrophes or punctuation.

    Any script stays itself: ``fold("Тарковский")`` is Cyrillic. Empty if nothing readable is left.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    folded = text.translate(_TABLE)
    if "-" in folded:
        folded = folded.replace(" -", " ").replace("- ", " ").strip("-")
    return " ".join(folded.split())


# What stands in a credit's place of a name and names nobody, or hides somebody on purpose.
_NOBODY_WORDS = """
anonymous unknown uncredited various none others n/a tba tbc nobody himself herself themselves self
"""
_NOBODY = frozenset(_NOBODY_WORDS.split()) | {
    "alan smithee",
    "allen smithee",
    "alan smithee jr",
    "various artists",
    "n a",
    "not credited",
    "no credit",
}
_PHRASE_WORDS = """
a an the his her their my and or of by from with based adapted name different another others
uncredited unknown various
"""
_PHRASE = frozenset(_PHRASE_WORDS.split())


@lru_cache(maxsize=65536)
def names_nobody(text: str) -> bool:
    """Whether what is credited is no person's own name: "a different name", "Anonymous", "Alan Smithee".

    A phrase is told by its function words, in small letters throughout: "The The" and "e. e. cummings" are
    names.
    """
    if fold(text) in _NOBODY:
        return True
    found = text.split()
    return len(found) > 2 and text == text.lower() != text.upper() and len(_PHRASE.intersection(found)) > 1


def words(text: str) -> list[str]:
    """The folded words of a name; a hyphen stays inside its word ("da-eun")."""
    return fold(text).split()


def letters(text: str) -> str:
    """The folded name without spaces and hyphens: equal for "Da-eun", "Da Eun" and "Daeun"."""
    return fold(text).replace(" ", "").replace("-", "")


def to_latin(folded: str) -> str:
    """A folded name in lower-case ASCII, romanised character by character where the script is another.

    By the tables of anyascii (BGN/PCGN-like for Cyrillic, Revised Romanization for Hangul, pinyin
    for Han characters whatever their language). May come out empty.
    """
    if folded.isascii():
        return folded
    return fold(_CAMEL.sub(" ", anyascii(folded)))
