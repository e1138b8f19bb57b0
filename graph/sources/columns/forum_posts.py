"""Threads of a forum on one film: the posts that rate it are its reviews, each by whom it names at its head.

A post begins with its number and its writer ("#4 Ann ***"), and under that stand lines on the writer and the
day. The film stands above the first post, with its credits; posts that rate nothing are talk.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from graph.sources.columns import entry_labels
from graph.sources.columns.entries import Entry
from graph.sources.columns.entry_heads import STARS
from graph.sources.facts import dates, ratings
from graph.sources.layout import segments
from graph.sources.lines import ends_sentence
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from graph.records import Fact, Rating
    from graph.sources.lines import Unit

_HEAD = regex(
    rf"^(?:Post\s*)?#\s?(?P<number>\d{{1,4}})[.:]?\s+(?:by\s+)?(?P<who>\S.{{0,38}}?)"
    rf"(?:[\s:,|–—-]+(?P<rating>{STARS}|\d{{1,2}}(?:\.\d)?/\d{{1,3}}|[A-F][+−–-]?))?$"
)
#: What a forum prints under a writer's name: "Joined: Mar 2008   Posts: 2,114", "Posted: 14 Sep 2012".
_ABOUT = regex(
    r"^(?:joined|join date|registered|posts?|messages|location|posted|member since|from|rank|status)\s*:",
    re.IGNORECASE,
)
_POSTED = regex(r"\bposted(?:\s+on)?\s*:?\s+(?P<day>.{6,40})", re.IGNORECASE)
_QUOTE = regex(r"^\[(?:QUOTE|quote)\b|^>|\bwrote:$")
_RULE = regex(r"^[-–—_=~#*]{4,}$")
_LEAST, _NEAR, _LONGEST_SIGNATURE = 2, 3, 120


class Post(NamedTuple):
    """One review of a thread: the film's entry with the post's text, who wrote it, when, and the rating."""

    entry: Entry
    critic: Fact[str]
    day: Fact[date] | None
    rating: Fact[Rating]


def posts(units: Sequence[Unit]) -> tuple[list[Unit], list[Post]] | None:
    """What stands above the film of a thread, and the posts that rate it; None for any other page."""
    heads = [index for index, unit in enumerate(units) if _is_head(units, index, unit)]
    numbers = [int(found["number"]) for index in heads if (found := _HEAD.match(units[index].text))]
    if len(heads) < _LEAST or any(one >= other for one, other in itertools.pairwise(numbers)):
        return None
    front = list(units[: heads[0]])
    kinds = [segments.kind_of(unit) for unit in front]
    places = entry_labels.guided_places(front, kinds, [False] * len(front))
    if len(places) != 1:
        return None
    start, after, head = places[0]
    credits_ = [unit for unit in front[after:] if not _RULE.match(unit.text)]
    rated: list[Post] = []
    for begin, stop in zip(heads, [*heads[1:], len(units)], strict=True):
        line, own = units[begin], list(units[begin + 1 : stop])
        said = _HEAD.match(line.text)
        rating = (
            ratings.alone(said["rating"]) or ratings.labelled(said["rating"])
            if said and said["rating"]
            else None
        )
        text = _text(own)
        if said is None or rating is None or not text:
            continue
        entry = Entry(replace(head, rating=None), front[start], [*credits_, *text])
        rated.append(Post(entry, line.fact(said["who"], line.text), _day(own), line.fact(rating, line.text)))
    return (front[:start], rated) if len(rated) >= _LEAST else None


def _is_head(units: Sequence[Unit], index: int, unit: Unit) -> bool:
    return _HEAD.match(unit.text) is not None and any(
        _ABOUT.match(below.text) for below in units[index + 1 : index + _NEAR]
    )


def _day(own: Sequence[Unit]) -> Fact[date] | None:
    for unit in own[:_NEAR]:
        said = _POSTED.search(unit.text)
        found = dates.sure(said["day"]) if said is not None else None
        if found is not None:
            return unit.fact(found[0], unit.text)
    return None


def _text(own: Sequence[Unit]) -> list[Unit]:
    """What a post says: no lines on its writer, no quoted posts, and not the motto that closes it."""
    ruled = next((index for index, unit in enumerate(own) if _RULE.match(unit.text)), len(own))
    text = [unit for unit in own[:ruled] if not _ABOUT.match(unit.text) and not _QUOTE.search(unit.text)]
    if len(text) > 1 and len(text[-1].text) <= _LONGEST_SIGNATURE and not ends_sentence(text[-1].text):
        text.pop()
    return text
