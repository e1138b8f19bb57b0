"""Who directed and wrote the film, where only the review's prose says so.

Prose names other films' directors as well ("recalls director Y's earlier film"), so a name is only
taken when what surrounds it speaks of this film, and a later mention by surname is the best witness.
Candidates are scored; two that are close are ambiguous and none is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.records import CINEMATOGRAPHER, COMPOSER, DIRECTOR, EDITOR, WRITER, Complaint, Fact
from graph.sources.lines import Unit, sentence_at
from graph.sources.prose_names import described_names, name_before, names_at, partner_before
from graph.sources.titles import same_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ROLE = r"(?:co-?)?(?:screen)?(?:writers?|directors?|filmmakers?|scriptwriters?|screenplay writers?)"


_OTHER = (
    r"(?:producers?|stars?|actors?|actress|editors?|creators?|composers?|cinematographers?|animators?|debut)"
)


_TITLE_CUE = re.compile(
    rf"(?:(?<![\w-])|(?<=\bby))(?P<roles>{_ROLE}(?:(?:\s*[/,–&-]\s*|\s+and\s+|-and-)(?:{_ROLE}|"
    rf"{_OTHER}))*)(?P<gap>,?\s*|\s+duo\s+)(?-i:(?=[^\W\d_a-z]))",
    re.IGNORECASE,
)


_BY_CUE = re.compile(
    r"(?<![\w-])(?P<verbs>(?:(?:co-)?(?:written|directed|scripted|penned|helmed|adapted|produced|"
    r"edited|shot|conceived|created|made|"
    r"animated|photographed|performed)(?:,\s*(?:and\s+)?|\s+and\s*|\s*/\s*|"
    r"\s*&\s*))*(?:co-)?(?:written|directed|scripted|penned|helmed|adapted))"
    r"(?:\s+(?:and|&)\s+(?:produced|edited|shot|narrated|starring))?(?:,[^,.;:“”\"]{1,40},|"
    r"(?:\s+(?!(?:by|from|an?|and|the)\b)[a-z]+){1,4})?\s+by\s*",
    re.IGNORECASE,
)


_NOUN_CUE = re.compile(
    r"(?<![\w-])(?P<noun>screenplay|script|(?:feature |directorial |solo |feature-length )?debut|"
    r"first feature|second feature|third feature|"
    r"latest(?: film| feature| movie)?|new(?:est)? (?:film|movie|feature|drama|comedy|thriller|"
    r"documentary)|film)"
    r"\s+(?P<link>by|from|of)\s*(?-i:(?=[^\W\d_a-z]))",
    re.IGNORECASE,
)


_WHO_CUE = re.compile(
    r",?\s+(?:who\s+)?(?:also\s+)?(?P<verbs>(?:co-)?(?:wrote|directed|writes|directs|"
    r"scripted)(?:\s+and\s+(?:co-)?(?:wrote|directed|directs|writes|produced|edited|stars?))?)"
    r"(?=\s+(?:the|this|it|both|from|with|“|\"|and|here)|[,.])(?!\s+(?:the|all the|its|his|her|both "
    r"the)?\s*(?:[a-z]+\s+)?(?:score|music|songs?|lyrics|novel|book|play|"
    r"memoir|original|article|short story)\b)",
)


_APPOSED_CUE = re.compile(
    r",\s+(?:the|its)\s+(?:(?:film|movie|picture)[’']s\s+)?(?P<roles>(?:co-)?(?:screen)?(?:writer|"
    r"director)(?:\s*[/-]\s*(?:writer|director))?),"
)


_OWNED_CUE = re.compile(r"[’']s?\s+(?:[a-z-]+\s+){0,3}[“\"«_](?P<title>[^“”\"«»_]{1,80}?)[,.]?[”\"»_]")


_CRAFT = tuple(
    (
        job,
        words.split(),
        re.compile(rf"(?:(?<![\w-])|(?<=\bby))(?:{cue})(?-i:(?=[^\W\d_a-z]))", re.IGNORECASE),
    )
    for job, words, cue in (
        (
            CINEMATOGRAPHER,
            "cinematographer photography",
            r"cinematographers?\s*|directors? of photography\s*",
        ),
        (
            CINEMATOGRAPHER,
            "photograph lensed shot",
            r"(?:photographed|lensed|shot|cinematography|photography)\s+by\s*",
        ),
        (
            COMPOSER,
            "music score soundtrack compose",
            (
                r"(?:music|score|soundtrack)\s+(?:is\s+|was\s+)?(?:composed\s+)?by\s*|(?:scored|"
                r"composed)\s+by\s*|composers?\s*"
            ),
        ),
        (EDITOR, "edit", r"film\s+editor\s*|edited\s+by\s*"),
    )
)


_ELSEWHERE = re.compile(
    r"\b(?:recall\w*|reminiscent|à la|echo\w*|evok\w*|homage|remake|remade|remakes|inspired|"
    r"influence\w*|compar\w*|unlike|"
    r"tradition|spirit of|style of|vein of|(?<!is the )(?<!was the )(?<![’']s the )works? of|"
    r"films of|movies of|collaborat\w*|mentor\w*|such "
    r"as|by way of|the late|"
    r"previous\w*|earlier|original(?!\s+(?:screenplay|script))|version|predecessor|sequel to|prequel "
    r"to|classic|"
    r"masterpiece|school of|debt to|owes|nod to|fans of|worked (?:with|for|under)|lesser|hero|idol|"
    r"peers|first film was|tv series|short film|"
    r"adaptation|rather than|instead of)\b|(?<!\w)[Ll]ike\b",
)


_OTHER_WORK = re.compile(
    r"^(?:['’]s?)?\s*(?:own\s+)?(?:earlier|previous|prior|last|first|debut|other|breakthrough|"
    r"breakout|classic|original|(?:19|20)\d\d|\d{4}s?)\b",
    re.IGNORECASE,
)


_IN_YEAR = re.compile(r"^[^.;]{0,25}?\b(?:in|from|circa)\s+((?:18|19|20)\d\d)\b|^\s*\(((?:18|19|20)\d\d)\)")


_QUOTE = re.compile(r"[“\"«]([^“”\"«»]{1,80})[”\"»]|_([^_]{2,80})_")


_OWNER = re.compile(
    r"(?:(?:film|movie|picture)[’']s|\b(?:its|the|her|his|their))\s+$",
    re.IGNORECASE,
)
_MADE = ("writ", "direct", "script", "penned", "helmed", "adapted")
_ADAPTED = re.compile(
    r"\b(?:based|adapt\w*|novels?|books?|author|bestsell\w*|memoir|play|stories)\b", re.IGNORECASE
)


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
    body: Sequence[Unit], title: str, year: int | None, wanted: Sequence[str], not_crew: Sequence[str] = ()
) -> tuple[list[ProseCredit], list[Complaint]]:
    """Director and writer (those ``wanted``) of the film called ``title``, from the review's paragraphs.

    ``not_crew`` are names that stand for others, such as the critic's. What stays unclear is a complaint.
    """
    text = "\n".join(unit.text for unit in body)
    candidates = [
        candidate
        for index, unit in enumerate(body)
        for cue in _cues(unit.text, title)
        if cue.names and cue.jobs and not any(name in not_crew for name in cue.names)
        for candidate in (_scored(unit, cue, title, year, early=index < 3),)
    ]
    for candidate in candidates:
        _corroborate(candidate, text)
    credited: list[ProseCredit] = []
    complaints: list[Complaint] = []
    for job in wanted:
        chosen, complaint = _choose([candidate for candidate in candidates if job in candidate.jobs], job)
        if complaint is not None:
            complaints.append(complaint)
        if chosen is not None:
            credited.extend(
                ProseCredit(job, Fact(name, chosen.unit.first, chosen.unit.last, chosen.sentence))
                for name in chosen.names
            )
    return credited, complaints


@dataclass(frozen=True, slots=True)
class _Cue:
    """Names that a phrase gives jobs, how plainly it does so, and where it stands in the paragraph."""

    names: tuple[str, ...]
    jobs: tuple[str, ...]
    base: float
    start: int
    end: int


def _cues(text: str, title: str) -> Iterator[_Cue]:
    """Every phrase of one paragraph that gives a job. Cheap word tests spare most of them the patterns."""
    folded = text.casefold()
    if "director" in folded or "writer" in folded or "filmmaker" in folded:
        yield from _role_cues(text)
    if "by" in folded and any(verb in folded for verb in _MADE):
        for match in _BY_CUE.finditer(text):
            names, end = described_names(text, match.end())
            jobs = _verb_jobs(match.group("verbs").casefold())
            yield _Cue(names, jobs, 3.0 if len(jobs) == 2 else 2.0, match.start(), end)
    if " by" in folded or " from" in folded:
        yield from _noun_cues(text)
    for job, words, cue in _CRAFT:
        for match in cue.finditer(text) if any(word in folded for word in words) else ():
            plural = " by" not in match.group() and match.group().rstrip().endswith("s")
            names, end = names_at(text, match.end(), plural=plural)
            yield _Cue(names, (job,), 2.0, match.start(), end)
    yield from _cues_behind(text, folded, title)


def _role_cues(text: str) -> Iterator[_Cue]:
    """Find "writer/director X", "Directors X and Y", "its director, X"."""
    for match in _TITLE_CUE.finditer(text):
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


def _noun_cues(text: str) -> Iterator[_Cue]:
    """Find "the script by X", "the latest film from X"."""
    for match in _NOUN_CUE.finditer(text):
        writing = match.group("noun").casefold() in {"screenplay", "script"}
        if writing or match.group("link").casefold() != "of":
            names, end = described_names(text, match.end())
            yield _Cue(
                names, (WRITER,) if writing else (DIRECTOR,), 1.5 if writing else 1.0, match.start(), end
            )


def _cues_behind(text: str, folded: str, title: str) -> Iterator[_Cue]:
    """Phrases that follow the name: "X, the director,", "X wrote and directed", "X's “Title”"."""
    if "director" in folded or "writer" in folded:
        for match in _APPOSED_CUE.finditer(text):
            yield _behind(text, match, _jobs(match.group("roles")), 2.5)
    for match in _OWNED_CUE.finditer(text):
        near = text[max(0, match.start() - 120) : match.end() + 120]
        if same_title(match.group("title"), title) and not _ADAPTED.search(near):
            yield _behind(text, match, (DIRECTOR,), 1.0)
    if any(verb in folded for verb in ("wrote", "directed", "writes", "directs", "scripted")):
        for match in _WHO_CUE.finditer(text):
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
    return _OWNER.search(text[max(0, start - 30) : start]) is not None


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
    quoted = _QUOTE.search(text, end, end + 120)
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
        for m in _QUOTE.finditer(before, max(0, len(before) - 110))
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
    if _ELSEWHERE.search(before[-80:]):
        _doubt(candidate, 2.5, "the words before speak of another work")
    _judge_after(candidate, after, title, year)
    return candidate


def _judge_after(candidate: _Candidate, after: str, title: str, year: int | None) -> None:
    when = _IN_YEAR.match(after)
    if when is not None and int(when.group(1) or when.group(2)) != year:
        _doubt(candidate, 3, "another year follows")
    if re.match(r"['’]s?\b", after):
        owned = _QUOTE.match(re.sub(r"^['’]s?\s+(?:[\w’'-]+[\s,]+){0,6}?(?=[“\"«_])", "", after))
        if owned is not None:
            if same_title((owned.group(1) or owned.group(2)).strip(" ,."), title):
                candidate.score += 2
            else:
                _doubt(candidate, 3, "owns another film")
        elif _OTHER_WORK.match(after):
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
            alone = len(re.findall(rf"(?<!\w){re.escape(part)}(?![\w-])", text)) - text.count(name)
            best = max(best, alone)
    candidate.score += min(best, 2)


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
