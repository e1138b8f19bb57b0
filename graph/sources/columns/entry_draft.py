"""One entry of a page of several reviews: its head, the lines under it and what each critic says."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.sources.columns import entry_body, entry_rubrics, entry_signed, imprint, own_block
from graph.sources.columns.opinion_texts import prose_of, take, whose_text
from graph.sources.columns.opinions import Opinion, opinion_of
from graph.sources.draft import CREDITS, HEADER, HEADING, Draft
from graph.sources.facts import credit_line, ratings
from graph.sources.facts.labelled import offer_rating
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.small_facts import closing, in_brackets
from graph.sources.layout import body_text, loose_lines, page, section_words, segments
from graph.sources.lines import ends_sentence
from graph.sources.origin import bylines, signing_line
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.sources.columns.critics_key import Critics
    from graph.sources.columns.entries import Entry
    from graph.sources.facts.credit_parts import CreditLine
    from graph.sources.lines import Unit

#: What no line of facts is taken for.
_NO_CREDIT_LINE = frozenset({"cast", "cells", "heading", "rating", "date", "noise", "section"})
#: A paragraph that credits begin has more words behind them than this.
_MORE_WORDS = 6


def read_entry(
    kind: str, entry: Entry, critics: Critics, told: Callable[[Draft, str], None] | None
) -> tuple[Draft, list[Opinion]]:
    """Read one entry: what it says of its film and its review, and what each of its critics says.

    ``kind`` is the page's kind of record, and ``told`` puts what data elsewhere on the page say of a film
    into its draft.
    """
    draft = Draft(kind)
    head, unit = entry.head, entry.unit
    quote = unit.text if unit.text != head.title else None
    draft.offer("title", unit.fact(head.title, quote), HEADING)
    draft.offer("original_title", unit.fact(head.original, quote) if head.original else None, HEADING)
    if head.rating is not None:
        offer_rating(draft, unit.fact(head.rating, quote), HEADING)
    if head.facts is not None:
        credit_line.apply_facts(draft, head.facts, unit, HEADING)
    if head.said is not None:
        credit_line.apply(draft, head.said, unit)
    draft.evidence.add("an entry of a page of reviews")
    kinds = [segments.kind_of(one) for one in entry.units]
    opinions, body = _lines(draft, entry, kinds, critics)
    if told is not None:
        told(draft, head.title)
        for opinion in opinions:
            _told_of(opinion, draft, head.title, told)
    before = whose_text(opinions, body) if opinions else body
    entry_body.read_body(draft, entry, before)
    return draft, opinions


def _told_of(opinion: Opinion, entry: Draft, title: str, told: Callable[[Draft, str], None]) -> None:
    """What data elsewhere on the page add to one critic's rating in a guide: out of how many it is."""
    said = Draft(entry.kind)
    said.critics += [(HEADER, opinion.critic)] if opinion.critic is not None else []
    told(said, title)
    stated, printed = said.best("rating"), opinion.rating
    if stated is not None and printed is not None:
        opinion.rating = replace(printed, value=own_block.scaled(printed.value, stated.value))


def _lines(  # noqa: C901, PLR0912, PLR0915 (a branch a kind of line)
    draft: Draft, entry: Entry, kinds: list[str], critics: Critics
) -> tuple[list[Opinion], list[Unit]]:
    """Everything under a head that is no prose goes into the draft; the prose is given back.

    In a guide the critics' lines part it: the prose before the first is what is given back.
    """
    opinions: list[Opinion] = []
    body: list[Unit] = []
    block: list[int] = []

    def flush() -> None:
        if block:
            loose_lines.credit_lines(draft, [entry.units[i] for i in block], [kinds[i] for i in block])
            block.clear()

    for index, (unit, kind) in enumerate(zip(entry.units, kinds, strict=True)):
        if kind == "section" and section_words.section_of(unit.text) != section_words.CREDITS:
            break
        if unit.tag == "figcaption":
            continue
        if unit.hints == entry_signed.SIGNED:
            draft.critics.append((HEADER, unit.fact(entry_signed.name_of(unit), unit.text)))
            continue
        opinion = opinion_of(unit, critics, guide=entry.guide)
        if opinion is not None:
            flush()
            take(opinions, body, opinion)
        elif (
            said := _byline(unit.text, kind, above=not body and not opinions, under=bool(body))
        ) is not None:
            flush()
            loose_lines.take_byline(draft, unit, said)
        elif kind == "rating" and opinions and opinions[-1].rating is None and not opinions[-1].paragraphs:
            rating = ratings.alone(unit.text)
            opinions[-1].rating = unit.fact(rating, unit.text) if rating is not None else None
        elif (
            kind not in _NO_CREDIT_LINE
            and (line := credit_line.whole(unit.text)) is not None
            and line.told > 1
        ):
            flush()
            credit_line.apply(draft, line, unit)
        elif kind in {"label", "credits"} and not body and (parts := _credited(unit)) is not None:
            flush()
            credit_line.apply(draft, parts[0], unit)
            body.append(parts[1])
        elif kind in {"label", "credits", "heading", "cast", "cells"} or (
            block
            and kind in {"facts", "titleyear", "short"}
            and unit.gap == 0
            and kinds[index - 1] != "short"
            and not _says_and_closes(unit)
        ):
            block.append(index)
            if kind == "credits" or entry.guide or page.has_facts_behind(unit, kind):
                body_text.small_print(draft, unit)
        elif (
            kind in {"prose", "sentence"}
            or (
                kind == "short"
                and (
                    unit.words >= 8
                    or _says_and_closes(unit)
                    or _is_all(entry, unit)
                    or _is_said(opinions, unit)
                )
            )
            or (kind == "facts" and entry.head.strong and unit is entry.units[0] and _says_and_closes(unit))
        ):
            flush()
            bio = _bio(unit, draft) if index and unit is entry.units[-1] else None
            if bio is not None:
                draft.critics.append((HEADER, unit.fact(bio, unit.text[:300])))
            elif not (section_words.is_availability(unit.text) and body) and not _is_aside(unit, opinions):
                prose_of(opinions, body).append(unit)
        elif kind not in {"noise", "section", "poster", "end"}:
            flush()
            small = in_brackets(unit.text.strip("()[] .")) if kind in {"facts", "short"} else None
            signed = (
                bylines.signed(unit.text) or bylines.signed_behind(unit.text) if kind == "short" else None
            )
            before = entry.units[index - 1] if index else None
            if small is not None and (small.telling or (small.year is not None and not body)):
                credit_line.apply_facts(draft, small, unit, CREDITS)
            elif (
                outlet := imprint.outlet_of(unit.text, before.text if before is not None else "")
            ) is not None:
                draft.offer("publication", unit.fact(outlet, unit.text), HEADER)
                if (written := bylines.byline(unit.text)) is not None:
                    loose_lines.take_byline(draft, unit, written)
            elif signed is not None:
                loose_lines.take_byline(draft, unit, signed)
            elif kind == "short" and looks_like_name(name := _unbracketed(unit.text)) and (body or opinions):
                draft.critics.append((HEADER, unit.fact(name, unit.text if unit.text != name else None)))
            else:
                loose_lines.loose_line(draft, unit, kind, HEADER)
    flush()
    return opinions, body


def _signing(text: str) -> bylines.Byline | None:
    """Who a line above an entry's text says has written it, with a day or without."""
    said = signing_line.told_in(text)
    if (
        said is None
        and len(text) <= _LONGEST_BYLINE
        and _BY.match(text)
        and imprint.outlet_of(text, "") is None
    ):
        said = bylines.byline(_VERB.sub("", text))
    return said if said is not None and said.names else None


def _byline(text: str, kind: str, *, above: bool, under: bool) -> bylines.Byline | None:
    """Who a line above an entry's text, or under it, says has written it."""
    if above:
        return _signing(text)
    return _posted(text) if under and kind == "short" else None


def _posted(text: str) -> bylines.Byline | None:
    """Who a line under an entry's text says has posted it: "Posted by Ann Lee at May 3, 2006 | TrackBack"."""
    return bylines.byline(text) if len(text) <= _LONGEST_BYLINE and _POSTED.match(text) else None


_POSTED = regex(r"(?:posted|submitted|published|filed|blogged|reviewed) by\b", re.IGNORECASE)
_LONGEST_BYLINE = 100
_VERB = regex(r"^(?:picked|chosen|selected|recommended|seen|watched|rated) (?=by )", re.IGNORECASE)
_BY = regex(rf"(?:(?:posted|reviewed|review|submitted) |{_VERB.pattern})?by ", re.IGNORECASE)


def _unbracketed(text: str) -> str:
    """A line without the brackets that all of it stands in: "(Ann Lee)"."""
    return text[1:-1] if text[:1] in "([" and text[-1:] in ")]" else text


def _credited(unit: Unit) -> tuple[CreditLine, Unit] | None:
    """The credits that a paragraph begins with, and its text behind them; None where it is not both."""
    found = credit_line.beginning(unit.text)
    if found is None or not found[0].telling:
        return None
    text = unit.text[found[1] :].lstrip(" .,:;–—-")
    return (found[0], unit.with_text(text)) if text.count(" ") > _MORE_WORDS else None


def _is_all(entry: Entry, unit: Unit) -> bool:
    """Whether a line is the whole of a review: "No.", right under a title that the page's stars make sure."""
    return entry.head.strong and unit is entry.units[0] and ends_sentence(entry_rubrics.unrated(unit.text))


def _is_aside(unit: Unit, opinions: list[Opinion]) -> bool:
    """Whether a line stands in brackets under a text that its critic has signed: "(We differ.)"."""
    signed = bool(opinions) and opinions[-1].closes
    return signed and unit.text[0] in "([" and unit.text[-1] in ")]"


def _is_said(opinions: list[Opinion], unit: Unit) -> bool:
    """Whether a line is all that a critic says: "Loud.", right under the critic's own line."""
    said = opinions[-1] if opinions else None
    return said is not None and not said.closes and not said.paragraphs and ends_sentence(unit.text)


def _says_and_closes(unit: Unit) -> bool:
    """Whether a line is a sentence with facts in brackets behind it: "Two marry for a field. [PG]"."""
    found = closing(unit.text)
    return found is not None and ends_sentence(unit.text[: found[1]].rstrip())


def _bio(unit: Unit, draft: Draft) -> str | None:
    """The critic of a bio under the last entry: "Ann Lee reviews films for the Herald."."""
    found = re.match(
        r"^((?:[^\W\d_a-z][\w.’'-]*\s+){1,3}?[^\W\d_a-z][\w.’'-]*),?\s+(?:also )?"
        r"(?:is|was|has been|writes|covers|"
        r"reviews|edits|hosts|teaches|lives|has written|can be)\b",
        unit.text,
    )
    if found is None or not looks_like_name(found.group(1)) or len(unit.text) > 300:
        return None
    named = any(fact.value == found.group(1) for _, fact in draft.critics)
    return found.group(1) if named or section_words.BIO.search(unit.text[found.end(1) :]) else None
