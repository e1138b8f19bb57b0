"""What one alignment knows while it goes through a text: the runs, and what has been found in them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.names import letters, parse
from graph.records import MentionRecord, NameMatch
from graph.sources.alignment.cast import EXACT, PARTS, SURNAME, Cast, Target
from graph.sources.alignment.evidence import STRONG, Mentioned, place, speaks_for
from graph.sources.alignment.prose import CLOSE, GLUED, TIED, Atom, opens_sentence, read
from graph.sources.alignment.wording import FUNCTION_WORDS, OPENERS_ELSEWHERE, before_a_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.sources.alignment.cast import Credit


@dataclass(frozen=True, slots=True)
class Found:
    """A mention: its place, whom it names, and why."""

    start: int
    end: int
    target: Target
    method: str
    score: float
    evidence: str


@dataclass(slots=True)
class Run:
    """Atoms in a row, and which of them belong to a mention already."""

    atoms: list[Atom]
    taken: bytearray

    def segments(self) -> Iterator[tuple[int, int]]:
        """The stretches of two or more free atoms that stand close together, as slices."""
        first = 0
        size = len(self.atoms)
        while first < size:
            last = first + 1
            if not self.taken[first]:
                while last < size and not self.taken[last] and self.atoms[last].join in CLOSE:
                    last += 1
                if last - first > 1:
                    yield first, last
            first = last

    def bare_segments(self) -> Iterator[tuple[int, int]]:
        """The segments without what only opens a sentence, and without titles."""
        for first, last in self.segments():
            at = first
            while at < last and before_a_name(self.atoms[at].key):
                at += 1
            if last - at > 1:
                yield at, last

    def bounded(self, first: int, last: int) -> bool:
        """Whether the atoms from ``first`` to ``last`` are not the middle of a longer word."""
        atom = self.atoms[first]
        if atom.join == TIED or (atom.join == GLUED and len(self.atoms[first - 1].key) <= 3):
            return False
        return last + 1 >= len(self.atoms) or self.atoms[last + 1].join != TIED


class Alignment:
    """One text and one film's cast, with the mentions found so far.

    ``long_runs`` are the runs of two or more atoms, the only ones that whole names can stand in.
    ``mentioned`` are the targets found, ``people_at`` the people by where their mentions begin;
    ``identified`` has the spellings of each person's whole name in this text. ``sure`` has words that
    were seen as names inside a sentence, ``common`` whether a word is also an ordinary one; ``called``
    has the family names that an actor in brackets has tied to one of several characters.
    """

    def __init__(self, text: str, credited: Sequence[Credit], title: str | None) -> None:
        self.text = text
        self.cast = Cast(credited)
        own = title if title and letters(title) not in self.cast.full else None
        # Most words that stand alone only open a sentence; they are left out at once.
        single = self.cast.single
        self.runs = [
            Run(atoms, bytearray(len(atoms)))
            for atoms in read(text, own)
            if len(atoms) > 1 or atoms[0].key not in FUNCTION_WORDS or atoms[0].key in single
        ]
        self.long_runs = [run for run in self.runs if len(run.atoms) > 1]
        self.found: list[Found] = []
        self.identified: dict[Target, set[str]] = {}
        self.mentioned: set[Target] = set()
        self.people_at: dict[int, Target] = {}
        self.sure: set[str] = set()
        self.common: dict[str, bool] = {}
        self.called: dict[str, Target] = {}
        self._named: dict[str, list[tuple[int, Target | None]]] = {}

    def take(self, run: Run, first: int, last: int, found: Found) -> None:
        """Keep a mention that covers the atoms ``first`` to ``last`` of a run."""
        for position in range(first, last + 1):
            run.taken[position] = 1
        self.found.append(found)
        self.mentioned.add(found.target)
        if found.target.is_person:
            self.people_at[found.start] = found.target
        if not found.target.is_person or last == first or found.method == SURNAME:
            return
        printed = self.text[found.start : found.end]
        self.identified.setdefault(found.target, set()).add(letters(printed))
        families = {found.target.family}
        if found.method not in {EXACT, PARTS}:
            name = parse(printed)
            families |= {name.family[-1].replace("-", "")} if name.family else set()
        for family in families - {""}:
            self._named.setdefault(family, []).append((found.start, found.target))
            self.cast.also_family(family, found.target)

    def note_strangers(self) -> None:
        """People named in full whom the credits do not have: a family name after them is theirs."""
        for run in self.long_runs:
            for first, last in run.bare_segments():
                start, end = run.atoms[first].start, run.atoms[last - 1].end
                opener = last - first == 2 and run.atoms[first].key in OPENERS_ELSEWHERE
                if opener and opens_sentence(self.text, start):
                    continue  # "Alla Soncini basta ..."
                if letters(self.text[start:end]) in _PLACES:
                    continue
                name = parse(self.text[start:end])
                family = name.family[-1].replace("-", "") if name.family else ""
                if family in self.cast.single:
                    self._named.setdefault(family, []).append((start, None))
        for events in self._named.values():
            events.sort(key=lambda event: event[0])

    def last_named(self, family: str, before: int) -> tuple[int, Target | None] | None:
        """Who of this family was named in full last before an offset: (offset, person or None)."""
        events = self._named.get(family)
        if not events:
            return None
        at = bisect_left(events, before, key=lambda event: event[0])
        return events[at - 1] if at else None

    def characters(self) -> Mentioned:
        """The characters' mentions found so far."""
        return Mentioned([(one.start, one.end, one.target) for one in self.found if not one.target.is_person])

    def records(self, threshold: float) -> Iterator[MentionRecord]:
        """The mentions that score enough, sorted; of two that overlap the first, and the longer."""
        end = -1
        mentioned = self.characters()
        for one in sorted(self.found, key=lambda found: (found.start, -found.end)):
            if one.score < threshold or one.start < end:
                continue
            end = one.end
            evidence = one.evidence
            if one.target.is_person and self.text[one.start - 1 : one.start] == "(" and ";" not in evidence:
                strength, where = speaks_for(place(self.text, one.start, one.end, mentioned), one.target)
                evidence += f"; {where}" if strength == STRONG else ""
            person = one.target.name if one.target.is_person else None
            character = None if one.target.is_person else one.target.name
            match = NameMatch(person, character, one.method, round(one.score, 4), evidence)
            yield MentionRecord(self.text[one.start : one.end], one.start, one.end, match)


# Places that look like a Korean or Chinese person's name, or like any other's.
_PLACES = frozenset({"hongkong", "newyork", "losangeles", "sanfrancisco", "unitedstates", "newjersey"})
