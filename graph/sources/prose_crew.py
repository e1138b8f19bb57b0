"""Who directed and wrote the film, where only the review's prose says so.

Prose names other films' directors as well ("recalls director Y's earlier film"), so a name is only
taken when what surrounds it speaks of this film, and a later mention by surname is the best witness.
Candidates are scored; two that are close are ambiguous and none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.records import CINEMATOGRAPHER, COMPOSER, DIRECTOR, EDITOR, WRITER, Complaint, Fact
from graph.sources.lines import Unit, sentence_at
from graph.sources.people import name_at
from graph.sources.titles import same_title

_ROLE = r"(?:co-?)?(?:screen)?(?:writers?|directors?|filmmakers?|scriptwriters?|screenplay writers?)"
_OTHER = (
    r"(?:producers?|stars?|actors?|actress|editors?|creators?|composers?|cinematographers?|animators?|debut)"
)
_TITLE_CUE = re.compile(
    rf"(?<![\w-])(?P<roles>{_ROLE}(?:(?:\s*[/,–&-]\s*|\s+and\s+|-and-)(?:{_ROLE}|{_OTHER}))*)(?P<gap>,?\s*|\s+duo\s+)(?-i:(?=[^\W\d_a-z]))",
    re.IGNORECASE,
)
_BY_CUE = re.compile(
    r"(?<![\w-])(?P<verbs>(?:(?:co-)?(?:written|directed|scripted|penned|helmed|adapted|produced|edited|shot|conceived|created|made|"
    r"animated|photographed|performed)(?:,\s*(?:and\s+)?|\s+and\s+|\s*/\s*|\s*&\s*))*(?:co-)?(?:written|directed|scripted|penned|helmed|adapted))"
    r"(?:\s+(?:and|&)\s+(?:produced|edited|shot|narrated|starring))?(?:,[^,.;:“”\"]{1,40},|(?:\s+(?!(?:by|from|an?|and|the)\b)[a-z]+){1,4})?\s+by\s*",
    re.IGNORECASE,
)
_NOUN_CUE = re.compile(
    r"(?<![\w-])(?P<noun>screenplay|script|(?:feature |directorial |solo |feature-length )?debut|first feature|second feature|third feature|"
    r"latest(?: film| feature| movie)?|new(?:est)? (?:film|movie|feature|drama|comedy|thriller|documentary)|film)"
    r"\s+(?P<link>by|from|of)\s*(?-i:(?=[^\W\d_a-z]))",
    re.IGNORECASE,
)
_WHO_CUE = re.compile(
    r",?\s+(?:who\s+)?(?:also\s+)?(?P<verbs>(?:co-)?(?:wrote|directed|writes|directs|scripted)(?:\s+and\s+(?:co-)?(?:wrote|directed|directs|writes|produced|edited|stars?))?)"
    r"(?=\s+(?:the|this|it|both|from|with|“|\"|and|here)|[,.])(?!\s+(?:the|all the|its|his|her|both the)?\s*(?:[a-z]+\s+)?(?:score|music|songs?|lyrics|novel|book|play|"
    r"memoir|original|article|short story)\b)",
)
_APPOSED_CUE = re.compile(
    r",\s+(?:the|its)\s+(?:(?:film|movie|picture)[’']s\s+)?(?P<roles>(?:co-)?(?:screen)?(?:writer|director)(?:\s*[/-]\s*(?:writer|director))?),"
)
_OWNED_CUE = re.compile(r"[’']s?\s+(?:[a-z-]+\s+){0,3}[“\"«_](?P<title>[^“”\"«»_]{1,80}?)[,.]?[”\"»_]")
_CRAFT = tuple(
    (job, words.split(), re.compile(rf"(?<![\w-])(?:{cue})(?-i:(?=[^\W\d_a-z]))", re.IGNORECASE))
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
            r"(?:music|score|soundtrack)\s+(?:is\s+|was\s+)?(?:composed\s+)?by\s*|(?:scored|composed)\s+by\s*|composers?\s*",
        ),
        (EDITOR, "edit", r"film\s+editor\s*|edited\s+by\s*"),
    )
)
_ELSEWHERE = re.compile(
    r"\b(?:recall\w*|reminiscent|à la|echo\w*|evok\w*|homage|remake|remade|remakes|inspired|influence\w*|compar\w*|unlike|"
    r"tradition|spirit of|style of|vein of|works? of|films of|movies of|collaborat\w*|mentor\w*|such as|by way of|the late|"
    r"previous\w*|earlier|original(?!\s+(?:screenplay|script))|version|predecessor|sequel to|prequel to|classic|"
    r"masterpiece|school of|debt to|owes|nod to|fans of|worked (?:with|for|under)|lesser|hero|idol|peers|first film was|tv series|short film|"
    r"adaptation|rather than|instead of)\b|(?<!\w)[Ll]ike\b",
)
_OTHER_WORK = re.compile(
    r"^(?:['’]s?)?\s*(?:own\s+)?(?:earlier|previous|prior|last|first|debut|other|breakthrough|breakout|classic|original|(?:19|20)\d\d|\d{4}s?)\b",
    re.I,
)
_IN_YEAR = re.compile(r"^[^.;]{0,25}?\b(?:in|from|circa)\s+((?:18|19|20)\d\d)\b|^\s*\(((?:18|19|20)\d\d)\)")
_QUOTE = re.compile(r"[“\"«]([^“”\"«»]{1,80})[”\"»]|_([^_]{2,80})_")
_NATIONAL = re.compile(r"^[A-Z][a-z]+(?:an|ish|ese|ch|i|ic|ian|er|born|based)?(?:-[A-Z]?[a-z]+)*$")
_ADAPTED = re.compile(
    r"\b(?:based|adapt\w*|novels?|books?|author|bestsell\w*|memoir|play|stories)\b", re.IGNORECASE
)
_PROFESSIONS = frozenset(
    [
        "Composer",
        "Director",
        "Writer",
        "Producer",
        "Actor",
        "Actress",
        "Screenwriter",
        "Novelist",
        "Filmmaker",
        "Cinematographer",
        "Editor",
        "Author",
        "Star",
        "Playwright",
        "Critic",
    ]
)
_NOT_A_PERSON = frozenset(
    [
        "The",
        "This",
        "That",
        "It",
        "He",
        "She",
        "They",
        "But",
        "And",
        "In",
        "On",
        "At",
        "By",
        "With",
        "For",
        "From",
        "As",
        "If",
        "When",
        "While",
        "Hollywood",
        "Netflix",
        "American",
        "Disney",
        "Pixar",
        "Academy",
        "Oscar",
        "Sundance",
        "Cannes",
        "Who",
        "What",
        "I",
        "We",
        "You",
        "His",
        "Her",
        "Their",
        "Its",
        "A",
        "An",
        "Here",
        "There",
        "Both",
        "Each",
        "Not",
        "To",
        "Of",
    ]
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
        for candidate in _candidates(unit, title, year, index)
        if not any(name in not_crew for name in candidate.names)
    ]
    for candidate in candidates:
        _corroborate(candidate, text)
    credits: list[ProseCredit] = []
    complaints: list[Complaint] = []
    for job in wanted:
        chosen, complaint = _choose([candidate for candidate in candidates if job in candidate.jobs], job)
        if complaint is not None:
            complaints.append(complaint)
        if chosen is not None:
            credits.extend(
                ProseCredit(job, Fact(name, chosen.unit.first, chosen.unit.last, chosen.sentence))
                for name in chosen.names
            )
    return credits, complaints


def _candidates(unit: Unit, title: str, year: int | None, index: int) -> list[_Candidate]:
    """Every name that a cue in one paragraph gives a job. The cheap word tests spare most paragraphs the patterns."""
    text = unit.text
    folded = text.casefold()
    found: list[_Candidate] = []
    for match in _APPOSED_CUE.finditer(text) if "director" in folded or "writer" in folded else ():
        names = _name_before(text, match.start())
        if names:
            start = text.rfind(names[0], 0, match.start())
            found.append(
                _scored(unit, names, _jobs(match.group("roles")), 2.5, start, match.end(), title, year, index)
            )
    for match in _OWNED_CUE.finditer(text):
        names = _name_before(text, match.start()) if same_title(match.group("title"), title) else ()
        if names and not _ADAPTED.search(text, max(0, match.start() - 120), match.end() + 120):
            start = text.rfind(names[0], 0, match.start())
            found.append(_scored(unit, names, (DIRECTOR,), 1.0, start, match.end(), title, year, index))

    def take(names: tuple[str, ...], jobs: tuple[str, ...], base: float, start: int, end: int) -> None:
        if names and jobs:
            found.append(_scored(unit, names, jobs, base, start, end, title, year, index))

    if "director" in folded or "writer" in folded or "filmmaker" in folded:
        for match in _TITLE_CUE.finditer(text):
            roles, gap = match.group("roles"), match.group("gap")
            jobs = _jobs(roles)
            comma = gap.startswith(",")
            own = comma and _own(text, match.start())
            plural = bool(re.search(r"(?:writers|directors|filmmakers)\b", roles, re.I)) or "duo" in gap
            names, end = _names(text, match.end(), plural)
            if not comma or own:
                weak = "film" in roles.casefold()
                take(names, jobs, 3.0 if own or len(jobs) == 2 else 1.0 if weak else 2.0, match.start(), end)
    if "by" in folded and any(
        verb in folded for verb in ("writ", "direct", "script", "penned", "helmed", "adapted")
    ):
        for match in _BY_CUE.finditer(text):
            jobs = _verb_jobs(match.group("verbs").casefold())
            names, end = _described_names(text, match.end())
            take(names, jobs, 3.0 if len(jobs) == 2 else 2.0, match.start(), end)
    if " by" in folded or " from" in folded:
        for match in _NOUN_CUE.finditer(text):
            writing = match.group("noun").casefold() in {"screenplay", "script"}
            if writing or match.group("link").casefold() != "of":
                names, end = _described_names(text, match.end())
                take(
                    names, (WRITER,) if writing else (DIRECTOR,), 1.5 if writing else 1.0, match.start(), end
                )
    for job, words, cue in _CRAFT:
        for match in cue.finditer(text) if any(word in folded for word in words) else ():
            plural = " by" not in match.group() and bool(re.search(r"s\s*$", match.group()))
            names, end = _names(text, match.end(), plural)
            take(names, (job,), 2.0, match.start(), end)
    if any(verb in folded for verb in ("wrote", "directed", "writes", "directs", "scripted")):
        for match in _WHO_CUE.finditer(text):
            names = _name_before(text, match.start())
            other = re.match(r"\s+(?:\S+\s+){0,3}[“\"]", text[match.end() :]) and not _is_title_next(
                text, match.end(), title
            )
            if names and not other:
                start = text.rfind(names[0], 0, match.start())
                take(names, _verb_jobs(match.group("verbs")), 2.0, max(start, 0), match.end())
    return found


def _own(text: str, start: int) -> bool:
    """Whether what stands before a role makes it this film's: "its director, X", "The director, X,", "her co-writer, X"."""
    return bool(
        re.search(r"(?:(?:film|movie|picture)[’']s|\b(?:its|the|her|his|their))\s+$", text[:start], re.I)
    )


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


def _names(text: str, position: int, plural: bool) -> tuple[tuple[str, ...], int]:
    """The name, or in the plural the names, that begin at ``position``; one-word names are none."""
    names: list[str] = []
    end = position
    while len(names) < 4:
        found = name_at(text, position)
        if found is None or found[0].split()[0] in _NOT_A_PERSON:
            break
        name, end = found
        names.append(name)
        more = re.match(r"(?:,?\s+(?:and|&)\s+|,\s+)(?-i:(?=[^\W\d_a-z]))", text[end:])
        if more is None or not (plural or "and" in more.group() or "&" in more.group()):
            break
        if not plural and not _pair_follows(text, end + more.end()):
            break
        position = end + more.end()
    if plural and len(names) > 1 and len(names[0].split()) == 1:
        names[0] = f"{names[0]} {names[-1].split()[-1]}"  # "directors Joel and Ethan Coen"
    kept = tuple(name for name in names if len(name.split()) > 1)
    return (kept, end) if len(kept) == len(names) else ((), end)


def _pair_follows(text: str, position: int) -> bool:
    """After "directed by A and": B is a co-director if it is a full name that no verb of its own follows."""
    found = name_at(text, position)
    if found is None or len(found[0].split()) < 2:
        return False
    return (
        re.match(
            r"\s*(?:[.,;:)–—]|$|\s(?:and|who|that|with|from|in|is|which|have|are|this|,)\b)", text[found[1] :]
        )
        is not None
    )


def _described_names(text: str, position: int) -> tuple[tuple[str, ...], int]:
    """Names after "by", past a description: "by first-timer Jane Doe", "by veteran French filmmaker Claire Denis"."""
    for _ in range(8):
        word = re.compile(r"\s*([^\s,.;:()“”\"]+)").match(text, position)
        if word is None:
            return (), position
        start = word.start(1)
        names, end = _names(text, start, False)
        following = (
            re.compile(r"\s+([a-z][\w-]*)").match(text, end) if names or word.group(1)[0].isupper() else None
        )
        described = following is not None and following.group(1) in _DESCRIPTIONS
        if names and not described:
            return names, end
        if word.group(1)[0].isupper() and not described and not word.group(1).endswith("’s"):
            nationality = _NATIONAL.match(word.group(1)) and following is not None
            if not nationality:
                return (), position
        position = word.end()
    return (), position


_DESCRIPTIONS = frozenset(
    [
        "director",
        "filmmaker",
        "writer",
        "writer-director",
        "writer/director",
        "helmer",
        "auteur",
        "veteran",
        "newcomer",
        "first-timer",
        "actor",
        "actress",
        "novelist",
        "playwright",
        "screenwriter",
        "documentarian",
        "master",
        "legend",
        "native",
        "comedian",
        "animator",
        "duo",
        "brothers",
        "siblings",
        "team",
        "screenwriters",
        "directors",
        "filmmakers",
        "actor-director",
        "maestro",
        "provocateur",
        "stylist",
        "cinematographer-turned-director",
    ]
)


def _name_before(text: str, end: int) -> tuple[str, ...]:
    """The full name that ends at ``end``: "Hong Seong-eun, who wrote and directed"."""
    head = text[max(0, end - 60) : end].rstrip(" ,")
    head = re.sub(r"\s*\([^()]*\)$", "", head)
    for start in range(len(head)):
        if head[start].isupper() and (
            start == 0 or not head[start - 1].isalnum() and head[start - 1] not in "-’'."
        ):
            found = name_at(head, start)
            if head[start:].split(" ", 1)[0] in _PROFESSIONS:
                continue
            if (
                found
                and found[1] == len(head)
                and len(found[0].split()) > 1
                and found[0].split()[0] not in _NOT_A_PERSON
            ):
                return (found[0],)
    return ()


def _is_title_next(text: str, end: int, title: str) -> bool:
    quoted = _QUOTE.search(text, end, end + 120)
    return quoted is not None and same_title(quoted.group(1) or quoted.group(2), title)


def _scored(
    unit: Unit,
    names: tuple[str, ...],
    jobs: tuple[str, ...],
    base: float,
    start: int,
    end: int,
    title: str,
    year: int | None,
    index: int,
) -> _Candidate:
    text = unit.text
    sentence = sentence_at(text, start)
    offset = text.find(sentence)
    before, after = text[max(offset, 0) : start], text[end : max(offset, 0) + len(sentence)]
    candidate = _Candidate(names, jobs, base, unit, sentence, base)
    if index < 3:
        candidate.score += 0.5
    if re.search(r"\b(?:this|the) (?:film|movie|picture|documentary)\b", sentence, re.I):
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
