"""A publication's name by two places of a page's furniture that agree, or by the motto beside it.

A name that sounds like a person's ("San Diego Pelican"), or like nothing that papers are called, is one all
the same where the head's title, the banner, the first line or the copyright print it alike.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from graph.sources.origin import paper_sayings
from graph.sources.origin.paper_names import TITLE_PARTS, bare, is_column, is_furniture, is_plain, key_of
from graph.sources.origin.paper_words import FILM_WORD, titled
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from graph.sources.origin.furniture import Line

#: A name and what stands beside it on the first line: "SOUTHERN REEL — Film | Television | Festivals".
_BESIDE = regex(r"(?P<name>[^|–—:]{3,40}?)\s*(?:\||\s(?:[–—]|--?))\s+(?P<rest>[^|].{3,90})$")
_RUBRICS = regex(r"\s*[|,;/·•]\s*|\s+(?:and|&)\s+")
_ADDRESS = regex(r"\s*\([\w.-]+\.[a-z]{2,}\)$")
_LONGEST, _FEWEST, _MOST = 120, 3, 8


def agreed(
    lines: Sequence[Line], titles: Sequence[str], people: Collection[str]
) -> Iterator[tuple[Line, str]]:
    """The names that two kinds of place print: the head's title, the banner, the first line, the copyright.

    Args:
        lines: the furniture, in the page's order.
        titles: the films that the page reviews, whose titles are no publications.
        people: the names of its critics, without case.
    """
    places: dict[str, dict[str, tuple[Line, str]]] = defaultdict(dict)
    for line in lines:
        for kind, printed in _printed(line):
            name = bare(printed)
            plain = is_plain(name if name[:1].isupper() else name.capitalize(), titles)
            if (name[:1].isupper() or kind in {"title", "logo"}) and plain and not is_column(name):
                places[key_of(name)].setdefault(kind, (line, name))
    for found in places.values():
        line, name = next(iter(found.values()))
        if len(found) > 1 and name.casefold() not in people:
            yield line, name


def _printed(line: Line) -> Iterator[tuple[str, str]]:
    if len(line.text) > _LONGEST:
        return
    if line.place in {"title", "logo"}:
        for part in TITLE_PARTS.split(line.text):
            if part.strip():
                yield line.place, part
    elif line.place == "first":
        yield "first", TITLE_PARTS.split(line.text)[0] or line.text
    elif line.place in {"top", "foot"}:
        for name, kind, _ in paper_sayings.said_of(line.text):
            if kind == "copyright":
                yield kind, name


def headed(line: Line, titles: Sequence[str]) -> str | None:
    """The name on a first line that has the site's rubrics behind it, or a few words on what it is."""
    found = _BESIDE.fullmatch(line.text) if line.place == "first" and len(line.text) <= _LONGEST else None
    name = _ADDRESS.sub("", found["name"].strip()) if found is not None else ""
    if found is None or not is_plain(name, titles) or not _is_named(name):
        return None
    rest = found["rest"].strip()
    parts = [part for part in _RUBRICS.split(rest) if part]
    reviews = len(parts) > 1 or "review" in rest.casefold()
    rubrics = reviews and all(is_furniture(part, ()) for part in parts)
    motto = (
        rest[0].isupper()
        and _FEWEST <= len(rest.split()) <= _MOST
        and FILM_WORD.search(rest) is not None
        and rest[-1] not in ".!?*"
    )
    plain = all(mark not in rest for mark in "\"“”'‘*★") or "’s" in rest or "'s" in rest
    return (titled(name) if name.isupper() else name) if rubrics or (motto and plain) else None


def _is_named(name: str) -> bool:
    """Whether each longer word of a name has its capital, and none is a review's word for itself."""
    return all(word[0].isupper() or len(word) <= 3 for word in name.split()) and not re.search(
        r"\breviews?\b|\(|\d{4}", name, re.IGNORECASE
    )
