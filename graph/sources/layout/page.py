"""From the units of any page to a draft: header, body, critic, credits, what only the prose says.

The one place where the parts meet. The readers of text, HTML and Markdown differ in how they make
units and in the data they find beside them; from there on a page is a page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.records import CINEMATOGRAPHER, COMPOSER, DIRECTOR, EDITOR, WRITER
from graph.sources.columns import several
from graph.sources.draft import GUESSED, HEADER, HEADING, Draft
from graph.sources.facts import jobs, own_brackets
from graph.sources.facts.credit_lists import Credited
from graph.sources.facts.jobs import label_of
from graph.sources.facts.labelled import dated
from graph.sources.facts.people import could_be_name
from graph.sources.facts.titles import title_and_year
from graph.sources.layout import (
    body_text,
    headings,
    lone_facts,
    loose_lines,
    no_review,
    section_words,
    segments,
    under_text,
    wire,
)
from graph.sources.origin import bylines, critic_lines, house_lines, mirrors, paper_words
from graph.sources.patterns import regex
from graph.sources.prose import crew, minutes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.layout.segments import Layout
    from graph.sources.lines import Unit


#: A label's line that is longer may go on in small print: "CAST: Ann Lee, Bo Li. 91 minutes. Cert 12A."
_SHORT_LABEL = 120
#: So near to a label alone on its line stands the next.
_NEAR = 4
_LONGEST_NOTE = 200
#: "Regie: Ann Lee. Mit Bo Li. Dänemark 2012, 88 Minuten."
_FACTS_BEHIND = regex(r":.{3,80}\.\s[^:]*\d")
#: "Written by Ann Lee | Pune", "Written by Ann Lee | Updated: July 19, 2019"
_FILED_FROM = regex(r"^written by [^|]{4,40}\s\|\s(?:[A-Z][\w -]{2,30}$|.*\b(?:19|20)\d\d\b)", re.IGNORECASE)
#: "This review first ran in the Herald of 11 July 2013."
_FIRST_RUN = regex(r"\b(?:first|originally) (?:ran|published|appeared|printed|posted)\b", re.IGNORECASE)
#: What a class calls a byline.
_SIGNED = regex(r"(?:^|[\s_-])(?:byline|author)(?=$|[\s_-])", re.IGNORECASE)


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
    under_text.read(draft, layout)
    critic_lines.read_critic(draft, layout)
    body_text.read_text(draft, layout)
    for unit, kind in zip(layout.units, layout.kinds, strict=True):
        if kind == "credits" or has_facts_behind(unit, kind):
            body_text.small_print(draft, unit)
    if layout.subtitle is not None:
        line = layout.units[layout.subtitle]
        draft.offer("headline", line.fact(line.text), HEADER)
    headings.read_title(draft, layout)
    critic_lines.read_alone(draft, layout)
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
    teasers = _first_title(layout)
    lone_facts.genre(draft, layout)
    while index < layout.start:
        unit, kind = layout.units[index], layout.kinds[index]
        section = layout.section[index]
        index += 1
        if 1 < index <= teasers:
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
            loose_lines.loose_line(draft, unit, kind, HEADER)


def _first_title(layout: Layout) -> int:
    """The place of the title above a bar, or of its first copy: title, stars, and the title once more."""
    place = layout.piped_title or 0
    again = place - 1
    while again > 0 and layout.kinds[again] == "rating":
        again -= 1
    stars = 0 < again < place - 1
    return again if stars and layout.units[again].text == layout.units[place].text else place


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
            and not (_is_rubric(layout.units[end - 1]) and _is_no_value(layout, end))
        )
        or (
            layout.units[end].tag == layout.units[end - 1].tag == "li"
            and could_be_name(layout.units[end].text)
        )
    ):
        end += 1
    return end


def _is_no_value(layout: Layout, index: int) -> bool:
    """Whether what stands under "Film" is a heading, the next rubric of a menu, or a headline under a rubric.

    A label alone on its line has others like it below; a rubric of a text dump has an empty line.
    """
    unit, label = layout.units[index], layout.units[index - 1]
    if unit.is_heading or paper_words.RUBRIC.fullmatch(unit.text) is not None:
        return True
    rubric = paper_words.RUBRIC.fullmatch(label.text.strip(" :")) is not None
    if rubric and any(one.text == unit.text for one in layout.units[: index - 1]):
        return True  # the head's title, and again under its rubric
    return rubric and unit.tag == "" and unit.gap > 0 and "heading" not in layout.kinds[index : index + _NEAR]


def _is_rubric(unit: Unit) -> bool:
    """Whether what could be a title's label is a rubric above a heading: "Film"."""
    label = label_of(unit.text)
    return label is not None and label.field == jobs.TITLE


def _labelled_run(draft: Draft, layout: Layout, start: int, end: int) -> None:
    units, kinds = loose_lines.continued(layout.units[start:end], layout.kinds[start:end])
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
            loose_lines.take_byline(draft, unit, byline)
            continue
        kept_units.append(unit)
        kept_kinds.append(kind)
    loose_lines.credit_lines(draft, kept_units, kept_kinds)


def _written_by_is_byline(layout: Layout, units: list[Unit]) -> bool:
    """Whether "Written by X" is the critic: nothing else credits the film and a date stands beside it."""
    if not any(re.match(r"^written by\b", unit.text, re.IGNORECASE) for unit in units):
        return False
    signed = (unit for unit in units if _SIGNED.search(unit.hints))
    if any(re.match(r"written by\b", unit.text, re.IGNORECASE) for unit in signed):
        return True
    if any(_is_written_for_the_page(layout, unit) for unit in units):
        return True
    text = "\n".join(unit.text[:200] for unit in layout.units[: min(layout.start, 100)])
    return not re.search(r"\b(?:direct(?:ed|or)|starring|cast|screenplay)\b", text, re.IGNORECASE) and any(
        kind == "date" for kind in layout.kinds[: min(layout.start, 100)]
    )


def _is_written_for_the_page(layout: Layout, unit: Unit) -> bool:
    """Whether a line "Written by Ann Lee" is a by-line though others credit the film.

    It says where its writer is, or when ("Written by Ann Lee | Pune"), or it shares its paragraph with
    nothing but the day of the page: "Updated: July 19, 2019".
    """
    if re.match(r"written by\b", unit.text, re.IGNORECASE) is None:
        return False
    if _FILED_FROM.search(unit.text) is not None:
        return True
    place = next((index for index, one in enumerate(layout.units) if one is unit), 0)
    kinds, units = layout.kinds, layout.units
    above = place > 0 and unit.gap == 0 and not unit.tag and kinds[place - 1] == "date"
    below = place + 1 < len(units) and units[place + 1].gap == 0 and not unit.tag
    day_below = below and kinds[place + 1] == "date"
    alone = above and place > 1 and units[place - 1].gap > 0
    return (alone and not below) or (day_below and unit.gap > 0)


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
