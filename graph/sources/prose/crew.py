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
from graph.sources.patterns import regex
from graph.sources.prose import elsewhere, scripts
from graph.sources.prose.crew_phrases import Cue, cues_of
from graph.sources.prose.cues import ELSEWHERE, IN_YEAR, OTHER_WORK, QUOTE, WROTE_CUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


#: How many phrases of one kind are looked at in a paragraph; no review has as many.
_FEW, _MOST_CUES = 20, 200
#: "Lee — who also wrote the script": what stands between the name and the verb, and how much of it at most.
_WHO, _NEAR = regex(r"(?:,|\s[—–-]|\s?\()\s?who (?:also |has )?(?:co-)?$"), 20


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
        for cue in cues_of(unit.text, title, named)
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
    """The director whom a sentence says to have written the script: "Lee wrote the", "Lee, who wrote the"."""
    for unit in body:
        for match in islice(WROTE_CUE.finditer(unit.text), _FEW):
            sentence = sentence_at(unit.text, match.start())
            who = _WHO.search(unit.text, max(0, match.start() - _NEAR), match.start())
            subject = unit.text[: who.start()] if who is not None else ""
            for name in directors:
                family = name.split(" ", 1)[1] if " " in name else name
                opens = (name, family, name.split()[-1])
                if sentence.casefold().startswith(tuple(one.casefold() for one in opens)) or subject.endswith(
                    opens
                ):
                    return ProseCredit(WRITER, Fact(name, unit.first, unit.last, sentence))
    return None


_THIS_FILM = regex(r"\b(?:this|the) (?:film|movie|picture|documentary)\b", re.IGNORECASE)


def _scored(unit: Unit, cue: Cue, title: str, year: int | None, *, early: bool) -> _Candidate:
    text, start, end = unit.text, cue.start, cue.end
    sentence = sentence_at(text, start)
    offset = text.find(sentence)
    before, after = text[max(offset, 0) : start], text[end : max(offset, 0) + len(sentence)]
    candidate = _Candidate(cue.names, cue.jobs, cue.base, unit, sentence, cue.base)
    if early:
        candidate.score += 0.5
    if _THIS_FILM.search(sentence):
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


_OWNING = regex(r"['’]s?\b")
_OWNED_WORDS = regex(r"^['’]s?\s+(?:[\w’'-]+[\s,]+){0,6}?(?=[“\"«_])")


def _judge_after(candidate: _Candidate, after: str, title: str, year: int | None) -> None:
    when = IN_YEAR.match(after)
    if when is not None and int(when.group(1) or when.group(2)) != year:
        _doubt(candidate, 3, "another year follows")
    if _OWNING.match(after):
        owned = QUOTE.match(_OWNED_WORDS.sub("", after))
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
