"""A review's text, cut at its mentions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.prose import Mention, paragraphs


def _mention(text: str, words: str, target: str = "http://x/p") -> Mention:
    start = text.index(words)
    return Mention(start, start + len(words), words, target, words)


def test_mentions_are_cut_out_of_their_paragraphs() -> None:
    text = "One Jina here.\n\nTwo Hong there."
    first, second = paragraphs(text, [_mention(text, "Hong"), _mention(text, "Jina")])
    assert [piece.text for piece in first] == ["One ", "Jina", " here."]
    assert [piece.text for piece in second if piece.mention] == ["Hong"]


def test_offsets_are_code_points() -> None:
    text = "𝄞𝄞 Jina"
    (pieces,) = paragraphs(text, [_mention(text, "Jina")])
    assert pieces[1].mention is not None


def test_a_mention_on_the_wrong_words_is_left_out() -> None:
    wrong = [Mention(0, 4, "Hong", "x", ""), Mention(-4, 2, "na", "x", ""), Mention(2, 2, "", "x", "")]
    assert [[piece.text for piece in line] for line in paragraphs("Jina", wrong)] == [["Jina"]]


def test_of_overlapping_mentions_the_longest_at_the_first_place_stands() -> None:
    text = "Gong Seung-yeon smiles"
    found = [_mention(text, "Gong"), _mention(text, "Gong Seung-yeon"), _mention(text, "Seung-yeon smiles")]
    (pieces,) = paragraphs(text, found)
    assert [piece.text for piece in pieces] == ["Gong Seung-yeon", " smiles"]


@given(
    st.text("ab \n", max_size=40), st.lists(st.tuples(st.integers(-5, 45), st.integers(-5, 45)), max_size=8)
)
def test_the_text_comes_out_whole_whatever_the_mentions(text: str, spots: list[tuple[int, int]]) -> None:
    mentions = [Mention(start, end, text[max(0, start) : end], "x", "") for start, end in spots]
    lines = ["".join(piece.text for piece in pieces) for pieces in paragraphs(text, mentions)]
    assert lines == [line for line in text.split("\n") if line.strip()]
