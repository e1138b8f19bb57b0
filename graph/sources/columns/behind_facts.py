"""What stands about the facts in brackets that close an entry's text: initials before them, cinemas behind.

``... and so do we. MT (PG-13, 108 minutes) Northgate, Point``, ``(Ann Lee) (R) UA 6``: the facts are the last
of the text, the initials or the name are who signs it. Both count only where several entries have them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.sources.columns.habits import is_habit
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.small_facts import SmallFacts, in_brackets, part_of
from graph.sources.lines import ends_sentence
from graph.sources.patterns import regex

if TYPE_CHECKING:
    import re

    from graph.sources.columns.entries import Entry

_CLOSING = regex(
    r"(?<=[.!?…”\"’'*½])\s+(?:(?P<who>(?:[A-Z]\.?){2,4}|\([A-Z][\w’'-]+(?: [A-Z][\w.’'-]*){1,2}\))\s+)?"
    r"(?P<facts>[(\[][^()\[\]]{1,160}[)\]])"
    r"(?:\s+(?P<where>[A-Z\d][^()\[\]!?;]{2,90}))?$"
)
#: The words in small letters that stand between the names of cinemas and the days.
_BETWEEN = regex(r"\b(?:and|at|the|only|through|thru|to|until|late|shows?|all|week|of|on|nightly)\b")
_LOWER = regex(r"(?<![\w’'])[a-zà-ÿ]")
_LEAST, _LOOKED_AT = 2, 280


def settle(cut: list[Entry]) -> None:
    """Leave out the cinemas behind the facts that close most entries; put initials before facts behind them.

    A name alone behind the facts may be who signs, unless initials do.
    """
    found = [
        (entry, place, match)
        for entry in cut
        for place, unit in enumerate(entry.units)
        if unit.text[-1:] not in "([" and (match := _found(unit.text)) is not None
    ]
    signed = sum(match.group("who") is not None for _, _, match in found)
    listed = [match for _, _, match in found if match.group("where") is not None]
    several = sum("," in match.group("where") for match in listed)
    alone = all(looks_like_name(match.group("where")) for match in listed)
    sure = is_habit(len(listed), len(cut)) and not alone and (signed >= _LEAST or several >= _LEAST)
    if signed < _LEAST and not sure:
        return
    for entry, place, match in found:
        unit = entry.units[place]
        who = match.group("who") if signed >= _LEAST else None
        where = match.group("where") if not sure else None
        behind = [match.group("facts"), who, where]
        before = unit.text[: match.start()]
        if signed < _LEAST and match.group("who"):
            before = f"{before} {match.group('who')}"
        entry.units[place] = unit.with_text(" ".join([before, *filter(None, behind)]))


def _is_certificate(who: str | None, facts: SmallFacts) -> bool:
    """Whether letters before facts may be a certificate, which the facts have none of: "U (99 minutes)"."""
    return who is not None and facts.content_rating is None and part_of(who, beside=True) is not None


_INITIALS = regex(r"(?:[A-Z]\.?){2,4}")


def _found(text: str) -> re.Match[str] | None:
    found = _CLOSING.search(text, max(0, len(text) - _LOOKED_AT))
    if found is None:
        return None
    facts = in_brackets(found.group("facts")[1:-1])
    who, where = found.group("who"), found.group("where") or ""
    if facts is None or not facts.telling or _is_certificate(who, facts):
        return None
    prose = _LOWER.search(_BETWEEN.sub("", where)) is not None or (
        ends_sentence(where) and where.count(" ") > 5
    )
    return None if prose or _INITIALS.fullmatch(where) else found
