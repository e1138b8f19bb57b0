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
from graph.sources.facts.people import looks_like_name
from graph.sources.layout import beside_title, loose_lines, page, section_words, segments
from graph.sources.layout.segments import Layout
from graph.sources.origin import (
    bios,
    bylines,
    critic_lines,
    house_lines,
    masthead,
    nameplates,
    paper_names,
    paper_sayings,
    signing_line,
    whole_page,
)
from graph.sources.origin.paper_words import HOUSE
from graph.sources.patterns import regex
from graph.sources.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.sources.lines import Unit
    from graph.sources.origin.furniture import Line

_WRITER = (
    r"(?:critics?|reviewers?|columnists?|correspondents?|kritiker(?:in)?|critiques?|críticos?|críticas?|"
    r"critici?|recensore|recensent|anmelder|rezensent(?:in)?|writers?|presenter|broadcaster|host(?:ess)?|projectionist|usher)"
)
_WORK = (
    r"(?:opinions?|reviews?|reviewed|reviewing|words?|texts?|notes?|capsules?|stars|ratings?|grades?|"
    r"graded|views?|"
    r"verdicts?|by|written|compiled|author|kritik(?:en)?|texte?|textos?|testi?|recensioner?|rese[ñn]as?|"
    r"critiques?|"
    r"críticas?|recensies?|anmeldelser?|commentary|comments|takes?|watched|watching|seen|on duty)"
)
#: "This week's opinions: Ann Lee", "Kritiken: Jo Blum", "Our critic: Ann Lee."
_LABELLED = regex(
    rf"^(?:[^:.]{{0,40}}\b)?(?:{_WORK}|{_WRITER}|in the (?:dark|aisle|stalls|seat|chair|"
    rf"balcony))(?: by)?\s*:\s+"
    rf"(?P<name>(?-i:{NAME}))(?=[.,;|(]|\s[–—-]|$)",
    re.IGNORECASE,
)
#: "By Tribune film critic Ann Lee", "our critic, Ann Lee".
_CALLED = regex(rf"\b{_WRITER},?\s+(?P<name>(?-i:{NAME}))(?=[.,;:|(]|\s[–—-]|$|\s[a-z])", re.IGNORECASE)
#: "Ann Lee picks the tapes", "Ann Lee's column appears Fridays", "Ann Lee, film critic".
_SUBJECT = regex(
    rf"^(?P<name>{NAME}?)(?<!['’]s)(?:,? (?:is )?(?:our |the |a |[A-Z][\w’'-]+ )*(?:film |movie |video |"
    rf"staff |freelance |local |regular |"
    rf"chief |arts )*"
    rf"{_WRITER}\b|['’]s? (?:[\w-]+ ){{0,3}}?(?:picks|reviews?|column|notes|guide|log|diary|capsules|"
    rf"takes|tapes|films|rentals|"
    r"cassettes|choices?|verdicts?|corner|selection|tips|movies|videos|digest|roundup|ratings|stars|week)\b|"
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
_WITH = regex(
    rf"(?:[Ww]ith|[Bb]y|[Ff]rom)(?: your \w+,?)? (?P<name>{NAME})"
    rf"(?:,\s(?:[A-Z][\w’'-]+ )*(?i:{_WRITER}|editor)(?:,\s(?:of |for )?{_PAPER_BEHIND})?)?"
)
#: "From the desk of Ann Lee", "your host, Ann Lee".
_DESK = regex(
    rf"\b(?:from the desk of|your (?:host|guide|critic|reviewer|usher),?) (?P<name>(?-i:{NAME}))$",
    re.IGNORECASE,
)
#: "the movie letter of Ann Lee", "Notes from the diary of Ann Lee".
_OWNED = [
    "letters?", "diary", "diaries", "columns?", "log", "notebook", "journal", "newsletter", "verdicts",
    "blog", "cartelera", "columna", "críticas", "rincón", "butaca", "diario", "crónicas?", "chroniques?",
    "carnet", "billet", "rubrica", "kolumne",
]  # fmt: skip
_WHOSE = regex(
    rf"\b(?:(?:{'|'.join(_OWNED)}) (?:of|de|di|von|van|av|af)|(?:{'|'.join(_OWNED[9:]).upper()}) (?:DE|DI)) "
    rf"(?P<name>{NAME}?)(?=[.,;:|()]|\s[–—-]|$|\s[a-z])"
)
#: "Our man in the stalls, Ann Lee, has seen them all."
_OURS = regex(
    rf"\b(?:our|your|the) (?:own )?(?:man|woman|girl|boy|lady|eyes?|correspondent|usher|spy|friend|guest|"
    rf"host|reviewer|regular|resident)\b[^.,:;]{{0,40}}, (?P<name>(?-i:{NAME})),",
    re.IGNORECASE,
)
#: "Ann Lee pours", "The Reverend Ann Lee goes to the Regal": who does something, whatever it is.
_DOES = regex(
    rf"^(?:(?:The )?(?:Rev(?:erend|\.|d\.?)?|Fr\.?|Father|Sister|Canon|Pastor|Rabbi|Dr\.?|Prof\.?|Professor|"
    rf"Mr\.?|Mrs\.?|Ms\.?|Sir|Dame) )?(?P<name>{NAME}?) (?:[a-z]+ly )?(?P<verb>[a-z]{{2,}}s)\b"
)
#: What is told of people whom a column writes about, not of who writes it.
_NO_WRITER = word_set(
    "stars plays dies returns talks wins leads directs joins shines opens makes is was has tells turns comes "
    "speaks heads marries sings performs signs launches celebrates remembers appears discusses answers "
    "brings visits meets follows leaves quits gets gives replaces retires as vs does wants finds hosts "
    "produces presents stays takes runs moves becomes lives loves"
)
#: "edited by Vic Sarno", "Editor: R. Quill": the critic where the page names nobody else.
_EDITED = regex(
    rf"\b(?:edited (?:and \w+ )?by|editor(?: (?:and|&) \w+)?\s*[:,–—-]?|publisher (?:and|"
    rf"&) editor\s*[:,–—-]?)\s+"
    rf"(?P<name>(?-i:{NAME}))(?=[.,;:|(]|\s[–—-]|$)",
    re.IGNORECASE,
)
#: A paper's name behind a critic's.
_CALLED_SO = r"(?:The |the )?[A-Z][\w’'-]+(?: (?:[A-Z&][\w.’'-]*|of|the|and|de|la)){0,4}"
_LONGEST, _LONGEST_SUBJECT = 300, 90
#: "Capsule reviews from the Lakeland Press-Argus"; "by Ann Lee, Herald-Leader Staff Writer".
_OF_PAPER = regex(
    rf"(?:\b(?:[Rr]eviews?|[Cc]apsules|[Nn]otes|[Bb]riefs|[Cc]ompiled) (?:from|in|of|for) (?:the )?|"
    rf"^[Bb]y {NAME}, |\bfrom the |\b(?:[Ee]very|[Ww]eekly|[Aa]ppears)\b.{{0,20}} in (?:the )?)"
    rf"(?P<name>{_CALLED_SO}?)"
    r"(?:$|, | (?:[Rr]eviews|[Cc]ritics)$| (?:[Ss]taff|[Ff]ilm|[Mm]ovie|[Aa]rts) (?:[Ww]riter|[Cc]ritic|"
    r"[Ee]ditor|[Rr]eviewer)$)"
)


_INITIAL_LAST = regex(r"\w [A-Z]\.?$")  # "No. 88 / 4 May 2002 / Ann L.": a person


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
        if plate is not None and plate[1] and not (unit is not units[0] and _INITIAL_LAST.search(plate[0])):
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
    around.offer("publication", page_owner.page_of(lines), HEADER)
    if around.best("publication") is None:
        critics = {fact.value.casefold() for _, fact in around.critics}
        around.offer("publication", masthead.name_of(lines, titles, critics), HEADER)
    paper = around.best("publication")
    for line in lines if paper is not None and around.best("published_on") is None else ():
        plate = nameplates.name_of(line.text) if line.place == "foot" else None
        told = line.place in page_owner.HEAD or (plate is not None and plate[1])
        day = dates.sure(line.text) if told else None
        if day is not None and paper is not None and paper.value.casefold() in line.text.casefold():
            around.offer("published_on", Fact(day[0], line.line, line.line, line.text), GUESSED)
            break
    if units and layout.kinds[0] in {"short", "cells"} and bylines.site_name(units[0].text) is None:
        beside_title.read(around, layout, len(units))


#: What no critic is called, though a line with a day has it where others have their critic.
_PAPERS = regex(
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


#: "DVD reviews", "This week's films": what a column is called, whatever it is on this time.
_COLUMN_HEADING = regex(
    r"\b(?:reviews?|capsules?|week|weekend|month|now|new|diary|guide|column|videos?|dvds?|films?|movies?|festivals?|picks|"
    r"cinema|screens?|kino|kritik(?:en)?|critiques?|críticas?|briefs?|notes|log)\b",
    re.IGNORECASE,
)
_PAIR, _MANY_WORDS = 2, 5


def headline_of(around: Draft, front: Sequence[Unit], films: int) -> Fact[str] | None:
    """The heading above a review of two films, where it is neither the paper's name nor a column's."""
    paper = around.best("publication")
    named = paper_names.key_of(paper.value) if paper is not None else ""
    for unit in reversed(front) if films == _PAIR else ():
        text = unit.text
        if not unit.is_heading or paper_names.key_of(text) == named or dates.sure(text) is not None:
            continue
        column = _COLUMN_HEADING.search(text) is not None and text.count(" ") < _MANY_WORDS
        column = column or (text.startswith("The ") and text.istitle())  # "The Saturday Adda"
        return None if column or " " not in text or looks_like_name(text) else unit.fact(text)
    return None


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
    ways = (
        (_said, front), (_said, foot), (_signs, foot), (_biographed, foot), (_alone, front),
        (_edits, front), (_edits, foot), (_does, front), (_posts, foot), (_owns, foot),
    )  # fmt: skip
    for read, place in ways:
        found = {fact.value: fact for unit in place for fact in read(unit)}
        if len(found) == 1 or (found and read is _signs):  # under the signature stand comments
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
    forms = (_LABELLED.match(text), _CALLED.search(text), _WITH.fullmatch(text), _DESK.search(text),
             _WHOSE.search(text), _OURS.search(text))  # fmt: skip
    found = [match.group("name") for match in forms if match is not None]
    if len(text) <= _LONGEST_SUBJECT and (subject := _SUBJECT.match(text)) is not None:
        found.append(subject.group("name"))
    for name in [named] if named is not None else [name for name in found if is_person(name)][:1]:
        if is_person(name):
            yield unit.fact(name.title() if name.isupper() else name, unit.text[:_LONGEST])


def _signs(unit: Unit) -> Iterator[Fact[str]]:
    """Whose name stands behind a dash, or a word for who writes: "-- Ann Lee", "Posted by Ann Lee at 9"."""
    text = unit.text.strip(" *_")
    said = (bylines.signed(text) or bylines.byline(text)) if len(text) <= _LONGEST_SUBJECT else None
    for name in said.names if said is not None and len(said.names) == 1 else ():  # two are everybody's
        if is_person(name):
            yield unit.fact(name, unit.text)


def _biographed(unit: Unit) -> Iterator[Fact[str]]:
    """Whom a few lines on the critic are about: "Ann Lee is a writer who reviews videos for the Post."."""
    name = bios.named_first(unit.text) if len(unit.text) <= _LONGEST else None
    if name is not None and is_person(name) and section_words.BIO.search(unit.text[len(name) :]):
        yield unit.fact(name, unit.text)


def _posts(unit: Unit) -> Iterator[Fact[str]]:
    """The one name of whoever posted the page, with the hour: "posted by Margit at 11:42 PM | 6 comments"."""
    found = _POSTED.match(unit.text)
    if found is not None:
        yield unit.fact(found["name"], unit.text[:_LONGEST])


#: Under comments the day stands before the hour, and the name behind a colon.
_POSTED = regex(
    r"[Pp]osted by (?!Admin|Staff|Editor|Webmaster|Guest|Anonymous)(?P<name>[A-Z][a-zà-ÿ]{1,15}),? (?:at|@) "
    r"\d{1,2}[:.]\d\d\b"
)


def _owns(unit: Unit) -> Iterator[Fact[str]]:
    """The person whose page it is: "All text © 2003 Ann Lee"."""
    for name, kind, _ in paper_sayings.said_of(unit.text) if len(unit.text) <= _LONGEST else ():
        if kind == "copyright" and is_person(name):
            yield unit.fact(name, unit.text)


def _alone(unit: Unit) -> Iterator[Fact[str]]:
    """A name on a line of its own, that is no heading."""
    text = _bare(unit.text)
    if not unit.is_heading and not text.isupper() and is_person(text):
        yield unit.fact(text, unit.text if unit.text != text else None)


def _does(unit: Unit) -> Iterator[Fact[str]]:
    """Whom a line begins with, and what that person does: "Ann Lee pours"."""
    text = _bare(unit.text)
    found = _DOES.match(text) if len(text) <= _LONGEST_SUBJECT and not text.isupper() else None
    if found is not None and found["verb"] not in _NO_WRITER and is_person(found["name"]):
        yield unit.fact(found["name"], unit.text)


def _edits(unit: Unit) -> Iterator[Fact[str]]:
    found = _EDITED.search(unit.text) if len(unit.text) <= _LONGEST else None
    if found is not None and is_person(found.group("name")):
        yield unit.fact(found.group("name"), unit.text)


_BEHIND = regex(rf"^(?:[Rr]eview(?:ed)? )?[Bb]y:? (?P<name>{NAME}),\s(?P<outlet>{_CALLED_SO})$")


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


_JOB = regex(
    r"\b(?:critic|writer|editor|reviewer|correspondent|staff|special|columnist|contributor)\b", re.IGNORECASE
)


def _bare(text: str) -> str:
    return text.strip(" *_~=–—-|")
