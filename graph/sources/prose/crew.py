"""Who directed and wrote the film, where only the review's prose says so.

Prose names other films' directors as well ("recalls director Y's earlier film"), so a name is only
taken when what surrounds it speaks of this film, and a later mention by surname is the best witness.
Candidates are scored; two that are close are ambiguous and none is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from graph.records import CINEMATOGRAPHER, DIRECTOR, WRITER, Complaint, Fact
from graph.sources.facts.titles import same_title
from graph.sources.lines import Unit, sentence_at
from graph.sources.prose import elsewhere, scripts
from graph.sources.prose.cues import (
    ADAPTED,
    APPOSED_CUE,
    BY_CUE,
    CALLED_CUE,
    CRAFT,
    ELSEWHERE,
    FEATURE_CUE,
    IN_YEAR,
    IS_CUE,
    MADE,
    NOT_THIS,
    NOUN_CUE,
    OTHER_WORK,
    OWNED_CUE,
    OWNER,
    QUOTE,
    SCRIPT_CUE,
    TITLE_CUE,
    WHO_CUE,
    WORK_CUE,
    WORKS,
    WROTE_CUE,
)
from graph.sources.prose.names import (
    described_names,
    name_before,
    names_at,
    partner_before,
    with_family_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


#: How many phrases of one kind are looked at in a paragraph; no review has as many.
_FEW, _MOST_CUES = 20, 200
_PAIR = 2


@dataclass(slots=True)
class _Candidate:
    names: tuple[str, ...]
    jobs: tuple[str, ...]
    score: float
    unit: Unit
    sentence: str
    base: float = 0.0
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ProseCredit:
    """A person whom the prose gives a job on this film; the fact's quote is the sentence that does."""

    job: str
    name: Fact[str]


def find_crew(
    body: Sequence[Unit],
    title: str,
    year: int | None,
    wanted: Sequence[str],
    *,
    not_crew: Sequence[str] = (),
    directors: tuple[str, ...] = (),
    people: Sequence[str] = (),
) -> tuple[list[ProseCredit], list[Complaint]]:
    """Director and writer (those ``wanted``) of the film called ``title``, from the review's paragraphs.

    ``directors`` are those already known, ``people`` everybody credited; ``not_crew`` are names that stand
    for others, such as the critic's.
    What stays unclear is a complaint.
    """
    text = "\n".join(unit.text for unit in body)
    named = "\n".join([text, *people])
    said = (
        (unit, cue, index < 3)
        for index, unit in enumerate(body)
        for cue in _cues(unit.text, title, named)
        if cue.names and cue.jobs and not any(name in not_crew for name in cue.names)
    )
    candidates = [
        _scored(unit, cue, title, year, early=early) for unit, cue, early in islice(said, _MOST_CUES)
    ]
    for candidate in candidates:
        _corroborate(candidate, text)
    credited: list[ProseCredit] = []
    made: tuple[str, ...] = directors
    complaints: list[Complaint] = []
    for job in wanted:
        chosen, complaint = _choose([candidate for candidate in candidates if job in candidate.jobs], job)
        if complaint is not None:
            complaints.append(complaint)
        if chosen is not None and job == CINEMATOGRAPHER and set(chosen.names) & set(made):
            continue  # "Denis's camera" is the director's
        if chosen is not None:
            made = chosen.names if job == DIRECTOR else made
            credited.extend(
                ProseCredit(job, Fact(name, chosen.unit.first, chosen.unit.last, chosen.sentence))
                for name in chosen.names
            )
        if job == WRITER and made:
            known = {one.name.value for one in credited if one.job == WRITER}
            if chosen is None and (found := _wrote_too(body, made)) is not None:
                credited.append(found)
                known.add(found.name.value)
            credited.extend(one for one in _own_script(body, made) if one.name.value not in known)
    return credited, complaints


def _own_script(body: Sequence[Unit], directors: Sequence[str]) -> Iterator[ProseCredit]:
    """The director, and who else is named beside, of a script that the prose calls the director's own."""
    texts = [unit.text for unit in body]
    said = next(iter(scripts.writers_of(texts, directors)), None)
    for index, text in enumerate(texts) if said is None else ():
        partners = elsewhere.together(text)
        if partners:
            said = ((*directors, *partners), index, sentence_at(text, text.find(partners[0])))
            break
    if said is not None:
        names, index, sentence = said
        unit = body[index]
        for name in dict.fromkeys(names):
            yield ProseCredit(WRITER, Fact(name, unit.first, unit.last, sentence))


def _wrote_too(body: Sequence[Unit], directors: Sequence[str]) -> ProseCredit | None:
    """The director whom a sentence that begins with the name says to have written the script."""
    for unit in body:
        for match in islice(WROTE_CUE.finditer(unit.text), _FEW):
            sentence = sentence_at(unit.text, match.start())
            for name in directors:
                family = name.split(" ", 1)[1] if " " in name else name
                opens = (name, family, name.split()[-1])
                if sentence.casefold().startswith(tuple(one.casefold() for one in opens)):
                    return ProseCredit(WRITER, Fact(name, unit.first, unit.last, sentence))
    return None


@dataclass(frozen=True, slots=True)
class _Cue:
    """Names that a phrase gives jobs, how plainly it does so, and where it stands in the paragraph."""

    names: tuple[str, ...]
    jobs: tuple[str, ...]
    base: float
    start: int
    end: int


def _cues(text: str, title: str, whole: str) -> Iterator[_Cue]:
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
            yield _Cue(names, jobs, 3.0 if len(jobs) == 2 else 2.0, match.start(), end)
    if " by" in folded or " from" in folded:
        yield from _noun_cues(text, whole)
    for job, words, cue in CRAFT:
        for match in cue.finditer(text) if any(word in folded for word in words) else ():
            plural = " by" not in match.group() and match.group().rstrip().endswith("s")
            names, end = names_at(text, match.end(), plural=plural)
            yield _Cue(names, (job,), 2.0, match.start(), end)
    yield from _cues_behind(text, folded, title)
    for names, jobs, base, start, end in elsewhere.cues(text):
        yield _Cue(names, jobs, base, start, end)


def _role_cues(text: str) -> Iterator[_Cue]:
    """Find "writer/director X", "Directors X and Y", "its director, X", "The director is X"."""
    for match in IS_CUE.finditer(text):
        names, end = names_at(text, match.end(), plural=False)
        yield _Cue(names, _jobs(match.group("role")), 3.0, match.start(), end)
    for match in CALLED_CUE.finditer(text):
        names, end = names_at(text, match.end(), plural=False)
        yield _Cue(names, _jobs(match.group("roles")), 2.0, match.start(), end)
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
            yield _Cue(names, jobs, base, match.start(), end)


def _noun_cues(text: str, whole: str) -> Iterator[_Cue]:
    """Find "the script by X", "the latest film from X"."""
    for match in SCRIPT_CUE.finditer(text):
        names, end = described_names(text, match.end())
        yield _Cue(names, (WRITER,), 1.5, match.start(), end)
    for match in NOUN_CUE.finditer(text):
        writing = match.group("noun").casefold() in {"screenplay", "script"}
        if writing or match.group("link").casefold() != "of":
            names, end = with_family_name(text, match.end(), whole) if writing else ((), 0)
            if not names:
                names, end = described_names(text, match.end())
            yield _Cue(
                names, (WRITER,) if writing else (DIRECTOR,), 1.5 if writing else 1.0, match.start(), end
            )


def _cues_behind(text: str, folded: str, title: str) -> Iterator[_Cue]:
    """Phrases that follow the name: "X, the director,", "X wrote and directed", "X's “Title”"."""
    for match in WORK_CUE.finditer(text) if any(work in folded for work in WORKS) else ():
        cue = _behind(text, match, (WORKS[match.group("work")],), 2.0)
        if cue.names and not NOT_THIS.search(text[max(0, cue.start - 60) : cue.start]):
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


def _behind(text: str, match: re.Match[str], jobs: tuple[str, ...], base: float) -> _Cue:
    names = name_before(text, match.start())
    if names and re.search(r"\b(?:wrote|directed|scripted|writes|directs)\b", match.group()):
        names = (*partner_before(text, match.start(), names[0]), *names)
    start = text.rfind(names[0], 0, match.start()) if names else match.start()
    return _Cue(names, jobs, base, max(start, 0), match.end())


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


def _verb_jobs(verbs: str) -> tuple[str, ...]:
    jobs = []
    if re.search(r"direct|helm", verbs):
        jobs.append(DIRECTOR)
    if re.search(r"writ|wrote|script|penned|adapted", verbs):
        jobs.append(WRITER)
    return tuple(jobs)


def _is_title_next(text: str, end: int, title: str) -> bool:
    quoted = QUOTE.search(text, end, end + 120)
    return quoted is not None and same_title(quoted.group(1) or quoted.group(2), title)


def _scored(unit: Unit, cue: _Cue, title: str, year: int | None, *, early: bool) -> _Candidate:
    text, start, end = unit.text, cue.start, cue.end
    sentence = sentence_at(text, start)
    offset = text.find(sentence)
    before, after = text[max(offset, 0) : start], text[end : max(offset, 0) + len(sentence)]
    candidate = _Candidate(cue.names, cue.jobs, cue.base, unit, sentence, cue.base)
    if early:
        candidate.score += 0.5
    if re.search(r"\b(?:this|the) (?:film|movie|picture|documentary)\b", sentence, re.IGNORECASE):
        candidate.score += 0.5
    quoted = [
        (m.group(1) or m.group(2)).strip(" ,.")
        for m in QUOTE.finditer(before, max(0, len(before) - 110))
        if len(before) - m.end() <= 60 and before[m.start() - 1 : m.start()] != "("
    ]
    if (
        quoted
        and not same_title(quoted[-1], title)
        and not re.search(r"\)\W*$|\b(?:this|the) (?:film|movie)\b", before[-40:])
    ):
        _doubt(candidate, 3, f"“{quoted[-1]}” is named before")
    if quoted and same_title(quoted[-1], title):
        candidate.score += 1
    if ELSEWHERE.search(before[-80:]):
        _doubt(candidate, 2.5, "the words before speak of another work")
    _judge_after(candidate, after, title, year)
    return candidate


def _judge_after(candidate: _Candidate, after: str, title: str, year: int | None) -> None:
    when = IN_YEAR.match(after)
    if when is not None and int(when.group(1) or when.group(2)) != year:
        _doubt(candidate, 3, "another year follows")
    if re.match(r"['’]s?\b", after):
        owned = QUOTE.match(re.sub(r"^['’]s?\s+(?:[\w’'-]+[\s,]+){0,6}?(?=[“\"«_])", "", after))
        if owned is not None:
            if same_title((owned.group(1) or owned.group(2)).strip(" ,."), title):
                candidate.score += 2
            else:
                _doubt(candidate, 3, "owns another film")
        elif OTHER_WORK.match(after):
            _doubt(candidate, 1, "an earlier work is meant")


def _doubt(candidate: _Candidate, weight: float, reason: str) -> None:
    candidate.score -= weight
    candidate.reasons.append(reason)


def _corroborate(candidate: _Candidate, text: str) -> None:
    """Later mentions by one part of the name ("Hong keeps her camera still") speak for the candidate."""
    best = 0
    for name in candidate.names:
        parts = [part for part in (name.split()[-1], name.split()[0]) if len(part) > 1]
        for part in parts:
            alone = _times(part, text) - text.count(name)
            best = max(best, alone)
    candidate.score += min(best, 2)


def _times(word: str, text: str) -> int:
    """How often a word stands in a text, not as a part of another; nor before a hyphen."""
    count = 0
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        whole = not _is_of_word(text[max(0, at - 1) : at]) and not _is_of_word(text[end : end + 1])
        whole = whole and text[end : end + 1] != "-"
        count += whole
        at = text.find(word, end if whole else at + 1)
    return count


def _is_of_word(mark: str) -> bool:
    return mark.isalnum() or mark == "_"


def _choose(candidates: list[_Candidate], job: str) -> tuple[_Candidate | None, Complaint | None]:
    if not candidates:
        return None, None
    totals: dict[tuple[str, ...], float] = {}
    best: dict[tuple[str, ...], _Candidate] = {}
    for candidate in candidates:
        key = tuple(sorted(name.casefold() for name in candidate.names))
        totals[key] = max(totals.get(key, -9.0), candidate.score) + (
            0.5 if key in totals and candidate.score >= 2 else 0
        )
        if key not in best or candidate.score > best[key].score:
            best[key] = candidate
    ranked = sorted(totals.items(), key=lambda item: -item[1])
    if (
        best[ranked[0][0]].base < 2
    ):  # "Jane Roe's “Film”" may name a novelist: any plain statement goes before it
        ranked.sort(key=lambda item: (best[item[0]].base < 2 or item[1] < 2, -item[1]))
    key, score = ranked[0]
    chosen = best[key]
    if score < 2:
        names = " and ".join(chosen.names)
        why = "; ".join(chosen.reasons) or "nothing else speaks for it"
        return None, Complaint(
            f"{names} is named as a {job}, but perhaps of another film ({why}): not taken.", chosen.unit.first
        )
    firm = chosen.base >= 2
    rivals = [
        other
        for other, value in ranked[1:]
        if value > score - 1
        and value >= 2
        and not set(other) & set(key)
        and (best[other].base >= 2 or not firm)
    ]
    if rivals:
        names = " or ".join(" and ".join(best[other].names) for other in [key, *rivals])
        return None, Complaint(f"The prose leaves open who is the {job}: {names}.", chosen.unit.first)
    return chosen, None
