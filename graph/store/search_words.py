"""The words of a search, and of what is found by them: how FTS5 parts them, and which are nearly alike.

Words that differ by a letter are found as Garbe's SymSpell does it: a word's first letters, and those
with any one of them left out, stand in a table; two words that share an entry may be neighbours, and
the edit distance says whether they are. That is eight look-ups by key for a word, whatever the size.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Words of a search beyond these are ignored: nobody types more, and each one costs.
MOST_WORDS = 12
#: Letters at the beginning of a word in which one may be left out; beyond them two may differ.
_COMPARED = 7
#: A shorter word has too many neighbours to be one's misspelling; a longer one may have two slips.
_SHORTEST, _LONG, _LONGEST = 4, 8, 40
#: A word as FTS5's tokenizer parts them.
_TOKEN = re.compile(r"[^\W_]+")


def compared(words: Iterable[str]) -> set[str]:
    """Those of words that are of a length at which another may be their misspelling."""
    return {word for word in words if _SHORTEST <= len(word) <= _LONGEST}


def nearest(word: str, others: Iterable[str]) -> list[str]:
    """Those of other words that a slip or two away from ``word`` lie, the nearest first."""
    most = 2 if len(word) >= _LONG else 1
    found = {}
    for other in others:
        distance = OSA.distance(word, other, score_cutoff=most)
        if distance <= most:
            found[other] = distance
    return sorted(found, key=lambda other: (found[other], other))


def forms_of(word: str) -> set[str]:
    """The beginning of a word, and that with any one letter left out."""
    start = word[:_COMPARED]
    return {start, *(start[:at] + start[at + 1 :] for at in range(len(start)))}


def words_of(text: str) -> list[str]:
    """The words of a search, as far as they are looked at."""
    return [word for word in storable(text).split() if any(c.isalnum() for c in word)][:MOST_WORDS]


def ways_of(typed: str, *others: str) -> str:
    """What FTS5 is asked for a word, perhaps unfinished, or one of its other spellings, which are whole."""
    return " OR ".join([f'"{storable(typed)}"*', *(f'"{storable(other)}"' for other in others)])


def tokens_of(text: str) -> list[str]:
    """The words of a folded text: letters and digits, nothing else."""
    return _TOKEN.findall(text)


def storable(text: str) -> str:
    """A text without what ends a string in FTS5 (quotes, NUL) or is no character (a lone surrogate)."""
    if '"' in text or "\0" in text:
        text = text.translate(_SPACES)
    return text if text.isascii() else text.encode("utf-8", "ignore").decode()


_SPACES = str.maketrans({'"': " ", "\0": " "})
