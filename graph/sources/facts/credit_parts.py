"""What the parts of a line of facts and credits say, read one after the other: see ``credit_line``."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graph.records import ACTOR, DIRECTOR, Rating
from graph.sources.facts import (
    country_names,
    credit_lists,
    credit_words,
    genre_words,
    jobs,
    people,
    phrases,
    ratings,
)
from graph.sources.facts.small_facts import SmallFacts, part_of
from graph.sources.layout.section_words import is_availability

if TYPE_CHECKING:
    from collections.abc import Callable

#: How long a part may be that nothing is known of.
_MOST_REST, _MOST_CUED = 60, 80
#: Behind facts in brackets a letter alone is a grade: "(UK, 110 min.) D".
_LONE_GRADES = frozenset("ABCDF")
#: Whose full stop is taken for the end of a part: "(Mrs. Lipschitz)".
_STOPPED = frozenset({"Mr", "Mrs", "Ms", "Dr", "Fr", "Sgt", "Capt", "St", "Rev"})


#: What labels a small fact, and what is no fact but may stand among them.
_FACTS = frozenset({jobs.RATING, jobs.RUNTIME, jobs.CONTENT_RATING, jobs.YEAR, jobs.RELEASED, jobs.GENRE,
                    jobs.COUNTRY, jobs.LANGUAGE, jobs.FACTS})  # fmt: skip
_NO_FACTS = frozenset({jobs.JOB, jobs.OTHER, jobs.SOURCE_WORK, jobs.ORIGINAL_TITLE})


@dataclass(slots=True)
class CreditLine:
    """What such a line says; ``told`` counts the parts that were understood."""

    facts: SmallFacts = field(default_factory=SmallFacts)
    people: list[tuple[tuple[str, ...], credit_lists.Credited]] = field(default_factory=list)
    rating: Rating | None = None
    original: str | None = None
    told: int = 0
    #: Whether a label with a colon or a full stop, or brackets, say so: "Dir: A B", not "Directed by A B".
    labelled: bool = False
    #: It says what parents should know: "Contains violence."
    advises: bool = False
    #: Whether all of it was understood.
    complete: bool = True

    @property
    def telling(self) -> bool:
        """Whether it says what small print alone says, or names people behind a word that says why."""
        return self.facts.telling or bool(self.people) or self.rating is not None or self.advises

    @property
    def is_small(self) -> bool:
        """Whether it says small facts and nothing else."""
        bare = not self.people and self.rating is None and self.original is None and not self.advises
        return self.complete and bare and self.facts != SmallFacts()

    @property
    def dated(self) -> bool:
        """Whether it says when or where the film is from."""
        return self.facts.year is not None or bool(self.facts.countries)


def is_playing(part: str) -> bool:
    """Whether a part says where and when the film plays."""
    return is_availability(part) or credit_words.PLACE.fullmatch(part) is not None


class Reading:
    """Where the reading of one line stands: what it has said, and whose names come next."""

    def __init__(self, *, bracketed: bool, letters: dict[str, tuple[str, ...]], german: bool) -> None:
        self.bracketed = bracketed
        self.letters = letters
        self.german = german
        self.parts: Callable[[], list[str]] = list
        self.said = CreditLine()
        self.jobs: tuple[str, ...] = ()
        self.fresh = True  # nothing but a comma stands between the last name and the next part
        self.common = False
        self.loose: list[str] = []
        self.doubtful: list[credit_lists.Credited] = []
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
        if self._made_by(part) or self._played_by(part):
            return True
        rating = self._rating(part) if self.said.rating is None else None
        if rating is not None and not part.isdigit():
            self.said.rating, self.said.told = rating, self.said.told + 1
            return True
        facts = self._fact(part)
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
            or (self.said.told and (is_playing(part) or credit_words.TAPES.fullmatch(part)))
        ):
            return True
        return self._unlabelled(part)

    def _rating(self, part: str) -> Rating | None:
        """The rating that a part is; a letter or one asterisk is one behind facts."""
        if self.closed and part in _LONE_GRADES:
            return ratings.letter(part)
        return Rating("1") if part == "*" and self.said.told else ratings.alone(part)

    def _fact(self, part: str) -> SmallFacts | None:
        """The small fact that a part states, beside what else the line says."""
        beside = self.bracketed or self.said.told > 0
        facts = part_of(part, beside=beside)
        if facts is None and not beside and (among := part_of(part, beside=True)) is not None:
            facts = among if self._among(part) else None
        if facts is None and self.german and part in country_names.CODES:
            return SmallFacts(countries=(part,))
        return facts

    def _among(self, part: str) -> bool:
        """Whether another part of the line is a fact, or a credit, whatever stands beside it."""
        return 1 < len(part) <= _MOST_REST and any(
            part_of(other) is not None or credit_words.CUE.match(other) is not None
            for other in self.parts()
            if other != part and len(other) <= _MOST_CUED
        )

    def _plays(self, part: str) -> bool:
        """Read whom the actor before the brackets plays: "(as Sandy)", "(as Mrs. Lipschitz)"."""
        jobs, last = self.said.people[-1] if self.said.people else ((), None)
        if last is None or ACTOR not in jobs:
            return False
        called = last.character or ""
        if part.startswith(("voice", "voix", "Stimme", "narrator")) and not called:
            again = credit_lists.cast(f"{last.name} ({part})")[0]
            if len(again) == 1:
                self.said.people[-1] = (jobs, again[0])
                return True
        if part.startswith("as ") and not called:
            called = part.removeprefix("as ")
        elif called in _STOPPED:  # a full stop parts
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
        if known is None or not value or known.field in _NO_FACTS:
            return None
        if known.field not in _FACTS:
            return False
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
            voiced = (credit_words.VOICE,) if known.note == credit_words.VOICE else ()
            return (*known.jobs, *voiced), value.strip(), False
        if known is not None and known.field in {jobs.OTHER, jobs.SOURCE_WORK}:
            return (), value.strip(), False
        found = credit_words.CUE.match(part)
        if found is None:
            return None
        if found.group("letter"):
            self.said.labelled = True
            return self.letters[found.group("letter").casefold()], part[found.end() :], False
        word = found.group("cue").casefold()
        self.said.labelled = self.said.labelled or self.bracketed or part[found.end("cue")] in ":."
        job, common = credit_words.JOBS[word], word in credit_words.COMMON
        apart = self.bracketed or self.said.told == 0 or not (self.fresh and self.jobs)
        if common and not (part[0].isupper() or apart):
            return None
        return job, part[found.end() :], common

    def _made_by(self, part: str) -> bool:
        """Read a genre, or the word film, with the director's name behind it: "Comédie de Ann Lee"."""
        found = credit_words.MADE_BY.fullmatch(part) if " " in part and part[-1].isalpha() else None
        if found is None:
            return False
        kind, name = found["kind"], found["name"] or found["elided"]
        bare, _, last = kind.rpartition(" ")
        genres = genre_words.genres(kind) or (genre_words.genres(bare) if last.islower() else ())
        credited, refused = credit_lists.crew(credit_words.JOINED.sub(" & ", name))
        if refused or not credited or not (genres or credit_words.A_FILM.fullmatch(kind)):
            return False
        if not all(people.looks_like_name(one.name) and " " in one.name for one in credited):
            return False
        self.said.facts = self.said.facts.with_(SmallFacts(genres=genres))
        self.said.people += [((DIRECTOR,), one) for one in credited]
        self.said.told, self.said.labelled, self.labelled = self.said.told + 1, True, True
        self.jobs, self.fresh = (DIRECTOR,), True
        return True

    def _played_by(self, part: str) -> bool:
        """Read a genre with the first of the actors behind it: "Western with Ann Lee"."""
        found = credit_words.PLAYED_BY.fullmatch(part) if genre_words.begins(part) else None
        genres = genre_words.genres(found["kind"]) if found is not None else ()
        if found is None or not genres:
            return False
        first = found["name"].partition(" and ")[0]
        if not (" " in first and people.looks_like_name(first) and self._names((ACTOR,), found["name"])):
            return False
        self.said.facts = self.said.facts.with_(SmallFacts(genres=genres))
        self.jobs, self.fresh, self.labelled = (ACTOR,), True, True
        return True

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
        credited, refused = credit_lists.cast(value) if ACTOR in job else credit_lists.crew(value)
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
                self.doubtful += credit_lists.crew(part)[0]
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
            names = credit_lists.crew(credit_words.JOINED.sub(" & ", part))[0]
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
            said.people += [((ACTOR,), one) for name in self.opening for one in credit_lists.cast(name)[0]]
        said.complete = not self.rest
        if said.told == 0 or len(self.rest) > min(said.told - 1, 1):
            return None
        return said if not self.common or said.told > 1 else None
