"""A word in syllables: the fewest that a language's spellings make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container


def fewest(
    word: str, spellings: Container[str], longest: int, *, short_first: bool
) -> tuple[str, ...] | None:
    """A word cut into the fewest syllables, or None where it cannot be; the empty word is none at all.

    Args:
        word: folded, without hyphens. The time grows with its length.
        spellings: the syllables that there are.
        longest: how many letters the longest of them has.
        short_first: whether at a tie the first syllable is the shorter one ("ha-na", not "han-a").
    """
    best: list[tuple[str, ...] | None] = [None] * len(word) + [()]
    for start in range(len(word) - 1, -1, -1):
        for end in range(start + 1, min(len(word), start + longest) + 1):
            rest = best[end]
            syllable = word[start:end]
            if rest is None or syllable not in spellings:
                continue
            known = best[start]
            if known is None or len(rest) + 1 < len(known) + (not short_first):
                best[start] = (syllable, *rest)
    return best[0] or None
