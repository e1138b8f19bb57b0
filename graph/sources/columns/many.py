"""Reading a page of several reviews: each entry of its own film, what the page says of all beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.records import Complaint, DocumentRecord, Rating, SetAside
from graph.sources.columns import (
    critics_key,
    datelines,
    entries,
    entry_airings,
    entry_ends,
    entry_rubrics,
    entry_signed,
    entry_tails,
    forum_posts,
    imprint,
    two_sides,
)
from graph.sources.columns.entry_draft import read_entry
from graph.sources.columns.entry_labels import guided
from graph.sources.columns.habits import is_habit
from graph.sources.columns.one_film import numbered
from graph.sources.columns.opinion_reviews import with_opinions
from graph.sources.columns.opinions import (
    Opinion,
    bracketed_name,
    closing_name,
    dashed_name,
    initials_of,
    opinion_of,
    signed_by,
    starts_of,
)
from graph.sources.draft import GUESSED, HEADER, LEAST_WORDS, Draft
from graph.sources.facts.labelled import offer_rating
from graph.sources.origin import furniture, whole_page
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.sources.columns.critics_key import Critics
    from graph.sources.columns.entries import Entry
    from graph.sources.lines import Unit
    from graph.sources.origin.furniture import Line

#: "Capsules by Ann Lee unless otherwise noted"; and what a page says once for all its reviews.
_EXCEPTED = regex(
    r"\b(?:unless|except) (?:otherwise |where |as )?(?:noted|signed|indicated|marked|stated)", re.IGNORECASE
)
_SHARED = ("publication", "publication_homepage", "published_on")
#: "Botanists in love." is a review where stars stand above it.
_FEW_WORDS = 3
#: So many entries show where a page has its critics' names.
_LEAST_NAMED = 3


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
    timed = entry_airings.without_hours(cut.entries)
    entry_airings.leave_out(cut.entries)
    entry_signed.name_above(cut.entries)
    excepted = any(_EXCEPTED.search(unit.text) for unit in cut.front)
    entry_tails.part_signatures(cut.entries, excepted=excepted)
    entry_tails.without_hours(cut.entries)
    entry_tails.sign(cut.entries)
    entry_ends.trim(cut.entries)
    cut.entries = entry_rubrics.reviewed(cut.entries)
    critics = _critics(cut, foot)
    kept = [(unit.first, unit.text) for unit in cut.entries[-1].units]
    imprint.read_foot(around, cut.front, [unit for unit in foot if not _is_of(kept, unit)], lines)
    drafts = [read_entry(around.kind, entry, critics, told) for entry in cut.entries]
    _refuse_hours(cut, [bool(opinions) for _, opinions in drafts], timed)
    last = cut.entries[-1]
    if not (excepted and around.critics):
        _closing_critic(around, drafts, last)
    _all_critics(around, drafts, critics, [*cut.front, *foot])
    headline = imprint.headline_of(around, cut.front, len(cut.entries))
    records: list[DocumentRecord] = []
    faults: list[tuple[int, str, str]] = []
    for entry, (draft, opinions) in zip(cut.entries, drafts, strict=True):
        _share(draft, around)
        draft.offer("headline", headline, GUESSED)
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


def _is_of(kept: Sequence[tuple[int, str]], unit: Unit) -> bool:
    """Whether a unit, whole or cut short, is still an entry's: many may stand on one line of a page."""
    return any(
        first == unit.first and (unit.text.startswith(text) or text in unit.text) for first, text in kept
    )


def _thread(around: Draft, front: list[Unit], posts: Sequence[forum_posts.Post]) -> DocumentRecord | None:
    """Read a forum's thread on one film; None where one of its posts is no review after all."""
    imprint.read_front(around, front, [posts[0].entry.head.title], list(furniture.of_units(front)))
    drafts: list[Draft] = []
    for post in posts:
        draft, _ = read_entry(around.kind, post.entry, critics_key.Critics(), None)
        draft.critics = [(HEADER, post.critic)]
        draft.offer("published_on", post.day, HEADER)
        offer_rating(draft, post.rating, HEADER)
        drafts.append(draft)
    return from_drafts(around, drafts)


def _refuse_hours(cut: entries.Cut, rated: Sequence[bool], timed: int) -> None:
    """Refuse a listing: hours under half of its films, and under half a rating, or a text and a critic."""
    if 2 * timed < len(cut.entries):
        return
    reviewed = sum(
        entry.head.rating is not None or opinions or any(map(_is_said, entry.units))
        for entry, opinions in zip(cut.entries, rated, strict=True)
    )
    if 2 * reviewed < len(cut.entries):
        raise SetAside(
            f"A listing of {len(cut.entries)} films and their hours, no reviews.", cut.entries[0].unit.first
        )


def _is_said(unit: Unit) -> bool:
    """Whether a unit is text, and no guide's line of credits."""
    return entry_rubrics.is_text(unit) and not guided(unit.text)


def _critics(cut: entries.Cut, foot: list[Unit]) -> Critics:
    """Who the page's critics are; their lines in its entries are parted where a paragraph has several.

    ``foot`` is what stands under the head of the last entry, to the page's end.
    """
    signed = [name for entry in cut.entries for name in signed_by(entry.units)]
    initials = [initials_of(entry.units) for entry in cut.entries]
    closing = _of_most(closing_name, cut.entries)
    dashed = _of_most(dashed_name, cut.entries)
    critics = critics_key.critics_of([*cut.front, *foot], [*signed, *closing], initials)
    inner = _of_most(bracketed_name, cut.entries)
    dashed += inner if len(set(inner)) < len(inner) else []  # "(Paris)" stands under one text alone
    for name in dict.fromkeys(dashed):
        if critics.full(name) is None:
            critics.add(name)
    starts = starts_of(critics)
    entry_signed.without_behind(cut.entries, critics)
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
    return found if len(found) >= _LEAST_NAMED and is_habit(len(found), len(cut)) else []


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
