"""The running time that only a review's prose states: "It runs 91 minutes", "at a brisk 84 minutes, ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.records import Fact
from graph.sources.draft import GUESSED
from graph.sources.facts import running_time
from graph.sources.lines import sentence_at
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.draft import Draft

_NUMBER = (
    r"(\d{2,3}|(?:forty|fifty|sixty|seventy|eighty|ninety)(?:-[a-z]{3,5})?)[ -]min(?:ute)?s?\b"
    r"(?! (?:in|into|mark|of|before|after|later|late|too|from|long scene|scene|sequence))"
)
_STATED = regex(
    r"\b(?:(?:[Ii]t|[Tt]he (?:film|movie|picture|thing)|[Ww]hich|[Tt]his(?: film| movie)?)(?:[’']s)? "
    r"(?:only |just |all )?(?:lasts|runs|clocks in at|comes in at|is|goes on for) "
    r"(?:for |to |only |just |a |about |some |all of |barely |under |over |mere |brisk |tight |lean ){0,3}"
    r"|[Rr]unning (?:time|length)(?: of| is|:)? (?:just |only |a |about ){0,2}"
    r"|\b[Aa]t (?:just |only |barely |a (?:mere |brisk |tight |lean |trim )?)?"
    r"(?=\d{2,3} minutes(?:,| (?:it|this|the (?:film|movie|picture|thing)|its|long|flat)\b))"
    r"|\b(?:(?:[Aa]ll|[Ii]n|[Oo]ver|[Tt]hrough) (?:of )?its |[Tt]he (?:\w+ )?\w+(?:er|est) )"
    r"(?=\d{2,3} minutes(?: I| you|[,.]))"
    r"|\b(?:[Ii]ts|film[’']s|movie[’']s|picture[’']s) (?:brisk |lean |tight |mere )?)" + _NUMBER
)
#: Shorter times are a scene's, longer ones a series'.
_LEAST, _MOST = 40, 320
_LONGEST = 20_000


def read_minutes(draft: Draft) -> None:
    """Offer the running time that the text states, where nothing else does and it states only one."""
    text = draft.text
    if text is None or draft.best("runtime_minutes") is not None or "minutes" not in text.value[:_LONGEST]:
        return
    found = [
        (length, match)
        for match in _STATED.finditer(text.value[:_LONGEST])
        if (length := running_time.number(match.group(1))) is not None and _LEAST <= length <= _MOST
    ]
    if len({length for length, _ in found}) == 1:
        length, match = found[0]
        said = sentence_at(text.value, match.start())[:300]
        draft.offer("runtime_minutes", Fact(length, text.first_line, text.last_line, said), GUESSED)
