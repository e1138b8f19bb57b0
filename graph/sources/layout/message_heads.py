"""The head of a message (RFC 5322): reviews posted to newsgroups begin with From, Subject and Date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.draft import GUESSED, Draft
from graph.sources.facts.labelled import dated
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.titles import undress
from graph.sources.origin.paper_words import HOUSE
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.lines import Unit

_NAMES = (
    r"(?:From|Newsgroups|Subject|Subj|Date|Organi[sz]ation|To|Area|Approved|Followup-To|Keywords|Summary|Path|"
    r"Lines|Reply-To|Message-ID|Msg#?|References|Sender|Distribution|Xref|Status|Originator|NNTP-[\w-]+|"
    r"X-[\w-]+|Content-[\w-]+|MIME-Version|Return-Path|Received|Archived)"
)
_FIELD = regex(rf"(?:^|\s)(?P<name>{_NAMES}):\s*(?P<value>.*?)(?=\s+{_NAMES}:|$)", re.IGNORECASE)
_HEAD = regex(rf"{_NAMES}:", re.IGNORECASE)
#: What tells a message from any other labels.
_SURE = frozenset({"subject", "subj", "newsgroups"})
_REVIEW = regex(
    r"^(?:re:\s*)?[\[(]?(?:(?:movie|film|capsule) )?(?:review|retrospective|capsule)[\])]?\s*[:–—-]\s*",
    re.IGNORECASE,
)
_WHO = regex(
    r"^(?:\S+@\S+\s*\((?P<behind>[^()]+)\)|\"?(?P<before>[^\"<@]+?)\"?\s*<[^>]*>|(?P<alone>[^@<>()]+))$"
)
#: "02 Nov 91": the year of a message is of the twentieth century where it has two figures.
_SHORT_YEAR = regex(r"\b(\d{1,2}[ -][A-Z][a-z]{2}[ -])([7-9]\d)\b")
#: "[reel-l] Three from the festival": the mailing list's tag.
_LISTED = regex(r"(?:re:\s*)?\[(?P<name>[A-Za-z][\w.-]{2,30})\]\s*", re.IGNORECASE)
#: "The Popcorn Letter", "Screen Notes".
_LETTER = regex(
    r"(?:The [A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,3}|"
    r"(?:[A-Z][\w’'-]* ){1,3}(?:Letter|Notes|Digest|Club|Dispatch|List))$"
)
_FIRST, _LEAST = 12, 2


def _group_of(groups: str) -> str | None:
    """The newsgroup for reviews among those that a message was posted to: people publish there."""
    return next(
        (
            group
            for group in re.split(r"[\s,]+", groups)
            if _GROUP.fullmatch(group) and _OF_REVIEWS.search(group)
        ),
        None,
    )


#: "rec.arts.movies.reviews" (RFC 5536's names); where people talk, "rec.arts.movies.current-films", is none.
_GROUP = regex(r"[a-z][a-z0-9+-]*(?:\.[a-z0-9][a-z0-9+_-]*)+")
_OF_REVIEWS = regex(r"\breviews?\b|kritik|critique|recens")


def _from(draft: Draft, value: str, unit: Unit) -> None:
    """Read who posted a message: a critic, or a newsletter by its own name."""
    who = _WHO.match(value)
    called = next(filter(None, who.group("behind", "before", "alone"))).strip() if who is not None else ""
    if looks_like_name(called):
        draft.critics.append((GUESSED + 2, unit.fact(called, unit.text[:300])))
    elif HOUSE.search(called) or _LETTER.match(called):
        draft.offer("publication", unit.fact(called, unit.text), GUESSED)


def _is_list(name: str, units: Sequence[Unit]) -> bool:
    """Whether a tag is a mailing list's: its address, or its foot, has the name."""
    addressed = re.compile(rf"(?<![\w-]){re.escape(name)}(?:@|\s+mailing list\b)", re.IGNORECASE)
    return any(addressed.search(unit.text) for unit in units)


def read(draft: Draft, units: Sequence[Unit]) -> list[Unit]:
    """Read who posted a message, and when, into the draft; the units without its head.

    Any other page comes back as it is.
    """
    start = next((index for index, unit in enumerate(units[:3]) if _HEAD.match(unit.text)), None)
    if start is None:
        return list(units)
    stop = start
    while stop < min(len(units), start + _FIRST) and _HEAD.match(units[stop].text):
        stop += 1
    fields = [
        (found.group("name").casefold(), found.group("value").strip(), unit)
        for unit in units[start:stop]
        for found in _FIELD.finditer(unit.text)
    ]
    if len(fields) < _LEAST or not _SURE.intersection(name for name, _, _ in fields):
        return list(units)
    for name, value, unit in fields:
        if name == "from":
            _from(draft, value, unit)
        elif name == "newsgroups" and (group := _group_of(value)) is not None:
            draft.offer("publication", unit.fact(group, unit.text[:300]), GUESSED + 2)
        elif name == "date":
            draft.offer("published_on", dated(draft, _SHORT_YEAR.sub(r"\g<1>19\2", value), unit), GUESSED)
        elif name in {"subject", "subj"} and "date" not in {one for one, _, _ in fields}:
            draft.offer("published_on", dated(draft, value, unit), GUESSED)
        listed = _LISTED.match(value) if name in {"subject", "subj"} else None
        if listed is not None and _is_list(listed["name"], units):
            draft.offer("publication", unit.fact(listed["name"], unit.text), GUESSED)
        said = _LISTED.sub("", value, count=1)
        if name in {"subject", "subj"} and (review := _REVIEW.match(said)) is not None:
            heading = undress(said[review.end() :])
            if heading is not None:
                draft.offer("title", unit.fact(heading.title, unit.text), GUESSED + 2)
                draft.offer("year", unit.fact(heading.year, unit.text) if heading.year else None, GUESSED + 2)
                draft.evidence.add("called a review")
    return [*units[:start], *units[stop:]]
