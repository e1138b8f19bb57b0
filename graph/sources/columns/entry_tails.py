"""What each entry's text ends in and is none of it: a link to more, an hour, who wrote the whole review.

``... as odd as it sounds. More »`` and ``... and a goat. Full review by Ann Lee.`` are the page's words. They
count only where several entries have them: a critic may end a review with "More, please."
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.sources.columns.entry_signed import SIGNED
from graph.sources.columns.habits import is_habit
from graph.sources.facts.people import looks_like_name
from graph.sources.lines import ends_sentence
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.columns.entries import Entry

_NAME = (
    r"(?-i:[^\W\d_a-z][\w.’'-]*(?:\s+[\"“][^\W\d_a-z][\w.’' -]*[\"”])?"
    r"(?:\s+(?:[a-z]{1,3}\s+){0,2}(?:[A-Z]\.|[^\W\d_a-z][\w’'-]+)){1,3}?)"
)
_WHOLE = (
    r"(?:full|complete|whole|entire|longer|original|long|vollständige|ganze|complète|completa|intégrale|"
    r"fullständig|hele|volledige|uforkortede)"
)
_REVIEW = (
    r"(?:reviews?|notices?|story|article|column|kritik|rezension|besprechung|critique|crítica|reseña|"
    r"recensione|recensie|recension|anmeldelse|arvostelu)"
)
_BY = r"(?:by|von|par|de|por|di|door|av|af)"
_WHERE = (
    r"(?:,?\s(?:(?:on |see )?(?:page|p\.|pg\.|seite|side|sida|pagina|página)\s?\w{1,4}|inside|here|below|"
    r"online))?"
)
#: "Full review by Ann Lee.", "(Reviewed by Ann Lee.)", "Read Ann Lee's full review.", "See Ann Lee's review".
_CREDITED = regex(
    rf"(?:^|(?<=[.!?…”\"’')\]*½★])\s+)[(\[]?(?:"
    rf"(?:(?:read|see|click for) )?(?:the )?(?:{_WHOLE} )?{_REVIEW}(?:ed)?(?: (?:was )?written)?\s?"
    rf"(?:{_BY}:?|:|--?|–|—) (?P<by>{_NAME})|"
    rf"(?:read|see) (?P<owner>{_NAME})[’']s? (?:{_WHOLE} )?{_REVIEW}|"
    rf"(?:read|see) (?:the )?(?:{_WHOLE} )?{_REVIEW} {_BY} (?P<read>{_NAME})|"
    rf"(?P<owns>{_NAME})[’']s? {_WHOLE} {_REVIEW}"
    r"(?: (?:is|runs|ran|appears|appeared|will (?:be|run|appear)|can be|was|follows)\b[^.!?]{0,60})?)"
    rf"{_WHERE}[\s.)\]»›→>]*(?P<facts>(?<=[)\]])\s?[(\[][^()\[\]]{{1,80}}[)\]])?$",
    re.IGNORECASE,
)
#: What nobody else would be named behind: "(Reviewed by Ann Lee.)".
_SURE = regex(r"[(\[]\s?review(?:ed)? by", re.IGNORECASE)
#: "More »", "[Read the full review]", "Continue reading →", "(more)", "Weiterlesen ...", behind a sentence.
_MORE = regex(
    r"(?<=[.!?…”\"’')\]*½★])\s+[>»→(\[<]*\s*(?:(?:(?:click|go|tap) (?:here )?(?:for|to) )?(?:read |see |"
    r"get )?(?:the )?"
    rf"(?:more|rest|{_WHOLE}|entire)(?: of (?:the|this))?(?: {_REVIEW})?|(?:continue|keep) reading|"
    rf"continue[ds]?|"
    rf"read (?:on|it|review|all)|(?:permanent )?link|permalink|comment|{_REVIEW}|weiterlesen|mehr|"
    r"(?:lire )?la suite|suite|en savoir plus|leer más|seguir leyendo|sigue|más|leggi tutto|continua|"
    r"läs (?:mer|hela|vidare)|les (?:mer|hele)|læs (?:mere|hele)|lees (?:meer|verder)|leia mais|lue lisää)"
    r"\s*(?:[»›→>\])]|\.{2,3}|…|&raquo;)*$",
    re.IGNORECASE,
)
_DAY = r"(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?s?\.?"
#: "7 p.m. Thursday, Zinema 2", "(Fri. 9:30, Roxy)", behind a sentence, a grade or a signature.
_SHOWN = regex(
    rf"(?<=[.!?…”\"’')\]*½★A-F+–-])\s+[(\[]?(?:{_DAY},? (?:at )?\d{{1,2}}(?::\d\d)?(?:\s?[ap]\.?m\.?)?|"
    rf"(?:at )?\d{{1,2}}(?::\d\d)?\s?[ap]\.?m\.?)(?:(?:,| and| &) "
    rf"\d{{1,2}}(?::\d\d)?\s?(?:[ap]\.?m\.?)?)*(?:,? {_DAY})?[^.!?]{{0,60}}$",
    re.IGNORECASE,
)
_LONGEST, _LEAST = 160, 2


def without_links(entries: Sequence[Entry]) -> None:
    """Cut the link to more from the text of entries whose heads rate all their films, where most have one.

    A text that breaks off before it stays as it is: that is another page's beginning.
    """
    if all(entry.head.strong and entry.head.rating is not None for entry in entries):
        _without(
            entries,
            [tail for tail in _tails(entries, _MORE) if not tail.before.endswith(("…", ".."))],
        )


def without_hours(entries: Sequence[Entry]) -> None:
    """Cut the hour and place from behind the text of most entries: "... is fun. 9 p.m. Friday, Roxy"."""
    _without(entries, _tails(entries, _SHOWN))


def part_signatures(entries: Sequence[Entry], *, excepted: bool) -> None:
    """Give an entry the name behind a dash that closes it on a line of its own: "... Biograph -- Ann Lee".

    ``excepted`` says that the page tells of such signatures ("unless otherwise noted"); else two have one.
    """
    found = [
        (entry, match)
        for entry in entries
        if entry.units and (match := _DASHED.search(entry.units[-1].text)) and looks_like_name(match["name"])
    ]  # fmt: skip
    for entry, match in found if excepted or len(found) >= _LEAST else ():
        if not excepted and match.group().endswith(")"):
            continue  # "Everywhere (Ann Lee)" may be anybody
        last = entry.units[-1]
        entry.units[-1] = last.with_text(last.text[: match.start()].rstrip())
        # above the text, where nothing that is cut from under it takes the name along
        entry.units.insert(0, replace(last, text=match["name"], gap=0, tag="", lead=0, hints=SIGNED))


#: A name behind a dash at a text's end; behind a full stop it is read as it stands.
_DASHED = regex(r"(?<=[^.!?…”\"’')\]\s])\s+(?:--|[–—]|\()\s*(?P<name>[^\W\d_a-z][\w.’' -]{3,40})\)?$")


def sign(entries: Sequence[Entry]) -> None:
    """Make "Full review by Ann Lee." behind the text of several entries the signature of each."""
    found = [tail for tail in _tails(entries, _CREDITED) if looks_like_name(_unquoted(_named(tail.found)))]
    if len(found) < _LEAST and not any(_SURE.search(tail.found.group()) for tail in found):
        return
    for tail in reversed(found):
        units, place, signature = tail.entry.units, tail.place, f"(By {_named(tail.found)})"
        above = units[place - 1] if place else None
        if tail.before:
            units[place] = units[place].with_text(f"{tail.before}{tail.found['facts'] or ''} {signature}")
        elif above is not None and ends_sentence(above.text):
            units[place - 1 : place + 1] = [above.with_text(f"{above.text} {signature}")]


@dataclass(frozen=True, slots=True)
class _Tail:
    """What one of an entry's units ends in: which unit, its text before that, and what was found."""

    entry: Entry
    place: int
    before: str
    found: re.Match[str]


def _tails(entries: Sequence[Entry], form: re.Pattern[str]) -> list[_Tail]:
    """The ends of the entries' units that have a form."""
    return [
        _Tail(entry, place, unit.text[: found.start()], found)
        for entry in entries
        for place, unit in enumerate(entry.units)
        if (found := form.search(unit.text, max(0, len(unit.text) - _LONGEST))) is not None
    ]


def _without(entries: Sequence[Entry], tails: Sequence[_Tail]) -> None:
    """Cut the tails from their units, where most entries have one."""
    if len(tails) < _LEAST or not is_habit(len({id(tail.entry) for tail in tails}), len(entries)):
        return
    for tail in tails:
        tail.entry.units[tail.place] = tail.entry.units[tail.place].with_text(tail.before)


def _named(found: re.Match[str]) -> str:
    """Who is named, in whichever form."""
    return str(next(filter(None, found.group("by", "owner", "read", "owns"))))


def _unquoted(name: str) -> str:
    return re.sub(r"[\"“”]", "", name)
