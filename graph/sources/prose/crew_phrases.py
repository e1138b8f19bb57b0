"""The phrases of a paragraph that give somebody a job: "directed by X", "its director, X", "X's script".

Which film a phrase speaks of, and whom to believe, is weighed where they are used
(:mod:`graph.sources.prose.crew`); the patterns stand in :mod:`graph.sources.prose.cues`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.records import DIRECTOR, EDITOR, WRITER
from graph.sources.facts.titles import same_title
from graph.sources.patterns import regex
from graph.sources.prose import elsewhere
from graph.sources.prose.cues import (
    ADAPTED,
    APPOSED_CUE,
    BY_CUE,
    CALLED_CUE,
    CO_WRITER,
    CRAFT,
    DEBUT_CUE,
    DIRECTING_CUE,
    DONE,
    DONE_CUE,
    EDITOR_CUE,
    FEATURE_CUE,
    IS_CUE,
    MADE,
    NOT_THIS,
    NOUN_CUE,
    OWNED_CUE,
    OWNER,
    QUOTE,
    SCRIPT_CUE,
    TITLE_CUE,
    WHO_CUE,
    WORK_CUE,
    WORK_OF_CUE,
    WORKS,
)
from graph.sources.prose.names import (
    described_names,
    joined_names,
    name_before,
    names_at,
    partner_before,
    with_family_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Cue:
    """Names that a phrase gives jobs, how plainly it does so, and where it stands in the paragraph."""

    names: tuple[str, ...]
    jobs: tuple[str, ...]
    base: float
    start: int
    end: int


def cues_of(text: str, title: str, whole: str) -> Iterator[Cue]:
    """Every phrase of one paragraph that gives a job. Cheap word tests spare most of them the patterns."""
    folded = text.casefold()
    if "director" in folded or "writer" in folded or "filmmaker" in folded:
        yield from _role_cues(text)
    if "by" in folded and any(verb in folded for verb in MADE):
        for match in BY_CUE.finditer(text):
            names, end = with_family_name(text, match.end(), whole)
            if len(names) < _PAIR:
                names, end = described_names(text, match.end())
            if not names:
                names, end = with_family_name(text, match.end(), whole)
            jobs = _verb_jobs(match.group("verbs").casefold())
            yield Cue(names, jobs, 3.0 if len(jobs) == 2 else 2.0, match.start(), end)
    if " by" in folded or " from" in folded:
        yield from _noun_cues(text, whole)
    for job, words, cue in CRAFT:
        for match in cue.finditer(text) if any(word in folded for word in words) else ():
            plural = " by" not in match.group() and match.group().rstrip().endswith("s")
            names, end = names_at(text, match.end(), plural=plural)
            yield Cue(names, (job,), 2.0, match.start(), end)
    yield from _cues_behind(text, folded, title)
    yield from _made_cues(text, folded)
    for names, jobs, base, start, end in elsewhere.cues(text):
        yield Cue(names, jobs, base, start, end)


def _role_cues(text: str) -> Iterator[Cue]:
    """Find "writer/director X", "Directors X and Y", "its director, X", "The director is X"."""
    for match in IS_CUE.finditer(text):
        names, end = names_at(text, match.end(), plural=False)
        yield Cue(names, _jobs(match.group("role")), 3.0, match.start(), end)
    for match in CALLED_CUE.finditer(text):
        names, end = names_at(text, match.end(), plural=False)
        yield Cue(names, _jobs(match.group("roles")), 2.0, match.start(), end)
    for match in TITLE_CUE.finditer(text):
        roles, gap = match.group("roles"), match.group("gap")
        jobs = _jobs(roles)
        comma = gap.startswith(",")
        own = comma and _own(text, match.start())
        plural = (
            "duo" in gap or re.search(r"(?:writers|directors|filmmakers)\b", roles, re.IGNORECASE) is not None
        )
        names, end = names_at(text, match.end(), plural=plural)
        if own or not comma:
            base = 3.0 if own or len(jobs) == 2 else 1.0 if "film" in roles.casefold() else 2.0
            yield Cue(names, jobs, base, match.start(), end)
        fellow = CO_WRITER.match(text, end) if names and DIRECTOR in jobs else None
        if fellow is not None:
            others, end = names_at(text, fellow.end(), plural=False)
            yield Cue((*names, *others) if others else (), (WRITER,), 3.5, match.start(), end)


def _noun_cues(text: str, whole: str) -> Iterator[Cue]:
    """Find "the script by X", "the latest film from X"."""
    for match in SCRIPT_CUE.finditer(text):
        names, end = described_names(text, match.end())
        yield Cue(names, (WRITER,), 1.5, match.start(), end)
    for match in NOUN_CUE.finditer(text):
        writing = match.group("noun").casefold() in {"screenplay", "script"}
        if writing or (match.group("link") or "by").casefold() != "of":
            names, end = with_family_name(text, match.end(), whole) if writing else ((), 0)
            if not names and writing:
                names, end = joined_names(text, match.end())
            if not names:
                names, end = described_names(text, match.end())
            yield Cue(
                names, (WRITER,) if writing else (DIRECTOR,), 1.5 if writing else 1.0, match.start(), end
            )


def _cues_behind(text: str, folded: str, title: str) -> Iterator[Cue]:
    """Phrases that follow the name: "X, the director,", "X wrote and directed", "X's “Title”"."""
    for match in WORK_CUE.finditer(text) if any(work in folded for work in WORKS) else ():
        cue = _behind(text, match, (WORKS[match.group("work")],), 2.0)
        looks = match.group("work") == "direction" and text[: max(cue.start, 0)].endswith(("in ", "into "))
        if cue.names and not looks and not NOT_THIS.search(text[max(0, cue.start - 60) : cue.start]):
            yield cue
    for match in FEATURE_CUE.finditer(text):
        yield _behind(text, match, (DIRECTOR,), 1.5)
    if "director" in folded or "writer" in folded:
        for match in APPOSED_CUE.finditer(text):
            yield _behind(text, match, _jobs(match.group("roles")), 2.5)
    for match in OWNED_CUE.finditer(text):
        near = text[max(0, match.start() - 120) : match.end() + 120]
        if same_title(match.group("title"), title) and not ADAPTED.search(near):
            yield _behind(text, match, (DIRECTOR,), 1.0)
    if any(verb in folded for verb in ("wrote", "directed", "writes", "directs", "scripted")):
        for match in WHO_CUE.finditer(text):
            quoted = re.match(r"\s+(?:\S+\s+){0,3}[“\"]", text[match.end() : match.end() + 80])
            if quoted is None or _is_title_next(text, match.end(), title):
                yield _behind(text, match, _verb_jobs(match.group("verbs")), 2.0)


def _made_cues(text: str, folded: str) -> Iterator[Cue]:
    """Phrases of work done: "X shot the film", "X makes her directing debut", "the work of X"."""
    for match in DONE_CUE.finditer(text) if any(did in folded for did in DONE) else ():
        yield _behind(text, match, (DONE[match.group("did")],), 1.5)
    if "debut" in folded or " as " in folded or " has " in folded:
        for match in DEBUT_CUE.finditer(text):
            yield _behind(text, match, (DIRECTOR,), 1.5)
    if " of " in folded and (" is the " in folded or "direction" in folded):
        for match in WORK_OF_CUE.finditer(text):
            names, end = described_names(text, match.end())
            yield Cue(names, (DIRECTOR,), 2.0, match.start(), end)
    for match in DIRECTING_CUE.finditer(text) if "Directing" in text or "Making" in text else ():
        names, end = names_at(text, match.end(), plural=False)
        yield Cue(names, (DIRECTOR,), 2.0, match.start(), end)
    for match in EDITOR_CUE.finditer(text) if "ditor" in text else ():
        names, end = names_at(text, match.end(), plural=False)
        yield Cue(names, (EDITOR,), 2.0, match.start(), end)


def _behind(text: str, match: re.Match[str], jobs: tuple[str, ...], base: float) -> Cue:
    names = name_before(text, match.start())
    if names and re.search(r"\b(?:wrote|directed|scripted|writes|directs)\b", match.group()):
        names = (*partner_before(text, match.start(), names[0]), *names)
    start = text.rfind(names[0], 0, match.start()) if names else match.start()
    return Cue(names, jobs, base, max(start, 0), match.end())


def _own(text: str, start: int) -> bool:
    """Whether the words before a role make it this film's: "its director,", "her co-writer,"."""
    return OWNER.search(text[max(0, start - 30) : start]) is not None


def _jobs(roles: str) -> tuple[str, ...]:
    folded = roles.casefold()
    jobs = []
    if "director" in folded or "filmmaker" in folded:
        jobs.append(DIRECTOR)
    if "writer" in folded:
        jobs.append(WRITER)
    return tuple(jobs)


_DIRECTS = regex(r"direct|helm")
_WRITES = regex(r"writ|wrote|script|penned|adapted")


def _verb_jobs(verbs: str) -> tuple[str, ...]:
    jobs = []
    if _DIRECTS.search(verbs):
        jobs.append(DIRECTOR)
    if _WRITES.search(verbs):
        jobs.append(WRITER)
    return tuple(jobs)


def _is_title_next(text: str, end: int, title: str) -> bool:
    quoted = QUOTE.search(text, end, end + 120)
    return quoted is not None and same_title(quoted.group(1) or quoted.group(2), title)
