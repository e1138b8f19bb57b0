"""What a line of a page's furniture may witness: the names in it, by the place and the form of the line.

A rubric, a date, a person or a film beside a name makes the name no less a paper's; how much each line weighs
is told here, and :mod:`graph.sources.origin.masthead` counts.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.sources.facts import dates
from graph.sources.facts.jobs import OTHER, PUBLICATION, PUBLISHED, TITLE, label_of
from graph.sources.facts.people import looks_like_name
from graph.sources.origin import agreeing, nameplates, paper_sayings
from graph.sources.origin.paper_names import PARTS, TITLE_PARTS, is_furniture, key_of, names_reviews
from graph.sources.origin.paper_words import ASKS, HOUSE, RUBRIC, is_motto, titled
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.sources.origin.furniture import Line

_CRUMBS = regex(r"\s*(?:>{1,3}|[»›])\s*")
_DATED_PARTS = regex(rf"{PARTS.pattern}|,\s+")
_MOST_PARTS = 6
#: So long a trail of crumbs, or a name, is at most.
_LONGEST_TRAIL, _LONGEST_NAME = 90, 60
#: So much may stand beside a date in a part that is one: "Wednesday, ".
_WEEKDAY = 12
_BYLINE = regex(r"(?:by|von|par|por|di|door|av|reviewed by|reviews by|from)\s+\S", re.IGNORECASE)
#: A menu has so many rubrics at least.
_FEW_WORDS = 2
_MENU, _LEAST_MENU = regex(r"\s+[|·•*/]\s+|\t"), 3
_ISSUE = regex(
    r"[\s,|·•–—-]*(?:\b(?:vol(?:ume)?|no|nr|issue|section|page|pp?|edition)\b\.?\s*[\w.-]+|©|"
    r"\(c\))[\s,|·•–—-]*",
    re.IGNORECASE,
)
#: "The Midnight Shelf", and not "The Best Films of the Year".
_CALLED = regex(
    r"(?-i:The )(?!.*\b(?:films?|movies?|reviews?|capsules?|best|worst|top|week|month|year|videos?|dvds?|"
    r"cinema|critics?|screen|list|guide|archive)\b)(?-i:[A-Z][\w’'-]+(?: [A-Z&][\w’'-]*){1,3}$)",
    re.IGNORECASE,
)
#: "Music:   The Dead Canaries" is a credit.
_LABELLED = regex(r"[^\t:]{2,24}:\t")
#: Labels that are rubrics, too: "Film: The Fen Weekly", "Published in: ...".
_MAY_NAME = frozenset({TITLE, PUBLICATION, PUBLISHED, OTHER})
#: "The Fen Weekly: this week's films"
_AND_SO_ON = regex(r"(?P<name>(?:[Tt]he )?[A-Z][^:]{2,40}): (?P<rest>[a-z].{3,60})$")
#: "Salt Road review – a long way home" is a teaser; a paper's name spells its Review with a capital.
_REVIEW_OF = regex(r"\w review\s*[–—:-]\s")


def with_mottos(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, and again the one with a motto, a day or the site's menu under it, as a place of its own."""
    before: Line | None = None
    lines = list(lines)
    ends = [line for line in lines if line.place in {"first", "top"}][:_LEAST_MENU]
    rubrics = [is_furniture(line.text, ()) for line in ends[1:]]
    if len(ends) == _LEAST_MENU and ends[0].place == "first" and all(rubrics):
        yield replace(ends[0], place="motto")  # a menu whose rubrics stand on lines of their own
    for line in lines:
        first = before is not None and before.place == "first" and is_motto(line.text)
        if before is not None and line.place == "top" and (first or is_menu(line.text)):
            yield replace(before, place="motto")
        elif before is not None and before.place == "first" and _is_issue(line.text):
            yield replace(before, place="dated")
        before = line
        yield line


_COMMA = regex(r",\s")


def _is_issue(text: str) -> bool:
    """Whether a line is a day, or the number of an issue and what stands beside it: "Issue 12, May 2014"."""
    if len(text) > _LONGEST_TRAIL:
        return False
    return dates.is_date_line(text) or nameplates.is_issue(_COMMA.split(text, maxsplit=1)[0])


def is_menu(text: str) -> bool:
    """Whether a line is a site's menu: "News | Opinion | Sport | Film", "home / about us / archive"."""
    parts = [part.strip(" []") for part in _MENU.split(text)] if len(text) <= _LONGEST_TRAIL else []
    return len(parts) >= _LEAST_MENU and sum(
        is_furniture(part, ()) or _is_asking(part) for part in parts
    ) * 2 > len(parts)


def _is_asking(part: str) -> bool:
    """Whether a rubric asks its visitors something, or tells of the site: "About us", "Contact"."""
    return len(part.split()) <= _FEW_WORDS and ASKS.match(part) is not None


def sections_of(lines: Iterable[Line]) -> set[str]:
    """The keys of what a page's address, or its crumbs ("Home › Screens"), make sections of its site."""
    found: set[str] = set()
    for line in lines:
        if line.place == "path":
            found.add(key_of(line.text.replace("-", " ").replace("_", " ")))
        elif line.place in {"first", "top"} and len(line.text) <= _LONGEST_TRAIL:
            first, *steps = _CRUMBS.split(line.text)
            if any(RUBRIC.fullmatch(step.strip()) is not None for step in (first, *steps)):
                found.update(key_of(step) for step in steps)
    return found - {""}


_FOOT_PARTS = regex(r"[,|/·•]\s*|\s[-–—]\s")


def named_by(line: Line, titles: Sequence[str]) -> Iterator[tuple[str, str, float]]:
    """The names that a line may witness: each as it is printed, the kind of witness, and its weight."""
    text = line.text
    if line.place != "title" and (_REVIEW_OF.search(text) or _is_label(text)):
        return
    if line.place in {"motto", "dated"}:
        yield _over(line)
        return
    if line.place != "title" and _LABELLED.match(text) is not None:
        return
    if (name := agreeing.headed(line, titles)) is not None:
        yield name, "motto", 2.0
    yield from paper_sayings.said_of(text)
    if line.place == "logo":
        name, *rest = PARTS.split(text, maxsplit=1)
        yield (name if rest and is_motto(rest[0]) else text), "logo", 2.0
        return
    if line.place == "first" and (found := _AND_SO_ON.match(text)) is not None:
        yield found["name"], "first", 2.0 if is_motto(found["rest"]) else 1.0
    if line.place in {"first", "title"} and (name := _beside_rubric(text)) is not None:
        yield name, line.place, 2.0 if HOUSE.search(name) else 1.0
    if (plate := _plate(line)) is not None:
        yield plate[0], "plate", 2.0 if plate[1] else 1.0
    if line.place in {"first", "top", "foot"} and (site := _crumbs_of(text, titles)) is not None:
        yield site, "crumbs", 2.0
    if line.place == "foot":  # a name there counts where it stands at the top, too: it has no weight alone
        for part in _FOOT_PARTS.split(text):
            if 2 < len(part) <= _LONGEST_NAME and not part[0].islower():
                yield titled(part) if part.isupper() else part, "foot", 1.0
        return
    yield from _in_line(line, titles)


def _plate(line: Line) -> tuple[str, bool] | None:
    """The name among the furniture of a line at the page's head, or in a folio line at its foot."""
    plate = nameplates.name_of(line.text) if line.place in {"first", "top", "foot"} else None
    if plate is None or (line.place == "top" and _is_persons(plate[0])):
        return None  # "No. 88 / Friday 4 May 2002 / Ann L.", under the paper's own line
    dated = plate[1] and dates.sure(line.text) is not None
    return plate if line.place != "foot" or dated else None


def _is_persons(name: str) -> bool:
    """Whether a name is a person's, with an initial in it, and has no word that papers are called by."""
    initial = re.search(r"\b[A-Z](?:$|\.)", name) is not None
    return initial and looks_like_name(name) and HOUSE.search(name) is None


def _over(line: Line) -> tuple[str, str, float]:
    """A first line over a motto or a menu, or over a day: "The Salt Plainsman", "Thursday, 8 August 2013"."""
    text = titled(line.text) if line.text.isupper() else line.text
    if line.place == "motto":
        return text, "motto", 2.0
    article = text.startswith(nameplates.ARTICLES) and text.istitle() and 1 < text.count(" ") < _MOST_PARTS
    return text, "dateline", 2.0 if article else 1.0


def _beside_rubric(text: str) -> str | None:
    """The name that a colon parts from a rubric: "Fenland Mercury: Film Reviews (RSS)"."""
    before, colon, behind = text.partition(": ")
    if not colon or "|" in text:
        return None
    bare_parts = (re.sub(r"[()\[\]]", "", part).strip() for part in (before, behind))
    first, second = (RUBRIC.fullmatch(part) is not None for part in bare_parts)
    return None if first == second else before if second else behind


_LABEL_END = regex(r"[:\t]")


def _is_label(text: str) -> bool:
    """Whether a line is a fact of the film under its label: "Music: The Canaries"."""
    name = _LABEL_END.split(text, maxsplit=1)[0]
    label = label_of(name, beside=True) if name != text else None
    return label is not None and label.field not in _MAY_NAME


def _in_line(line: Line, titles: Sequence[str]) -> Iterator[tuple[str, str, float]]:
    """The names that a line holds beside rubrics, titles, dates and people."""
    dated = _undated(line.text)
    parts = parts_of(line, dated=dated is not None)
    if len(parts) > 1:
        plain = [part for part in parts if not _is_beside(part) and not _is_other(part, titles)]
        houses = [part for part in plain if HOUSE.search(part)]
        if len(parts) == 2 and is_motto(parts[1]):
            yield titled(parts[0]) if parts[0].isupper() else parts[0], "motto", 2.0
        elif len(plain) == 1 and len(parts) <= _MOST_PARTS:
            place = line.place != "title" and " " not in plain[0] and any(map(looks_like_name, parts))
            weight = 2.0 if line.place == "title" or len(parts) == 2 else 1.5
            yield (
                plain[0],
                line.place,
                0.5 if place and not HOUSE.search(plain[0]) else weight,
            )  # "Ana Paz | Lugo"
        elif len(houses) == 1:
            yield houses[0], line.place, 1.0
        for part in plain:
            yield part, line.place, 1.0 if line.place == "title" and part == parts[-1] else 0.5
    if dated is not None and (
        line.place == "first" or " " in dated or HOUSE.search(dated)
    ):  # no "Husum, 12. März"
        named = (
            line.place in {"first", "top"} and dated.count(" ") > 1 and dated.startswith(nameplates.ARTICLES)
        )
        yield titled(dated) if dated.isupper() else dated, "dateline", 2.0 if named else 1.0
    elif len(parts) == 1 and line.place == "title" and len(titles) > 1 and _CALLED.match(line.text):
        yield line.text, "title", 2.0  # a page of several films is called by none of them
    elif names_reviews(line.text) and line.place == "first":
        yield line.text, "motto", 2.0
    elif len(parts) == 1 and (line.place == "first" or HOUSE.search(line.text)):
        yield line.text, "first", 1.0


def _crumbs_of(text: str, titles: Sequence[str]) -> str | None:
    """The site of a trail ("PopKorn Online >> Reviews >> G"): its first step, where all others are none."""
    first, *rest = _CRUMBS.split(text) if len(text) <= _LONGEST_TRAIL else [text]
    trail = bool(rest) and all(len(step) <= 1 or _is_other(step, titles) for step in rest)
    return first if trail and len(rest) < _MOST_PARTS and not is_furniture(first, titles) else None


def parts_of(line: Line, *, dated: bool) -> list[str]:
    """What a line of furniture is made of; one with a date is parted by its commas, too."""
    parted = TITLE_PARTS if line.place == "title" else _DATED_PARTS if dated else PARTS
    return [part.strip(" *_") for part in parted.split(line.text) if part.strip(" *_")]


def _is_beside(part: str) -> bool:
    """Whether a part is a date, a byline or a person's name: what stands beside a publication's."""
    if _BYLINE.match(part) or (looks_like_name(part) and not HOUSE.search(part)):
        return True
    try:
        found = dates.find(part)
    except dates.AmbiguousDate:
        return True
    return dates.is_calendar(part) or (found is not None and len(part) < len(found[1]) + _WEEKDAY)


def _is_other(part: str, titles: Sequence[str]) -> bool:
    """Whether a part of a line is a rubric, a film, or what the page asks its visitors to do."""
    return is_furniture(part, titles) or ASKS.match(part) is not None


_WEEKDAY_LAST = regex(rf"(?:^|[\s,]+)(?:{dates.WEEKDAYS}\.?)?[\s,]*$", re.IGNORECASE)
_WEEK_OF = regex(r"[\s,–—-]*\b(?:for )?(?:the )?(?:week|weekend|issue) of$", re.IGNORECASE)


def _undated(text: str) -> str | None:
    """What a dateline says beside its date: "The Darling Downs Courier, Thursday 21 June 2001"."""
    found = dates.sure(text)
    if found is None:
        return None
    head, _, tail = text.partition(found[1])
    head = _WEEKDAY_LAST.sub("", head)
    head = _WEEK_OF.sub("", head.strip())
    rest = _ISSUE.sub(" ", head.strip(" ,|·•–—-") or tail.strip(" ,|·•–—-")).strip()
    return rest or None
