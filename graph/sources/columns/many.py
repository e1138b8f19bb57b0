"""Reading a page of several reviews: each entry of its own film, what the page says of all beside it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.records import Complaint, DocumentRecord, Rating, SetAside
from graph.sources.columns import (
    critics_key,
    datelines,
    entries,
    entry_body,
    entry_ends,
    entry_rubrics,
    entry_tools,
    forum_posts,
    imprint,
    own_block,
    two_sides,
)
from graph.sources.columns.habits import is_habit
from graph.sources.columns.one_film import numbered
from graph.sources.columns.opinion_reviews import with_opinions
from graph.sources.columns.opinions import (
    Opinion,
    closing_name,
    dashed_name,
    initials_of,
    opinion_of,
    prose_of,
    signed_by,
    starts_of,
    take,
    whose_text,
)
from graph.sources.draft import CREDITS, GUESSED, HEADER, HEADING, LEAST_WORDS, Draft
from graph.sources.facts import credit_line, ratings
from graph.sources.facts.labelled import offer_rating
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.small_facts import closing, in_brackets
from graph.sources.layout import body_text, page, section_words, segments
from graph.sources.lines import ends_sentence
from graph.sources.origin import bylines, furniture, signing_line, whole_page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.sources.columns.critics_key import Critics
    from graph.sources.columns.entries import Entry
    from graph.sources.lines import Unit
    from graph.sources.origin.furniture import Line

#: What a page says once for all its reviews.
_SHARED = ("publication", "publication_homepage", "published_on")
#: "Botanists in love." is a review where stars stand above it.
_FEW_WORDS = 3
#: What no line of facts is taken for.
_NO_CREDIT_LINE = frozenset({"cast", "cells", "heading", "rating", "date", "noise", "section"})


def read_entries(
    around: Draft,
    units: Sequence[Unit],
    marks: Sequence[tuple[int, Rating, str]] = (),
    told: Callable[[Draft, str], None] | None = None,
) -> DocumentRecord | None:
    """Read a page of several reviews; None where it is none.

    ``around`` holds what is known of the page as a whole, ``marks`` the ratings that stand in its markup
    with their lines, and ``told`` puts what data elsewhere say of a film into that film's draft.
    Raises SetAside where the page has the form and no entry of it can be read.
    """
    sides = two_sides.drafts(around.kind, units)
    if sides and (both := from_drafts(around, sides)) is not None:
        return both
    if (thread := forum_posts.posts(units)) is not None:
        return _thread(around, *thread)
    cut = entries.cut(units, marks)
    return read_cut(around, cut, told) if cut is not None else None


def read_cut(
    around: Draft,
    cut: entries.Cut,
    told: Callable[[Draft, str], None] | None = None,
    lines: Sequence[Line] = (),
) -> DocumentRecord:
    """Read a page that is cut into its entries; as :func:`read_entries`.

    ``lines`` are the page's furniture, where it has more than its text.

    Raises SetAside where no entry of it can be read.
    """
    foot = list(cut.entries[-1].units)  # the key to the critics' initials stands there, which is no review
    everything = [*cut.front, *(unit for entry in cut.entries for unit in (entry.unit, *entry.units))]
    lines = lines or list(furniture.of_units(everything))
    imprint.read_front(around, cut.front, [entry.head.title for entry in cut.entries], lines)
    datelines.part(cut)
    entry_tools.without_times(cut.entries)
    entry_tools.sign(cut.entries)
    entry_ends.trim(cut.entries)
    cut.entries = entry_rubrics.reviewed(cut.entries)
    critics = _critics(cut, foot)
    kept = {unit.first for unit in cut.entries[-1].units}
    imprint.read_foot(around, cut.front, [unit for unit in foot if unit.first not in kept], lines)
    drafts = [_entry(around.kind, entry, critics, told) for entry in cut.entries]
    last = cut.entries[-1]
    _closing_critic(around, drafts, last)
    _all_critics(around, drafts, critics, [*cut.front, *foot])
    records: list[DocumentRecord] = []
    faults: list[tuple[int, str, str]] = []
    for entry, (draft, opinions) in zip(cut.entries, drafts, strict=True):
        _share(draft, around)
        try:
            rated = draft.best("rating") is not None or bool(opinions)
            record = draft.record(least_words=_least(entry, rated=rated))
        except SetAside as error:
            faults.append((entry.unit.first, entry.head.title, error.reason))
            continue
        records.append(with_opinions(record, opinions, 0) if opinions else record)
    if not records:
        line, title, reason = faults[0]
        raise SetAside(f"No entry of the page can be read; the first, {title!r}: {reason}", line)
    return _together(around, records, faults)


def _thread(around: Draft, front: list[Unit], posts: Sequence[forum_posts.Post]) -> DocumentRecord | None:
    """Read a forum's thread on one film; None where one of its posts is no review after all."""
    imprint.read_front(around, front, [posts[0].entry.head.title], list(furniture.of_units(front)))
    drafts: list[Draft] = []
    for post in posts:
        draft, _ = _entry(around.kind, post.entry, critics_key.Critics(), None)
        draft.critics = [(HEADER, post.critic)]
        draft.offer("published_on", post.day, HEADER)
        offer_rating(draft, post.rating, HEADER)
        drafts.append(draft)
    return from_drafts(around, drafts)


def _critics(cut: entries.Cut, foot: list[Unit]) -> Critics:
    """Who the page's critics are; their lines in its entries are parted where a paragraph has several.

    ``foot`` is what stands under the head of the last entry, to the page's end.
    """
    signed = [name for entry in cut.entries for name in signed_by(entry.units)]
    initials = [initials_of(entry.units) for entry in cut.entries]
    closing = _of_most(closing_name, cut.entries)
    dashed = _of_most(dashed_name, cut.entries)
    critics = critics_key.critics_of([*cut.front, *foot], [*signed, *closing], initials)
    for name in dict.fromkeys(dashed):
        if critics.full(name) is None:
            critics.add(name)
    starts = starts_of(critics)
    critics_key.without_key(cut.entries[-1].units, critics)
    for entry in cut.entries:
        entry.guide = entry.guide or len(critics.names) > 1
        entry.units = critics_key.parted(entry.units, starts) if entry.guide else entry.units
    critics_key.without_foot(
        [entry.units for entry in cut.entries],
        lambda unit: opinion_of(unit, critics, guide=True) is not None,
    )
    return critics


def _of_most(name_of: Callable[[list[Unit]], str | None], cut: Sequence[Entry]) -> list[str]:
    """The names that most entries have in one place; none where a few do, which may be nobody's here."""
    found = [name for entry in cut if (name := name_of(entry.units)) is not None]
    return found if len(found) >= _FEW_WORDS and is_habit(len(found), len(cut)) else []


def from_drafts(around: Draft, drafts: Sequence[Draft]) -> DocumentRecord | None:
    """The record of a page of which each draft is a review; None where one of them is none after all.

    ``around`` holds what is known of the page as a whole.
    """
    records: list[DocumentRecord] = []
    for draft in drafts:
        _share(draft, around)
        try:
            records.append(draft.record())
        except SetAside:
            return None
    return _together(around, records, [])


def _least(entry: Entry, *, rated: bool) -> int:
    """How many words an entry has to have: a guide's ratings need none, a starred title a few."""
    if not rated and not entry.head.strong:
        return LEAST_WORDS
    if entry.guide:
        return 0
    return 1 if entry.head.strong else _FEW_WORDS


def _together(
    around: Draft, records: list[DocumentRecord], faults: list[tuple[int, str, str]]
) -> DocumentRecord:
    complaints = list(around.complaints)
    if faults:
        line, title, reason = faults[0]
        what = "One entry of the page is" if len(faults) == 1 else f"{len(faults)} entries of the page are"
        complaints.append(Complaint(f"{what} not read; the first, {title[:60]!r}: {reason}", line))
    for record in records:
        complaints.extend(record.complaints)
    films, roles, reviews = numbered(records)
    return DocumentRecord(around.kind, films, roles, reviews, tuple(dict.fromkeys(complaints)))


# -- the page as a whole -----------------------------------------------------------------------------


def _all_critics(
    around: Draft, drafts: list[tuple[Draft, list[Opinion]]], critics: Critics, lines: Sequence[Unit]
) -> None:
    """Of a page whose reviews are signed one by one the others are nobody's; else all are everybody's."""
    signed = sum(bool(draft.critics) or bool(opinions) for draft, opinions in drafts)
    if signed and len({fact.value for _, fact in around.critics}) > 1:
        around.critics.clear()
    if signed or around.critics or not critics.by:
        return
    for name in critics.by:
        unit = next((unit for unit in lines if name in unit.text), None)
        if unit is not None:
            around.critics.append((GUESSED, unit.fact(name, unit.text[:300])))


def _closing_critic(around: Draft, drafts: list[tuple[Draft, list[Opinion]]], last: Entry) -> None:
    """A name under the last entry alone, or a bio there, is the critic of the whole page."""
    named = [draft for draft, opinions in drafts if draft.critics and not opinions]
    closing_draft, opinions = drafts[-1]
    if len(drafts) > 1 and len(named) == 1 and named[0] is closing_draft and not opinions and not last.guide:
        around.critics.extend((GUESSED, fact) for _, fact in closing_draft.critics)
        closing_draft.critics.clear()


def _share(draft: Draft, around: Draft) -> None:
    for name in _SHARED:
        for rank, fact in around.offers.get(name, ()):
            draft.offer(name, fact, rank + GUESSED)
    for rank, fact in around.offers.get("page", ()):
        draft.offer("page", fact, rank + GUESSED)
    whole_page.day_in_address(draft)
    if not draft.critics:
        draft.critics.extend(around.critics)
    draft.set_off += around.set_off
    draft.films_told += around.films_told


# -- one entry ---------------------------------------------------------------------------------------


def _entry(
    kind: str, entry: Entry, critics: Critics, told: Callable[[Draft, str], None] | None
) -> tuple[Draft, list[Opinion]]:
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
            page.credit_lines(draft, [entry.units[i] for i in block], [kinds[i] for i in block])
            block.clear()

    for index, (unit, kind) in enumerate(zip(entry.units, kinds, strict=True)):
        if kind == "section" and section_words.section_of(unit.text) != section_words.CREDITS:
            break
        if unit.tag == "figcaption":
            continue
        opinion = opinion_of(unit, critics, guide=entry.guide)
        if opinion is not None:
            flush()
            take(opinions, body, opinion)
        elif not body and not opinions and (said := _signing(unit.text)) is not None:
            flush()
            page.take_byline(draft, unit, said)
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
            elif not section_words.is_availability(unit.text) or not body:
                prose_of(opinions, body).append(unit)
        elif kind not in {"noise", "section", "poster", "end"}:
            flush()
            small = in_brackets(unit.text.strip("()[] .")) if kind in {"facts", "short"} else None
            signed = bylines.signed(unit.text) if kind == "short" else None
            before = entry.units[index - 1] if index else None
            if small is not None and (small.telling or (small.year is not None and not body)):
                credit_line.apply_facts(draft, small, unit, CREDITS)
            elif (
                outlet := imprint.outlet_of(unit.text, before.text if before is not None else "")
            ) is not None:
                draft.offer("publication", unit.fact(outlet, unit.text), HEADER)
                if (written := bylines.byline(unit.text)) is not None:
                    page.take_byline(draft, unit, written)
            elif signed is not None:
                page.take_byline(draft, unit, signed)
            elif kind == "short" and looks_like_name(name := _unbracketed(unit.text)) and (body or opinions):
                draft.critics.append((HEADER, unit.fact(name, unit.text if unit.text != name else None)))
            else:
                page.loose_line(draft, unit, kind, HEADER)
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
        said = bylines.byline(text)
    return said if said is not None and said.names else None


_BY, _LONGEST_BYLINE = re.compile(r"(?:(?:posted|reviewed|review|submitted) )?by ", re.IGNORECASE), 100


def _unbracketed(text: str) -> str:
    """A line without the brackets that all of it stands in: "(Ann Lee)"."""
    return text[1:-1] if text[:1] in "([" and text[-1:] in ")]" else text


def _credited(unit: Unit) -> tuple[credit_line.CreditLine, Unit] | None:
    """The credits that a paragraph begins with, and its text behind them; None where it is not both."""
    found = credit_line.beginning(unit.text)
    if found is None or not found[0].telling:
        return None
    text = unit.text[found[1] :].lstrip(" .,:;–—-")
    return (found[0], unit.with_text(text)) if text.count(" ") > 2 * _FEW_WORDS else None


def _is_all(entry: Entry, unit: Unit) -> bool:
    """Whether a line is the whole of a review: "No.", right under a title that the page's stars make sure."""
    return entry.head.strong and unit is entry.units[0] and ends_sentence(entry_rubrics.unrated(unit.text))


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
