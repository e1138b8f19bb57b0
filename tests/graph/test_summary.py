"""What a run says: complaints that differ in a particular alone are one sentence."""

from __future__ import annotations

import pytest

from graph.summary import sentence_of


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("Left out of the review's text: 'Note: 7 of 10.'.", "Left out of the review's text…"),
        (
            "The document is not UTF-8 (byte 0xe9 at offset 62): read as windows-1252.",
            "The document is not UTF-8 (byte … at offset …): read as windows-1252.",
        ),
        ("Left out of the review's text: 'A still'.", "Left out of the review's text…"),
        ("The date '03/04/2019' of the item cannot be read.", "The date … of the item cannot be read."),
    ],
)
def test_a_sentence_is_without_what_is_particular_to_one_document(message: str, sentence: str) -> None:
    assert sentence_of(message) == sentence
