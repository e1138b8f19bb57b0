"""Patterns of many words: matched as alternatives one after the other are, only sooner."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from graph.sources.words import any_of

WORDS = st.lists(st.text("abé", min_size=1, max_size=4), min_size=1, max_size=12, unique=True)


@given(words=WORDS, text=st.text("abéAB ", max_size=30))
def test_words_with_common_beginnings_match_as_alternatives_in_their_order_do(
    words: list[str], text: str
) -> None:
    behind = r"(?=\b|b)"  # what follows may refuse a word and leave a later one
    plain = re.compile(f"(?:{'|'.join(words)}){behind}", re.IGNORECASE)
    grouped = re.compile(f"(?:{any_of(words)}){behind}", re.IGNORECASE)

    assert [one.span() for one in grouped.finditer(text)] == [one.span() for one in plain.finditer(text)]


def test_words_may_go_on_as_patterns() -> None:
    words = any_of([r"directed\s+by", r"director", r"dir\.?"])

    assert re.findall(words, "director directed  by dir.") == ["director", "directed  by", "dir."]
