"""The line of a capsule that says who made the film, where, when and how long: in any order, in any marks.

One tokeniser for ``(1994, dir. Ann Lee; Bo Li, Cy Doe)``, ``(D 2006, 94 Min., FSK 6). Regie: Ann Lee. Mit Bo
Li.``, ``Starring Bo Li. Dir: Ann Lee. (M) 1:43``: the line is cut at whatever parts it, a part is a fact, or
people behind a word that says what they did. A line with one part that is neither is none of these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from graph.records import ACTOR, DIRECTOR, Rating
from graph.sources.draft import CREDITS, HEADER, Draft
from graph.sources.facts import credit_words, jobs, people, phrases, ratings
from graph.sources.facts.labelled import offer_rating
from graph.sources.facts.small_facts import SmallFacts, part_of
from graph.sources.layout.section_words import is_availability
from graph.sources.lines import sentences

if TYPE_CHECKING:
    from graph.sources.lines import Unit

#: "France, 1960." behind other facts may as well be where the story is set: only more facts tell.
_SETTING = re.compile(r"[A-Z][\w ,/-]{2,40}\b(?:18|19|20)\d\d\.")
_STARS = re.compile(r"(?:\*(?:\s?\*){0,4}|[★⭐✭☆✩⯪⯨½]{1,10})(?:\s?(?:1/2|½))?")
_SKIPPED = re.compile(r"[\s,;:.|/•·–—-]*")
_CLOSED = re.compile(r"[)\]]")
#: "Cert U." and "Rated R." end with a letter, as initials do.
_GRADE_FIRST = re.compile(r"[A-F][+−–-](?=\s+[A-Z\"“‘']|$)")
_LETTER_MARK = re.compile(r"(?:(?:Cert(?:ificate)?|Rated)\.? )?(?:[A-Z]{1,2}|PG|\d\d)\.(?= [A-Z\d])")
_OPENING = re.compile(r"(?<=[.!?”\"…]) ?[(\[]")
_LONGEST, _MOST_REST = 320, 60
#: How much of a paragraph's end is looked at.
_LONGEST_END = 400


@dataclass(slots=True)
class CreditLine:
    """What such a line says; ``told`` counts the parts that were understood."""

    facts: SmallFacts = field(default_factory=SmallFacts)
    people: list[tuple[tuple[str, ...], people.Credited]] = field(default_factory=list)
    rating: Rating | None = None
    original: str | None = None
    told: int = 0
    #: Whether a label with a colon or a full stop, or brackets, say so: "Dir: A B", not "Directed by A B".
    labelled: bool = False
    #: It says what parents should know: "Contains violence."
    advises: bool = False

    @property
    def telling(self) -> bool:
        """Whether it says what small print alone says, or names people behind a word that says why."""
        return self.facts.telling or bool(self.people) or self.rating is not None or self.advises

    @property
    def dated(self) -> bool:
        """Whether it says when or where the film is from."""
        return self.facts.year is not None or bool(self.facts.countries)


@lru_cache(maxsize=1_024)  # a line is looked at as what stands under a head, and as a line of its own
def whole(text: str, *, bracketed: bool = False) -> CreditLine | None:
    """What a text says that is nothing but facts and credits, not to be changed; None for any other text.

    ``bracketed`` says that the text stood in brackets: there a name alone beside a year is the director's.
    """
    if not text or len(text) > _LONGEST:
        return None
    reading = _Reading(bracketed=bracketed)
    text = credit_words.HOURS_AND.sub(" ", text) if " h" in text else text
    start = 0
    for found in chain(credit_words.PART.finditer(text), (None,)):  # most texts are told by their first part
        part = _trimmed(text[start : found.start() if found is not None else len(text)])
        within = bracketed or _is_within(text, start)
        reading.closed = reading.closed or (reading.bracketed and not within)
        reading.bracketed = within
        if part and not reading.take(part):
            return None
        start = found.end() if found is not None else len(text)
        if found is not None and found.group().strip() != ",":
            reading.stop(found.group().strip())
    return reading.line()


def is_playing(part: str) -> bool:
    """Whether a part says where and when the film plays."""
    return is_availability(part) or credit_words.PLACE.fullmatch(part) is not None


def _trimmed(part: str) -> str:
    """A part without the marks around it; the full stop of "Jr." stays."""
    part = part.strip(" ,:")
    return part if credit_words.ABBREVIATED.search(part) else part.rstrip(".").lstrip(".").strip()


def small(text: str) -> CreditLine | None:
    """What a line says that is nothing but small print, of which one part at least can be nothing else."""
    line = whole(text) if len(text) <= _LONGEST_SMALL else None
    return line if line is not None and line.facts.telling and (line.told > 1 or line.facts.minutes) else None


_LONGEST_SMALL = 100


def _is_within(text: str, place: int) -> bool:
    """Whether a place of a text lies in brackets."""
    return text.count("(", 0, place) + text.count("[", 0, place) > text.count(")", 0, place) + text.count(
        "]", 0, place
    )


def beginning(text: str) -> tuple[CreditLine, int] | None:
    """The facts that a paragraph begins with, and where they end; None where it begins with none."""
    taken: tuple[CreditLine, int] | None = None
    end = 0
    while end < len(text) and end < _LONGEST:
        skipped = _SKIPPED.match(text, end)
        start = skipped.end() if skipped is not None else end
        stops = _group_ends(text, start)
        if start == 0 and _BY_AND_WITH.match(text):  # neither says it alone
            stops = [end for _, end in sentences(text[:_LONGEST])[1:2]]
        for stop in stops:
            found = whole(
                text[:stop].strip(" ,;:.|/•·–—"), bracketed=text[:1] in "([" and stop == text.find(")") + 1
            )
            if found is not None and (found.telling or found.dated):
                setting = taken is not None and _SETTING.fullmatch(text, start, stop) is not None
                taken, end = taken if setting else (found, stop), stop
                break
        else:
            break
    return taken if taken is not None and (taken[0].telling or text[:1] in "([") else None


_BY_AND_WITH = re.compile(
    r"(?:De|Di|Von|Van|Av|Af|By) [A-ZÀ-Þ][^.!?]{3,60}\. (?:Avec|Con|Mit|Met|Med|With|Com) [A-ZÀ-Þ]"
)


def _group_ends(text: str, start: int) -> list[int]:
    """Where what begins at ``start`` may end: its brackets, its stars, its sentence, or brackets in that."""
    if text[start : start + 1] in {"(", "["}:
        close = text.find(")" if text[start] == "(" else "]", start)
        return [close + 1] if close > 0 else []
    if (stars := _STARS.match(text, start)) is not None:
        return [stars.end()]
    if (mark := _GRADE_FIRST.match(text, start) or _LETTER_MARK.match(text, start)) is not None:
        return [mark.end()]
    for _, end in sentences(text[start : start + _LONGEST]):
        if end > 6 or text[start].isdigit():  # "Dir." ends no sentence
            inner = [place.end() for place in _CLOSED.finditer(text, start, start + end)]
            return [start + end, *(place for place in reversed(inner) if place < start + end)]
    return []


def ending(text: str) -> tuple[CreditLine, int] | None:
    """The facts and credits that a paragraph ends with, and where they begin; None where it has none."""
    begin = max(0, len(text) - _LONGEST_END)
    found: tuple[CreditLine, int] | None = None
    stops = [start for start, _ in sentences(text[begin:])]
    stops += [place.start() for place in _OPENING.finditer(text[begin:])]
    stop, named = len(text), 0
    for start in sorted({begin + start for start in stops}, reverse=True):
        sentence = text[start:stop].strip()
        if not sentence:
            continue
        if stop == len(text) and is_playing(sentence.strip("()[]. ")):
            continue  # "Opens Friday."
        line = whole(text[start:].strip())
        if start == 0 or line is None:
            break
        piece = whole(sentence)
        named += piece is not None and bool(piece.people)
        hard = _is_hard(piece, sentence, text[stop : stop + 2].strip()[:1])
        if line.telling and (hard or named > 1):
            found = line, start
        stop = start
    return found


def _is_hard(piece: CreditLine | None, sentence: str, behind: str) -> bool:
    """Whether a sentence before small print is small print, too.

    "Directed by Ann Lee." is a sentence of the review where no other credit stands beside it, and so is "In
    French." before brackets.
    """
    if piece is None:
        return credit_words.FIRM.fullmatch(sentence.strip(". ")) is not None or is_playing(
            sentence.strip("()[]. ")
        )
    if piece.facts.languages and piece.told == 1:
        return behind not in {"(", "["}
    made = any(ACTOR not in job for job, _ in piece.people)
    return not made or piece.facts.telling or piece.labelled or piece.rating is not None


class _Reading:
    """Where the reading of one line stands: what it has said, and whose names come next."""

    def __init__(self, *, bracketed: bool) -> None:
        self.bracketed = bracketed
        self.said = CreditLine()
        self.jobs: tuple[str, ...] = ()
        self.fresh = True  # nothing but a comma stands between the last name and the next part
        self.common = False
        self.loose: list[str] = []
        self.doubtful: list[people.Credited] = []
        self.rest: list[str] = []
        self.labelled = False
        self.advising = False  # what follows says why the film has its certificate
        self.opening: list[str] = []  # names that no word says anything of, before any that does
        self.closed = False  # brackets with facts stand before what is read

    def stop(self, mark: str) -> None:
        """Something stronger than a comma parts what follows from what stands before."""
        self.fresh = False
        self.advising = self.advising and mark != "."

    def take(self, part: str) -> bool:  # noqa: PLR0911 (one a kind of part)
        """Read one part; False where the line is no line of facts."""
        if (labelled := self._labelled(part)) is not None:
            return labelled
        if self.bracketed and self._plays(part):
            return True
        if (cue := self._cue(part)) is not None:
            return self._behind(*cue)
        rating = None if self.said.rating is not None else ratings.alone(part)
        if part == "*" and self.said.told and self.said.rating is None:
            rating = Rating("1")  # elsewhere it may mark a note
        if rating is not None and not part.isdigit():
            self.said.rating, self.said.told = rating, self.said.told + 1
            return True
        beside = self.bracketed or self.said.told > 0
        facts = part_of(part, beside=beside)
        if facts is not None and not self.said.facts.states(facts):
            self.said.facts = self.said.facts.with_(facts)
            self.said.told += 1
            self.advising = self.advising or facts.content_rating is not None
            self.jobs = () if facts.telling or facts.year else self.jobs
            return True
        if (named := credit_words.ORIGINAL.match(part)) is not None:
            self.said.original = named.group("title")
            return True
        if self.advising and credit_words.ADVISED.fullmatch(part):
            return True
        if credit_words.CONTAINS.match(part):
            self.said.advises = self.advising = True
            self.said.told += 1
            return True
        if (
            credit_words.NOBODY.fullmatch(part)
            or credit_words.FIRM.fullmatch(part)
            or (self.said.told and is_playing(part))
        ):
            return True
        return self._unlabelled(part)

    def _plays(self, part: str) -> bool:
        """Read whom the actor before the brackets plays: "(as Sandy)", "(as Mrs. Lipschitz)"."""
        jobs, last = self.said.people[-1] if self.said.people else ((), None)
        if last is None or ACTOR not in jobs:
            return False
        called = last.character or ""
        if part.startswith("as ") and not called:
            called = part.removeprefix("as ")
        elif called in {"Mr", "Mrs", "Ms", "Dr", "Fr", "Sgt", "Capt", "St", "Rev"}:  # a full stop parts
            called = f"{called}. {part}"
        else:
            return False
        self.said.people[-1] = (jobs, replace(last, character=called))
        return True

    def _labelled(self, part: str) -> bool | None:
        """Read a fact behind its label ("Betyg: 4", "Länge: 104"); None where the part has no such label."""
        label, colon, value = part.partition(":")
        known = jobs.label_of(label, beside=True) if colon and len(label) <= 40 else None
        value = value.strip()
        if known is None or not value or known.field in {jobs.JOB, jobs.OTHER, jobs.SOURCE_WORK}:
            return None
        rating = ratings.labelled(value, label) if known.field == jobs.RATING else None
        self.said.rating = self.said.rating or rating
        minutes = phrases.minutes(value, labelled=True) if known.field == jobs.RUNTIME else None
        facts = SmallFacts(minutes) if minutes is not None else part_of(value, beside=True)
        if rating is None and facts is None:
            return False
        self.advising = known.field == jobs.CONTENT_RATING
        self.said.facts = self.said.facts if rating is not None else self.said.facts.with_(facts)
        self.said.told += 1
        self.jobs = ()
        return True

    def _cue(self, part: str) -> tuple[tuple[str, ...], str, bool] | None:
        label, colon, value = part.partition(":")
        known = jobs.label_of(label, beside=True) if colon and len(label) <= 40 else None
        if known is not None and known.field == jobs.JOB:
            self.said.labelled = True
            return known.jobs, value.strip(), False
        if known is not None and known.field in {jobs.OTHER, jobs.SOURCE_WORK}:
            return (), value.strip(), False
        found = credit_words.CUE.match(part)
        if found is None:
            return None
        if found.group("letter"):
            self.said.labelled = True
            return credit_words.LETTERS[found.group("letter").casefold()], part[found.end() :], False
        word = found.group("cue").casefold()
        self.said.labelled = self.said.labelled or self.bracketed or part[found.end("cue")] in ":."
        job, common = credit_words.JOBS[word], word in credit_words.COMMON
        if common and not (part[0].isupper() or self.bracketed or self.said.told == 0):
            return None
        return job, part[found.end() :], common

    def _behind(self, job: tuple[str, ...], value: str, common: bool) -> bool:  # noqa: FBT001
        """Read the people behind a word that says what they did."""
        self.jobs, self.fresh, self.common = job, True, self.common or common
        self.labelled = True
        if not job:
            return True
        for inner in credit_words.CUE.finditer(value):
            word = (inner.group("cue") or "d").casefold()
            if (
                inner.start() > 2
                and value[inner.start() - 1] == " "
                and word in credit_words.JOBS
                and word not in credit_words.COMMON
            ):
                cue = self._cue(value[inner.start() :])
                return (
                    cue is not None
                    and self._names(job, value[: inner.start()].rstrip(" ,"))
                    and self._behind(*cue)
                )
        return self._names(job, value) or bool(credit_words.NOBODY.fullmatch(value))

    def _names(self, job: tuple[str, ...], value: str) -> bool:
        value = credit_words.JOINED.sub(" & ", value)
        credited, refused = people.cast(value) if ACTOR in job else people.crew(value)
        strict = self.common or len(value.split()) > 8
        if refused or not credited or any(one.name.islower() for one in credited):
            return False
        if strict and not all(people.looks_like_name(one.name) for one in credited):
            return False
        if credit_words.VOICE in job:
            job, credited = (ACTOR,), [replace(one, note=one.note or credit_words.VOICE) for one in credited]
        self.said.people += [(job, one) for one in credited]
        self.said.told += 1
        return True

    def _unlabelled(self, part: str) -> bool:
        if self.jobs and self.fresh and DIRECTOR not in self.jobs:
            return self._names(self.jobs, part)
        name = people.looks_like_name(credit_words.JOINED.sub(" & ", part).split(" & ")[0].split("/")[0])
        if self.jobs and name and self.labelled:
            if self.fresh:
                self.doubtful += people.crew(part)[0]
                return True
            self.jobs = (ACTOR,)
            self.fresh = True
            return self._names(self.jobs, part)
        if (
            not self.bracketed
            and not self.labelled
            and (not self.said.told or self.closed)
            and people.looks_like_name(part)
        ):
            self.opening.append(part)
            return True
        self.loose.append(part)
        return self.bracketed and len(self.loose) <= 2 and len(part) <= _MOST_REST

    def line(self) -> CreditLine | None:
        """What the line says, now that all of it is read; None where too much of it says nothing known."""
        said = self.said
        directed = any(DIRECTOR in job for job, _ in said.people)
        acted = any(ACTOR in job for job, _ in said.people)
        if self.doubtful and acted:  # "Dir: Ann Lee, Bo Li. With ..."
            said.people += [((DIRECTOR,), one) for one in self.doubtful]
        elif len(self.doubtful) > 1:  # "dir. Ann Lee, Bo Li, Cy Doe"
            said.people += [((ACTOR,), one) for one in self.doubtful]
        both = len(self.loose) == 2 and all(map(people.looks_like_name, self.loose))
        for part in self.loose:
            names = people.crew(credit_words.JOINED.sub(" & ", part))[0]
            named = bool(names) and all(people.looks_like_name(one.name) for one in names)
            if named and said.dated and (not directed or (both and part is self.loose[1])):
                said.people += [((DIRECTOR,), one) for one in names]
                said.told += 1
                directed = True
            elif credit_words.FAMILY_NAME.fullmatch(part) and said.facts.year is not None and not directed:
                said.told += 1  # "(Kurosawa, 1954)" says whose film it is, but no whole name
            elif part is self.loose[0] and directed and said.original is None and said.told > 2:
                said.original = part
            else:
                self.rest.append(part)
        if self.opening:  # "Bo Li, Cy Doe. Directed by Ann Lee.", "(Ann Lee, 1994, UK) Bo Li. 98 mins"
            if not directed or acted:
                return None
            said.people += [((ACTOR,), one) for name in self.opening for one in people.cast(name)[0]]
        if said.told == 0 or len(self.rest) > min(said.told - 1, 1):
            return None
        return said if not self.common or said.told > 1 else None


def apply(draft: Draft, said: CreditLine, unit: Unit, rank: int = CREDITS) -> None:
    """Put what such a line says into the draft; ``unit`` holds the line."""
    quote = unit.text if len(unit.text) <= 300 else None
    apply_facts(draft, said.facts, unit, rank)
    if said.original is not None:
        draft.offer("original_title", unit.fact(said.original, quote), rank)
    for job, person in said.people:
        draft.credit(job, person, unit.fact("", quote), CREDITS)
        draft.evidence.add("cast" if ACTOR in job else "crew")
    if said.rating is not None:
        offer_rating(draft, unit.fact(said.rating, quote), HEADER)


def apply_facts(draft: Draft, facts: SmallFacts, unit: Unit, rank: int) -> None:
    """Put what small print says of the film into the draft; ``unit`` holds it."""
    quote = unit.text if len(unit.text) <= 300 else None
    for name, value in (
        ("runtime_minutes", facts.minutes), ("content_rating", facts.content_rating), ("year", facts.year),
    ):  # fmt: skip
        if value is not None:
            draft.offer(name, unit.fact(value, quote), rank)
            draft.evidence.add(name)
    for name, values in (
        ("languages", facts.languages), ("genres", facts.genres), ("countries", facts.countries),
    ):  # fmt: skip
        draft.add(name, [unit.fact(value) for value in values])
