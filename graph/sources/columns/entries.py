"""Pages of several reviews, cut into their entries: capsules under starred titles, digests, film guides.

Three forms that papers have printed for decades, and what lies between them:
``"Title" ***1/2`` over a paragraph that ends in "(PG, 115 minutes)"; ``Title / ***1/2 (R)``; and the
guide's ``Title (R)`` over "Director: X. With A, B. (104 min.)". An entry has to say something that only
reviews say (a rating, a running time in brackets, a guide's credits): a list of films has no entries.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from graph.sources.columns import (
    capsules,
    charts,
    entry_airings,
    entry_heads,
    entry_paragraphs,
    entry_signed,
    entry_tails,
    entry_titles,
    one_line,
)
from graph.sources.columns.entry_heads import BRACKETS_END, COUNTED, GRADE_END, QUOTES, STARS, Head, head_of
from graph.sources.columns.entry_labels import Place, guided_places, guides, records
from graph.sources.columns.entry_reviews import LEAST, are_reviews, is_text
from graph.sources.columns.entry_slashes import NO_HEADS, is_only_slash, with_unrated
from graph.sources.columns.opinions import rating_of_critic, signed_by
from graph.sources.facts import ratings, scales
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.small_facts import SmallFacts, in_brackets
from graph.sources.facts.titles import title_and_year, title_key
from graph.sources.layout import segments
from graph.sources.layout.section_words import COMMENTS, TEASERS, section_of
from graph.sources.origin.bylines import byline
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.records import Rating
    from graph.sources.lines import Unit

#: A head and its paragraph printed on one line, in the two forms where that leaves no doubt.
_INLINE_QUOTED = regex(
    rf"^(?P<head>[\"“][^\"“”]{{1,100}}[\"”],?\s+\(?(?:{STARS}|(?i:{COUNTED})|1/2|BOMB|DUD|TURKEY)\)?)"
    rf"\s*(?:[:.–—]|--?)?\s+(?=[A-Z\"“‘'])(?P<text>.{{12,}})$"
)
_INLINE = regex(
    rf"^(?P<head>(?:[\"“][^\"“”]{{1,100}}[\"”],?\s+\(?{STARS}\)?|[^/\n]{{1,90}}?\s*/\s*{STARS})"
    r"(?:\s*\([^()]{0,24}\))?)\s*(?:[:.–—]|--?)?\s+(?=[A-Z\"“‘'])(?P<text>.{40,})$"
)
_GUIDE_INLINE = regex(
    r"^(?P<head>.{1,90}?\s*\([^()]{0,24}\))[.:]?\s+(?P<text>(?:Directors?\s*:|Directed by)\s.+)$"
)
#: "THE OWL CONTRACT. Director: Sid Frame. With Art Moss."
_GUIDE_CAPITALS = regex(r"^(?P<head>[^a-z.:]{3,80})\.\s+(?P<text>(?:Directors?\s*:|Directed by)\s.+)$")
_GUIDE_END = regex(
    r"^(?P<head>(?:Directors?\s*:|Directed by).{5,400}?\(\d{2,3} min[^()]{0,12}\))\.?\s+(?=\S)(?!\d{4}\.?$)"
)
_LEAST_STRONG = 2
#: How much longer than an entry under "Also opening" one above may be, if both are entries of one page.
_MOST_LONGER = 4
#: How many lines lie between a title with stars in the markup and its paragraph.
_NEAR = 3


@dataclass(slots=True)
class Entry:
    """One film's part of a page: its head, the unit that prints it, and the units under it."""

    head: Head
    unit: Unit
    units: list[Unit] = field(default_factory=list)
    guide: bool = False


@dataclass(slots=True)
class Cut:
    """A page of several reviews: what stands before the entries, and the entries."""

    front: list[Unit]
    entries: list[Entry]


def cut(units: Sequence[Unit], marks: Sequence[tuple[int, Rating, str]] = ()) -> Cut | None:
    """Cut a page into entries; None where it is no page of several reviews.

    ``marks`` are ratings that stand in the page's markup, with their lines.
    """
    parted = _parted(entry_signed.parted(entry_airings.untimed(units)))
    if any(unit.text.startswith("|") and len(unit.text) <= 2 for unit in parted):
        return None  # "Title", "|": the one review among teasers of others
    named = {one_line.LISTED, entry_signed.SIGNED}
    kinds = ["noise" if unit.hints in named else segments.kind_of(unit) for unit in parted]
    outside = _outside(parted, kinds)
    signing = signed_by(parted)
    if (one := _one_film(parted, kinds, outside, signing)) is not None:
        return one
    critics = {name.casefold() for name, count in Counter(signing).items() if count > 1}
    outside = [shut or _is_critics(unit, critics) for unit, shut in zip(parted, outside, strict=True)]
    if any(outside):
        wide = _cut(parted, kinds, [section == COMMENTS for section in _sections(parted, kinds)], marks)
        if wide is not None and _goes_on(wide, parted, outside):
            return wide
    return _cut(parted, kinds, outside, marks)


def _is_critics(unit: Unit, critics: set[str]) -> bool:
    """Whether a line begins with a name that stands before several ratings of the page: no film's."""
    found = next(iter(signed_by([unit])), None) if critics else None
    return found is not None and found.casefold() in critics


def _one_film(units: list[Unit], kinds: list[str], outside: list[bool], signing: Sequence[str]) -> Cut | None:
    """A page of several critics on the one film that its guide's line is about; None for any other page."""
    names = {name for name in signing if looks_like_name(name)}
    if len(names) < _LEAST_STRONG or len(names) < len(signing):
        return None
    places = guided_places(units, kinds, outside)
    if len(places) != 1 or not places[0][2].bracketed or signed_by(units[: places[0][1]]):
        return None
    (entry,) = _entries(units, places, ())
    return Cut(units[: places[0][0]], [entry]) if are_reviews([entry], "guides") else None


def _cut(
    parted: list[Unit],
    kinds: list[str],
    outside: list[bool],
    marks: Sequence[tuple[int, Rating, str]],
) -> Cut | None:
    forms: tuple[tuple[str, Callable[[list[Unit], list[str], list[bool]], list[Place]]], ...] = (
        ("guides", charts.titles),
        ("guides", guides),
        ("records", records),
        ("starred", _starred),
        ("titled", _titled),
        ("marked", partial(_marked, marks=marks)),
    )
    for form, find in forms:
        places = find(parted, kinds, outside)
        entries = _entries(parted, places, marks) if places else []
        entry_tails.without_links(entries)
        if entries and are_reviews(entries, form):
            if len(entries) >= LEAST and all(entry.head.rating is not None for entry in entries):
                for entry in entries:  # "No." is a review on a page that rates each of its films
                    entry.head = replace(entry.head, strong=True)
            return Cut(parted[: places[0][0]], entries)
    return _alike(parted, kinds, outside, marks)


def _alike(
    units: list[Unit],
    kinds: list[str],
    outside: list[bool],
    marks: Sequence[tuple[int, Rating, str]],
) -> Cut | None:
    """Cut a page at the heads that it sets alike."""
    own, heads = capsules.parted(units, capsules.find(units, kinds, outside))
    places = [
        (index, index + 1, Head(lead.title, lead.rating, strong=lead.strong, said=lead.own))
        for index, lead in heads
    ]
    if len({title_key(head.title) for _, _, head in places}) < 2:
        return None  # a title over the text, and again over its credits
    found = _entries(own, places, marks) if places else []
    return Cut(own[: places[0][0]], found) if found and are_reviews(found, "alike") else None


def _parted(units: Sequence[Unit]) -> list[Unit]:
    """The units with heads and the text behind them parted, where a page prints them on one line."""
    parted: list[Unit] = []
    for unit in (part for whole in charts.spread(units) for part in one_line.parted(whole)):
        rest = unit
        found = _head_and_text(unit.text)
        if found is not None and head_of(found.group("head")) is not None:
            parted.append(replace(unit, text=found.group("head"), tag=""))
            rest = replace(unit, text=found.group("text"), gap=0)
        behind = _GUIDE_END.match(rest.text) if rest.text.startswith("Direct") else None
        if behind is not None:
            parted.append(rest.with_text(behind.group("head")))
            rest = replace(rest, text=rest.text[behind.end() :], gap=0)
        parted.append(rest)
    return parted


def _head_and_text(text: str) -> re.Match[str] | None:
    """A head and its paragraph on one line, where they are."""
    found = _INLINE.match(text) if text[:1] in QUOTES or "/" in text else None
    if found is None and text[:1] in QUOTES:
        found = _INLINE_QUOTED.match(text)
    if found is None and "Direct" in text:
        found = (_GUIDE_INLINE.match(text) if "(" in text else None) or _GUIDE_CAPITALS.match(text)
    return found


def _goes_on(wide: Cut, units: list[Unit], outside: list[bool]) -> bool:
    """Whether "Also opening" is a rubric of the page: its entries stand under it as they do above it."""
    first = next(unit.first for unit, shut in zip(units, outside, strict=True) if shut)
    sizes = [
        (entry.unit.first >= first, sum(len(unit.text) for unit in entry.units if is_text(unit)))
        for entry in wide.entries
    ]
    above = [size for under, size in sizes if not under and size]
    below = [size for under, size in sizes if under and size]
    return bool(above and below) and max(above) <= _MOST_LONGER * sum(below) / len(below)


def _sections(units: list[Unit], kinds: list[str]) -> list[str]:
    """For each unit the kind of section that it stands in."""
    sections: list[str] = []
    current = ""
    for unit, kind in zip(units, kinds, strict=True):
        if kind == "section":
            current = section_of(unit.text) or ""
        elif kind == "end":
            current = ""
        sections.append(current)
    return sections


def _outside(units: list[Unit], kinds: list[str]) -> list[bool]:
    """Which units stand in comments, or in a list of other films beside a text of the page's own."""
    sections = _sections(units, kinds)
    own = sum(len(unit.text) for unit, kind, section in zip(units, kinds, sections, strict=True)
              if kind == "prose" and section == "")  # fmt: skip
    others = sum(len(unit.text) for unit, kind, section in zip(units, kinds, sections, strict=True)
                 if kind == "prose" and section == TEASERS)  # fmt: skip
    shut = {COMMENTS, TEASERS} if own >= others else {COMMENTS}
    return [section in shut for section in sections]


def _starred(units: list[Unit], kinds: list[str], outside: list[bool]) -> list[Place]:
    places: list[Place] = []
    closing = [found.group("grade") for unit in units if (found := GRADE_END.search(unit.text)) is not None]
    graded = len(closing) >= LEAST and any(len(grade) > 1 for grade in closing)
    for index, unit in enumerate(units):
        if outside[index] or len(unit.text) > 170 or kinds[index] in NO_HEADS:
            continue
        head = entry_heads.graded(unit.text) if graded else head_of(unit.text)
        if head is None or (kinds[index] == "facts" and not head.strong) or _SCORED.match(unit.text):
            continue
        if head.rating is not None:
            if not _names_critic(unit.text, head, strong=head.strong) and not _is_legend(unit):
                places.append((index, index + 1, head))
        elif kinds[index] in {"short", "titleyear"} and not head.title.endswith("."):
            stop, rating, small = _rating_below(units, kinds, index + 1, outside)
            if rating is not None and not _is_legend(unit):
                facts = head.facts.with_(small) if head.facts else small
                panel = outside[index + 1 : index + 3] == [True, True] and stop == index + 1
                head = replace(head, rating=None if panel else rating, facts=facts, strong=panel)
                places.append((index, stop, head))
    strong = [place for place in places if place[2].strong]
    if len(places) >= LEAST or len(strong) >= _LEAST_STRONG or is_only_slash(units, strong):
        return with_unrated(units, kinds, outside, places)
    return []


#: "Audience score: 87%", "Members' rating: 8.2": whose the mark is, before it.
_SCORED = regex(
    r"(?:(?:the |our )?[A-Z][\w’']+(?:['’]s?)? )(?:score|rating|mark|grade|verdict|average)s?\s*:\s*"
    r"(?P<said>\S.{0,16})$",
    re.IGNORECASE,
)


def _is_legend(unit: Unit) -> bool:
    """Whether a line explains the stars: "*** Good ** Fair * Poor"."""
    return scales.scale_of([unit.text]) is not None


def _rating_below(
    units: list[Unit], kinds: list[str], start: int, outside: list[bool]
) -> tuple[int, Rating | None, SmallFacts | None]:
    """A rating on a line right under a title: ``***1/2``, ``*** (R)``, ``Reviewed by Ann Lee: ***``.

    Gives where the entry goes on, too: the line of a critic and the rating is read once more.
    """
    for index in range(start, min(start + 2, len(units))):
        text = units[index].text
        if (critics := rating_of_critic(text, known=outside[index])) is not None:
            return index, critics, None
        if (scored := _SCORED.match(text)) is not None:
            return index + 1, ratings.labelled(scored["said"]), None
        if kinds[index] == "rating":
            return index + 1, ratings.alone(text), None
        brackets = BRACKETS_END.search(text)
        stars = entry_heads.stars_alone(text[: brackets.start()]) if brackets and len(text) <= 60 else None
        if brackets is not None and stars is not None:
            inside = brackets.group(1)
            return index + 1, stars, in_brackets(inside) or entry_heads.certificate(inside)
        if kinds[index] not in {"facts", "date"}:
            break
    return start, None, None


def _titled(units: list[Unit], kinds: list[str], outside: list[bool]) -> list[Place]:
    """Titles with a year, headings and quoted titles, whose entries say elsewhere that they review."""
    places: list[Place] = []
    for index, unit in enumerate(units):
        if outside[index] or kinds[index] not in {"short", "titleyear"} or len(unit.text) > 120:
            continue
        level = unit.is_heading and unit.tag != "h1"
        quoted = unit.text[0] in QUOTES and unit.text.rstrip()[-1] in QUOTES + ")"
        if level or quoted or title_and_year(unit.text) is not None:
            head = head_of(unit.text)
            if head is not None:
                places.append((index, index + 1, head))
    levels = Counter(units[start].tag for start, _, _ in places if units[start].is_heading)
    usual = max(levels, key=lambda tag: levels[tag], default="")
    if levels[usual] >= LEAST:  # a heading above those of the films is the page's: "Weekend Digest"
        first = next(start for start, _, _ in places if units[start].tag == usual)
        places = [place for place in places if place[0] >= first]
    return places if len(places) >= LEAST else []


def _marked(
    units: list[Unit],
    kinds: list[str],
    outside: list[bool],
    marks: Sequence[tuple[int, Rating, str]] = (),
) -> list[Place]:
    """Short lines with a rating in the markup of their own line, each over a paragraph."""
    rated: dict[int, list[Rating]] = {}
    for line, rating, _ in marks:
        rated.setdefault(line, []).append(rating)
    found: dict[int, list[Place]] = {}
    for index, unit in enumerate(units[:-1]):
        below = units[index + 1]
        if (
            rated.get(unit.first)
            and kinds[index] in {"short", "titleyear"}
            and not outside[index]
            and is_text(below)
            and below.first - unit.first <= _NEAR
            and byline(unit.text) is None
            and (head := head_of(unit.text)) is not None
        ):
            found.setdefault(unit.first, []).append((index, index + 1, head))
    places: list[Place] = []
    for line, alike in found.items():
        heads = alike
        if len(alike) > len(rated[line]):  # a page on one line: only what is set off can be its titles
            heads = [place for place in alike if units[place[0]].lead or units[place[0]].is_heading]
        places += [
            (start, after, replace(head, rating=head.rating or rating))
            for (start, after, head), rating in zip(heads, rated[line], strict=False)
        ]
    return places if len(places) >= LEAST else []


def _entries(units: list[Unit], places: list[Place], marks: Sequence[tuple[int, Rating, str]]) -> list[Entry]:
    entries: list[Entry] = []
    for number, (start, after, head) in enumerate(places):
        stop = places[number + 1][0] if number + 1 < len(places) else len(units)
        own = entry_paragraphs.rejoined(units[after:stop])
        entry = Entry(head, units[start], own)
        if head.rating is None:
            last = units[stop].first if stop < len(units) else 1 << 60
            here = [rating for line, rating, _ in marks if units[start].first <= line < last]
            if here and len({units[place[0]].first for place in places}) == len(places):
                entry.head = replace(head, rating=here[0])
        entries.append(entry)
    entry_titles.undress(entries)
    return entries


def _names_critic(text: str, head: Head, *, strong: bool) -> bool:
    """Whether a starred line names a critic ("Ann Lee ***"), in a page whose titles are not quoted."""
    return text.casefold().startswith(
        ("review by ", "reviewed by ", *(() if strong else ("by ",)))
    ) and looks_like_name(re.sub(r"^\S*\s*by\s+", "", head.title, flags=re.IGNORECASE))
