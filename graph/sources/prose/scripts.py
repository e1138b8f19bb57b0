"""Who wrote the film, where the prose says it of its director: "from her own script"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.lines import sentence_at
from graph.sources.patterns import regex
from graph.sources.prose.names import names_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: "working from her own script", "from his own one-act play".
_OWN = regex(
    r"\b(?:from|on|with|directs|directed|directing) (?:his|her|their) own (?:[\w-]+ ){0,3}?"
    r"(?:script|screenplay|play|novel|novella|short story|original screenplay)\b"
)
#: "a script he wrote with his sister, Ann Lee", "She adapted it with her husband,Bo Li", "who wrote it with".
_WITH = regex(
    r"\b(?P<subject>he|she|they|who|and|also|(?-i:[^\W\d_a-z])[\w’'-]+) (?:also )?(?:co-)?(?:wrote|adapted|"
    r"scripted|penned)"
    r"(?: (?:it|this|the (?:film|movie|picture|script|screenplay|adaptation)|"
    r"the thing))?(?: together)?,? with\s*"
    r"(?:(?:his|her|their|the|fellow) (?-i:(?:[a-z][\w-]* ){0,2}[a-z][\w-]*),?\s*)?(?-i:(?=[^\W\d_a-z]))",
    re.IGNORECASE,
)
#: What a person has written before, or on another film.
_ELSEWHERE = regex(r"\b(?:earlier|previous|previously|first film|last film|based on)\b|[“\"]", re.IGNORECASE)
_PRONOUNS = frozenset({"he", "she", "they", "who", "and", "also"})
_MOST = 20


def writers_of(texts: Sequence[str], directors: Sequence[str]) -> Iterator[tuple[tuple[str, ...], int, str]]:
    """Who wrote the film's script as its director's own: the names, which text says so, and the sentence.

    A sentence on another work ("his first film, “Salt,” from his own script") says nothing of this one.
    """
    families = {part for name in directors for part in (name, name.split()[-1])}
    for index, text in enumerate(texts):
        if "wn" not in text and "with" not in text:
            continue
        for number, found in enumerate(_OWN.finditer(text)):
            sentence = sentence_at(text, found.start())
            before = sentence[: max(0, sentence.find(found.group()))]
            if (
                number < _MOST
                and any(family in before for family in families)
                and not _ELSEWHERE.search(before)
            ):
                yield tuple(directors), index, sentence
        for number, found in enumerate(_WITH.finditer(text)):
            subject = found.group("subject")
            sentence = sentence_at(text, found.start())
            known = subject.casefold() in _PRONOUNS or subject in families
            names, _ = names_at(text, found.end(), plural=False)
            if number < _MOST and known and names:
                yield (*directors, *(name for name in names if name not in directors)), index, sentence
