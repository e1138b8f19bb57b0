"""Entries that open with labels: a guide's director and cast, records of labels one after the other."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.records import ACTOR, DIRECTOR
from graph.sources.columns.entry_heads import Head, head_of
from graph.sources.facts import fields
from graph.sources.facts.jobs import TITLE, label_of
from graph.sources.facts.small_facts import SmallFacts
from graph.sources.facts.titles import title_key
from graph.sources.lines import ends_sentence
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.lines import Unit

#: Where an entry begins: the first unit of its head, the first under it, and what the head says.
Place = tuple[int, int, Head]
_GUIDE_LINE = regex(
    r"^(?:Directors?\s*:|Directed by:?|Dir(?:\.:?|:))\s+.{2,90}?[.;,|]\s*"
    r"(?:With|Starring|Stars|Cast|Featuring)\b",
)
_DIRECTOR_LINE = regex(r"^(?:Directors?\s*:|Directed by\b|Dir[.:])\s*\S")
_LEAST_STRONG = 2


def guides(units: list[Unit], kinds: list[str], outside: list[bool]) -> list[Place]:
    """The entries of a guide: a title, and under it the director and who is with him."""
    places = guided_places(units, kinds, outside)
    sure = sum(guided(units[after].text) > 1 or head.bracketed for _, after, head in places)
    return places if sure >= _LEAST_STRONG else []


def records(units: list[Unit], kinds: list[str], outside: list[bool]) -> list[Place]:
    """The lines of a page that prints one record of labels after the other: "Title: SALT ROAD"."""
    places: list[Place] = []
    for index, unit in enumerate(units[:-1]):
        if outside[index] or kinds[index] != "label" or kinds[index + 1] not in {"label", "facts", "credits"}:
            continue
        label, _, value = unit.text.replace("\t", ": ", 1).partition(":")
        known = label_of(label.strip())
        head = (
            head_of(value.strip()) if known is not None and known.field == TITLE and value.strip() else None
        )
        if head is not None:
            places.append((index, index + 1, head))
    titles = {title_key(head.title) for _, _, head in places}
    return places if len(places) >= _LEAST_STRONG and len(titles) == len(places) else []


def guided_places(units: list[Unit], kinds: list[str], outside: list[bool]) -> list[Place]:
    """The titles that stand over a guide's line of director and cast."""
    places: list[Place] = []
    for index in range(1, len(units)):
        told = 0 if outside[index] else guided(units[index].text)
        title = units[index - 1]
        head = head_of(title.text) if told and len(title.text) <= 140 else None
        if head is None:
            continue
        if not head.bracketed and (short := _CERTIFICATE_END.search(head.title)) is not None:
            facts = SmallFacts(content_rating=short.group(1))
            head = replace(head, title=head.title[: short.start()], facts=facts, bracketed=True)
        known = head.bracketed or head.rating is not None
        if ends_sentence(title.text.rstrip(")")) and not known:
            continue
        if known or (told > 1 and kinds[index - 1] in {"short", "titleyear"}):
            places.append((index - 1, index, head))
    return places


#: A certificate that only its place says to be one: "Nattbussen (11)", over the line of the director.
_CERTIFICATE_END = regex(r"\s*\(([A-Z]{1,3}\d{0,2}\+?|\d{1,2}\+?)\)$")


#: Without one of these no label begins a line.
_LABELLED = regex(r"[:：\t]|\s[–—-]\s|(?:Dir|Scr|Wri|Prod|Ph|Ed|Mus)\.\s")


@lru_cache(maxsize=2_048)  # a page may be cut twice, and pages of one site have lines in common
def guided(text: str) -> int:
    """What a line says of a film as a guide does, in any language: 1 the director, 2 and who is with him."""
    if _GUIDE_LINE.match(text):
        return 2
    if _DIRECTOR_LINE.match(text):
        return 1
    if len(text) > _LONGEST_GUIDE or not ("." in text or ";" in text) or not text[:1].isupper():
        return 0
    if _LABELLED.search(text) is None:
        return 0
    first = fields.all_fields(text)
    directed = bool(first) and first[0].start == 0 and DIRECTOR in first[0].label.jobs and first[0].colon
    return (2 if any(ACTOR in one.label.jobs for one in first[1:]) else 1) if directed else 0


_LONGEST_GUIDE = 400
