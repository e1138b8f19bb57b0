"""Pages of several reviews, cut into their entries: capsules under starred titles, digests, film guides.

Three forms that papers have printed for decades, and what lies between them:
``"Title" ***1/2`` over a paragraph that ends in "(PG, 115 minutes)"; ``Title / ***1/2 (R)``; and the
guide's ``Title (R)`` over "Director: X. With A, B. (104 min.)". An entry has to say something that only
reviews say (a rating, a running time in brackets, a guide's credits): a list of films has no entries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graph.records import Rating
from graph.sources import one_line, ratings, segments
from graph.sources.entry_reviews import LEAST, are_reviews, is_text
from graph.sources.lines import Unit, ends_sentence, joined
from graph.sources.people import looks_like_name
from graph.sources.section_words import COMMENTS, TEASERS, section_of
from graph.sources.small_facts import SmallFacts, in_brackets
from graph.sources.titles import is_no_title, title_and_year, with_original

if TYPE_CHECKING:
    from collections.abc import Sequence


_STARS = r"(?:(?:1/2|½)\s?\*|\*(?:\s?\*){0,4}(?:\s?(?:1/2|½))?|[★⭐✭☆✩⯪⯨½]{1,10}(?:\s?1/2)?)"
_COUNTED = (
    r"(?:\d(?:\.\d)?\s*(?:½|1/2)?\s*/\s*(?:4|5|10)(?:\s*stars?)?|\d{1,2}\s*/\s*(?:10|100)|"
    r"(?:\d(?:\.\d)?|zero|no|one|two|three|four|five)(?:\s*(?:½|1/2)|\s+and (?:a|one)[\s-]half)?[\s-]+stars?"
    r"(?:\s+out of (?:\d{1,2}|four|five))?|half a star|(?:two\s+)?thumbs?[\s-]+(?:up|down))"
)
_GRADE = r"(?:[A-F][+\-−–]?|DUD|BOMB|Dud|Bomb)"
_SEPARATOR = r"\s*(?:/|\||:|,|;|\.{2,}|…|[–—]|--|\s-)\s*"
_RATED_END = re.compile(
    rf"(?:(?:{_SEPARATOR}|(?<=[\"”’')])\s*|\s+)(?P<stars>{_STARS}|{_COUNTED}|(?:(?<=/ )|(?<=/))1/2)|"
    rf"{_SEPARATOR}(?P<grade>{_GRADE}))$",
    re.IGNORECASE,
)
_RATED_START = re.compile(rf"^(?P<stars>{_STARS})\s+(?=[\"“\w])")
_BRACKETS_END = re.compile(r"\s*[(\[]([^()\[\]]{0,60})[)\]]$")
_QUOTES = '"“”«»'
#: A head and its paragraph printed on one line, in the two forms where that leaves no doubt.
_INLINE = re.compile(
    rf"^(?P<head>(?:[\"“][^\"“”]{{1,100}}[\"”],?\s+\(?{_STARS}\)?|[^/\n]{{1,90}}?\s*/\s*{_STARS})"
    r"(?:\s*\([^()]{0,24}\))?)\s*(?:[:.–—]|--?)?\s+(?=[A-Z\"“‘'])(?P<text>.{40,})$"
)
_GUIDE_LINE = re.compile(
    r"^(?:Directors?\s*:|Directed by:?|Dir(?:\.:?|:))\s+.{2,90}?[.;,|]\s*"
    r"(?:With|Starring|Stars|Cast|Featuring)\b",
)
_DIRECTOR_LINE = re.compile(r"^(?:Directors?\s*:|Directed by\b|Dir[.:])\s*\S")
_GUIDE_INLINE = re.compile(
    r"^(?P<head>.{1,90}?\s*\([^()]{0,24}\))[.:]?\s+(?P<text>(?:Directors?\s*:|Directed by)\s.+)$"
)
_GUIDE_END = re.compile(
    r"^(?P<head>(?:Directors?\s*:|Directed by).{5,400}?\(\d{2,3} min[^()]{0,12}\))\.?\s+(?=\S)"
)
#: One empty star, where others are full; half a star without any.
_ALONE = {"☆": Rating("0"), "1/2": Rating("0.5")}
_LEAST_STRONG = 2
#: How many lines lie between a title with stars in the markup and its paragraph.
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Head:
    """What the line that heads an entry says. ``strong``: its very form is that of a list of reviews."""

    title: str
    rating: Rating | None = None
    facts: SmallFacts | None = None
    strong: bool = False
    bracketed: bool = False
    original: str | None = None


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


def head_of(text: str) -> Head | None:
    """The title, rating and small facts of a line such as ``"Title" (1999) ***1/2`` or ``Title / ** (R)``."""
    rest = " ".join(text.split())
    if not rest or len(rest) > 170:
        return None
    rating: Rating | None = None
    facts: SmallFacts | None = None
    slash = bracketed = False
    if (found := _RATED_START.match(rest)) is not None:
        rating, rest = ratings.alone(found.group("stars")), rest[found.end() :]
    quoted_all = rest[0] in _QUOTES
    for _ in range(4):
        brackets = _BRACKETS_END.search(rest)
        if brackets is not None and brackets.start() > 0:
            inside = brackets.group(1).strip()
            stars = ratings.alone(inside) if inside else None
            small = in_brackets(inside)
            if stars is not None and rating is None:
                rating = stars
            elif small is not None or not inside:
                facts = small if facts is None else facts.with_(small)
                bracketed = True
            else:
                break
            rest = rest[: brackets.start()].rstrip()
            continue
        ends = _RATED_END.search(rest)
        if ends is None or rating is not None or ends.start() == 0:
            break
        said = ends.group("stars") or ends.group("grade")
        found_rating = (
            (_ALONE.get(said) or ratings.alone(said))
            if ends.group("stars")
            else (ratings.labelled(said) if said[0].isupper() or "/" in said else None)
        )
        if found_rating is None:
            break
        rating = found_rating
        slash = "/" in rest[ends.start() : ends.end() - len(said)]
        rest = rest[: ends.start()].rstrip()
    rest = rest.strip(" ,:;|/–—-")
    quoted = quoted_all and len(rest) > 2 and rest[-1] in _QUOTES
    title = rest.strip(_QUOTES).rstrip(",").strip() if quoted else rest
    if not title or len(title) > 120 or is_no_title(title) or not any(mark.isalnum() for mark in title):
        return None
    title, original = with_original(title)
    return Head(title, rating, facts, rating is not None and (quoted or slash), bracketed, original)


def cut(units: Sequence[Unit], marks: Sequence[tuple[int, Rating, str]] = ()) -> Cut | None:
    """Cut a page into entries; None where it is no page of several reviews.

    ``marks`` are ratings that stand in the page's markup, with their lines.
    """
    parted = _parted(units)
    if any(unit.text.startswith("|") and len(unit.text) <= 2 for unit in parted):
        return None  # "Title", "|": the one review among teasers of others
    kinds = [segments.kind_of(unit) for unit in parted]
    outside = _outside(parted, kinds)
    for find in (_guides, _starred, _titled, _marked):
        places = (
            find(parted, kinds, outside) if find is not _marked else _marked(parted, kinds, outside, marks)
        )
        entries = _entries(parted, places, marks) if places else []
        if entries and are_reviews(entries, find.__name__.removeprefix("_")):
            return Cut(parted[: places[0][0]], entries)
    return None


def _parted(units: Sequence[Unit]) -> list[Unit]:
    """The units with heads and the text behind them parted, where a page prints them on one line."""
    parted: list[Unit] = []
    for unit in (part for whole in units for part in one_line.parted(whole)):
        rest = unit
        found = _INLINE.match(unit.text) or _GUIDE_INLINE.match(unit.text)
        if found is not None and head_of(found.group("head")) is not None:
            parted.append(replace(unit, text=found.group("head"), tag=""))
            rest = replace(unit, text=found.group("text"), gap=0)
        behind = _GUIDE_END.match(rest.text)
        if behind is not None:
            parted.append(rest.with_text(behind.group("head")))
            rest = replace(rest, text=rest.text[behind.end() :], gap=0)
        parted.append(rest)
    return parted


def _outside(units: list[Unit], kinds: list[str]) -> list[bool]:
    """Which units stand in comments, or in a list of other films beside a text of the page's own."""
    sections: list[str] = []
    current = ""
    for unit, kind in zip(units, kinds, strict=True):
        if kind == "section":
            current = section_of(unit.text) or ""
        elif kind == "end":
            current = ""
        sections.append(current)
    own = sum(len(unit.text) for unit, kind, section in zip(units, kinds, sections, strict=True)
              if kind == "prose" and section == "")  # fmt: skip
    others = sum(len(unit.text) for unit, kind, section in zip(units, kinds, sections, strict=True)
                 if kind == "prose" and section == TEASERS)  # fmt: skip
    shut = {COMMENTS, TEASERS} if own >= others else {COMMENTS}
    return [section in shut for section in sections]


#: Where an entry begins: the first unit of its head, the first under it, and what the head says.
_Place = tuple[int, int, Head]


def _guides(units: list[Unit], kinds: list[str], outside: list[bool]) -> list[_Place]:
    places: list[_Place] = []
    for index in range(1, len(units)):
        text = units[index].text
        if outside[index] or not (_GUIDE_LINE.match(text) or _DIRECTOR_LINE.match(text)):
            continue
        title = units[index - 1]
        head = head_of(title.text) if len(title.text) <= 140 else None
        known = head is not None and (head.bracketed or head.rating is not None)
        if head is None or (ends_sentence(title.text.rstrip(")")) and not known):
            continue
        if known or (_GUIDE_LINE.match(text) and kinds[index - 1] in {"short", "titleyear"}):
            places.append((index - 1, index, head))
    sure = [place for place in places if _GUIDE_LINE.match(units[place[1]].text) or place[2].bracketed]
    return places if len(sure) >= _LEAST_STRONG else []


def _starred(units: list[Unit], kinds: list[str], outside: list[bool]) -> list[_Place]:
    places: list[_Place] = []
    for index, unit in enumerate(units):
        if outside[index] or len(unit.text) > 170 or kinds[index] in {"prose", "label", "rating", "date"}:
            continue
        head = head_of(unit.text)
        if head is None or (kinds[index] == "facts" and not head.strong):
            continue
        if head.rating is not None:
            if not looks_like_critic(unit.text, head, strong=head.strong):
                places.append((index, index + 1, head))
        elif kinds[index] in {"short", "titleyear"}:
            stop, rating, small = _rating_below(units, kinds, index + 1)
            if rating is not None:
                facts = head.facts.with_(small) if head.facts else small
                places.append((index, stop, replace(head, rating=rating, facts=facts)))
    strong = [place for place in places if place[2].strong]
    if len(places) >= LEAST or len(strong) >= _LEAST_STRONG or _only_slash(units, strong):
        return _with_unrated(units, kinds, outside, places)
    return []


def _with_unrated(
    units: list[Unit], kinds: list[str], outside: list[bool], places: list[_Place]
) -> list[_Place]:
    """The heads, and among them headings of their level that rate nothing: their text is no other film's."""
    tags = {units[start].tag for start, _, _ in places}
    tag = tags.pop() if len(tags) == 1 else ""
    if tag not in {"h2", "h3", "h4", "h5", "h6"} or len(places) < _LEAST_STRONG:
        return places
    known = {start for start, _, _ in places}
    first = min(known)
    more: list[_Place] = []
    for index in range(first + 1, len(units)):
        unit = units[index]
        if unit.tag != tag or index in known or outside[index] or kinds[index] not in {"short", "titleyear"}:
            continue
        head = head_of(unit.text)
        if head is not None and index + 1 < len(units) and is_text(units[index + 1]):
            more.append((index, index + 1, head))
    return sorted([*places, *more], key=lambda place: place[0])


def _only_slash(units: list[Unit], strong: list[_Place]) -> bool:
    """A digest of one film: its head has a form that no other page has."""
    return len(strong) == 1 and re.search(r"/\s*[*★½]", units[strong[0][0]].text) is not None


def _rating_below(
    units: list[Unit], kinds: list[str], start: int
) -> tuple[int, Rating | None, SmallFacts | None]:
    """A rating on a line of its own right under a title: ``***1/2``, ``*** (R)``, ``Rating: ***``."""
    for index in range(start, min(start + 2, len(units))):
        text = units[index].text
        if kinds[index] == "rating":
            return index + 1, ratings.alone(text), None
        brackets = _BRACKETS_END.search(text)
        stars = ratings.alone(text[: brackets.start()]) if brackets and len(text) <= 60 else None
        if brackets is not None and stars is not None:
            return index + 1, stars, in_brackets(brackets.group(1))
        if kinds[index] not in {"facts", "date"}:
            break
    return start, None, None


def _titled(units: list[Unit], kinds: list[str], outside: list[bool]) -> list[_Place]:
    """Titles with a year, headings and quoted titles, whose entries say elsewhere that they review."""
    places: list[_Place] = []
    for index, unit in enumerate(units):
        if outside[index] or kinds[index] not in {"short", "titleyear"} or len(unit.text) > 120:
            continue
        level = unit.is_heading and unit.tag != "h1"
        quoted = unit.text[0] in _QUOTES and unit.text.rstrip()[-1] in _QUOTES + ")"
        if level or quoted or title_and_year(unit.text) is not None:
            head = head_of(unit.text)
            if head is not None:
                places.append((index, index + 1, head))
    return places if len(places) >= LEAST else []


def _marked(
    units: list[Unit],
    kinds: list[str],
    outside: list[bool],
    marks: Sequence[tuple[int, Rating, str]] = (),
) -> list[_Place]:
    """Short lines with a rating in the markup of their own line, each over a paragraph."""
    rated: dict[int, list[Rating]] = {}
    for line, rating, _ in marks:
        rated.setdefault(line, []).append(rating)
    places: list[_Place] = []
    for index, unit in enumerate(units[:-1]):
        below = units[index + 1]
        if (
            rated.get(unit.first)
            and kinds[index] in {"short", "titleyear"}
            and not outside[index]
            and is_text(below)
            and below.first - unit.first <= _NEAR
            and (head := head_of(unit.text)) is not None
        ):
            rating = rated[unit.first].pop(0)
            places.append((index, index + 1, replace(head, rating=head.rating or rating)))
    return places if len(places) >= LEAST else []


def _entries(
    units: list[Unit], places: list[_Place], marks: Sequence[tuple[int, Rating, str]]
) -> list[Entry]:
    entries: list[Entry] = []
    for number, (start, after, head) in enumerate(places):
        stop = places[number + 1][0] if number + 1 < len(places) else len(units)
        own = _rejoined(units[after:stop])
        entry = Entry(head, units[start], own)
        if head.rating is None:
            last = units[stop].first if stop < len(units) else 1 << 60
            here = [rating for line, rating, _ in marks if units[start].first <= line < last]
            if here and len({units[place[0]].first for place in places}) == len(places):
                entry.head = replace(head, rating=here[0])
        entries.append(entry)
    return entries


def _rejoined(units: list[Unit]) -> list[Unit]:
    """Paragraphs that a text dump hard-wraps right under their heads, joined."""
    result: list[Unit] = []
    run: list[Unit] = []
    for unit in units:
        if run and (unit.gap or unit.tag or run[-1].tag):
            result.extend(joined(run))
            run = []
        run.append(unit)
    result.extend(joined(run))
    return result


def looks_like_critic(text: str, head: Head, *, strong: bool) -> bool:
    """Whether a starred line names a critic ("Ann Lee ***"), in a page whose titles are not quoted."""
    return (
        not strong
        and text.casefold().startswith(("by ", "review by ", "reviewed by "))
        and looks_like_name(re.sub(r"^\S*\s*by\s+", "", head.title, flags=re.IGNORECASE))
    )
