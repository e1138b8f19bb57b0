"""The line model: what every reader turns its page into.

A unit is one paragraph, heading, list item or table cell as a reader of the page sees it, with the
lines of the source that hold it. Text dumps, HTML and Markdown all become a list of units, so what
knows credits, labels and bylines is written once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.records import Fact, SetAside, T
from graph.sources.patterns import regex
from graph.sources.words import ABBREVIATED

if TYPE_CHECKING:
    from collections.abc import Sequence

#: "A.", "Jr.", "vs.": what ends no sentence.
INITIAL = regex(rf"(?:^|[\s.(-])(?:{ABBREVIATED}|vs|No|Vol)\.$")
#: "1 hr. 36 min.", "Vol. 3": what a number follows ends no sentence.
_COUNTED = regex(r"(?:^|\s)(?:hrs?|std|no|vol|nr)\.\s\d", re.IGNORECASE)
_BOUNDARY = regex(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")
#: The gap before what stands behind a rule of HTML or Markdown.
RULED = 9
#: A page of more units than this is no page of one review.
MAX_UNITS = 20_000


def too_many() -> SetAside:
    """Give the reason for setting aside a document of too many units."""
    return SetAside(f"The document has more than {MAX_UNITS:,} lines of text: no page of one review.")


@dataclass(frozen=True, slots=True)
class Unit:
    """``text`` (one line, single spaces) on the lines ``first`` to ``last``; ``gap`` blank lines before it.

    ``tag`` is the element or block it came from ("h1", "li", "p"; "" in a text dump); ``main`` says
    that it stands in the page's main content; ``hints`` carries class names and the like; ``lead`` counts
    the letters at its beginning that its markup sets off (bold, in italics, a link).
    """

    text: str
    first: int
    last: int
    gap: int = 0
    tag: str = ""
    main: bool = True
    hints: str = field(default="", compare=False)
    lead: int = field(default=0, compare=False)

    def fact(self, value: T, quote: str | None = None) -> Fact[T]:
        """A fact stated by this unit."""
        return Fact(value, self.first, self.last, quote)

    @property
    def words(self) -> int:
        """How many words the unit has."""
        return self.text.count(" ") + 1

    @property
    def is_heading(self) -> bool:
        """Whether the unit is a heading of HTML or Markdown."""
        return self.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}

    def with_text(self, text: str) -> Unit:
        """Give the same unit with another text."""
        lead = min(self.lead, len(text))
        return Unit(text, self.first, self.last, self.gap, self.tag, self.main, self.hints, lead)


def squeeze(text: str) -> str:
    """Text with every run of white space (no-break and zero-width spaces too) made one space."""
    return " ".join(text.replace("\u200b", " ").replace("\ufeff", " ").split())


def ends_sentence(text: str) -> bool:
    """Whether a text ends the way a sentence does."""
    return text.rstrip("\"'”’)]").endswith((".", "!", "?", "…", ":"))


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence. An initial or "Jr." ends none. Linear in the text."""
    return list(_sentences(text))


@lru_cache(maxsize=1_024)  # a paragraph is judged by its sentences, and then read by them
def _sentences(text: str) -> Sequence[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for boundary in _BOUNDARY.finditer(text):
        if boundary.group() == "." and INITIAL.search(text, max(0, boundary.end() - 8), boundary.end()):
            continue
        if boundary.group() == "." and _COUNTED.search(text, max(0, boundary.end() - 5), boundary.end() + 2):
            continue
        spans.append((start, boundary.end()))
        start = boundary.end()
        while start < len(text) and text[start].isspace():
            start += 1
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def sentence_at(text: str, position: int) -> str:
    """The sentence of ``text`` that holds ``position``."""
    for start, end in sentences(text):
        if start <= position < end:
            return text[start:end]
    return text
