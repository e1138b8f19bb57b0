"""A review's text as paragraphs in which every linked mention can be shown. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of a name: ``text[start:end]``, in code points, and what it refers to.

    ``exact_text`` is what should stand there; ``target`` is an IRI; ``label`` says who or what that is.
    """

    start: int
    end: int
    exact_text: str
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: plain, or a mention."""

    text: str
    mention: Mention | None = None


def paragraphs(text: str, mentions: Iterable[Mention]) -> list[list[Piece]]:
    """The paragraphs of ``text`` (its lines that are not blank), cut at the mentions.

    A mention that does not hold what it says, that crosses a line or overlaps one before it is left
    out: better a name without its link than a link on the wrong words.
    """
    sound = [
        item
        for item in mentions
        if 0 <= item.start < item.end and text[item.start : item.end] == item.exact_text
    ]
    # Of several that begin at one place the longest name is the whole name.
    waiting = sorted(sound, key=lambda item: (item.start, -item.end))
    result = []
    for line in _PARAGRAPH.finditer(text):
        if not line[0].strip():
            continue
        inside = [item for item in waiting if line.start() <= item.start and item.end <= line.end()]
        result.append(_pieces(text, line.start(), line.end(), inside))
    return result


def _pieces(text: str, start: int, end: int, mentions: list[Mention]) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    for mention in mentions:
        if mention.start < at:
            continue
        if mention.start > at:
            pieces.append(Piece(text[at : mention.start]))
        pieces.append(Piece(text[mention.start : mention.end], mention))
        at = mention.end
    if at < end:
        pieces.append(Piece(text[at:end]))
    return pieces
