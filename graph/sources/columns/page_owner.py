"""Whose a page of one's own is: "Bo's Movie Barn" at its head, and "Copyright 1999 Bo Lund" at its foot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.records import Fact
from graph.sources.facts.people import looks_like_name
from graph.sources.origin.paper_words import FILM_WORD, HOUSE
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.origin.furniture import Line

#: A person's name as a page prints it, with or without a nickname in quotation marks.
NAME = (
    r"[^\W\d_a-z][\w’'.-]*(?:\s+[\"“][^\W\d_a-z][\w’'-]*[\"”])?"
    r"(?:\s+(?:[a-z]{1,3}\s+)?[^\W\d_a-z][\w’'.-]*){1,3}"
)
#: Where a page says what it is called.
HEAD = frozenset({"title", "logo", "first", "top"})
_OWNED = regex(rf"(?P<name>{NAME}?)[’']s\s+\S")
_FIRST_NAME = regex(r"(?P<name>[A-Z][a-zà-ÿ]+)(?:[’']s| on| at) [A-Z]")
#: "Dolores's Movie Diary -- June 2000": a page of somebody's own, called so, and before what it is of.
_OWN = regex(
    r"(?P<page>(?P<name>[A-Z][a-zà-ÿ]+)[’']s (?:[A-Z][\w’'-]+ ){0,3}?"
    r"(?:Diary|Diaries|Log|Journal|Notebook|Corner|Picks|Opinions|Thoughts|Notes|Page|Shelf|Reviews|Films|"
    r"Movies|Videos|Tapes|Barn|House|Room|Couch|Sofa|Balcony|Seat|Ramblings|Musings|Roundup|List))"
    r"(?:\s*(?:[-–—|:(,]|$))"
)
_FIRST_PERSON = regex(r"\b(?:I|my|me|I[’'](?:m|ve|d|ll))\b")
#: What stands before the owner's name where it stands alone: "Mail Big Bo", "Copyright 1999 Bo Lund".
_WRITTEN_TO = (
    r"\b(?:e-?mail|mail|write|contact|webmaster|maintained by|written by|by|copyright|©|\(c\)|(?:19|20)\d\d|"
    r"yours|love|cheers)[\s,:–—-]+"
)


def is_person(name: str) -> bool:
    """Whether a name is a person's, and no paper's or film page's."""
    return looks_like_name(name) and HOUSE.search(name) is None and FILM_WORD.search(name) is None


def owner_of(lines: Sequence[Line]) -> Fact[str] | None:
    """The owner whom the head of a page names and another line confirms; None where no line does.

    ``lines`` is the page's furniture. The first name alone is the owner's on a page of somebody's own where
    the page says "I" beside it.
    """
    for line in lines:
        if line.place in HEAD and (owner := _by_first_name(line, lines) or _by_name(line, lines)) is not None:
            return owner
    own = _own(lines)
    if own is None or not any(_FIRST_PERSON.search(line.text) for line in lines):
        return None
    return Fact(own[1]["name"], own[0].line, own[0].line, own[0].text)


def page_of(lines: Sequence[Line]) -> Fact[str] | None:
    """What a page of somebody's own is called by the head: "Dolores's Movie Diary"; None for any other."""
    own = _own(lines)
    return Fact(own[1]["page"], own[0].line, own[0].line, own[0].text) if own is not None else None


def _own(lines: Sequence[Line]) -> tuple[Line, re.Match[str]] | None:
    """The line at a page's head that calls it somebody's own, with a word of films in it."""
    for line in lines:
        found = _OWN.match(line.text) if line.place in HEAD else None
        if found is None or FILM_WORD.search(found["page"]) is None:
            continue
        if HOUSE.search(found["name"]) is None and FILM_WORD.search(found["name"]) is None:
            return line, found
    return None


def _by_first_name(head: Line, lines: Sequence[Line]) -> Fact[str] | None:
    """The whole name at the foot of one whom the head calls by the first: "Bo's Movie Barn"."""
    first = _FIRST_NAME.match(head.text)
    if first is None:
        return None
    whole = re.compile(
        rf"{_WRITTEN_TO}(?:to )?(?P<name>(?-i:{first['name']} [A-Z][\w’'-]+))(?=[.,;]|$)", re.IGNORECASE
    )
    for line in lines:
        named = whole.search(line.text) if line.place in {"top", "foot"} else None
        if named is not None and is_person(named["name"]):
            return Fact(named["name"], line.line, line.line, line.text)
    return None


def _by_name(head: Line, lines: Sequence[Line]) -> Fact[str] | None:
    """Whom the head names: "Big Bo's Tape Shelf", where the page says "Mail Big Bo" or begins a line so."""
    owned = _OWNED.match(head.text)
    if owned is None or not is_person(name := owned["name"]):
        return None
    signed = re.compile(rf"(?:{_WRITTEN_TO}(?:to )?|^){re.escape(name)}(?![\w'’])", re.IGNORECASE)
    confirmed = any(signed.search(line.text) for line in lines if line.place in {"top", "foot"})
    return Fact(name, head.line, head.line, head.text) if confirmed else None
