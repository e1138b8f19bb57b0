"""Heads with a slash before their stars, "Salt Road / *** (R)", and among them those without stars."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.records import Rating
from graph.sources.columns.entry_heads import Head, head_of
from graph.sources.columns.entry_reviews import is_text
from graph.sources.lines import ends_sentence
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.columns.entry_labels import Place
    from graph.sources.lines import Unit

#: The kinds of lines that are no heads.
NO_HEADS = frozenset({"prose", "label", "rating", "date", "noise", "section"})
_LEAST_STRONG = 2
#: "Hum / (Unrated)" among "Salt / *** (R)".
_SLASHED = regex(
    r"\w.*\s/\s*(?:[*★½☆(\[]|[A-F][+−–-]?\b|\d|thumbs|two thumbs|no |bomb|dud|NR\b|n/?a\b|unrated|not rated)|"
    r"^\w[^/]{0,80} \(\)$|\w.*\s/\s(?-i:[A-Z]{3,12})(?:\s*\([^()]{0,24}\))?$",
    re.IGNORECASE,
)
#: "Salt / DYNAMITE (PG)", where the page's scale has the word.
_WORDED = regex(r"(?P<title>\w.*\S)\s/\s(?P<word>[A-Z]{3,12})(?P<facts>\s*\([^()]{0,24}\))?$")


def with_unrated(
    units: list[Unit], kinds: list[str], outside: list[bool], places: list[Place]
) -> list[Place]:
    """The heads, and among them those that rate nothing: their text is no other film's.

    They are headings of the same level, or have the slash behind which the others have their stars.
    """
    tags = {units[start].tag for start, _, _ in places}
    tag = tags.pop() if len(tags) == 1 else ""
    slashed = all(_SLASHED.search(units[start].text) for start, _, _ in places)
    if (tag not in {"h2", "h3", "h4", "h5", "h6"} and not slashed) or len(places) < _LEAST_STRONG:
        return places
    known = {start for start, _, _ in places}
    first = min(known)
    more: list[Place] = []
    for index in range(first + 1, len(units)):
        unit = units[index]
        if unit.tag != tag or index in known or outside[index] or kinds[index] in NO_HEADS:
            continue
        if not (_SLASHED.search(unit.text) if slashed else kinds[index] in {"short", "titleyear"}):
            continue
        head = _worded(unit.text, units[:first]) or head_of(unit.text)
        below = units[index + 1] if index + 1 < len(units) else None
        if (
            head is not None
            and below is not None
            and (is_text(below) or (slashed and ends_sentence(below.text) and below.gap <= 1))
        ):
            more.append((index, index + 1, replace(head, strong=head.strong or slashed)))
    return sorted([*places, *more], key=lambda place: place[0])


def _worded(text: str, front: Sequence[Unit]) -> Head | None:
    """A head rated by a word in capitals of the page's own, which its scale above the entries has, too."""
    found = _WORDED.match(text)
    if found is None or not any(re.search(rf"\b{found['word']}\b", unit.text) for unit in front):
        return None
    head = head_of(found["title"] + (found["facts"] or ""))
    rating = Rating(found["word"])
    return replace(head, rating=rating, strong=True) if head is not None else None


def is_only_slash(units: list[Unit], strong: list[Place]) -> bool:
    """A digest of one film: its head has a form that no other page has."""
    return len(strong) == 1 and re.search(r"/\s*[*★½]", units[strong[0][0]].text) is not None
