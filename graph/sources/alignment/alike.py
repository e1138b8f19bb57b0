"""Names spelled another way, where their place speaks for them: likeness and evidence, one to one."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from graph.names import fold, letters, likeness
from graph.sources.alignment.cast import EXACT, FUZZY, GIVEN, PARTS, READING, SCORES, SHORT, Target
from graph.sources.alignment.evidence import AGAINST, STRONG, WEAK, Mentioned, Place, place, speaks_for
from graph.sources.alignment.prose import SPACE, TIED
from graph.sources.alignment.single import stands_alone
from graph.sources.alignment.state import Alignment, Found, Run
from graph.sources.alignment.wording import COMMON_WORDS

if TYPE_CHECKING:
    from typing import TypeAlias

# A score, the likeness of the letters alone, the name's letters in the prose, the person, the evidence.
_Offer: TypeAlias = "tuple[float, float, str, Target, str]"

_LIKE_STRONG, _LIKE_WEAK, _LIKE_ALONE = 0.80, 0.88, 0.93
_LIKE_CHARACTER = 0.75
_CHARACTER_SCORE = 0.8  # with its actor behind it in brackets
_CLEARLY_BETTER = 0.02
_FIRST_LOOK = 0.72  # Jaro-Winkler, to choose whom to compare closely
_ALONE_LETTERS = 12  # a shorter name is too short to be recognised with a typing error in it
_LOOKS = 3  # occurrences of one name whose places are looked at


def people_alike(state: Alignment) -> None:
    """Match people spelled another way: the best offers first, each name and each credit once."""
    if not state.cast.people:
        return
    mentioned = state.characters()
    occurrences: dict[str, list[tuple[Run, int, int]]] = {}
    offers: list[_Offer] = []
    for run in state.long_runs:
        for first, last in run.bare_segments():
            if not run.bounded(first, last - 1):
                continue
            start, end = run.atoms[first].start, run.atoms[last - 1].end
            key = letters(state.text[start:end])
            known = occurrences.setdefault(key, [])
            known.append((run, first, last - 1))
            if len(known) <= _LOOKS:
                offers += _offers(state, key, (start, end), mentioned)
    claimed: set[str] = set()
    offers.sort(key=lambda offer: (-offer[0], -offer[1], offer[2], offer[3].order))
    for score, _, key, target, evidence in offers:
        if key in claimed or state.identified.get(target):
            continue
        claimed.add(key)
        for run, first, last in occurrences[key]:
            if not any(run.taken[first : last + 1]):
                start, end = run.atoms[first].start, run.atoms[last].end
                seen = likeness(state.text[start:end], target.name)
                why = f"{seen.method}: {seen.reason}; {evidence}"
                state.take(run, first, last, Found(start, end, target, seen.method, score, why))
    _slips(state, occurrences)


def _slips(state: Alignment, occurrences: dict[str, list[tuple[Run, int, int]]]) -> None:
    """Match whole names in which the text has one letter otherwise than elsewhere: "Tavasoli"."""
    for spans in occurrences.values():
        for run, first, last in spans:
            start, end = run.atoms[first].start, run.atoms[last].end
            printed = state.text[start:end]
            if any(run.taken[first : last + 1]) or len(printed) < _ALONE_LETTERS:
                continue
            near = (one for one in state.identified if one.name[:1] == printed[:1])
            meant = [
                one for one in near if abs(len(one.name) - len(printed)) < 2 and _one_slip(printed, one.name)
            ]
            if len(meant) == 1:
                name = meant[0].name
                why = f"{FUZZY}: a single letter differs from '{name}', who is named in full elsewhere"
                state.take(run, first, last, Found(start, end, meant[0], FUZZY, _LIKE_STRONG, why))


def _offers(state: Alignment, key: str, span: tuple[int, int], mentioned: Mentioned) -> list[_Offer]:
    printed = state.text[span[0] : span[1]]
    free = [person for person in state.cast.people if not state.identified.get(person)]
    names = [fold(person.name) for person in free]
    close = process.extract(
        fold(printed), names, scorer=JaroWinkler.similarity, score_cutoff=_FIRST_LOOK, limit=6
    )
    if not close:
        return []
    where = place(state.text, *span, mentioned)
    offers: list[_Offer] = []
    for _, raw, at in close:
        evidence = _convinced(printed, free[at], where)
        if evidence:
            offers.append((likeness(printed, free[at].name).score, raw, key, free[at], evidence))
    offers.sort(key=lambda offer: (-offer[0], -offer[1], offer[3].order))
    if len(offers) > 1 and offers[0][0] - offers[1][0] < _CLEARLY_BETTER:
        return []
    return offers[:1]


def _convinced(printed: str, person: Target, where: Place) -> str:
    """The evidence if likeness and place together are enough; "" if not."""
    seen = likeness(printed, person.name)
    strength, evidence = speaks_for(where, person)
    if strength == AGAINST:
        return ""
    if seen.method in {READING, PARTS}:
        return evidence or "nobody else in the credits is called so"
    if strength == STRONG and seen.score >= _LIKE_STRONG:
        return evidence + "; no other name in the text is this credit's"
    if strength == WEAK and seen.score >= _LIKE_WEAK:
        return evidence
    if seen.score >= _LIKE_ALONE and len(printed) >= _ALONE_LETTERS and _one_slip(printed, person.name):
        return "a single letter differs"
    return ""


def _one_slip(printed: str, credited: str) -> bool:
    """Whether one letter is wrong, missing, too many or swapped, and not the first or last of a part."""
    one, other = fold(printed), fold(credited)
    if OSA.distance(one, other) != 1:
        return False
    ends = [[(word[0], word[-1]) for word in name.split()] for name in (one, other)]
    return ends[0] == ends[1] and SCORES[READING] < JaroWinkler.similarity(one, other)


def characters_before_brackets(state: Alignment) -> None:
    """Match a character spelled another way that stands in front of its actor's name in brackets.

    Every other mention of the same word is then the character too.
    """
    learned: dict[str, tuple[Target, float, str]] = {}
    for found in state.found:
        actor = found.target.is_person and found.target.others
        if not actor or state.text[found.start - 1 : found.start] != "(":
            continue
        before = _atom_ending_at(state, _end_before(state.text, found.start - 1))
        if before is None:
            continue
        run, position = before
        _with_a_family_name(state, run, position, found.target)
        atom = run.atoms[position]
        if run.taken[position] or atom.key in COMMON_WORDS or not stands_alone(state, run, position, GIVEN):
            continue
        printed = state.text[atom.start : atom.end]
        for character in found.target.others:
            score = _like_character(printed, character)
            if score >= _LIKE_CHARACTER:
                how = FUZZY if score < 1 else EXACT
                why = (
                    f"{how}: '{printed}' and '{character.name}' are spelled alike to {score:.2f}; "
                    f"printed before ({state.text[found.start : found.end]}), who plays {character.name}"
                )
                learned[atom.key] = (character, score, why)
    if learned:
        _take_learned(state, learned)


def _with_a_family_name(state: Alignment, run: Run, position: int, actor: Target) -> None:
    """Match "Ruth Adeyemi-Klein (Joy Okereke)" where the credits call the character "Ruth" alone."""
    first = position
    while (
        first > 0
        and run.atoms[first].join in {SPACE, TIED}
        and not run.taken[first - 1]
        and position - first < 3
    ):
        first -= 1
    if first == position or any(run.taken[first : position + 1]):
        return
    for character in actor.others:
        if letters(character.name) == run.atoms[first].key and run.atoms[first].key not in COMMON_WORDS:
            start, end = run.atoms[first].start, run.atoms[position].end
            printed = state.text[start:end]
            why = f"{SHORT}: '{printed}' begins with '{character.name}', printed before the actor in brackets"
            state.take(run, first, position, Found(start, end, character, SHORT, _CHARACTER_SCORE, why))
            return


def _take_learned(state: Alignment, learned: dict[str, tuple[Target, float, str]]) -> None:
    for run in state.runs:
        for position, atom in enumerate(run.atoms):
            known = learned.get(atom.key)
            if known and not run.taken[position] and stands_alone(state, run, position, GIVEN):
                character, score, why = known
                method = FUZZY if score < 1 else EXACT
                found = Found(atom.start, atom.end, character, method, max(score, _CHARACTER_SCORE), why)
                state.take(run, position, position, found)


def _end_before(text: str, at: int) -> int:
    while at > 0 and text[at - 1] == " ":
        at -= 1
    return at


def _atom_ending_at(state: Alignment, end: int) -> tuple[Run, int] | None:
    at = bisect_left(state.runs, end, key=lambda run: run.atoms[-1].end)
    if at == len(state.runs):
        return None
    run = state.runs[at]
    position = bisect_left(run.atoms, end, key=lambda atom: atom.end)
    return (run, position) if run.atoms[position].end == end else None


def _like_character(printed: str, character: Target) -> float:
    names = [character.name, *fold(character.name).split()]
    return max(likeness(printed, name).score for name in names)
