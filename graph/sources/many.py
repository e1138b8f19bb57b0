"""Reading a page of several reviews: each entry of its own film, what the page says of all beside it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.records import DIRECTOR, Complaint, DocumentRecord, Rating, SetAside
from graph.sources import (
    body_text,
    bylines,
    entries,
    fields,
    headings,
    own_block,
    page,
    section_words,
    segments,
)
from graph.sources.draft import CREDITS, GUESSED, HEADER, HEADING, LEAST_WORDS, Draft
from graph.sources.labelled import apply_field, dated, offer_rating
from graph.sources.lines import ends_sentence, sentences
from graph.sources.one_film import numbered
from graph.sources.opinions import NAME, Opinion, opinion_of, whose_text, with_opinions
from graph.sources.people import Credited, looks_like_name
from graph.sources.segments import Layout
from graph.sources.small_facts import SmallFacts, closing, in_brackets, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.sources.entries import Entry
    from graph.sources.lines import Unit

#: What a page says once for all its reviews.
_SHARED = ("publication", "publication_homepage", "published_on")
#: How much of a paragraph is looked at for a name in passing; capsules are shorter.
_LONGEST = 2_000
#: "Botanists in love." is a review where stars stand above it.
_FEW_WORDS = 3
#: Where a page gives a film a paragraph, a name before "'s film" is its director's.
_DIRECTS = re.compile(
    rf"(?<![\w.’'-])(?P<name>{NAME})(?:[’']s?(?:\s+[a-z][\w-]*){{0,3}}?\s+(?:film|movie|picture|comedy|drama|"
    r"thriller|melodrama|documentary|debut|feature|musical|western|fable|romance|masterpiece|satire|farce|"
    r"epic|chiller|weepie|tearjerker|biopic|cartoon|remake|caper|noir|fantasy)\b|,\s+in (?:his|her|their) "
    r"(?:[a-z]+ ){0,2}(?:film|feature|debut|picture|job)(?: as (?:a )?director)?\b|"
    r"\s+(?:films|directs|shoots)\s)"
)
#: "Digest for the week of 2/20/2009", "Last updated 3/4/1997": no day of publication.
_NO_DAY = re.compile(r"\b(?:updated|©|copyright)\b", re.IGNORECASE)
#: "... and regrets one. Dir: Ann Lee."
_LABELLED_END = re.compile(r"(?<=[.!?”\")\]])\s+((?:Dir\.?|Director|Directors|D):\s+[^:]{3,80}?)\.?$")
#: "... and a recipe. Directed by Ann Lee, 1956."
_MADE_IN = re.compile(r"(?:^|[.!?] )Directed by [^.\d]{3,60}, ((?:18[89]|19\d|20[0-4])\d)\.?$")
#: "(End of digest. Ratings are on a four-star scale.)"
_ASIDE = re.compile(
    r"^[(\[](?=[^()]*\b(?:ratings?|reviews?|digest|stars?)\b)[^()]{20,400}[)\]]$", re.IGNORECASE
)
_SIGNED_END = re.compile(rf"(?<=[.!?”\")\]])\s*(?:[–—]|--?)\s*(?P<name>{NAME})\.?$")


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
    cut = entries.cut(units, marks)
    return read_cut(around, cut, told) if cut is not None else None


def read_cut(
    around: Draft, cut: entries.Cut, told: Callable[[Draft, str], None] | None = None
) -> DocumentRecord:
    """Read a page that is cut into its entries; as :func:`read_entries`.

    Raises SetAside where no entry of it can be read.
    """
    _front(around, cut.front)
    _without_outro(cut.entries)
    drafts = [_entry(around.kind, entry, told) for entry in cut.entries]
    last = cut.entries[-1]
    _closing_critic(around, drafts, last)
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


def _without_outro(cut: list[Entry]) -> None:
    """Cut off what follows the last entry ("Next time: a box set."), where entries close with their facts."""
    *others, last = cut
    while len(last.units) > 1 and (
        _ASIDE.match(last.units[-1].text) or section_words.is_legend(last.units[-1].text)
    ):
        last.units.pop()
    ends = [one for one in others if any(closing(unit.text) is not None for unit in one.units)]
    if last.guide or not ends or len(ends) * 10 < len(others) * 7:
        return
    for index, unit in enumerate(last.units):
        if closing(unit.text) is not None:
            del last.units[index + 1 :]
            return


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
    if not rated:
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


def _front(around: Draft, units: list[Unit]) -> None:
    """What stands above the first entry: the publication, a date, a byline."""
    if not units:
        return
    layout = Layout(units, [segments.kind_of(unit) for unit in units], [""] * len(units))
    layout.start = layout.end = len(units)
    if layout.kinds[0] in {"short", "cells"} and bylines.site_name(units[0].text) is None:
        headings.read_masthead(around, layout, len(units))
    page.read_header(around, layout)
    page.read_critic(around, layout)
    for unit in units:
        house, service = headings.house_of(unit.text), headings.service_of(unit.text)
        around.offer("publication", unit.fact(house, unit.text) if house is not None else None, HEADER)
        if service is not None:
            rank = GUESSED if headings.is_staff(unit.text) else HEADER
            around.offer("publication", unit.fact(service, unit.text), rank)
        if around.best("published_on") is None and len(unit.text) <= 80 and not _NO_DAY.search(unit.text):
            around.offer("published_on", dated(around, unit.text, unit), GUESSED)


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
    if not draft.critics:
        draft.critics.extend(around.critics)
    draft.set_off += around.set_off
    draft.films_told += around.films_told


# -- one entry ---------------------------------------------------------------------------------------


def _entry(kind: str, entry: Entry, told: Callable[[Draft, str], None] | None) -> tuple[Draft, list[Opinion]]:
    draft = Draft(kind)
    head, unit = entry.head, entry.unit
    quote = unit.text if unit.text != head.title else None
    draft.offer("title", unit.fact(head.title, quote), HEADING)
    draft.offer("original_title", unit.fact(head.original, quote) if head.original else None, HEADING)
    if head.rating is not None:
        offer_rating(draft, unit.fact(head.rating, quote), HEADING)
    if head.facts is not None:
        _small_facts(draft, head.facts, unit, HEADING)
    draft.evidence.add("an entry of a page of reviews")
    kinds = [segments.kind_of(one) for one in entry.units]
    opinions, body = _lines(draft, entry, kinds)
    if told is not None:
        told(draft, head.title)
        for opinion in opinions:
            _told_of(opinion, draft, head.title, told)
    before = whose_text(opinions, body) if opinions else body
    _body(draft, entry, before)
    return draft, opinions


def _told_of(opinion: Opinion, entry: Draft, title: str, told: Callable[[Draft, str], None]) -> None:
    """What data elsewhere on the page add to one critic's rating in a guide: out of how many it is."""
    said = Draft(entry.kind)
    said.critics.append((HEADER, opinion.critic))
    told(said, title)
    stated, printed = said.best("rating"), opinion.rating
    if stated is not None and printed is not None:
        opinion.rating = replace(printed, value=own_block.scaled(printed.value, stated.value))


def _lines(  # noqa: C901, PLR0912 (a branch a kind of line)
    draft: Draft, entry: Entry, kinds: list[str]
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
        opinion = opinion_of(unit, guide=entry.guide)
        if opinion is not None:
            flush()
            opinions.append(opinion)
        elif kind in {"label", "credits", "heading", "cast", "cells"} or (
            block
            and kind in {"facts", "titleyear", "short"}
            and unit.gap == 0
            and kinds[index - 1] != "short"
            and not _says_and_closes(unit)
        ):
            block.append(index)
            if kind == "credits" or entry.guide:
                body_text.small_print(draft, unit)
        elif (
            kind in {"prose", "sentence"}
            or (kind == "short" and (unit.words >= 8 or _says_and_closes(unit) or _is_all(entry, unit)))
            or (kind == "facts" and entry.head.strong and unit is entry.units[0] and _says_and_closes(unit))
        ):
            flush()
            bio = _bio(unit, draft) if index and unit is entry.units[-1] else None
            if bio is not None:
                draft.critics.append((HEADER, unit.fact(bio, unit.text[:300])))
            elif not section_words.is_availability(unit.text) or not body:
                (opinions[-1].paragraphs if opinions else body).append(unit)
        elif kind not in {"noise", "section", "poster", "end"}:
            flush()
            small = in_brackets(unit.text.strip("()[] .")) if kind in {"facts", "short"} else None
            signed = bylines.signed(unit.text) if kind == "short" else None
            if small is not None and small.telling:
                _small_facts(draft, small, unit, CREDITS)
            elif signed is not None:
                page.take_byline(draft, unit, signed)
            elif kind == "short" and looks_like_name(unit.text) and (body or opinions):
                draft.critics.append((HEADER, unit.fact(unit.text)))
            else:
                page.loose_line(draft, unit, kind, HEADER)
    flush()
    return opinions, body


def _is_all(entry: Entry, unit: Unit) -> bool:
    """Whether a line is the whole of a review: "No.", right under a title that the page's stars make sure."""
    return entry.head.strong and unit is entry.units[0] and ends_sentence(unit.text)


def _says_and_closes(unit: Unit) -> bool:
    """Whether a line is a sentence with facts in brackets behind it: "Two marry for a field. [PG]"."""
    found = closing(unit.text)
    return found is not None and ends_sentence(unit.text[: found[1]].rstrip())


def _small_facts(draft: Draft, facts: SmallFacts, unit: Unit, rank: int) -> None:
    quote = unit.text if len(unit.text) <= 300 else None
    for name, value in (
        ("runtime_minutes", facts.minutes),
        ("content_rating", facts.content_rating),
        ("year", facts.year),
    ):
        if value is not None:
            draft.offer(name, unit.fact(value, quote), rank)
            draft.evidence.add(name)
    for name, values in (
        ("languages", facts.languages),
        ("genres", facts.genres),
        ("countries", facts.countries),
    ):
        draft.add(name, [unit.fact(value) for value in values])


def _body(draft: Draft, entry: Entry, body: list[Unit]) -> None:
    """The entry's text: what closes it (facts in brackets, a grade, a signature) is cut off and read."""
    if body:
        last = body[-1]
        signed = _SIGNED_END.search(last.text)
        if signed is not None and looks_like_name(signed.group("name")):
            draft.critics.append(
                (HEADER, last.fact(signed.group("name"), last.text[signed.start() :].strip()))
            )
            last = last.with_text(last.text[: signed.start()].rstrip())
        found = closing(last.text)
        if found is not None:
            facts, start = found
            small = last.with_text(last.text[start:].strip())
            _small_facts(draft, facts, small, CREDITS)
            last = last.with_text(last.text[:start].rstrip())
        for begin, end in sentences(last.text[-400:]):
            heard = spoken(last.text[-400:][begin:end])
            draft.add("languages", [last.fact(name) for name in heard])
        labelled = _LABELLED_END.search(last.text, max(0, len(last.text) - 120))
        if labelled is not None and (said := fields.leading_label(labelled.group(1))) is not None:
            apply_field(draft, said, last.with_text(labelled.group(1)))
            last = last.with_text(last.text[: labelled.start()].rstrip())
        made = _MADE_IN.search(last.text, max(0, len(last.text) - 120))
        if made is not None:
            draft.offer("year", last.fact(int(made.group(1)), made.group().strip()), CREDITS)
        body = [*body[:-1], last] if last.text else body[:-1]
    units = body or [entry.unit]
    layout = Layout(units, ["prose"] * len(units), [""] * len(units), list(range(len(body))))
    body_text.read_text(draft, layout)
    page.crew_in_prose(draft, layout)
    if DIRECTOR not in draft.jobs_known():
        _director(draft, units)


def _director(draft: Draft, units: list[Unit]) -> None:
    """The director whom a capsule names in passing; nobody where it names two so."""
    critics = {fact.value for _, fact in draft.critics}
    found = [
        (_without_opening(match.group("name")), unit)
        for unit in units
        for match in _DIRECTS.finditer(unit.text[:_LONGEST])
    ]
    named = {name: unit for name, unit in found if looks_like_name(name) and name not in critics}
    if len(named) == 1:
        ((name, unit),) = named.items()
        draft.credit((DIRECTOR,), Credited(name), unit.fact("", unit.text[:300]), GUESSED)


def _without_opening(name: str) -> str:
    """A name without the word that begins its sentence: "With Ann Lee"."""
    return re.sub(r"^(?:The|In|With|As|For|And|But|Director|Here|Like|From)\s+", "", name)


def _bio(unit: Unit, draft: Draft) -> str | None:
    """The critic of a bio under the last entry: "Ann Lee reviews films for the Herald."."""
    found = re.match(
        r"^((?:[^\W\d_a-z][\w.’'-]*\s+){1,3}?[^\W\d_a-z][\w.’'-]*),?\s+(?:is|was|has been|writes|covers|"
        r"reviews|edits|hosts|teaches|lives|has written|can be)\b",
        unit.text,
    )
    if found is None or not looks_like_name(found.group(1)) or len(unit.text) > 300:
        return None
    named = any(fact.value == found.group(1) for _, fact in draft.critics)
    return found.group(1) if named or section_words.BIO.search(unit.text[found.end(1) :]) else None
