"""Tying the names in a review's prose to the names in its credits, one to one, with reasons.

``wording``   the words that it goes by
``prose``     the text as runs of capitalised words
``cast``      the credits, by every form of their names
``evidence``  what a name's place in the text says
``state``     what is known and found so far
``whole``, ``single``, ``alike``    whole names, one word for a name, names spelled another way
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.sources.alignment.alike import characters_before_brackets, people_alike
from graph.sources.alignment.cast import Credit
from graph.sources.alignment.single import family_names, first_names
from graph.sources.alignment.state import Alignment
from graph.sources.alignment.whole import printed_names, romanised_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.records import MentionRecord

__all__ = ["THRESHOLD", "Credit", "align"]

#: Matches that score less are not made. Family names before the full name score .85, likeness from .80.
THRESHOLD = 0.8


def align(
    text: str,
    credits: Sequence[Credit],  # noqa: A002 (the word of the house for them)
    *,
    threshold: float = THRESHOLD,
    title: str | None = None,
) -> tuple[MentionRecord, ...]:
    """Find every mention of a credited person or character in a review's text.

    Whole names match exactly, turned round or respaced, by their parts (middle name, nickname), by
    their romanisation key, and last by likeness where the place speaks for them: in parentheses after
    the character, as the director, "as" the role. A character is also found by its first or family
    name, a person by the family name where it is clear whose it is. What could be two is left out.

    Args:
        text: the review's own text; offsets count its code points.
        credits: the film's credits, in any order.
        threshold: the least score of a match that is given, from 0 to 1.
        title: the film's title, if known; a title of several words names the film, not its people.

    Returns:
        The mentions sorted by place, none overlapping; ``text[start:end] == exact_text`` of each,
        without a possessive 's. Nothing is raised for any text.
    """
    if not text or not credits:
        return ()
    state = Alignment(text, credits, title)
    for run in state.long_runs:
        printed_names(state, run)
    for run in state.long_runs:
        romanised_names(state, run)
    first_names(state)
    people_alike(state)
    state.note_strangers()
    family_names(state)
    characters_before_brackets(state)
    first_names(state, openers=True)
    return tuple(state.records(threshold))
