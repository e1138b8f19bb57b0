"""Capsules that a page sets alike: one typography, or one form of line, over every film's paragraph.

No page says "this is a title"; but it prints all its titles in one way (bold at the head of a paragraph, a
heading of one level, capitals, quotation marks, a line of its own) and says of each film when, by whom or how
good it is, right behind the title, under it, or at the end. Where the heads of one form say so, their form is
what the page sets its titles in, and each opens an entry (:mod:`graph.sources.columns.capsule_heads`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.sources.columns.capsule_heads import Lead, Raw, lead_of, raw_heads
from graph.sources.columns.habits import is_habit
from graph.sources.columns.opinions import NAME
from graph.sources.facts import credit_line, ratings
from graph.sources.facts.jobs import RATING, label_of
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.small_facts import closing
from graph.sources.facts.titles import undress
from graph.sources.lines import ends_sentence
from graph.sources.origin.bylines import byline
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.lines import Unit

_LONGEST_LABEL = 30
#: So many heads of one form show it; two do where each says what only a review's head says.
_LEAST, _LEAST_STRONG = 3, 2
#: A line that ends no sentence is a paragraph's where it has as many words.
_LEAST_WRAPPED = 6
_NO_HEADS = frozenset({"section", "noise", "label", "date", "end", "poster", "rating", "cast", "heading"})
_SIGNED = regex(
    rf"(?<=[.!?”\")\]])(?:\s*(?:[–—]|--?)\s*(?:{NAME}|[A-Z]\.? ?[A-Z]\.?)\.?|\s(?:[A-Z]\.){{2,4}}|"
    r"\s[A-Z][\w’'-]+(?: [A-Z][\w.’'-]*){1,2})$"
)
#: "... quiet and funny. -- Ann Lee, Circulation": a year above and who signs below are a review's.
_SIGNED_FOR = regex(rf"(?<=[.!?”\")\]])\s*(?:[–—]|--)\s?{NAME}(?:, [A-Z][\w ]{{2,30}})?\.?$")
#: "... a kitchen chair, and wins. (Ann Lee) (PG-13) UA 6, Playhouse 7": who signs, facts and cinemas.
_PLACES = regex(
    rf"(?<=[.!?”\"])\s?[(\[]{NAME}[)\]](?P<facts>\s[(\[][^()\[\]]{{1,40}}[)\]])"
    r"(?:\s[A-Z\d][\w’'&., -]{2,80})?$"
)
_LONGEST_NAME = 80
_END_RATING = regex(
    r"(?:(?<=[.!?…”\"’)\]])|^)\s*[–—-]?\s*[(\[]?(?P<said>(?:(?:grade|rating|score|note|wertung|voto|nota|"
    r"cijfer|betyg)\s*:\s*)?"
    r"(?:\*{1,5}\s?(?:1/2|½)?|[★⭐✭☆✩⯪⯨½]{1,10}|[A-F][+−–-]?|\d{1,2}(?:[.,]\d)?\s*(?:/|out of|von|sur|su|de|"
    r"av)\s*\d{1,3}(?:\s+\w{1,8})?))[)\]]?\.?$",
    re.IGNORECASE,
)


def find(units: Sequence[Unit], kinds: Sequence[str], outside: Sequence[bool]) -> list[Lead]:
    """The heads of a page's entries, in order; none where the page has no form for them."""
    forms: dict[str, list[Raw]] = defaultdict(list)
    for index in range(len(units)):
        if not outside[index] and kinds[index] not in _NO_HEADS:
            for raw in raw_heads(units, index):
                forms[raw.form].append(raw)
    best: list[Lead] = []
    for raws in forms.values():
        if len(raws) < _LEAST_STRONG:  # one review: nothing is read closely that stands but once
            continue
        leads = [lead for raw in raws if (lead := lead_of(units, raw)) is not None]
        chosen = _chosen(units, kinds, leads) if leads else []
        if sum(lead.told for lead in chosen) > sum(lead.told for lead in best):
            best = chosen
    if not best:
        return []
    start = best[0].index
    before = sum(
        len(unit.text) for unit, kind in zip(units[:start], kinds[:start], strict=True) if kind == "prose"
    )
    return best if before <= sum(len(unit.text) for unit in units[start:]) else []


def _chosen(units: Sequence[Unit], kinds: Sequence[str], leads: list[Lead]) -> list[Lead]:
    """The heads of one form that open entries; none where they do not."""
    form = leads[0].form
    _rate_dated(leads)
    typographic = form.startswith(("h", "set off", "capitals"))
    ends = typographic or form in {"quoted", "marked"}  # a paragraph's end may say what its head does not
    if len(leads) < _LEAST_STRONG or (not ends and sum(lead.told for lead in leads) < _LEAST_STRONG):
        return []
    if not ends:
        leads = [lead for lead in leads if lead.told]
    kept: list[Lead] = []
    stops = [*(lead.index for lead in leads[1:]), len(units)]
    for lead, stop in zip(leads, stops, strict=True):
        text = _text_of(units, kinds, lead, stop)
        if text is None:
            continue
        if not lead.told:
            lead.strong = lead.told = _text_tells(units, lead, text, ends=ends)
        if lead.told or typographic:
            kept.append(lead)
    while form.startswith("h") and kept and not kept[-1].told:
        last = kept.pop()  # "Written by Ann Lee", "Further reading": the page's own
        if kept:
            kept[-1].stop = last.index
    told = [lead for lead in kept if lead.told]
    if typographic and told and not all(lead.rest for lead in kept):
        kept = [lead for lead in kept if lead.index >= told[0].index]
    if not is_habit(len(told), len(kept)) or len(told) < _LEAST_STRONG:
        return []
    if 2 * len({lead.title.casefold() for lead in kept}) <= len(kept):
        return []  # "Ann:" and "Bo:", under each title anew
    if len(told) < _LEAST and (
        not all(lead.strong for lead in kept) or _is_about_one(units[: told[0].index])
    ):
        return []
    return kept


def _rate_dated(leads: Sequence[Lead]) -> None:
    """Let the stars that close a line tell of its film, where it begins so: "Otto (1954). A cat ... **"."""
    for lead in leads:
        bracketed = lead.form == "bracketed" and lead.said.dated
        if bracketed and lead.rest and _END_RATING.search(lead.rest[-60:]) is not None:
            lead.told = lead.strong = True


def _text_tells(units: Sequence[Unit], lead: Lead, text: str, *, ends: bool) -> bool:
    """Whether the text under a head says what reviews say: where it begins ("B+ A widow"), or ends."""
    first = None if lead.rest else credit_line.beginning(units[lead.after].text)
    told = first is not None and (first[0].rating is not None or bool(ends and first[0].people))
    return told or (ends and (_ends_told(text) or (lead.said.dated and _is_signed(text))))


def _is_signed(text: str) -> bool:
    return _SIGNED_FOR.search(text, max(0, len(text) - _LONGEST_NAME)) is not None


def _text_of(units: Sequence[Unit], kinds: Sequence[str], lead: Lead, stop: int) -> str | None:
    """The last words of what stands under a head; None where nothing does that could be a review."""
    if lead.rest and (lead.rest.count(" ") >= 3 or lead.told):
        last = lead.rest
    elif lead.after < stop and kinds[lead.after] in {"prose", "sentence", "short", "cast", "facts"}:
        last = units[lead.after].text
        if last.count(" ") < _LEAST and not (lead.told and ends_sentence(last)):
            return None
        short = (
            kinds[lead.after] == "short"
            and last.count(" ") < _LEAST_WRAPPED
            and _END_RATING.search(last) is None
        )
        if looks_like_name(last) or byline(last) is not None or (short and not ends_sentence(last)):
            return None
    else:
        return None
    for index in range(max(lead.after, lead.index + 1), min(stop, lead.after + 12)):
        if _ends_told(last) or (lead.said.dated and _is_signed(last)):
            break
        if kinds[index] in {"section", "end"}:
            break
        if kinds[index] in {"prose", "sentence", "short", "facts", "rating", "credits", "label"}:
            last = units[index].text
    return last


@lru_cache(maxsize=512)  # what stands under one head stands under others above it, too
def _ends_told(text: str) -> bool:
    """Whether a paragraph ends as reviews do: with a rating, or with facts; a signature may follow."""
    text = _SIGNED.sub("", _PLACES.sub(r"\g<facts>", text))
    label, colon, value = text.partition(":")
    known = label_of(label, beside=True) if colon and len(label) <= _LONGEST_LABEL else None
    if known is not None and known.field == RATING and ratings.labelled(value.strip()) is not None:
        return True
    return (
        _END_RATING.search(text[-60:]) is not None
        or closing(text) is not None
        or credit_line.ending(text) is not None
        or credit_line.whole(text) is not None
    )


def _is_about_one(front: Sequence[Unit]) -> bool:
    """Whether the page's first heading says that the page reviews one film."""
    heading = next((undress(unit.text) for unit in front if unit.tag == "h1"), None)
    return heading is not None and (
        heading.year is not None or (heading.review and not heading.title.endswith("s"))
    )


def parted(units: Sequence[Unit], leads: Sequence[Lead]) -> tuple[list[Unit], list[tuple[int, Lead]]]:
    """The units with each head and the text behind it parted; and where the heads are among them."""
    by_index = {lead.index: lead for lead in leads}
    result: list[Unit] = []
    places: list[tuple[int, Lead]] = []
    stop = leads[-1].stop if leads else 0
    for index, unit in enumerate(units[: stop or None]):
        lead = by_index.get(index)
        if lead is not None:
            places.append((len(result), lead))
            result.append(unit.with_text(unit.text[: len(unit.text) - len(lead.rest)].rstrip()))
            rest = unit.text if lead.rest[:1].islower() else lead.rest  # "Salt Road is a slow drama of ..."
            if rest:
                result.append(replace(unit, text=rest, gap=0, tag="p" if unit.tag else "", lead=0))
        else:
            result.append(unit)
    return result, places
