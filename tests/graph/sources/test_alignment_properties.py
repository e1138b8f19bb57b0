"""What holds for every text and every credits: true offsets, order, determinism, and time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.sources.alignment import Credit, align

if TYPE_CHECKING:
    import random

NAMES = [
    "Kim Hae-na", "Kim Mo-beom", "Jung Da-eun", "Jeong Da-eun", "Gong Seung-yeon", "Rose Byrne", "Will Smith",
    "Robert De Niro", "Adèle Exarchopoulos", "Chow Yun-Fat", "Andrei Tarkovsky", "Jun'ichi Satō", "Cher",
    "O'Brien",
]  # fmt: skip
CHARACTERS = [
    None,
    "Ji-na",
    "Rose",
    "Will",
    "Team Leader",
    "Rick Blaine",
    "Bruce Wayne / Batman",
    "Dr. Ellie Sattler",
]
WORDS = [
    *NAMES, *[name for name in CHARACTERS if name], "Jina", "Kim", "Hong", "Rick", "Ellie", "the", "boss",
    "director", "by", "as", "played by", "(", ")", "“", "”", ".", ",", "’s", "'s", "-", "—",
    "\n", "May", "and",
    "of", "in", "he",
]  # fmt: skip

credits_of_a_film = st.lists(
    st.builds(
        Credit,
        st.sampled_from(NAMES),
        st.sampled_from(["actor", "director", "writer", "editor"]),
        st.sampled_from(CHARACTERS),
    ),
    max_size=8,
)
prose = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=40).map("".join),
    st.text(max_size=200),
)


@settings(max_examples=300, deadline=None)
@given(prose, credits_of_a_film)
def test_mentions_are_true_sorted_and_apart(text: str, credited: list[Credit]) -> None:
    mentions = align(text, credited)
    end = 0
    names = {credit.name for credit in credited}
    characters = {credit.character for credit in credited}
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.exact_text
        assert end <= mention.start < mention.end
        assert not mention.exact_text.endswith(("'s", "’s"))
        end = mention.end
        assert (mention.match.person is None) != (mention.match.character is None)
        assert mention.match.person is None or mention.match.person in names
        assert mention.match.character is None or mention.match.character in characters
    assert mentions == align(text, credited)


@settings(max_examples=100, deadline=None)
@given(prose, credits_of_a_film, st.randoms(use_true_random=False))
def test_the_order_of_the_credits_changes_nothing(
    text: str, credited: list[Credit], chance: random.Random
) -> None:
    shuffled = list(credited)
    chance.shuffle(shuffled)
    assert align(text, credited) == align(text, shuffled)


@settings(max_examples=100, deadline=None)
@given(prose, credits_of_a_film)
def test_a_text_without_a_capital_names_nobody(text: str, credited: list[Credit]) -> None:
    assert align("".join(c for c in text.lower() if not c.isupper()), credited) == ()


CREDITED = [
    Credit("Kim Hae-na", "actor", "Team Leader"),
    Credit("Gong Seung-yeon", "actor", "Ji-na"),
    Credit("Kim", "actor", "Kim"),
    Credit("Hong Seong-eun", "director"),
]


@pytest.mark.parametrize(
    "unit",
    ["Kim ", "(", "()", "Kim (Kim Hannah) ", "“", '"', "'A", "O’", "A-", "*A", "A. ", "A of ", "A de la ",
     "Kim\n", "boss (Kim Hannagh) ", "A\u0301", "“Kim Hae-na” ", "Kim Hannah as "],
)  # fmt: skip
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        begin = time.process_time()
        align(text, CREDITED)
        return time.process_time() - begin

    # Ten times the text in at most forty times the time: a quadratic way takes a hundred. One of
    # three is enough, because what else runs on a machine can only add to a figure.
    allowed = 40 * max(seconds(20_000), 0.005)
    assert any(seconds(200_000) <= allowed for _ in range(3))


def test_monstrous_credits_are_no_names() -> None:
    credited = [
        Credit("A " * 50_000, "actor", "B/" * 50_000),
        Credit("(" * 100_000, "actor", "'" * 1000),
        Credit("Kim " + "na" * 50_000, "actor", "soo" * 30_000),
    ]
    begin = time.process_time()
    align("Kim Soo ran. " * 100, credited)
    assert time.process_time() - begin < 1
