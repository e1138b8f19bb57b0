"""What a page of several reviews says once for all of them: whose column it is, and which paper's.

The lines above its first entry and under its last are few, and hardly anybody is named there who is not its
critic: behind "by" or a word for who writes, as the owner or the subject of a short line ("Ann Lee picks the
tapes"), behind a label, or alone on a line. A name in the middle of a sentence may be anybody's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.records import Fact
from graph.sources.columns import page_owner
from graph.sources.columns.page_owner import NAME, is_person
from graph.sources.draft import GUESSED, HEADER, HEADING, Draft
from graph.sources.facts import dates
from graph.sources.layout import beside_title, loose_lines, page, segments
from graph.sources.layout.segments import Layout
from graph.sources.origin import (
    bylines,
    critic_lines,
    house_lines,
    masthead,
    nameplates,
    signing_line,
    whole_page,
)
from graph.sources.origin.paper_words import HOUSE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.sources.lines import Unit
    from graph.sources.origin.furniture import Line

_WRITER = (
    r"(?:critics?|reviewers?|columnists?|correspondents?|kritiker(?:in)?|critiques?|críticos?|críticas?|"
    r"critici?|recensore|recensent|anmelder|rezensent(?:in)?|writers?|host(?:ess)?|projectionist|usher)"
)
_WORK = (
    r"(?:opinions?|reviews?|reviewed|reviewing|words?|texts?|notes?|capsules?|stars|ratings?|grades?|"
    r"graded|views?|"
    r"verdicts?|by|written|compiled|author|kritik(?:en)?|texte?|textos?|testi?|recensioner?|rese[ñn]as?|"
    r"critiques?|"
    r"críticas?|recensies?|anmeldelser?|commentary|comments|takes?|watched|watching|seen|on duty)"
)
#: "This week's opinions: Ann Lee", "Kritiken: Jo Blum", "Our critic: Ann Lee."
_LABELLED = re.compile(
    rf"^(?:[^:.]{{0,40}}\b)?(?:{_WORK}|{_WRITER}|in the (?:dark|aisle|stalls|seat|chair|"
    rf"balcony))(?: by)?\s*:\s+"
    rf"(?P<name>(?-i:{NAME}))(?=[.,;|(]|\s[–—-]|$)",
    re.IGNORECASE,
)
#: "By Tribune film critic Ann Lee", "our critic, Ann Lee".
_CALLED = re.compile(rf"\b{_WRITER},?\s+(?P<name>(?-i:{NAME}))(?=[.,;:|(]|\s[–—-]|$|\s[a-z])", re.IGNORECASE)
#: "Ann Lee picks the tapes", "Ann Lee's column appears Fridays", "Ann Lee, film critic".
_SUBJECT = re.compile(
    rf"^(?P<name>{NAME})(?:,? (?:is )?(?:our |the |a |[A-Z][\w’'-]+ )*(?:film |movie |video |staff |"
    rf"chief |arts )*"
    rf"{_WRITER}\b|['’]s? (?:[\w-]+ ){{0,3}}?(?:picks|reviews?|column|notes|guide|log|diary|capsules|"
    rf"takes|tapes|films|"
    r"movies|videos|digest|roundup|ratings|stars|week)\b|"
    r" (?:picks|reviews|rates|rounds up|looks (?:at|over)|watches|recommends|reports|writes|goes to|sees|"
    r"samples|"
    r"surveys|sorts|weighs|grades|chooses|selects|rents|checks|previews|screens|sifts|digests|judges|"
    r"covers|scores|"
    r"sums up|considers|browses|unspools|spools|on (?:film|movies|video|the (?:films|movies|videos|"
    r"tapes)))\b)"
)
#: A paper's name behind what the critic is.
_PAPER_BEHIND = r"(?P<paper>(?:The |the )?[A-Z][\w’'-]+(?: (?:[A-Z&][\w.’'-]*|of|the|and|de|la)){0,4})"
#: "with Ann Lee", under a column's name; "with Ann Lee, Staff Writer, The Marlow Examiner".
_WITH = re.compile(
    rf"(?:[Ww]ith|[Bb]y|[Ff]rom)(?: your \w+,?)? (?P<name>{NAME})"
    rf"(?:,\s(?:[A-Z][\w’'-]+ )*(?i:{_WRITER}|editor)(?:,\s(?:of |for )?{_PAPER_BEHIND})?)?"
)
#: "From the desk of Ann Lee", "your host, Ann Lee".
_DESK = re.compile(
    rf"\b(?:from the desk of|your (?:host|guide|critic|reviewer|usher),?) (?P<name>(?-i:{NAME}))$",
    re.IGNORECASE,
)
#: "edited by Vic Sarno", "Editor: R. Quill": the critic where the page names nobody else.
_EDITED = re.compile(
    rf"\b(?:edited (?:and \w+ )?by|editor(?: (?:and|&) \w+)?\s*[:,–—-]?|publisher (?:and|"
    rf"&) editor\s*[:,–—-]?)\s+"
    rf"(?P<name>(?-i:{NAME}))(?=[.,;:|(]|\s[–—-]|$)",
    re.IGNORECASE,
)
#: A paper's name behind a critic's.
_CALLED_SO = r"(?:The |the )?[A-Z][\w’'-]+(?: (?:[A-Z&][\w.’'-]*|of|the|and|de|la)){0,4}"
_LONGEST, _LONGEST_SUBJECT = 300, 90
#: "Capsule reviews from the Lakeland Press-Argus"; "by Ann Lee, Herald-Leader Staff Writer".
_OF_PAPER = re.compile(
    rf"(?:\b(?:[Rr]eviews?|[Cc]apsules|[Nn]otes|[Bb]riefs|[Cc]ompiled) (?:from|in|of|for) (?:the )?|"
    rf"^[Bb]y {NAME}, |\bfrom the |\b(?:[Ee]very|[Ww]eekly|[Aa]ppears)\b.{{0,20}} in (?:the )?)"
    rf"(?P<name>{_CALLED_SO}?)"
    r"(?:$|, | (?:[Rr]eviews|[Cc]ritics)$| (?:[Ss]taff|[Ff]ilm|[Mm]ovie|[Aa]rts) (?:[Ww]riter|[Cc]ritic|"
    r"[Ee]ditor|[Rr]eviewer)$)"
)


def read_front(around: Draft, units: Sequence[Unit], titles: Sequence[str], lines: Sequence[Line]) -> None:
    """Read what stands above the first entry: the publication, a date, a byline.

    Args:
        around: where it goes.
        units: the lines above the first entry.
        titles: the films that the page reviews.
        lines: the furniture of the whole page, which may name the paper better than its first line does: a
            column has a name, too.
    """
    for unit in units:
        plate = nameplates.name_of(unit.text)
        if plate is not None and plate[1]:
            around.offer("publication", house_lines.unit_name(unit, plate[0]), HEADING)
    if units:
        layout = Layout(list(units), [segments.kind_of(unit) for unit in units], [""] * len(units))
        layout.start = layout.end = len(units)
        page.read_header(around, layout)
        critic_lines.read_critic(around, layout)
        for unit in units:
            _read_line(around, unit)
            said = signing_line.told_in(unit.text.replace("\t", " | ")) if "\t" in unit.text else None
            if said is not None:  # "THE TAPE RACK", "by Ann Lee", "The Fen Weekly, 14 May 1993"
                loose_lines.take_byline(around, unit, said)
        whole_page.day_above(around, units)
        for unit in units if not around.critics else ():
            named = bylines.page_critic(unit.text, heading=unit.is_heading or unit is units[0])
            if named is not None and not around.critics:
                around.critics.append((GUESSED, unit.fact(named, unit.text[:_LONGEST])))
    around.critics[:] = [one for one in around.critics if not _PAPERS.search(one[1].value)]
    if around.best("publication") is None:
        critics = {fact.value.casefold() for _, fact in around.critics}
        around.offer("publication", masthead.name_of(lines, titles, critics), HEADER)
    paper = around.best("publication")
    for line in lines if paper is not None and around.best("published_on") is None else ():
        day = dates.sure(line.text) if line.place in page_owner.HEAD else None
        if day is not None and paper is not None and paper.value.casefold() in line.text.casefold():
            around.offer("published_on", Fact(day[0], line.line, line.line, line.text), GUESSED)
            break
    if units and layout.kinds[0] in {"short", "cells"} and bylines.site_name(units[0].text) is None:
        beside_title.read(around, layout, len(units))


#: What no critic is called, though a line with a day has it where others have their critic.
_PAPERS = re.compile(
    r"\b(?:fortnightly|weekly|monthly|gazette|tribune|herald|chronicle|journal|courier|examiner|"
    r"advertiser|newsletter)$",
    re.IGNORECASE,
)


def _read_line(around: Draft, unit: Unit) -> None:
    """Read what one line above the entries says of the paper."""
    house, service = house_lines.house_of(unit.text), house_lines.service_of(unit.text)
    house = house or house_lines.periodical_of(unit.text)
    around.offer("publication", unit.fact(house, unit.text) if house is not None else None, HEADER)
    if (printed := _OF_PAPER.search(unit.text)) is not None and HOUSE.search(printed.group("name")):
        around.offer("publication", unit.fact(printed.group("name"), unit.text), HEADER)
    beside = _WITH.fullmatch(_bare(unit.text)) if len(unit.text) <= _LONGEST else None
    if beside is not None and beside.group("paper") and HOUSE.search(beside.group("paper")):
        around.offer("publication", unit.fact(beside.group("paper"), unit.text), HEADER)
    if service is not None:
        rank = GUESSED if house_lines.is_staff(unit.text) else HEADER
        around.offer("publication", unit.fact(service, unit.text), rank)


def read_foot(around: Draft, front: Sequence[Unit], foot: Sequence[Unit], lines: Sequence[Line] = ()) -> None:
    """Find the critic of all reviews, where no byline above them names one.

    ``foot`` is what stands under the last entry and is none of its text; ``lines`` is the page's furniture.
    """
    found = (critic_of(front, foot) or page_owner.owner_of(lines)) if not around.critics else None
    if found is not None:
        around.critics.append((GUESSED, found))


def critic_of(front: Sequence[Unit], foot: Sequence[Unit]) -> Fact[str] | None:
    """The one critic of all the reviews of a page; None where its front and foot name none, or several.

    Args:
        front: what stands above the first entry.
        foot: what stands under the last and is none of its text.
    """
    for read, place in ((_said, front), (_said, foot), (_alone, front), (_edits, front), (_edits, foot)):
        found = {fact.value: fact for unit in place for fact in read(unit)}
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            return None
    return None


def _said(unit: Unit) -> Iterator[Fact[str]]:
    """Who a line says writes."""
    text = _bare(unit.text)
    if len(text) > _LONGEST:
        return
    named = bylines.page_critic(text)
    forms = (_LABELLED.match(text), _CALLED.search(text), _WITH.fullmatch(text), _DESK.search(text))
    found = [match.group("name") for match in forms if match is not None]
    if len(text) <= _LONGEST_SUBJECT and (subject := _SUBJECT.match(text)) is not None:
        found.append(subject.group("name"))
    for name in [named] if named is not None else [name for name in found if is_person(name)][:1]:
        if is_person(name):
            yield unit.fact(name, unit.text[:_LONGEST])


def _alone(unit: Unit) -> Iterator[Fact[str]]:
    """A name on a line of its own, that is no heading."""
    text = _bare(unit.text)
    if not unit.is_heading and not text.isupper() and is_person(text):
        yield unit.fact(text, unit.text if unit.text != text else None)


def _edits(unit: Unit) -> Iterator[Fact[str]]:
    found = _EDITED.search(unit.text) if len(unit.text) <= _LONGEST else None
    if found is not None and is_person(found.group("name")):
        yield unit.fact(found.group("name"), unit.text)


_BEHIND = re.compile(rf"^(?:[Rr]eview(?:ed)? )?[Bb]y:? (?P<name>{NAME}),\s(?P<outlet>{_CALLED_SO})$")


def outlet_of(text: str, above: str) -> str | None:
    """The paper that an entry's by-line names, "by Ann Lee, Southport Film Letter", or the line under it."""
    found = _BEHIND.match(text)
    if found is not None and is_person(found.group("name")):
        outlet = found.group("outlet")
        return None if _JOB.search(outlet) or (" " not in outlet and HOUSE.search(outlet) is None) else outlet
    under = bylines.byline(above) if above else None
    named = (
        under is not None and HOUSE.search(text) is not None and re.fullmatch(_CALLED_SO, text) is not None
    )
    return text if named and _JOB.search(text) is None else None


_JOB = re.compile(
    r"\b(?:critic|writer|editor|reviewer|correspondent|staff|special|columnist|contributor)\b", re.IGNORECASE
)


def _bare(text: str) -> str:
    return text.strip(" *_~=–—-|")
