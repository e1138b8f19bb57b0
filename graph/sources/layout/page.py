"""From the units of any page to a draft: header, body, critic, credits, what only the prose says.

The one place where the parts meet. The readers of text, HTML and Markdown differ in how they make
units and in the data they find beside them; from there on a page is a page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.records import CINEMATOGRAPHER, COMPOSER, DIRECTOR, EDITOR, WRITER, Rating
from graph.sources.columns import several
from graph.sources.draft import CREDITS, GUESSED, HEADER, HEADING, Draft
from graph.sources.facts import (
    credit_line,
    credits_block,
    dates,
    fields,
    jobs,
    own_brackets,
    phrases,
    ratings,
)
from graph.sources.facts.jobs import label_of
from graph.sources.facts.labelled import apply_fact_line, apply_field, dated, offer_rating
from graph.sources.facts.people import Credited, could_be_name, looks_like_name
from graph.sources.facts.titles import title_and_year
from graph.sources.layout import (
    body_text,
    headings,
    lone_facts,
    no_review,
    section_words,
    segments,
    title_lines,
    wire,
)
from graph.sources.lines import Unit
from graph.sources.origin import bylines, critic_lines, house_lines, mirrors, paper_words, signing_line
from graph.sources.prose import crew, minutes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.layout.segments import Layout


#: A label's line that is longer may go on in small print: "CAST: Ann Lee, Bo Li. 91 minutes. Cert 12A."
_SHORT_LABEL = 120
_LONGEST_NOTE = 200
#: "Regie: Ann Lee. Mit Bo Li. Dänemark 2012, 88 Minuten."
_FACTS_BEHIND = re.compile(r":.{3,80}\.\s[^:]*\d")
#: "This review first ran in the Herald of 11 July 2013."
_FIRST_RUN = re.compile(r"\b(?:first|originally) (?:ran|published|appeared|printed|posted)\b", re.IGNORECASE)
_QUOTES = "\"“”‘’'"
#: What a class calls a byline.
_SIGNED = re.compile(r"(?:^|[\s_-])(?:byline|author)(?=$|[\s_-])", re.IGNORECASE)
#: Stars beside a mark in words: "★★★½☆", "Recommended".
_STARS_FIRST = re.compile(r"([★☆½]{3,11})[\t ][^\t:.]{1,40}$")


def read_units(draft: Draft, units: Sequence[Unit]) -> Layout:
    """Read a page's units into the draft. Offers already there (structured data) are taken into account."""
    known = draft.best("title")
    layout = segments.lay_out(units, known.value if known else None)
    again = _headed_again(layout) if known is None else None
    if again is not None:
        draft.offer("title", again.fact(again.text), HEADING)
    credited = again.text if again is not None else _credited_title(layout)
    if known is None and credited is not None:
        layout = segments.lay_out(layout.units, credited, layout.kinds)
    draft.terse = layout.terse
    several.refuse_list(layout)
    read_header(draft, layout)
    read_after_body(draft, layout)
    critic_lines.read_critic(draft, layout)
    body_text.read_text(draft, layout)
    for unit, kind in zip(layout.units, layout.kinds, strict=True):
        if kind == "credits" or has_facts_behind(unit, kind):
            body_text.small_print(draft, unit)
    if layout.subtitle is not None:
        line = layout.units[layout.subtitle]
        draft.offer("headline", line.fact(line.text), HEADER)
    headings.read_title(draft, layout)
    mirrors.read_mirror(draft, layout)
    minutes.read_minutes(draft)
    _first_run(draft, layout)
    own_brackets.read_brackets(draft, layout.units)
    outside = {section_words.COMMENTS, section_words.TEASERS}
    wire.read_closing(
        draft, [unit for unit, at in zip(layout.units, layout.section, strict=True) if at not in outside]
    )
    no_review.refuse(draft, layout)
    crew_in_prose(draft, layout)
    return layout


def has_facts_behind(unit: Unit, kind: str) -> bool:
    """Whether a line that begins with a label may go on in small print: "Regie: Ann Lee. 88 min."."""
    long = len(unit.text) > _SHORT_LABEL or _FACTS_BEHIND.search(unit.text) is not None
    return kind == "label" and long


def _credited_title(layout: Layout) -> str | None:
    for unit, kind, section in zip(layout.units, layout.kinds, layout.section, strict=True):
        if section == section_words.CREDITS and kind == "titleyear":
            found = title_and_year(unit.text)
            return found[0] if found else None
    return None


def _headed_again(layout: Layout) -> Unit | None:
    """The film's heading below a first one that has it behind a colon: "Week 41: Salt Road"."""
    first = next((unit for unit in layout.units if unit.tag == "h1"), None)
    _, colon, rest = first.text.partition(": ") if first is not None else ("", "", "")
    lower = (unit for unit in layout.units if unit.is_heading and unit.tag != "h1")
    return next((unit for unit in lower if unit.text == rest), None) if colon else None


def read_header(draft: Draft, layout: Layout) -> None:
    """Read everything above the body."""
    index = 0
    lone_facts.genre(draft, layout)
    while index < layout.start:
        unit, kind = layout.units[index], layout.kinds[index]
        section = layout.section[index]
        index += 1
        if 1 < index <= (layout.piped_title or 0):
            continue  # teasers of other films stand above the title
        if section in {section_words.TEASERS, section_words.COMMENTS} and kind not in {"label", "credits"}:
            continue
        if index == 1 and (site := bylines.site_name(unit.text) or house_lines.crumbs(unit.text)) is not None:
            draft.offer("publication", unit.fact(site, unit.text), HEADER)
            continue
        if kind in {"label", "heading", "credits", "cast", "cells"}:
            stop = _run_end(layout, index - 1)
            _labelled_run(draft, layout, index - 1, stop)
            index = stop
        elif kind == "short" and (rated := lone_facts.certificate(layout, index - 1)) is not None:
            draft.offer("content_rating", unit.fact(rated), HEADER)
            draft.evidence.add("content rating")
        else:
            loose_line(draft, unit, kind, HEADER)


def _first_run(draft: Draft, layout: Layout) -> None:
    """Read the date of a reprint's note, which is the review's."""
    for unit in layout.units[layout.end :]:
        if len(unit.text) <= _LONGEST_NOTE and _FIRST_RUN.search(unit.text):
            draft.offer("published_on", dated(draft, unit.text, unit), HEADER)


def _run_end(layout: Layout, index: int) -> int:
    """The end of a run of labels and the lines that continue them."""
    end = index + 1
    while end < layout.start and (
        layout.kinds[end] in {"label", "heading", "credits", "cast", "facts", "cells"}
        or (
            layout.kinds[end - 1] in {"label", "heading"}
            and layout.kinds[end] in {"short", "sentence"}
            and layout.units[end].gap <= 1
            and layout.units[end].tag != "h1"
            and not (_is_no_value(layout.units[end]) and _is_rubric(layout.units[end - 1]))
        )
        or (
            layout.units[end].tag == layout.units[end - 1].tag == "li"
            and could_be_name(layout.units[end].text)
        )
    ):
        end += 1
    return end


def _is_no_value(unit: Unit) -> bool:
    """Whether what stands under "Film" is a heading, or the next rubric of a menu."""
    return unit.is_heading or paper_words.RUBRIC.fullmatch(unit.text) is not None


def _is_rubric(unit: Unit) -> bool:
    """Whether what could be a title's label is a rubric above a heading: "Film"."""
    label = label_of(unit.text)
    return label is not None and label.field == jobs.TITLE


def _labelled_run(draft: Draft, layout: Layout, start: int, end: int) -> None:
    units, kinds = _continued(layout.units[start:end], layout.kinds[start:end])
    layout.used.update(range(start, end))
    writer_is_critic = _written_by_is_byline(layout, units)
    kept_units, kept_kinds = [], []
    for unit, kind in zip(units, kinds, strict=True):
        byline = (
            bylines.byline(unit.text)
            if writer_is_critic and re.match(r"^written", unit.text, re.IGNORECASE)
            else None
        )
        if byline is not None and kind in {"label", "credits"}:
            take_byline(draft, unit, byline)
            continue
        kept_units.append(unit)
        kept_kinds.append(kind)
    credit_lines(draft, kept_units, kept_kinds)


def credit_lines(draft: Draft, units: Sequence[Unit], kinds: Sequence[str]) -> None:
    """Read a run of credits; the dates, ratings and bylines that stand among them are no credits."""
    kept_units: list[Unit] = []
    kept_kinds: list[str] = []
    for unit, kind in zip(units, kinds, strict=True):
        if kind in {"date", "rating"}:
            loose_line(draft, unit, kind, HEADER)
        elif kind in {"short", "sentence", "cells"} and (byline := bylines.byline(unit.text)) is not None:
            take_byline(draft, unit, byline)
        elif kind == "cells" and (drawn := _STARS_FIRST.match(unit.text)) is not None:
            loose_line(draft, unit.with_text(drawn.group(1)), "rating", HEADER)
        else:
            kept_units.append(unit)
            kept_kinds.append(kind)
    credits_block.read_block(draft, kept_units, kept_kinds)


def _written_by_is_byline(layout: Layout, units: list[Unit]) -> bool:
    """Whether "Written by X" is the critic: nothing else credits the film and a date stands beside it."""
    if not any(re.match(r"^written by\b", unit.text, re.IGNORECASE) for unit in units):
        return False
    signed = (unit for unit in units if _SIGNED.search(unit.hints))
    if any(re.match(r"written by\b", unit.text, re.IGNORECASE) for unit in signed):
        return True
    text = "\n".join(unit.text[:200] for unit in layout.units[: min(layout.start, 100)])
    return not re.search(r"\b(?:direct(?:ed|or)|starring|cast|screenplay)\b", text, re.IGNORECASE) and any(
        kind == "date" for kind in layout.kinds[: min(layout.start, 100)]
    )


def _continued(units: Sequence[Unit], kinds: Sequence[str]) -> tuple[list[Unit], list[str]]:
    """Join a label's value that runs on to the next line ("Starring: A, B," / "C")."""
    joined: list[Unit] = []
    marks: list[str] = []
    for unit, kind in zip(units, kinds, strict=True):
        runs_on = joined and marks[-1] == "label" and unit.gap == 0 and kind in {"short", "sentence", "cast"}
        if runs_on and re.search(r"(?:,|&|\band)$", joined[-1].text):
            before = joined[-1]
            joined[-1] = Unit(
                f"{before.text} {unit.text}", before.first, unit.last, before.gap, before.tag, before.main
            )
            continue
        joined.append(unit)
        marks.append(kind)
    return joined, marks


def loose_line(draft: Draft, unit: Unit, kind: str, rank: int) -> None:
    """Read a line of the header, or one after the body, that has no label."""
    if kind == "facts":
        facts = phrases.fact_line(unit.text)
        line = credit_line.small(unit.text) if facts is not None and facts.rest else None
        if line is not None and line.people:  # "2022 | dir. Ann Lee | Canada | 1h 52m"
            credit_line.apply(draft, line, unit, rank)
        elif facts is not None:
            apply_fact_line(draft, facts, unit, rank)
        elif (rated := phrases.content_rating(unit.text)) is not None:
            draft.offer("content_rating", unit.fact(rated, unit.text), rank)
            draft.evidence.add("content rating")
    elif kind == "rating":
        rating = ratings.alone(unit.text)
        offer_rating(draft, unit.fact(rating, unit.text) if rating else None, rank)
    elif kind == "date":
        when = dated(draft, unit.text, unit)
        draft.offer("published_on", when, rank)
        rating = ratings.behind(unit.text)[1]  # "May 13, 1994 ***"
        offer_rating(draft, unit.fact(rating, unit.text) if rating else None, rank)
    elif (
        byline := bylines.byline(unit.text)
        or bylines.name_and_date(unit.text)
        or (signing_line.told_in(unit.text) if not unit.is_heading else None)
    ) is not None:
        take_byline(draft, unit, byline)
    elif kind == "short" and (line := credit_line.small(unit.text)) is not None:
        credit_line.apply(draft, line, unit, rank)
    elif kind == "short" and "|" in unit.text and dates.is_date_line(unit.text.split("|")[0]):
        draft.offer("published_on", dated(draft, unit.text.split("|")[0], unit), GUESSED)
    elif kind == "short" and (drawn := _STARS_FIRST.match(unit.text)) is not None:
        rating = ratings.alone(drawn.group(1))
        offer_rating(draft, unit.fact(rating, unit.text) if rating else None, rank)
    elif kind == "short" and (
        found := re.match(r"^(\*{1,4}(?:\s?1/2|½)?|[★☆½]{1,6})\s*\(([^()]{0,12})\)$", unit.text)
    ):
        rating = ratings.alone(found.group(1))
        offer_rating(draft, unit.fact(rating, unit.text) if rating else None, rank)
        content = phrases.content_rating(found.group(2))
        draft.offer("content_rating", unit.fact(content, unit.text) if content else None, rank)


def take_byline(draft: Draft, unit: Unit, byline: bylines.Byline) -> None:
    """Put a byline's names, date and publication into the draft."""
    quote = unit.text
    for name in byline.names:
        draft.critics.append((HEADER, unit.fact(name, quote if quote != name else None)))
    if byline.published is not None:
        draft.offer("published_on", unit.fact(byline.published, quote), HEADER)
    elif any(mark.isdigit() for mark in unit.text):
        draft.offer("published_on", dated(draft, unit.text, unit), HEADER)
    if byline.publication is not None:
        draft.offer("publication", unit.fact(byline.publication, quote), HEADER)


def read_after_body(draft: Draft, layout: Layout) -> None:
    """Read credits, ratings and bylines under (or between) the paragraphs of the body."""
    block: list[int] = []
    body = set(layout.body)
    for index in range(layout.start, len(layout.units)):
        unit, kind, section = layout.units[index], layout.kinds[index], layout.section[index]
        if (
            index in body
            or section in {section_words.COMMENTS, section_words.TEASERS}
            or index == layout.critic_index
        ):
            _flush(draft, layout, block)
            continue
        if (signed := critic_lines.signed_and_dated(layout, index)) is not None:
            _flush(draft, layout, block)
            draft.critics.append((HEADER, unit.fact(signed, critic_lines.more(unit.text, signed))))
            continue
        among = bool(block) or section == section_words.CREDITS
        dashed = unit.text.lstrip("-–— ") if kind == "short" and among and unit.text[0] in "-–—" else ""
        if dashed and (told := bylines.name_and_date(dashed)) is not None:  # "- Ann Lee, 3 May 2019"
            _flush(draft, layout, block)
            take_byline(draft, unit, told)
            continue
        if kind == "short" and _is_grade(layout, index) and draft.best("rating") is None:
            offer_rating(draft, unit.fact(Rating(unit.text, *ratings.LETTERS), unit.text), HEADER)
            continue
        if kind == "short" and phrases.is_genre(unit.text) and _among_facts(layout, index):
            draft.add("genres", [unit.fact(part) for part in re.split(r"\s*[/,&]\s*", unit.text)])
            continue
        if (
            section == section_words.CREDITS
            or kind in {"label", "heading", "credits", "cast", "cells"}
            or (block and unit.gap <= 1 and _goes_on(layout, block[-1], index))
        ):
            block.append(index)
        else:
            _flush(draft, layout, block)
            _line_behind(draft, layout, index)
    _flush(draft, layout, block)


def _line_behind(draft: Draft, layout: Layout, index: int) -> None:
    """Read a line under the body, or between its paragraphs, that belongs to no credits."""
    unit, kind = layout.units[index], layout.kinds[index]
    inside = bool(layout.body) and index < layout.body[-1]
    if kind == "titleyear" and not inside and layout.section[index] == "":
        return
    if not inside and headings.heads_credits(layout, index):
        draft.offer("title", unit.fact(unit.text.strip(_QUOTES).rstrip(",."), unit.text), CREDITS)
    stars = kind == "rating" and re.fullmatch(r"[*\s]+", unit.text) is not None
    another = kind == "short" and bool(draft.critics) and bylines.name_and_date(unit.text) is not None
    if kind in {"short", "sentence", "facts"} and title_lines.read_line(draft, layout, unit, HEADER):
        return
    if kind == "prose" and not inside and title_lines.behind_title(layout, unit.text):
        for found in fields.all_fields(unit.text):
            apply_field(draft, found, unit)
        body_text.small_print(draft, unit)
    if not (inside and (stars or another)):  # between paragraphs they part the text, or sign a comment
        loose_line(draft, unit, kind, HEADER)
    if kind == "short" and not inside and (below := bylines.signed(unit.text)) is not None:
        take_byline(draft, unit, below)
    elif inside and kind == "short":
        draft.complain(f"Left out of the review's text: {unit.text[:80]!r}.", unit.first)


def _is_grade(layout: Layout, index: int) -> bool:
    """Whether a letter stands alone right under the text or the credits: "B"."""
    unit = layout.units[index]
    above = layout.kinds[index - 1] in {"credits", "label", "facts"} or index - 1 in layout.body
    return above and unit.main and re.fullmatch("[A-DF]", unit.text) is not None


def _among_facts(layout: Layout, index: int) -> bool:
    """Whether a line stands among those that say how long a film is, for whom, or from when."""
    near = layout.kinds[max(0, index - 2) : index + 4]
    return any(kind in {"facts", "titleyear"} for kind in near)


def _goes_on(layout: Layout, before: int, index: int) -> bool:
    """Whether a loose line belongs to the credits above it: it follows a credit, or is one more name."""
    kind = layout.kinds[index]
    if kind in {"titleyear", "facts", "poster"}:
        return layout.kinds[before] != "short"
    if kind != "short":
        return False
    if layout.kinds[before] in {"label", "heading", "cast", "titleyear", "facts", "credits", "cells"}:
        return True
    text = layout.units[index].text
    alike = credits_block.lost_its_space(text) and credits_block.lost_its_space(layout.units[before].text)
    return layout.kinds[before] == "short" and before == index - 1 and (alike or looks_like_name(text))


def _flush(draft: Draft, layout: Layout, block: list[int]) -> None:
    if block:
        units, kinds = _continued([layout.units[i] for i in block], [layout.kinds[i] for i in block])
        credit_lines(draft, units, kinds)
        block.clear()


def crew_in_prose(draft: Draft, layout: Layout) -> None:
    """Read the crew that only the prose names."""
    known = draft.jobs_known()
    wanted = [job for job in (DIRECTOR, WRITER, CINEMATOGRAPHER, COMPOSER, EDITOR) if job not in known]
    title = draft.best("title")
    if not wanted or title is None:
        return
    year = draft.best("year")
    critics = [fact.value for _, fact in draft.critics]
    body = [layout.units[i] for i in layout.body]
    directors = tuple(role.name.value for role in draft.roles if role.job == DIRECTOR)
    credited, complaints = crew.find_crew(
        body,
        title.value,
        year.value if year else None,
        wanted,
        not_crew=critics,
        directors=directors,
        people=[role.name.value for role in draft.roles],
    )
    for credit in credited:
        fact = credit.name
        draft.credit((credit.job,), Credited(fact.value), fact, GUESSED)
    draft.complaints.extend(complaints)
