"""Sets of words, written as text so that a person can read and extend them."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Give the words of ``text``, which spaces part, as a set."""
    return frozenset(text.split())
