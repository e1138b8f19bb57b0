"""Headlines that are a film's title and a line about it, or the line first: "Salt Road: A Long Way Home".

Titles have colons, too. So only the review's own text, or the page's address, tells the title from the line:
the text calls the film by the one, and never by the other or by both.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Collection

    from graph.sources.facts.titles import Heading

_PARTED = regex(r"^(?P<head>\S.{1,70}?)(?::\s+|\s+[–—]\s+|\s-\s)(?P<tail>\S.{5,110})$")
_LEAST_WORDS, _LONG_WORD = 3, 4


_BRACKETED = regex(r"^(?P<head>\S.{1,70}?)\s+\((?P<tail>[^()]{5,110})\)$")


def parts(title: str) -> tuple[str, ...]:
    """What a headline is made of where a mark parts it: one of its parts may be the film's title."""
    found = _PARTED.match(title) or _BRACKETED.match(title)
    return (found.group("head").strip(), found.group("tail").strip()) if found is not None else ()


def told_apart(heading: Heading, body: str, address: str | None) -> Heading:
    """The heading with the title alone where the text, or the page's address, calls the film so.

    Args:
        heading: what is left of a heading undressed.
        body: the review's text.
        address: the page's own, if it is known.
    """
    found = parts(heading.title) if heading.year is None and not heading.tagline else ()
    if not found or heading.title.casefold() in body.casefold():
        return heading
    head, tail = found
    for title, line in ((head, tail), (tail, head)):
        named = _is_address_of(title, line, address)
        if (named or len(line.split()) >= _LEAST_WORDS) and _calls(body, title) and not _speaks(body, line):
            return replace(heading, title=title, tagline=True)
    return heading


#: Words that stand in small letters inside a title.
_SMALL = frozenset({"a", "an", "the", "of", "and", "in", "on", "to", "for", "at", "by", "with", "from", "&"})
_ARTICLES = frozenset({"The", "A", "An"})
_LEAST_SMALL = 3


def in_sentence(heading: Heading, body: str, people: Collection[str]) -> Heading:
    """The heading with the film alone that its sentence speaks of: "The Salt Road is a long haul".

    A sentence has words in small letters beside the title, which the text has, too.
    """
    if heading.year is not None or heading.tagline or heading.title in body:
        return heading
    title = _quoted_first(heading.title, body)
    if title is None:
        called = (title for title in within(heading.title) if title not in people and _calls(body, title))
        title = next(called, None)
    return replace(heading, title=title, tagline=True) if title is not None else heading


#: A title between quotation marks; a comma or a full stop of the sentence may stand within them.
_QUOTED = regex(r"[\"“](?P<title>[^\W_a-z][^\"“”]{2,60}?)[,.]?[\"”]")
_MOST_QUOTED = 4_000


def _quoted_first(sentence: str, body: str) -> str | None:
    """What a sentence begins with that the text has in quotation marks: "SALT ROAD IS ONE LONG HAUL".

    The sentence goes on in small letters, or has no others than capitals; with a capital or a figure there
    may go on a longer title.
    """
    shouted, folded = sentence.isupper(), sentence.casefold()
    if folded.count(" ") < _LEAST_WORDS:
        return None
    for found in _QUOTED.finditer(body, 0, _MOST_QUOTED):
        title = found["title"]
        rest = sentence[len(title) :]
        on = rest[:1] == " " and (rest[1:2].islower() or (shouted and rest[1:2].isalpha()))
        if on and rest.count(" ") >= _LEAST_WORDS and folded.startswith(title.casefold()):
            return title
    return None


def within(sentence: str) -> list[str]:
    """The runs of words with capitals that an article begins, inside a sentence; [] for any other line."""
    words = sentence.split()
    if sum(word[0].islower() and word not in _SMALL for word in words) < _LEAST_SMALL:
        return []
    runs: list[str] = []
    for start, first in enumerate(words):
        end = start
        while end < len(words) and (words[end][0].isupper() or (words[end] in _SMALL and end > start)):
            end += 1
        while end > start and words[end - 1] in _SMALL:
            end -= 1
        if first in _ARTICLES and end - start > 1:
            runs.append(" ".join(words[start:end]).strip(",;:!?."))
    return runs


def _calls(body: str, title: str) -> bool:
    """Whether a text spells a title as it stands."""
    return title[:1].isupper() and re.search(rf"(?<!\w){re.escape(title)}(?!\w)", body) is not None


def _speaks(body: str, line: str) -> bool:
    """Whether a text has a word of a line with a capital: "Force", of "The Force Awakens"."""
    words = [word for word in re.findall(r"[\w’'-]+", line) if len(word) >= _LONG_WORD and word[0].isupper()]
    return any(re.search(rf"(?<![.!?] )(?<!\w){re.escape(word)}(?!\w)", body) for word in words)


def _is_address_of(title: str, line: str, address: str | None) -> bool:
    """Whether the last part of an address is the title and no word of the line."""
    if address is None:
        return False
    last = address.rstrip("/").rpartition("/")[2].rpartition(".")[0] or address.rstrip("/").rpartition("/")[2]
    return _words(last)[: len(_words(title))] == _words(title) and not set(_words(line)) <= set(_words(last))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())
