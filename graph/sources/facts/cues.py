"""The words of credits that introduce a value: where they stand in a text, and of which kind they are.

Labels end in a colon and are found backwards from it; phrases ("directed by", "réalisé par") and jobs before
a comma ("director of photography, Bo Li") are found by one pattern. What may begin a value is decided by
:mod:`graph.sources.facts.fields`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.sources.facts import jobs
from graph.sources.facts.jobs import FOREIGN, LABELS, Label, label_of
from graph.sources.patterns import regex
from graph.sources.words import any_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_CUES = sorted(
    (
        spelling
        for spelling, label in LABELS.items()
        if (label.field in {jobs.JOB, jobs.SOURCE_WORK} and spelling.endswith((" by", " of")))
        or spelling in {"starring", "stars", "featuring", "with", "co-starring", "based on", "based upon"}
        or spelling
        in {"distributed by", "released by", "executive produced by", "adapted from", "inspired by"}
        or spelling in {"reviewed by", "review by", "executive producer", "executive producers", "rated"}
    ),
    key=len,
    reverse=True,
)
#: What stands before names in other languages: "réalisé par", "musique de".
_CUES += sorted(
    (
        spelling
        for spelling, label in FOREIGN.items()
        if label.field == jobs.JOB
        and spelling.endswith((" par", " por", " da", " di", " de", " von", " av", " af", " door", " van"))
    ),
    key=len,
    reverse=True,
)
#: "with" in other languages: inside credits alone, for "Con" and "Mit" begin titles, too.
WITH = frozenset({"avec", "con", "com", "mit", "med", "met"})
_BARE = {
    "words",
    "time",
    "times",
    "at",
    "cinemas",
    "theaters",
    "theatres",
    "by",
    "with",
    "star",
    "play",
    "book",
    "mark",
    "sets",
    "note",
    "source",
    "dp",
    "d.o.p",
    "seen",
}


def _spelled(spelling: str) -> str:
    text = re.escape(spelling).replace(r"\ ", r"\s+").replace("/", r"\s*/\s*")
    return text.replace(r"\s+and\s+", r"\s+(?:and|&)\s+").replace(r"\(", r"\s*\(")


#: Jobs that small print parts from the name by a comma: "director of photography, Bo Li; ...".
_COMMA_JOBS = (
    "executive producers",
    "executive producer",
    "production designer",
    "costume designer",
    "art director",
    "visual effects",
    "costumes",
    "photography",
    "music",
    "editing",
    "sound",
    "sets",
    "directors of photography",
    "director of photography",
    "cinematographer",
    "film editor",
    "screenplay",
    "producers",
    "producer",
    "composer",
    "director",
    "editor",
    "writer",
)
INLINE = regex(
    r"(?<![\w’'-])(?:(?P<job>" + any_of(map(_spelled, _COMMA_JOBS)) + r"),(?-i:(?=\s+[^\W\d_a-z]))"
    r"|(?P<cue>(?:" + "|".join(sorted(WITH)) + r")(?=:?\s)|(?:" + any_of(map(_spelled, _CUES)) + r")"
    r"(?=:?\s+\S|(?-i:[A-Z])))(?:\s*:(?=\s))?)",
    re.IGNORECASE,
)
_COLON = regex(r"\s?[:：]")
#: The words before a colon that may be its label: those of one phrase, five at most.
_PHRASE = regex(r"(?:[\w’'().&/-]+,?\s+){0,4}[\w’'().&/-]+$")
LONGEST_LABEL = 48


def introduced(text: str) -> list[tuple[int, int, str, str]]:
    """What may introduce a value, in order: where it stands, what it is, and of which kind."""
    return list(_introduced(text))


@lru_cache(maxsize=1_024)  # credits are told from prose by it, and then read by it
def _introduced(text: str) -> Sequence[tuple[int, int, str, str]]:
    found = [
        (one.start(), one.end(), one.group("cue") or one.group("job"), "cue" if one.group("cue") else "job")
        for one in INLINE.finditer(text)
    ]
    found += _letters(text)
    for colon in _COLON.finditer(text) if ":" in text or "：" in text else ():
        start = label_before(text, colon.start())
        if start is not None:
            found.append((start, colon.end(), text[start : colon.start()], "label"))
    return sorted(found, key=lambda one: (one[0], -one[1]))


#: "R: Ann Lee. B: Bo Li. K: Cy Doe. M: Di Fox. D: ...", as German small print shortens its labels.
_LETTER = regex(
    r"(?<![\w.])(?:(?P<job>R(?: ?(?:und|u\.|[/&,]) ?B)?|B(?: ?(?:und|u\.|[/&,]) ?R)?|K|M|S|P|D|Da|Sch|T|A|"
    r"Ko|Pg|V)\s?:\s+(?=[^\W\d_a-z])|(?P<fact>L|FSK|St)\s?:\s+(?=\w))"
)
_LEAST_LETTERS = 3
_JOB_OF = {
    "R": "regie", "B": "buch", "K": "kamera", "M": "musik", "S": "schnitt", "Sch": "schnitt",
    "P": "produzent", "D": "darsteller", "Da": "darsteller", "T": "ton", "A": "ausstattung", "Ko": "kostüme",
    "Pg": "produktionsfirma", "V": "verleih", "L": "länge", "FSK": "fsk", "St": "kinostart",
}  # fmt: skip
#: "Cert--A. d--Ann Lee. sc--Bo Li. ph--Cy Doe. l.p--Di Fox (Ada)", as Britain's monthlies shortened theirs.
_REGISTER = regex(
    r"(?<![\w.])(?P<short>[Cc]ert|dist|p\.c|assoc\.p|p|d|sc|ph|ed|a\.d|m|sd|cost|l\.p)\.?\s?(?:--|[—–])\s?(?=\w)"
)
_REGISTERED = {
    "cert": "certificate", "dist": "dist", "p.c": "prod co", "assoc.p": "associate producer", "p": "producer",
    "d": "director", "sc": "screenplay", "ph": "photographed by", "ed": "editor", "a.d": "art director",
    "m": "music", "sd": "sound", "cost": "costumes", "l.p": "leading players",
}  # fmt: skip


def _letters(text: str) -> list[tuple[int, int, str, str]]:
    """The labels of one letter or few, where a text has several: one alone may be anything."""
    found = list(_LETTER.finditer(text)) if ": " in text else []
    named = [(one, (one["job"] or one["fact"]).replace("u.", "und")) for one in found]
    if len({name for _, name in named}) >= _LEAST_LETTERS and any("R" in name for _, name in named):
        return [(one.start(), one.end(), _job_of(name), "letter") for one, name in named]
    dashed = list(_REGISTER.finditer(text)) if "--" in text or "—" in text or "–" in text else []
    shorts = {one["short"] for one in dashed}
    if len(shorts) < _LEAST_LETTERS or "d" not in shorts:
        return []
    return [(one.start(), one.end(), _REGISTERED[one["short"].casefold()], "letter") for one in dashed]


def _job_of(name: str) -> str:
    """The label that one letter stands for, or two: "R und B"."""
    if name in _JOB_OF:
        return _JOB_OF[name]
    return "regie und buch"


def begins_with_letter(text: str) -> bool:
    """Whether a text begins with a label of one letter, and has more such labels."""
    begins = _LETTER.match(text) is not None or _REGISTER.match(text) is not None
    return begins and bool(_letters(text))


def label_before(text: str, end: int) -> int | None:
    """Where the longest label begins that ends at ``end``; None where no label does."""
    phrase = _PHRASE.search(text, max(0, end - LONGEST_LABEL), end)
    start = phrase.start() if phrase is not None else end
    while start < end:
        word = text[start:end]
        if (
            (word.casefold() not in _BARE or _MARKED.match(text, end))
            and (start == 0 or not (text[start - 1].isalnum() or text[start - 1] in "’'-"))
            and label_of(word, beside=True) is not None
        ):
            return start
        start = text.find(" ", start, end) + 1 or end
    return None


#: A rating behind a word that says other things, too: "Note : 3/5".
_MARKED = regex(r"\s*[:：]\s*(?:\d{1,2}(?:[.,]\d)?\s*(?:/|$)|[*★])")


def with_others(name: str) -> Label | None:
    """What "with" introduces in another language: the cast."""
    return LABELS["with"] if name.casefold() in WITH else None
